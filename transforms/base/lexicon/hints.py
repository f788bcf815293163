"""Hints: words that count together with others."""

from transforms.base.lexicon.phrases import hints

LETTER = hints("""
newsletter newsletters inbox email emails e-mail mailbox mail alerts briefing bulletin digest podcast whatsapp
telegram channel posteingang postfach boîte courriel correo bandeja boletín boletines caixa casella posta nieuwsbrief
nieuwsbrieven nyhetsbrev nyhedsbrev uutiskirje uutiskirjeen hírlevél hírlevélre bülten bültene рассылку рассылка
розсилку newslettera newslettery newsletteru ενημερωτικό mailing buletin spam headlines youtube notifications updates
""")

COOKIE = hints("""
cookie cookies ciasteczka ciasteczek evästeitä evästeet куки sütiket sütik çerez çerezler çerezleri クッキー
""")

READER = hints("""
you your yours sie ihre ihren ihr ihrer ihnen dich dein deine deinen du vous votre vos ton tes tu tus su sus usted te
você vocês sua seu seus suas vuestra la tua tuo tuoi ti vi voi vostra je jouw uw u twoje twój twoich ci dig din ditt
dina deg sinun sinulle vaše váš vám pan az ön önnek ügyfeleink dumneavoastră ta tău εσάς σας σου siz size sizin sizi
вы вас вам ваш ваши ви вашого anda
""")

CONSENT = hints("""
use uses using accept consent agree policy experience browsing continue settings enhance improve verwenden verwendet
nutzen nutzt zustimmen einverstanden utilise utilisons utilisez acceptez acceptant utiliza utilizamos utilizando usa
usamos aceptar acepta aceita concorda utilizziamo utilizza accetti consenti gebruikt gebruiken gebruik używa korzysta
stosujemy wykorzystuje använder bruger bruker käyttää käytämme používá používáme használ használunk folosește folosim
utilizează χρησιμοποιεί χρησιμοποιούμε kullanıyor kullanıyoruz kullanır использует используем використовує
menggunakan
""")

PHOTO = hints("""
photo photos photograph photographs photography photographer photographed picture pictures pic image images credit
credits courtesy foto fotos fotograf fotografie fotoğraf fotografía fotografia bild bilder abbildung imagen imagem
immagine illustration illustrations illustrazione video still screenshot screengrab screenshots handout afbeelding
beeld zdjęcie fot zdj kuva valokuva foto: crédit crédits crédito créditos credito getty shutterstock istock alamy
unsplash pixabay pexels reuters afp ap epa dpa picture-alliance efe ansa xinhua фото снимок изображение görsel
φωτογραφία φωτο
""")

DATE = hints("""
published updated posted last modified on at by of the first am pm a m p est edt pst pdt cst cdt mst gmt utc bst cet
cest ist et pt ct hrs hours h uhr min read time ago hace há january february march april may june july august
september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday
thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today yesterday st nd rd th
veröffentlicht aktualisiert um stand vom den januar februar märz mai juni juli oktober dezember montag dienstag
mittwoch donnerstag freitag samstag sonntag jänner mrz okt dez mo di mi do fr sa so publié mis à jour le la les
modifié créé janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi
jeudi vendredi samedi dimanche janv févr juil déc publicado actualizado el de del las enero febrero marzo abril mayo
junio julio agosto septiembre setiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado
domingo actualización última atualizado em às as janeiro fevereiro março maio junho julho setembro outubro novembro
dezembro segunda terça quarta quinta sexta feira atualizada publicada atualização pubblicato aggiornato il alle ore
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì
sabato domenica gepubliceerd bijgewerkt op om laatst januari februari maart mei augustus maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag uur opublikowano aktualizacja data dodania stycznia lutego marca kwietnia maja
czerwca lipca sierpnia września października listopada grudnia poniedziałek wtorek środa czwartek piątek sobota
niedziela r godz publicerad uppdaterad kl klockan maj augusti måndag tisdag onsdag torsdag fredag lördag söndag
publisert oppdatert opprettet mandag tirsdag lørdag søndag opdateret offentliggjort julkaistu päivitetty klo
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta
joulukuuta опубликовано обновлено в г года января февраля марта апреля мая июня июля августа сентября октября ноября
декабря понедельник вторник среда четверг пятница суббота воскресенье опубліковано оновлено січня лютого березня
квітня травня червня липня серпня вересня жовтня листопада грудня yayınlanma güncelleme tarihi son ocak şubat mart
nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi pazar saat
publicat actualizat ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie ora luni
marți miercuri joi vineri sâmbătă duminică vydáno aktualizováno ledna února března dubna května června července srpna
září října listopadu prosince közzétéve frissítve tempo leitura minutos minuto lesezeit minuten minutes minute temps
lecture lectura tiempo
""")

# Names of what one subscribes to.
NEWSLETTER = hints("""
newsletter newsletters newsletteru newslettera newslettery newsletterom boletín boletines boletim nieuwsbrief
nieuwsbrieven nyhetsbrev nyhetsbrevet nyhedsbrev nyhedsbrevet uutiskirje uutiskirjeen hírlevél hírlevélre bülten
bültene bültenimize рассылку рассылка рассылки розсилку inbox posteingang mailbox meilbox メルマガ ニュースレター
""")

# Words of the one who asks.
OUR = hints("""
we us our unser unsere unseren unserem unserer nous notre nos nuestro nuestra nuestros nuestras nosso nossa nossos
nossas nostro nostra nostri nostre ons onze nasz nasza nasze naszego vår vårt våra vores vore meidän naše naši naší
nostru noastră μας bizim наш наша наши нашу нашего наших наші kami
""")

# A share of what the reader pays.
COMMISSION = hints("""
commission commissions affiliate provision provisionen affiliate-links commissione commissioni comisión comissão
provisie
""")

PURCHASE = hints("""
buy buying purchase purchases link links retailer retailers kaufen einkauf achat achats compra compras acquisto
acquisti aankoop
""")

SUBSCRIBE = hints("""
subscribe subscribing sign signing signup join joining get receive receiving delivered abonnieren abonniere anmelden
bestellen erhalten hier abonnez inscrivez recevez recevoir inscription suscríbete suscríbase recibe reciba recibir
apúntate inscríbete assine inscreva cadastre receba receber iscriviti ricevi ricevere abbonati schrijf meld ontvang
abonneer aanmelden zapisz otrzymuj prenumerera anmäl få tilmeld abonner tilaa přihlaste odebírejte iratkozz
iratkozzon abonează abonați εγγραφείτε abone kaydolun подпишитесь подписаться підпишіться абонирайте pretplatite
prijavite登録
""")

# Where a reader is asked to follow, to load or to look.
CHANNEL = hints("""
google feeds app apps android ios iphone play store facebook twitter instagram youtube whatsapp telegram tiktok
threads bluesky linkedin newsletter podcast podcasts channel channels kanal kanál kanał canal canale feed rss
homepage website web hashtag bookmark приложение канал telegramm viber discord flipboard kênh
""")

# Who takes or sells pictures.
AGENCY = hints("""
getty shutterstock istock alamy unsplash pixabay pexels reuters afp ap epa dpa imago efe ansa xinhua belga anp apa
keystone lusa tass ritzau tt ntb cp aap kyodo jiji yonhap handout gettyimages
""")

# How it is said what somebody does.
BIO = hints("""
is was are has covers writes reports works joined serves holds teaches lives leads edits contributes currently
studied ist war arbeitet schreibt berichtet lebt leitet studierte hat geboren jahrgang est travaille écrit couvre
dirige es trabaja escribe cubre é trabalha escreve cobre è lavora scrive werkt schrijft jest pracuje pisze är arbetar
skriver er arbejder on työskentelee kirjoittaa je píše este lucrează scrie είναι
""")

COMPANY = hints("""
global leading leader provider headquartered headquarters employs employees subsidiaries listed nasdaq nyse exchange
worldwide founded solutions customers clients offices countries mission portfolio brands visit weltweit führender
führende anbieter hauptsitz sitz mitarbeiter mitarbeitende kunden gegründet unternehmen lösungen börsennotiert
mondial siège salariés collaborateurs fondée coté empresa líder sede empleados clientes fundada soluciones
funcionários colaboradores soluções fondata dipendenti soluzioni clienti toonaangevende hoofdkantoor medewerkers
klanten opgericht
""")

# How a cookie banner starts to speak.
BANNER = OUR | hints("""
this these by if diese dieser durch wenn ce en si este esta al questo questa se deze door ta ten denne denna této ez
acest bu этот
""")

COMMENTS = hints("""
comment comments permalink kommentare kommentar leserkommentare kommentarer commentaires commentaire comentarios
comentario comentários comentário commenti commento reacties reactie komentarze komentarz kommentit komentáře
hozzászólások comentarii σχόλια yorumlar yorum комментарии комментарий коментарі коментари komentari отзывы コメント
评论 評論 留言 댓글 التعليقات تعليقات תגובות permanente
""")

# One of them: alone in a line it is the heading of a commentary, or of a column of a table.
COMMENT = hints("""
comment kommentar commentaire comentario comentário commento reactie komentarz komentář yorum комментарий коментар
""")

# What people do for a paper.
ROLE = hints("""
editing editor edited reporting reporter writing writer research researcher producer production graphics translation
translator photography photographer text texts author correspondent redaktion redakteur redakteurin bearbeitung
übersetzung text mitarbeit recherche lektorat édition rédaction traduction auteur texte edición redacción traducción
editor editora texto autor autora edição redação reportagem tradução redazione traduzione testo testi autore redactie
tekst vertaling auteur redakcja opracowanie tłumaczenie autor redaktör översättning redaktør oversættelse toimitus
редактор редактура перевод текст автор автора подготовил подготовила editör çeviri haber تحرير ترجمة إعداد كتابة
संपादन अनुवाद लेखक penulis penerjemah 编辑 責任編輯 责任编辑 责编 校对 作者 记者 記者 編集 取材
翻訳 執筆 기자 편집 번역
""")

# Headings that an article begins with.
OPENER = hints("""
introduction intro overview summary background abstract prologue preface chapter part takeaways highlights einleitung
einführung überblick zusammenfassung hintergrund kapitel teil résumé contexte chapitre partie introducción resumen
contexto capítulo parte introdução introduzione riassunto contesto capitolo inleiding samenvatting achtergrond wstęp
streszczenie введение вступление глава часть giriş özet bölüm مقدمة ملخص الفصل प्रस्तावना सारांश pendahuluan ringkasan
はじめに 概要 前言 引言 导言 摘要 서론
""")
