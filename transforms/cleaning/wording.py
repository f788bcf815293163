"""What sites say around their articles, in the larger languages of Europe and some others.

A label is a whole line, numbers and punctuation aside; an opening is how a line starts; a hint is a word
that counts together with others. No entry names a publisher, and none is of one site alone.
"""

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")


def _phrases(text: str) -> Iterator[str]:
    for line in text.strip().splitlines():
        yield from (phrase.strip().casefold() for phrase in line.split("|") if phrase.strip())


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(_WORD.findall(phrase)) for phrase in _phrases(text))


def _hints(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


class Openings:
    """Phrases that a line may start with."""

    def __init__(self, text: str) -> None:
        self._phrases = tuple(_phrases(text))

    def match(self, head: str, *, glued: bool = False) -> str | None:
        """What follows the phrase in a line that starts with one, else None; `glued` asks for no word end."""
        if not head.startswith(self._phrases):
            return None
        for phrase in self._phrases:
            if head.startswith(phrase):
                rest = head[len(phrase) :]
                if glued or not rest or not rest[0].isalnum() or not phrase[-1].isalnum() or ord(phrase[-1]) > 0x3000:
                    return rest
        return None


# Whole lines --------------------------------------------------------------------------------------------------------

# A heading of links to other articles: what follows it goes with it.
RELATED_LABELS = _labels("""
you might also like|you may also like|you may like|you might like|you may also be interested in|related articles
related stories|related news|related posts|related content|related links|related topics|related coverage|related
related story|related article|related post|related reading|further reading|read more|read also|also read|see also
more stories|more news|more articles|more on this|more on this story|more on this topic|more like this|more to read
more to explore|recommended|recommended reading|recommended for you|recommended stories|recommended articles
most read|most popular|most viewed|popular|popular posts|popular stories|popular articles|trending|trending now
trending stories|trending news|top stories|latest news|latest stories|latest articles|latest posts|recent posts
recent articles|editor's picks|editors' picks|editor's choice|don't miss|dont miss|must read|up next|read next
what to read next|what to watch next|next up|in case you missed it|you might be interested in|more from this author
more from author|similar articles|similar posts|around the web|from around the web|sponsored stories
from our partners|promoted stories|promoted content|partner content|keep reading|continue reading
more in this section|our top picks|das könnte sie auch interessieren|das könnte dich auch interessieren
das könnte ihnen auch gefallen|lesen sie auch|lesen sie mehr|mehr zum thema|mehr lesen|weitere artikel
ähnliche artikel|verwandte artikel|verwandte themen|meistgelesen|am meisten gelesen|meistgelesene artikel
weitere meldungen|weitere themen|auch interessant|weiterlesen|lesetipps|weiterführende links|zum thema|mehr von
empfehlungen der redaktion|weitere nachrichten|passend zum thema|siehe auch|à lire aussi|a lire aussi|lire aussi
à lire|à lire également|lire également|articles liés|articles similaires|sur le même sujet|sur le même thème
voir aussi|à voir aussi|les plus lus|vous aimerez aussi|vous aimerez peut-être|dans la même rubrique
pour aller plus loin|à découvrir aussi|articles recommandés|nos derniers articles|contenus sponsorisés|en savoir plus
notícias relacionadas|leia também|leia mais|veja também|saiba mais|mais lidas|mais lidos|artigos relacionados
matérias relacionadas|conteúdo relacionado|posts relacionados|você também pode gostar|recomendado para você
relacionadas|relacionados|últimas notícias|mais notícias|te puede interesar|te puede gustar
también te puede interesar|lo más leído|lo más visto|más leídas|noticias relacionadas|artículos relacionados
contenido relacionado|lea también|lee también|leer más|vea también|ver también|ver más|te recomendamos
le puede interesar|quizás te interese|más noticias|últimas noticias|lo más popular|más información
más sobre este tema|leggi anche|leggi tutto|leggi di più|articoli correlati|potrebbe interessarti
potrebbe interessarti anche|ti potrebbe interessare|potrebbero interessarti|i più letti|più letti|correlati
notizie correlate|ultime notizie|vedi anche|per approfondire|ti potrebbero interessare anche|lees ook|lees meer
meer over dit onderwerp|gerelateerde artikelen|gerelateerd|meest gelezen|bekijk ook|zie ook|aanbevolen
aanbevolen artikelen|meer nieuws|czytaj także|czytaj też|czytaj więcej|przeczytaj także|zobacz także|zobacz też
polecane|powiązane artykuły|podobne artykuły|najczęściej czytane|najnowsze|polecamy|zobacz również|läs också|läs mer
läs även|relaterade artiklar|relaterat|mest lästa|mer om ämnet|les også|les mer|mest lest|relaterte artikler|læs også
læs mere|mest læste|relaterede artikler|lue myös|lue lisää|luetuimmat|suosituimmat|aiheesta lisää|čtěte také
přečtěte si také|související články|nejčtenější|doporučujeme|mohlo by vás zajímat|čítajte aj|súvisiace články
olvasta már|kapcsolódó cikkek|ajánlott cikkek|ezt olvasta már|kapcsolódó|citește și|citiți și|articole similare
știri similare|cele mai citite|pe aceeași temă|vezi și|te-ar putea interesa|διαβάστε επίσης|δείτε επίσης
σχετικά άρθρα|διαβάστε ακόμα|διαβάστε ακόμη|τα πιο δημοφιλή|ilgili haberler|benzer haberler
bunlar da ilginizi çekebilir|ayrıca okuyun|çok okunanlar|önerilen haberler|son haberler|ilginizi çekebilir
читайте также|читать далее|читайте ещё|читайте еще|смотрите также|похожие статьи|похожие материалы|материалы по теме
по теме|ещё по теме|самое читаемое|популярное|рекомендуем|другие новости|новости по теме|читайте далее
вам может понравиться|читайте також|дивіться також|схожі новини|матеріали за темою|за темою|популярні новини
прочетете още|още по темата|свързани статии|pročitajte još|pročitajte i|povezane vijesti|povezani članci|najčitanije
preberite tudi|baca juga|berita terkait|artikel terkait|terkait|bài viết liên quan|tin liên quan|xem thêm|đọc thêm
関連記事|関連ニュース|おすすめ記事|あわせて読みたい|人気記事|相关阅读|相关新闻|推荐阅读|延伸閱讀|延伸阅读|相關新聞
熱門新聞|관련기사|관련 기사|추천 기사|많이 본 뉴스|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة
קראו גם|כתבות נוספות|संबंधित खबरें|ये भी पढ़ें|यह भी पढ़ें
""")

# A heading of readers' comments: what follows it goes with it.
COMMENT_LABELS = _labels("""
comment|comments|all comments|view comments|view all comments|show comments|show new comments|read all comments
read comments|top comments|top rated comments|latest comments|recent comments|user comments|reader comments
readers' comments|join the conversation|join the discussion|leave a comment|leave a reply|leave a response
post a comment|add a comment|write a comment|add comment|post comment|your comment|no comments|no comments yet
comments are closed|comments closed|comments off|loading comments|discussion|be the first to comment
what do you think|have your say|tell us what you think|comment on this story|cancel reply|reply|sign in to comment
log in to comment|view all|you must be logged in to post a comment|you must log in to post a comment
share your thoughts|conversation|one comment|comments on this article|comments on this story|submit a comment
see all comments|view more comments|load more comments|kommentare|kommentar|kommentar schreiben|kommentar verfassen
schreiben sie einen kommentar|schreibe einen kommentar|leserkommentare|alle kommentare|kommentare lesen
diskutieren sie mit|keine kommentare|antwort hinterlassen|ihr kommentar|commentaires|commentaire
laisser un commentaire|ajouter un commentaire|poster un commentaire|tous les commentaires|réagir|vos réactions
réactions|aucun commentaire|voir les commentaires|répondre|commenter|participez à la conversation|comentarios
comentario|deja un comentario|dejar un comentario|deja tu comentario|ver comentarios|comentar|sin comentarios
comentários|comentário|deixe um comentário|deixe uma resposta|deixe seu comentário|ver comentários|nenhum comentário
commenti|commento|lascia un commento|scrivi un commento|lascia una risposta|tutti i commenti|nessun commento
aggiungi un commento|reacties|reactie|laat een reactie achter|plaats een reactie|reageer|geen reacties
geef een reactie|alle reacties|komentarze|komentarz|dodaj komentarz|skomentuj|napisz komentarz|brak komentarzy
zobacz komentarze|wszystkie komentarze|kommentarer|kommentera|lämna ett svar|lämna en kommentar|skriv en kommentar
legg igjen en kommentar|läs kommentarer|kommentit|kommentoi|jätä kommentti|keskustelu|komentáře|přidat komentář
diskuse|komentáre|hozzászólások|szólj hozzá|comentarii|lasă un comentariu|lasă un răspuns|adaugă comentariu|σχόλια
αφήστε ένα σχόλιο|προσθήκη σχολίου|αφήστε απάντηση|yorumlar|yorum|yorum yap|yorum yaz|yorum ekle|комментарии
комментарий|оставить комментарий|добавить комментарий|обсуждение|коментарі|залишити коментар|додати коментар
коментари|komentari|komentar|tinggalkan komentar|bình luận|コメント|コメントする|コメントを残す|评论|评论列表
发表评论|留言|發表留言|댓글|댓글 쓰기|التعليقات|تعليقات|اترك تعليقا|أضف تعليق|תגובות|הוסף תגובה|permalink
permanent link|link permanente|lien permanent|enlace permanente
""")

COMMENT_FORM = Openings("""
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

# "12 thoughts on “…”", "3 responses to “…”", "2 replies to".
COMMENT_COUNT = re.compile(
    r"(?:\d{1,5}|one|two|three|no|un|uno|una|une|ein|eine|um|uma)\s{0,3}"
    r"(?:thoughts?|comments?|responses?|repl(?:y|ies)|réponses?|commentaires?|réflexions?|pensieri|commenti|comentarios?|pensamientos?"
    r"|ideias?|comentários?|respostas?|gedanken|antworten|kommentare?|reacties|gedachten?|przemyśleń|komentarz[ey]?|kommentarer|tankar)\s{1,3}"
    r"(?:on|to|sur|à|su|en|sobre|a|zu|auf|op|over|na|do|till|om)\s{0,3}[\"'“”«„:‘’]"
)

SHARE_LABELS = _labels("""
share|share this|share this article|share this story|share this post|share this page|share on facebook
share on twitter|share on x|share on linkedin|share on whatsapp|share this on whatsapp|share via email|share with
tweet|tweet this|pin it|pin|email|email this|print|print this|print article|print this article|print page|facebook
twitter|linkedin|whatsapp|pinterest|telegram|reddit|flipboard|instagram|youtube|tiktok|copy link|link copied|copy url
like this|like loading|loading|click to share|share article|share story|facebook twitter|facebook twitter linkedin
facebook twitter email|facebook twitter whatsapp|save|bookmark|order reprints|reprints|text size|font size|listen
listen to this article|listen to article|listen to the article|text to speech|resize text|a a|aa|a a a|gift article
gift this article|share full article|follow us|follow|follow us on|follow us on social media
whatsapp facebook twitter|teilen|artikel teilen|auf facebook teilen|auf twitter teilen|per e-mail teilen|drucken
seite drucken|merken|artikel drucken|folgen sie uns|artikel anhören|partager|partager cet article
partager sur facebook|partager sur twitter|imprimer|envoyer par e-mail|copier le lien|suivez-nous|enregistrer
écouter cet article|compartir|compartir en facebook|compartir en twitter|comparte|comparte este artículo|compártelo
imprimir|síguenos|copiar enlace|guardar|compartilhe|compartilhar|compartilhar no facebook|compartilhe isso
compartilhe esta notícia|partilhar|partilhe|siga-nos|copiar link|salvar|condividi|condividi su facebook
condividi su twitter|condividi articolo|condividi questo articolo|stampa|seguici|seguici su|invia|ascolta|delen
deel dit artikel|deel|deel op facebook|afdrukken|bewaren|volg ons|udostępnij|udostępnij na facebooku|drukuj|wyślij
obserwuj nas|dela|dela artikeln|skriv ut|spara|del|del artikkelen|del på facebook|del artiklen|gem|jaa|jaa artikkeli
tulosta|sdílet|tisk|zdieľať|megosztás|nyomtatás|distribuie|distribuiți|κοινοποίηση|μοιραστείτε το|εκτύπωση|paylaş
facebook'ta paylaş|yazdır|takip et|bizi takip edin|поделиться|поделитесь|поделиться в соцсетях|распечатать|печать
поширити|поділитися|сподели|podijeli|deli|bagikan|chia sẻ|シェア|シェアする|ツイート|印刷|分享|分享到|分享至|打印
공유|공유하기|인쇄|مشاركة|شارك|طباعة|שתפו|שיתוף|साझा करें|शेयर करें
""")

CONSENT_LABELS = _labels("""
accept|accept all|accept cookies|accept all cookies|accept and continue|accept and close|reject|reject all|decline
deny|allow|allow all|i accept|i agree|agree|agree and continue|got it|ok|okay|close|dismiss|continue|learn more
read more|more info|more information|manage cookies|manage settings|manage preferences|manage options|cookie settings
cookie policy|cookie preferences|cookies|privacy policy|privacy settings|settings|customize|customise|preferences
necessary|strictly necessary|functional|analytics|performance|marketing|save settings|save and close|save preferences
akzeptieren|alle akzeptieren|ablehnen|alle ablehnen|zustimmen|einverstanden|einstellungen|mehr erfahren|datenschutz
schließen|verstanden|nur notwendige|datenschutzerklärung|mehr informationen|accepter|tout accepter|refuser
tout refuser|j'accepte|paramétrer|personnaliser|en savoir plus|fermer|gérer les cookies|continuer sans accepter
aceptar|aceptar todo|aceptar todas|rechazar|rechazar todo|configurar|más información|saber más|cerrar|de acuerdo
acepto|entendido|aceitar|aceitar todos|rejeitar|rejeitar todos|saiba mais|fechar|configurações|concordo|entendi
política de privacidade|política de cookies|accetta|accetta tutto|accetta tutti|rifiuta|rifiuta tutto
maggiori informazioni|scopri di più|chiudi|impostazioni|ho capito|personalizza|accepteren|alles accepteren|weigeren
instellingen|meer informatie|sluiten|akkoord|akceptuję|akceptuj|zgadzam się|odrzuć|ustawienia|dowiedz się więcej
zamknij|rozumiem|acceptera|godkänn|godkänn alla|avvisa|neka|läs mer|inställningar|stäng|jag förstår|accepter alle
godta|godta alle|afvis|hyväksy|hyväksy kaikki|hylkää|asetukset|lue lisää|přijmout|souhlasím|odmítnout|nastavení
elfogadom|elutasítom|beállítások|accept toate|acceptă|refuz|setări|αποδοχή|απόρριψη|ρυθμίσεις|συμφωνώ|kabul et|reddet
ayarlar|kabul ediyorum|принять|принять все|отклонить|настройки|подробнее|согласен|прийняти|відхилити|同意する|同意
接受|拒绝|동의|확인
""")

TAG_LABELS = _labels("""
tag|tags|topics|topic|keywords|key words|hashtags|filed under|posted in|categories|category|tagged|article tags
tagged with|in this story|more about|themen|schlagwörter|schlagworte|stichwörter|schlagworte zum thema|kategorien
mots-clés|mots clés|étiquettes|thèmes|sujets|catégories|etiquetas|palabras clave|temas|categorías|etiquetado en
palavras-chave|tópicos|assuntos|marcadores|categorias|mais sobre|argomenti|parole chiave|etichette|categorie|temi
onderwerpen|trefwoorden|labels|tagi|słowa kluczowe|tematy|kategorie|taggar|ämnen|nyckelord|emner|emneord|stikord
avainsanat|aiheet|asiasanat|témata|štítky|klíčová slova|címkék|etichete|cuvinte cheie|ετικέτες|etiketler|konular|теги
тэги|метки|темы|ключевые слова|теми|мітки|тагове|oznake|ključne riječi|タグ|キーワード|标签|標籤|关键词|關鍵字|태그
وسوم|كلمات مفتاحية|תגיות|टैग्स
""")

TAG_OPENINGS = Openings("""
tags:|tag:|tagged:|tagged with|filed under|posted in|topics:|related topics:|related tags|keywords:|categories:
category:|hashtags:|#tags|more about:|themen:|schlagwörter:|schlagworte:|stichwörter:|mots-clés|mots clés|étiquettes:
thèmes:|etiquetas:|temas:|palavras-chave:|palabras clave:|tópicos:|argomenti:|trefwoorden:|tagi:|tematy:|taggar:
ämnen:|emner:|avainsanat:|témata:|címkék:|etichete:|etiketler:|теги:|метки:|темы:|теми:|タグ:|タグ：|标签:|标签：
关键词：|標籤：
""")

ADVERT_LABELS = _labels("""
advertisement|advertisements|advert|ad|ads|advertising|sponsored|sponsored content|promoted|paid content
article continues below advertisement|article continues after advertisement|story continues below advertisement
story continues below|story continues|continue reading below|content continues below|article continues below
scroll to continue|skip advertisement|skip ad|advertisement scroll to continue|report this ad|remove ads|ad feedback
this is advertisement|scroll to continue with content|continue reading after advertisement|sponsor message|support us
advertise with us|story continues after advertisement|anzeige|werbung|publicité|la suite après la publicité
suite après la publicité|la suite de l'article après la publicité|lire la suite après la publicité|annonce|publicidad
anuncio|publicidade|continua após a publicidade|continua depois da publicidade|anúncio|pubblicità
continua dopo la pubblicità|advertentie|reklama|dalsza część artykułu pod materiałem wideo
dalsza część artykułu znajduje się pod reklamą|annons|reklame|annonse|annoncer|mainos|inzerce|hirdetés|publicitate
διαφήμιση|reklam|реклама|реклама на сайте|advertensi|iklan|quảng cáo|広告|スポンサーリンク|广告|廣告|광고|إعلان
إعلانات|פרסומת|विज्ञापन
""")

SOURCE_LABELS = _labels("""
source|sources|source link|original source|original article|read original article|via|source and image credit|quelle
quellen|fuente|fuentes|fonte|fonti|fontes|bron|bronnen|źródło|źródła|källa|källor|kilde|kilder|lähde|lähteet|zdroj
forrás|sursa|sursă|πηγή|kaynak|источник|источники|джерело|izvor|sumber|nguồn|出典|来源|來源|출처|المصدر|מקור|स्रोत
""")

SECTION_LABELS = _labels("""
politics|world|world news|business|economy|sport|sports|news|national|international|local|local news|opinion|culture
entertainment|lifestyle|life|health|science|technology|tech|travel|education|environment|climate|weather|crime
finance|markets|money|arts|books|music|movies|tv|food|fashion|style|real estate|cars|autos|football|soccer|tennis
breaking news|top news|headlines|featured|feature|editorial|analysis|home|homepage|latest|us news|uk news|us|uk
europe|africa|asia|middle east|americas|video|videos|photos|gallery|live|exclusive|breaking|politik|wirtschaft
ausland|inland|panorama|kultur|wissen|wissenschaft|gesundheit|reise|digital|technik|welt|gesellschaft|meinung
politique|monde|économie|société|sciences|santé|france|faits divers|política|mundo|economía|deportes|sociedad|cultura
ciencia|salud|opinión|internacional|economia|esportes|esporte|desporto|saúde|ciência|tecnologia|brasil|politica|mondo
cronaca|esteri|società|scienza|salute|spettacoli|politiek|buitenland|binnenland|economie|cultuur|wetenschap
gezondheid|polityka|świat|kraj|gospodarka|nauka|kultura|zdrowie|världen|ekonomi|inrikes|utrikes|nyheter|innenriks
utenriks|indland|udland|politiikka|kotimaa|ulkomaat|talous|urheilu|политика|мир|экономика|общество|спорт|культура
наука|новости|світ|економіка|суспільство|siyaset|dünya|spor|gündem|sağlık|kültür|politică|externe|belföld|külföld
gazdaság|zprávy|svět|domácí|zahraničí
""")

VIDEO_LABELS = _labels("""
video|videos|watch|play|play video|watch video|watch now|watch live|watch the video|audio|loading video
video player is loading|video loading|now playing|unmute|mute|replay|view gallery|view slideshow|open gallery
photo gallery|image gallery|open image in gallery|view full size image|view image in fullscreen|enlarge image
click to enlarge|toggle caption|hide caption|show caption|photos|gallery|slideshow|image|images|photo|close
close menu|expand|this slideshow requires javascript|javascript is disabled|please enable javascript|bild|bilder
fotos|fotostrecke|foto|galerie|bildergalerie|vidéo|diaporama|vídeo|vídeos|galería|fotogalería|galeria
galeria de fotos|immagini|galleria|zdjęcia|galeria zdjęć|wideo|видео|фото|фотогалерея|動画|写真|視頻|视频|图片
skip to content|skip to main content|back to top|top|menu|search|scroll down|read full story|see more|show more
view more|load more|expand all|collapse|view on map|thank you|an error has occurred please try again later
""")

# Openings -----------------------------------------------------------------------------------------------------------

RELATED_OPENINGS = Openings("""
read more:|read more at|read more on|read more about|read more from|read more here|read also:|also read:|read:
read next:|read this:|see also:|related:|related article:|related story:|related stories:|related articles:
related link:|related content:|related coverage:|related roundup:|related post:|related video:|more:|more on this:
more from:|more info:|watch:|watch now:|watch|:listen:|see:|must read:|don't miss:|recommended:|further reading:
see more:|learn more:|you may also like:|you might also like:|you may like:|buyer's guide:|photos:|video:
keep reading:|continue reading:|in pictures:|also on|up next:|trending:|previously:|read the full|follow live:
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

NAVIGATION_OPENINGS = Openings("""
previous article|next article|previous post|next post|previous story|next story|previous page|next page|prev post
← previous|next →|older post|newer post|older articles|newer articles|back to|return to|go back to|continue to
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

COPYRIGHT_OPENINGS = Openings("""
copyright|©|(c) 19|(c) 20|all rights reserved|all content ©|alle rechte vorbehalten|tous droits réservés
todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|riproduzione riservata
© riproduzione riservata|alle rechten voorbehouden|wszelkie prawa zastrzeżone|все права защищены|tüm hakları saklıdır
toate drepturile rezervate|minden jog fenntartva|všechna práva vyhrazena|alla rättigheter förbehållna
this material may not be published|this copy is for your personal|this copy is for personal|reproduction interdite
reproduction without permission|republishing or redistribution|no part of this|cet article est protégé
prohibida la reproducción|prohibida su reproducción|é proibida a reprodução|proibida a reprodução
riproduzione vietata|kopiowanie zabronione|版权所有|版權所有|著作権|無断転載|무단전재|무단 전재|저작권자
""")

AFFILIATE_OPENINGS = Openings("""
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

NEWSLETTER_OPENINGS = Openings("""
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

NEWSLETTER_HINTS = _hints("""
newsletter newsletters inbox email emails e-mail mailbox mail alerts briefing bulletin digest podcast whatsapp
telegram channel posteingang postfach boîte courriel correo bandeja boletín boletines caixa casella posta nieuwsbrief
nieuwsbrieven nyhetsbrev nyhedsbrev uutiskirje uutiskirjeen hírlevél hírlevélre bülten bültene рассылку рассылка
розсилку newslettera newslettery newsletteru ενημερωτικό mailing buletin unsubscribe subscribe subscribing
inscription spam headlines youtube notifications updates
""")

PROMO_OPENINGS = Openings("""
click here|click to|download the|download our|download now|get the app|get our app|follow us|follow @|follow our
follow the|follow him|follow her|follow me|find us on|like us on|join us on|like our|you can follow|subscribe to our
get the|watch more|for more|to read more|to learn more|visit our|check out our|check out the|see our
read the original|read the full story|this story was originally|this article was originally|this article originally
this story originally|this post was originally|originally published|the post|want more|have a tip|got a tip
do you have a|got a story|have you got|support our|donate|become a member|become a subscriber|more great|buy now
buy it now|shop now|pre-order|send us|contact us|email us|tell us|write to|e-mail the|email the|contact the author
reach the|contact reporter|staff writer|folgen sie|folge uns|laden sie|hier klicken|klicken sie|téléchargez|suivez
cliquez ici|retrouvez|sigue a|síguenos|síganos|descarga|descargue|haz clic|haga clic|siga|baixe|acompanhe|clique
curta|seguici|scarica|clicca|segui|volg ons|download de|klik hier|pobierz|kliknij|obserwuj|śledź|följ oss|ladda ner
klicka|følg oss|følg os|klikk her|seuraa|lataa|klikkaa|sledujte|stáhněte|klikněte|kövess|kövessen|töltse|urmărește
urmăriți|descarcă|ακολουθήστε|κατεβάστε|takip edin|bizi takip|indir|скачайте|следите за|присоединяйтесь|читайте нас
завантажте|слідкуйте|приєднуйтесь|следвайте|pratite|ikuti|unduh|theo dõi
""")

# Words that count ---------------------------------------------------------------------------------------------------

COOKIE_WORDS = _hints("""
cookie cookies ciasteczka ciasteczek evästeitä evästeet куки sütiket sütik çerez çerezler çerezleri クッキー
""")

READER_WORDS = _hints("""
you your yours sie ihre ihren ihr ihrer ihnen dich dein deine deinen du vous votre vos ton tes tu tus su sus usted te
você vocês sua seu seus suas vuestra la tua tuo tuoi ti vi voi vostra je jouw uw u twoje twój twoich ci dig din ditt
dina deg sinun sinulle vaše váš vám pan az ön önnek ügyfeleink dumneavoastră ta tău εσάς σας σου siz size sizin sizi
вы вас вам ваш ваши ви вашого anda
""")

CONSENT_WORDS = _hints("""
use uses using accept consent agree policy experience browsing continue settings enhance improve verwenden verwendet
nutzen nutzt zustimmen einverstanden utilise utilisons utilisez acceptez acceptant utiliza utilizamos utilizando usa
usamos aceptar acepta aceita concorda utilizziamo utilizza accetti consenti gebruikt gebruiken gebruik używa korzysta
stosujemy wykorzystuje använder bruger bruker käyttää käytämme používá používáme használ használunk folosește folosim
utilizează χρησιμοποιεί χρησιμοποιούμε kullanıyor kullanıyoruz kullanır использует используем використовує
menggunakan
""")

PHOTO_WORDS = _hints("""
photo photos photograph photographs photography photographer photographed picture pictures pic image images credit
credits courtesy foto fotos fotograf fotografie fotoğraf fotografía fotografia bild bilder abbildung imagen imagem
immagine illustration illustrations illustrazione video still screenshot screengrab screenshots handout afbeelding
beeld zdjęcie fot zdj kuva valokuva foto: crédit crédits crédito créditos credito getty shutterstock istock alamy
unsplash pixabay pexels reuters afp ap epa dpa picture-alliance efe ansa xinhua фото снимок изображение görsel
φωτογραφία φωτο
""")

CAPTION_OPENINGS = Openings("""
photo:|photo by|photos:|photo credit|photos by|image:|image credit|image source|images:|picture:|pictured:|credit:
credits:|photograph:|photograph by|photographer:|photo courtesy|image courtesy|courtesy of|file photo|illustration:
illustration by|screenshot:|video:|video by|file -|file –|file—|getty images|ap photo|getty|foto:|fotos:|foto von
bild:|bilder:|bildquelle|bildnachweis|foto ©|© foto|symbolbild|symbolfoto|crédit photo|crédits photo|crédit :
crédits :|photo :|photo d'illustration|illustration :|image d'illustration|©|(c)|crédito:|créditos:|foto por|imagen:
imagem:|fotografía:|foto de|foto di|fonte foto|immagine:|immagine di|fotografia:|beeld:|zdjęcie:|fot.|zdj.|źródło:
bild av|foto av|kuva:|фото:|фото|фото предоставлено|на фото:|görsel:|fotoğraf:|φωτογραφία:|写真：|写真:|写真提供
图片来源|圖片來源|图源|圖／|사진=|사진:|صورة
""")

BYLINE_OPENINGS = Openings("""
by|written by|posted by|published by|reported by|story by|text by|words by|edited by|author:|authors:|reporting by
(reporting by|(editing by|(writing by|(additional reporting|(with reporting|additional reporting by|updated by
compiled by|with files from|— by|von|ein artikel von|text:|autor:|autorin:|par|publié par|écrit par|rédigé par
auteur :|por|escrito por|publicado por|redacción:|redação|di|a cura di|scritto da|autore:|door|geschreven door
auteur:|opracował|opracowanie|av|text av|af|skrevet av|skrevet af|teksti:|szerző:|írta:|de|γράφει|του|автор:|авторы:
текст:|автор|oleh|penulis:|reporter:|文／|文/|記者|责任编辑|責任編輯|责编|编辑：|기자|كتب|بقلم
""")

DATE_WORDS = _hints("""
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
