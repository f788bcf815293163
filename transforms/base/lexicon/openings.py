"""Openings: how a line starts."""

from transforms.base.lexicon.phrases import Openings

COMMENT_FORM = Openings("""
you must confirm your|please logout and|by submitting this form|by posting a comment|by commenting
please enter your comment|please enter your name|please enter your email|your email address will not be published
you have entered an incorrect email|save my name, email|notify me of follow-up comments|notify me of new
required fields are marked|you must be logged in to|please log in to|log in to leave a comment|login to comment
sign in to post|this site uses akismet|learn how your comment data is processed|all comments are moderated
comments are subject to|in reply to(|logged in as|enter the characters shown|notify me when new comments
bitte geben sie ihren kommentar|bitte geben sie hier ihren namen|deine e-mail-adresse wird nicht
ihre e-mail-adresse wird nicht|votre adresse e-mail ne sera pas|votre adresse de messagerie ne sera pas
les champs obligatoires|vous devez être connecté pour|enregistrer mon nom|prévenez-moi de tous les nouveaux
tu dirección de correo electrónico no será|los campos obligatorios|por favor ingrese su comentario
por favor ingrese su nombre|guarda mi nombre, correo|debes iniciar sesión para|o seu endereço de e-mail não será
o seu endereço de email não será|por favor digite seu comentário|por favor, digite seu nome|você precisa estar logado
atenção: comentários|salvar meus dados neste|il tuo indirizzo email non sarà|i campi obbligatori
per favore inserisci il tuo commento|per favore inserisci il tuo nome|devi essere connesso per
salva il mio nome, email|het e-mailadres wordt niet gepubliceerd|je e-mailadres wordt niet|vereiste velden zijn
twój adres e-mail nie zostanie|wymagane pola są|musisz być zalogowany|din e-postadress kommer inte|obligatoriska fält
din mailadresse vil ikke|sähköpostiosoitettasi ei|adresa ta de email nu va fi|az e-mail címet nem
vaše e-mailová adresa nebude|ваш адрес email не будет|ваш e-mail не будет|обязательные поля помечены
e-posta hesabınız yayımlanmayacak|e-posta adresiniz yayınlanmayacak|ηλ. διεύθυνση|η ηλ. διεύθυνση σας
メールアドレスが公開される|電子郵件地址不會|您的邮箱地址不会
""")

TAG = Openings("""
tags:|tag:|tagged:|tagged with|filed under|posted in|topics:|related topics:|related tags|keywords:|categories:
category:|hashtags:|#tags|more about:|themen:|schlagwörter:|schlagworte:|stichwörter:|mots-clés|mots clés|étiquettes:
thèmes:|etiquetas:|temas:|palavras-chave:|palabras clave:|tópicos:|argomenti:|trefwoorden:|tagi:|tematy:|taggar:
ämnen:|emner:|avainsanat:|témata:|címkék:|etichete:|etiketler:|теги:|метки:|темы:|теми:|タグ:|タグ：|标签:|标签：
关键词：|標籤：
""")

RELATED = Openings("""
most read in|most popular in|most viewed in|latest from|top stories in|meistgelesen in|les plus lus|read more:
relacionada:|noticia relacionada:|read more at|read more on|read more about|read more from|read more here|read also:
also read:|read:|read next:|read this:|see also:|related:|related article:|related story:|related stories:
related articles:|related link:|related content:|related coverage:|related roundup:|related post:|related video:
more:|more on this:|more from:|more info:|watch:|watch now:|watch|:listen:|see:|must read:|don't miss:|recommended:
further reading:|see more:|learn more:|you may also like:|you might also like:|you may like:|buyer's guide:|photos:
video:|keep reading:|continue reading:|in pictures:|also on|up next:|trending:|previously:|read the full|follow live:
opinion:|explained:|in case you missed it:|editor's pick:|more coverage:|read our|lesen sie auch:|lesen sie auch
lesen sie mehr|lesen sie hier|mehr zum thema|mehr dazu:|lesen sie dazu|siehe auch:|auch interessant:|mehr lesen:
lies auch:|passend dazu:|weiterlesen:|lesetipp:|hier lesen:|à lire aussi|a lire aussi|lire aussi|lire également
à lire :|à lire également|voir aussi|à voir aussi|lire notre|lire l'article|(re)lire|relire|lire :|lire:
écouter aussi|>> lire|à écouter|pour aller plus loin|notre dossier|leia também|leia mais|leia a|veja também|veja mais
saiba mais|leia:|leia ainda|ver também|confira também|assista:|clique aqui|lea también|lee también|lea más|leer más
ver también|te puede interesar|le puede interesar|vea también|te recomendamos|además:|lea:|mira también|más en
lea aquí|también lea|también le puede interesar|puede leer|leggi anche|leggi tutto|leggi di più|leggi:|vedi anche
guarda anche|approfondisci|per approfondire|lees ook|lees meer|lees verder|bekijk ook|zie ook|luister ook|kijk ook
czytaj także|czytaj też|czytaj więcej|czytaj również|zobacz także|zobacz też|zobacz również|przeczytaj także
przeczytaj też|sprawdź też|polecamy:|läs också|läs mer|läs även|se även|se också|les også|les mer|se også|læs også
læs mere|lue myös|lue lisää|katso myös|čtěte také|přečtěte si|více čtěte|čtěte více|čítajte aj|čítajte tiež
olvasta már|kapcsolódó:|citește și|citiți și|vezi și|citeşte şi|citește:|διαβάστε επίσης|διαβάστε ακόμα|δείτε επίσης
διαβάστε:|διαβάστε ακόμη|ilgili haber|ayrıca okuyun|bunu da okuyun|читайте также|читать также|читайте:|читать далее
смотрите также|подробнее:|читайте ещё|читайте еще|см. также|читайте подробнее|по теме:|читайте також|дивіться також
прочетете още|вижте още|pročitajte|pogledajte|preberite tudi|baca juga|baca selengkapnya|lihat juga|xem thêm|đọc thêm
関連記事|関連：|あわせて読みたい|相关阅读|延伸閱讀|延伸阅读|更多新聞|推荐阅读|더보기|관련기사|اقرأ أيضا|اقرأ أيضًا
اقرأ أيضاً|اقرأ المزيد|شاهد أيضا|קראו גם|ये भी पढ़ें|यह भी पढ़ें|इसे भी पढ़ें
""")

NAVIGATION = Openings("""
previous article|next article|previous post|next post|previous story|next story|previous page|next page|prev post
← previous|next →|older post|newer post|older articles|newer articles|back to top|back to the top|back to home
back to the home|back to all|back to news|back to list|back to the list|back to overview|back to main|back to the main
back to index|back to blog|back to the blog|back to search|back to results|return to top|return to home
return to the home|return to main|return to the main|return to news|continue to next|continue to site
vorheriger artikel|nächster artikel|vorheriger beitrag|nächster beitrag|article précédent|article suivant
artículo anterior|artículo siguiente|próximo artículo|artigo anterior|próximo artigo|articolo precedente
prossimo articolo|articolo successivo|post anterior|próximo post|vorig artikel|volgend artikel|poprzedni artykuł
następny artykuł|föregående artikel|nästa artikel|forrige artikel|neste artikkel|forrige artikkel|næste artikel
edellinen artikkeli|seuraava artikkeli|předchozí článek|další článek|előző cikk|következő cikk|articolul precedent
articolul următor|προηγούμενο άρθρο|επόμενο άρθρο|önceki makale|sonraki makale|önceki haber|sonraki haber
предыдущая статья|следующая статья|предыдущая запись|следующая запись|предыдущая новость|следующая новость
попередня стаття|наступна стаття|artikel sebelumnya|artikel selanjutnya|前の記事|次の記事|上一篇|下一篇|이전 기사
다음 기사|المقال السابق|المقال التالي
""")

COPYRIGHT_SIGN = Openings("copyright|©|ⓒ|(c) 19|(c) 20|all rights reserved")

COPYRIGHT = Openings("""
all content ©|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados
tutti i diritti riservati|riproduzione riservata|© riproduzione riservata|alle rechten voorbehouden
wszelkie prawa zastrzeżone|все права защищены|tüm hakları saklıdır|toate drepturile rezervate|minden jog fenntartva
všechna práva vyhrazena|alla rättigheter förbehållna|this material may not be published
this copy is for your personal|this copy is for personal|reproduction interdite|reproduction without permission
republishing or redistribution|no part of this|cet article est protégé|prohibida la reproducción
prohibida su reproducción|é proibida a reprodução|proibida a reprodução|riproduzione vietata|kopiowanie zabronione
版权所有|版權所有|著作権|無断転載|무단전재|무단 전재|저작권자
""")

AFFILIATE = Openings("""
dieser beitrag enthält werbung|*werbung|enthält werbung
if you buy something through|if you buy through|if you purchase something through|we may earn a commission
we may earn commission|we may receive a commission|we may get a commission|we earn a commission
this post may contain affiliate|this article may contain affiliate|this article contains affiliate
this post contains affiliate|this page contains affiliate|this story contains affiliate|contains affiliate links
affiliate disclosure|ftc:|ftc disclosure|disclosure: this post|as an amazon associate|when you buy through links
when you purchase through links|when you click on links|purchases you make through|products featured are
prices are accurate|prices were correct|prices correct at|every product is independently|all products featured
dieser artikel enthält affiliate|die mit einem stern|bei den mit|affiliate-link
cet article contient des liens affiliés|este artículo contiene enlaces de afiliados
este artigo contém links de afiliados|questo articolo contiene link di affiliazione
""")

NEWSLETTER = Openings("""
stay informed with
zapraszamy do subskrypcji|zapraszamy też do subskrypcji|
please sign up for|thanks for signing up|thank you for signing up|not a subscriber
sign up for|sign up to|signup for|subscribe to|subscribe for|subscribe now|subscribe here|subscribe today
subscribe free|join our|join the newsletter|get our|get the latest|get the day|get the best|get breaking news
get daily|get weekly|get more|get email|receive our|receive the latest|receive the top|want more|want to get
want to receive|enter your email|your email address|stay up to date|stay informed|stay connected|stay in the know
don't miss|never miss|click here to subscribe|click here to sign up|click to subscribe|to receive|to get
thanks for subscribing|thank you for subscribing|by signing up|by subscribing|by clicking|by submitting|by entering
by providing|i want to receive|i would like to receive|you can unsubscribe|unsubscribe|our newsletter
this article is from|this story appeared|this newsletter|newsletter|abonnieren sie|jetzt abonnieren
newsletter abonnieren|melden sie sich|hier anmelden|jetzt anmelden|jetzt für|registrieren sie sich|erhalten sie
verpassen sie|abonnez-vous|inscrivez-vous|recevez|s'inscrire|s'abonner|je m'inscris|je m'abonne|ne manquez
en vous inscrivant|suscríbete|suscríbase|regístrate|recibe|reciba|inscríbete|apúntate|no te pierdas|assine
inscreva-se|cadastre-se|receba|increva-se|registe-se|subscreva|não perca|fique por dentro|iscriviti|abbonati|ricevi
registrati|non perdere|schrijf je in|schrijf u in|abonneer|meld je aan|ontvang|zapisz się|zapisz się do|subskrybuj
otrzymuj|bądź na bieżąco|prenumerera|anmäl dig|få våra|abonner|tilmeld dig|meld deg på|få de|tilaa|přihlaste se
odebírejte|iratkozz fel|iratkozzon fel|feliratkozás|abonează-te|abonați-vă|εγγραφείτε|γραφτείτε|abone ol|kaydolun
подпишитесь|подписывайтесь|подписаться|підпишіться|підписуйтесь|абонирайте|pretplatite se|berlangganan|đăng ký
""")

PROMO = Openings("""
for the latest stories|for the latest news
mira lo que tiene nuestro|¡mira lo que tiene nuestro
follow|listen to|tune in|click here|download the|download our|download now|get the app|get our app|follow us|follow @
follow our|follow the|follow him|follow her|follow me|find us on|like us on|join us on|like our|you can follow
subscribe to our|get the|watch more|for more news|for more stories|for more coverage|for more on this|for more from
to read more|visit our|check out our|check out the|see our|read the original|read the full story
this story was originally|this article was originally|this article originally|this story originally
this post was originally|originally published|the post|want more|have a tip|got a tip|do you have a|got a story
have you got|support our|donate|become a member|become a subscriber|more great|buy now|buy it now|shop now|pre-order
send us|contact us|email us|tell us|write to|e-mail the|email the|contact the author|reach the|contact reporter
staff writer|folgen sie|folge uns|laden sie|hier klicken|klicken sie|téléchargez|suivez|cliquez ici|retrouvez|sigue a
síguenos|síganos|descarga|descargue|haz clic|haga clic|siga|baixe|acompanhe|clique|curta|seguici|scarica|clicca|segui
volg ons|download de|klik hier|pobierz|kliknij|obserwuj|śledź|följ oss|ladda ner|klicka|følg oss|følg os|klikk her
seuraa|lataa|klikkaa|sledujte|stáhněte|klikněte|kövess|kövessen|töltse|urmărește|urmăriți|descarcă|ακολουθήστε
κατεβάστε|takip edin|bizi takip|indir|скачайте|следите за|присоединяйтесь|читайте нас|завантажте|слідкуйте
приєднуйтесь|следвайте|pratite|ikuti|unduh|theo dõi
""")

CAPTION = Openings("""
image caption|media caption|image copyright|photo caption|video caption|bildunterschrift|legende|légende|leyenda
bildtext|photo:|photo by|photos:|photo credit|photos by|image:|image credit|image source|images:|picture:|pictured:
credit:|credits:|photograph:|photograph by|photographer:|photo courtesy|image courtesy|courtesy of|file photo
illustration:|illustration by|screenshot:|video:|video by|file -|file –|file—|getty images|ap photo|getty|foto:
fotos:|foto von|bild:|bilder:|bildquelle|bildnachweis|foto ©|© foto|symbolbild|symbolfoto|crédit photo|crédits photo
crédit :|crédits :|photo :|photo d'illustration|illustration :|image d'illustration|©|(c)|crédito:|créditos:|foto por
imagen:|imagem:|fotografía:|foto de|foto di|fonte foto|immagine:|immagine di|fotografia:|beeld:|zdjęcie:|fot.|zdj.
źródło:|bild av|foto av|kuva:|фото:|фото|фото предоставлено|на фото:|görsel:|fotoğraf:|φωτογραφία:|写真：|写真:
写真提供|图片来源|圖片來源|图源|圖／|사진=|사진:|صورة
""")

BYLINE = Openings("""
by|written by|posted by|published by|reported by|story by|text by|words by|edited by|author:|authors:|reporting by
(reporting by|(editing by|(writing by|(additional reporting|(with reporting|additional reporting by|updated by
compiled by|with files from|— by|von|ein artikel von|text:|autor:|autorin:|par|publié par|écrit par|rédigé par
auteur :|por|escrito por|publicado por|redacción:|redação|di|a cura di|scritto da|autore:|door|geschreven door
auteur:|opracował|opracowanie|av|text av|af|skrevet av|skrevet af|teksti:|szerző:|írta:|de|γράφει|του|автор:|авторы:
текст:|автор|oleh|penulis:|reporter:|文／|文/|記者|责任编辑|責任編輯|责编|编辑：|기자|كتب|بقلم
""")

# Headings of links that name a section or an author.
RELATED_HEADING = Openings("""
more from|more on|more in|more about|more great|most read in|most popular in|most viewed in|latest from|latest in
top stories in|also in|related to|stories by|other articles|other stories|mehr aus|mehr von|mehr themen|mehr über
mehr zu|weitere artikel|weitere themen|plus d'articles|autres articles|más de|más sobre|más noticias|lo más leído
otras noticias|mais sobre|mais notícias|outras notícias|altri articoli|altre notizie|più letti|meer over|meer van
meer uit|więcej o|więcej z|inne artykuły|mer om|mer från|mere om|mer fra|lisää aiheesta|více z|ещё о|больше о|más en
""")

PAYWALL = Openings("""
keep reading with|keep reading for|read the full article with|subscribe today and|subscribe now and|subscribe and get
subscribe today for|subscribe now for|subscribe to keep|subscribe for full|mit einem abo weiterlesen
lesen sie weiter mit|mit dem digitalabo|jetzt abo abschließen
abonnez-vous pour lire|abonnez-vous pour continuer|lisez la suite avec
poursuivez votre lecture|suscríbete para leer|suscríbete para seguir|suscríbete para continuar|sigue leyendo con
assine para ler|assine para continuar|continue lendo com|abbonati per leggere|abbonati per continuare
continua a leggere con|lees verder met|abonneer om|word abonnee en|czytaj dalej z|wykup dostęp|odblokuj artykuł
läs vidare med|bli prenumerant och|оформите подписку|читайте полностью по подписке|доступно по подписке
okumaya devam etmek için|اشترك لمواصلة القراءة|للاستمرار في القراءة|आगे पढ़ने के लिए सब्सक्राइब|続きを読むには
この続きは|订阅后继续|登录后继续阅读|계속 읽으려면|langganan untuk membaca
access articles from across|enjoy additional articles|subscribe now to our|special offer for
this article is for subscribers|this article is only available|this content is only|this story is for
subscribers only|to continue reading|to read the full|continue reading with|continue reading this
already a subscriber|already have an account|subscribe to continue|subscribe to read|subscribe to unlock
sign in to continue|sign in to read|log in to continue|log in to read|create a free account|create an account
register to continue|register for free|you have reached your|you've reached your|you have read|unlock this article
unlock the full|start your free trial|get unlimited access|enjoy unlimited|support independent|support quality
dieser artikel ist nur für|dieser inhalt ist|jetzt weiterlesen|weiterlesen mit|sie haben bereits ein|bereits abonnent
noch kein abo|um weiterzulesen|lesen sie jetzt weiter|cet article est réservé|article réservé|contenu réservé
il vous reste|la suite est réservée|déjà abonné|pour lire la suite|cet article est offert|esta funcionalidad es sólo
esta funcionalidad es solo|contenido exclusivo|este contenido es exclusivo|artículo exclusivo|ya eres suscriptor
ya soy suscriptor|para seguir leyendo|conteúdo exclusivo|este conteúdo é exclusivo|já é assinante
para continuar lendo|contenuto riservato|articolo riservato|sei già abbonato|per continuare a leggere
dit artikel is alleen|dit artikel is exclusief|al abonnee|verder lezen|pozostało ci|masz już konto|aby czytać dalej
treść dostępna|du är inte inloggad|redan prenumerant|för att läsa vidare|allerede abonnent|denne artikkelen er for
artiklen er kun for|oletko jo tilaaja|tento článek je|máte předplatné|έχετε ήδη συνδρομή|zaten abone
эта статья доступна|материал доступен только|уже подписаны|有料会員|この記事は有料|会員限定|付费|会员专享|訂閱
구독자 전용
""")

FEEDBACK = Openings("""
submit your letter|send us your letter
found an error|found a mistake|spotted an error|spotted a mistake|see an error|see a mistake|report an error
report a correction|report a typo|did you find|send a correction|suggest a correction|was this article
was this helpful|how did you like|what did you think|rate this|give feedback|send feedback|share your feedback
got a news tip|got a tip|have a tip|have a story|do you have a story|do you have a tip|do you know more|got a story
have you got a story|tell us your|let us know|get in touch|contact our|email our|fehler gefunden
haben sie einen fehler|fehler melden|ihre meinung ist|ihre meinung zu|wie fanden sie|war dieser artikel
haben sie hinweise|une erreur|signaler une erreur|vous avez repéré|vous avez une info|cet article vous a
donnez votre avis|encontró un error|reportar un error|¿has visto un error|¿encontraste un error|encontrou um erro
encontrou algum erro|comunicar erro|reportar erro|viu algum erro|hai trovato un errore|segnala un errore
fout gevonden|heb je een fout|heeft u een|foutje gezien|znalazłeś błąd|zgłoś błąd|zauważyłeś błąd|masz dla nas temat
hittade du fel|har du hittat|rättelse|fant du en feil|har du fundet|huomasitko virheen|našli jste chybu|hibát talált
ai găsit o greșeală|нашли ошибку|заметили ошибку|сообщить об ошибке|если вы нашли|если вы заметили|знайшли помилку
якщо ви знайшли|hata bildir|du musst dich einloggen|du musst angemeldet|sie müssen angemeldet|you must be logged
you need to be logged
""")

# The heading of what is said of the author or the company.
ABOUT = Openings("""
about the author|about the authors|about the writer|about our author|about the company|about us|about the reporter
about the journalist|über den autor|über die autorin|zum autor|zur autorin|zur person|über uns|über das unternehmen
à propos de l'auteur|l'auteur|à propos|sobre el autor|sobre la autora|acerca de|sobre o autor|sobre a autora
sobre a empresa|sobre la empresa|informazioni sull'autore|l'autore|chi siamo|over de auteur|over ons|o autorze
o autorce|om författaren|om skribenten|om forfatteren|kirjoittaja|o autorovi|a szerzőről|despre autor|об авторе
про автора|yazar hakkında|著者について|关于作者
""")

ABOUT_NAME = Openings("about|über|à propos de|acerca de|sobre|informazioni su|over|om|o|про|о компании")

# What the paper says of the article itself: corrections, where it stood first, whose view it is.
NOTE = Openings("""
correction:|corrections:|clarification:|clarification,|correction,|correction (|clarification (|editor's note
editors' note|editors note:|editor note:|author's note|this article has been updated|this article was updated
this story has been updated|this story was updated|this post has been updated|this article has been corrected
this story has been corrected|this article was amended|this article was corrected|this article was originally
this story was originally|this post was originally|this piece was originally|this article originally
this story originally|this post originally|this piece originally|this article first appeared
this story first appeared|this article was first published|this story was first published
this article appeared|this article is republished|this article appears in|originally published
originally appeared|first published|an earlier version of this|a previous version of this
an earlier version of the article|an earlier version of the story
a version of this article|a version of this story|reprinted with|reprinted by
republished with|republished from|excerpted from|adapted from|the views expressed|views expressed
the opinions expressed|opinions expressed|the views and opinions|disclaimer:|disclosure:|full disclosure
materials provided by|material provided by|story source:|includes information from|contributing:
the associated press contributed|updated to add|updated to include|updated with|korrektur:|berichtigung:
anmerkung der redaktion|hinweis der redaktion|anm. d. red|in einer früheren version|in einer früheren fassung
dieser artikel erschien zuerst|dieser text erschien zuerst|dieser artikel ist zuerst
dieser artikel wurde aktualisiert|transparenzhinweis|haftungsausschluss|correction :|rectificatif
note de la rédaction|ndlr|cet article a été publié|cet article a été mis à jour|cet article a été modifié
une version précédente|publié initialement|les opinions exprimées|corrección:|fe de errores
nota de la redacción|nota del editor|nota de redacción|este artículo fue publicado|este artículo se publicó
este artículo ha sido actualizado|esta nota fue publicada|una versión anterior|publicado originalmente
las opiniones expresadas|correção:|errata:|nota da redação|este artigo foi publicado
este artigo foi originalmente|esta reportagem foi|uma versão anterior|as opiniões expressas
este texto não reflete|correzione:|nota della redazione|questo articolo è stato|una versione precedente
le opinioni espresse|rectificatie|correctie:|noot van de redactie|dit artikel verscheen eerder
dit artikel is eerder|een eerdere versie|sprostowanie|od redakcji|artykuł ukazał się|поправка|исправление:
примечание редакции|от редакции|мнение редакции|мнение автора|статья была опубликована|düzeltme:|editörün notu
editör notu|bu makale ilk|訂正|編集部注|※この記事は|更正|编者按|編者按
声明：|免责声明|免責聲明|本文转载|本文轉載|(本文|（本文
정정|편집자 주|편집자주|تصحيح
ملاحظة المحرر|إخلاء مسؤولية|सुधार:|संपादक की टिप्पणी|koreksi:|catatan redaksi|artikel ini telah tayang
artikel ini pertama
""")
