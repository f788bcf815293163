"""Labels: whole lines, numbers and punctuation aside."""

from transforms.base.lexicon.phrases import labels

# A heading of links to other articles: what follows it goes with it.
RELATED = labels("""
recommended videos|related videos|featured videos|more videos|latest videos|you might also like|you may also like
you may like|you might like|you may also be interested in|related articles|related stories|related news
noticia relacionada|related roundup|related posts|related content|related links|related topics|related coverage
related|related story|related article|related post|related reading|further reading|read more|read also|also read
see also|more stories|more news|more articles|more on this|more on this story|more on this topic|more like this
more to read|more to explore|recommended|recommended reading|recommended for you|recommended stories
recommended articles|most read|most popular|most viewed|popular|popular posts|popular stories|popular articles
trending|trending now|trending stories|trending news|top stories|latest news|latest stories|latest articles
latest posts|recent posts|recent articles|editor's picks|editors' picks|editor's choice|don't miss|dont miss
must read|up next|read next|what to read next|what to watch next|next up|in case you missed it
you might be interested in|more from this author|more from author|similar articles|similar posts|around the web
from around the web|sponsored stories|from our partners|promoted stories|promoted content|partner content
keep reading|continue reading|more in this section|our top picks|das könnte sie auch interessieren
das könnte dich auch interessieren|das könnte ihnen auch gefallen|lesen sie auch|lesen sie mehr|mehr zum thema
mehr lesen|weitere artikel|ähnliche artikel|verwandte artikel|verwandte themen|meistgelesen|am meisten gelesen
meistgelesene artikel|weitere meldungen|weitere themen|auch interessant|weiterlesen|lesetipps|weiterführende links
zum thema|mehr von|empfehlungen der redaktion|weitere nachrichten|passend zum thema|siehe auch|à lire aussi
a lire aussi|lire aussi|à lire|à lire également|lire également|articles liés|articles similaires|sur le même sujet
sur le même thème|voir aussi|à voir aussi|les plus lus|vous aimerez aussi|vous aimerez peut-être
dans la même rubrique|pour aller plus loin|à découvrir aussi|articles recommandés|nos derniers articles
contenus sponsorisés|en savoir plus|notícias relacionadas|leia também|leia mais|veja também|saiba mais|mais lidas
mais lidos|artigos relacionados|matérias relacionadas|conteúdo relacionado|posts relacionados|você também pode gostar
recomendado para você|relacionadas|relacionados|últimas notícias|mais notícias|te puede interesar|te puede gustar
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
COMMENT = labels("""
отзывы|добавить отзыв|оставить отзыв|write a review|add a review|comment|comments|all comments|view comments
view all comments|show comments|show new comments|read all comments|read comments|top comments|top rated comments
latest comments|recent comments|user comments|reader comments|readers' comments|join the conversation
join the discussion|leave a comment|leave a reply|leave a response|post a comment|add a comment|write a comment
add comment|post comment|your comment|no comments|no comments yet|comments are closed|comments closed|comments off
loading comments|discussion|be the first to comment|what do you think|have your say|tell us what you think
comment on this story|cancel reply|reply|sign in to comment|log in to comment|view all
you must be logged in to post a comment|you must log in to post a comment|share your thoughts|conversation
one comment|comments on this article|comments on this story|submit a comment|see all comments|view more comments
load more comments|kommentare|kommentar|kommentar schreiben|kommentar verfassen|schreiben sie einen kommentar
schreibe einen kommentar|leserkommentare|alle kommentare|kommentare lesen|diskutieren sie mit|keine kommentare
antwort hinterlassen|ihr kommentar|commentaires|commentaire|laisser un commentaire|ajouter un commentaire
poster un commentaire|tous les commentaires|réagir|vos réactions|réactions|aucun commentaire|voir les commentaires
répondre|commenter|participez à la conversation|comentarios|comentario|deja un comentario|dejar un comentario
deja tu comentario|ver comentarios|comentar|sin comentarios|comentários|comentário|deixe um comentário
deixe uma resposta|deixe seu comentário|ver comentários|nenhum comentário|commenti|commento|lascia un commento
scrivi un commento|lascia una risposta|tutti i commenti|nessun commento|aggiungi un commento|reacties|reactie
laat een reactie achter|plaats een reactie|reageer|geen reacties|geef een reactie|alle reacties|komentarze|komentarz
dodaj komentarz|skomentuj|napisz komentarz|brak komentarzy|zobacz komentarze|wszystkie komentarze|kommentarer
kommentera|lämna ett svar|lämna en kommentar|skriv en kommentar|legg igjen en kommentar|läs kommentarer|kommentit
kommentoi|jätä kommentti|keskustelu|komentáře|přidat komentář|diskuse|komentáre|hozzászólások|szólj hozzá|comentarii
lasă un comentariu|lasă un răspuns|adaugă comentariu|σχόλια|αφήστε ένα σχόλιο|προσθήκη σχολίου|αφήστε απάντηση
yorumlar|yorum|yorum yap|yorum yaz|yorum ekle|комментарии|комментарий|оставить комментарий|добавить комментарий
обсуждение|коментарі|залишити коментар|додати коментар|коментари|komentari|komentar|tinggalkan komentar|bình luận
コメント|コメントする|コメントを残す|评论|评论列表|发表评论|留言|發表留言|댓글|댓글 쓰기|التعليقات|تعليقات
اترك تعليقا|أضف تعليق|תגובות|הוסף תגובה|permalink|permanent link|link permanente|lien permanent|enlace permanente
""")

SHARE = labels("""
sharing is caring|share the news|share the love|spread the word|分享让更多人看到|share|share this|share this article
share this story|share this post|share this page|share on facebook|share on twitter|share on x|share on linkedin
share on whatsapp|share this on whatsapp|share via email|share with|tweet|tweet this|pin it|pin|email|email this
print|print this|print article|print this article|print page|facebook|twitter|linkedin|whatsapp|pinterest|telegram
reddit|flipboard|instagram|youtube|tiktok|copy link|link copied|copy url|like this|like loading|loading
click to share|share article|share story|facebook twitter|facebook twitter linkedin|facebook twitter email
facebook twitter whatsapp|save|bookmark|order reprints|reprints|text size|font size|listen|listen to this article
listen to article|listen to the article|text to speech|resize text|a a|aa|a a a|gift article|gift this article
share full article|follow us|follow|follow us on|follow us on social media|whatsapp facebook twitter|teilen
artikel teilen|auf facebook teilen|auf twitter teilen|per e-mail teilen|drucken|seite drucken|merken|artikel drucken
folgen sie uns|artikel anhören|partager|partager cet article|partager sur facebook|partager sur twitter|imprimer
envoyer par e-mail|copier le lien|suivez-nous|enregistrer|écouter cet article|compartir|compartir en facebook
compartir en twitter|comparte|comparte este artículo|compártelo|imprimir|síguenos|copiar enlace|guardar|compartilhe
compartilhar|compartilhar no facebook|compartilhe isso|compartilhe esta notícia|partilhar|partilhe|siga-nos
copiar link|salvar|condividi|condividi su facebook|condividi su twitter|condividi articolo|condividi questo articolo
stampa|seguici|seguici su|invia|ascolta|delen|deel dit artikel|deel|deel op facebook|afdrukken|bewaren|volg ons
udostępnij|udostępnij na facebooku|drukuj|wyślij|obserwuj nas|dela|dela artikeln|skriv ut|spara|del|del artikkelen
del på facebook|del artiklen|gem|jaa|jaa artikkeli|tulosta|sdílet|tisk|zdieľať|megosztás|nyomtatás|distribuie
distribuiți|κοινοποίηση|μοιραστείτε το|εκτύπωση|paylaş|facebook'ta paylaş|yazdır|takip et|bizi takip edin|поделиться
поделитесь|поделиться в соцсетях|распечатать|печать|поширити|поділитися|сподели|podijeli|deli|bagikan|chia sẻ|シェア
シェアする|ツイート|印刷|分享|分享到|分享至|打印|공유|공유하기|인쇄|مشاركة|شارك|طباعة|שתפו|שיתוף|साझा करें|शेयर करें
纠错|我要纠错|報錯|报错|举报|点赞|收藏
""")

CONSENT = labels("""
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

TAG = labels("""
tag|tags|topics|topic|keywords|key words|hashtags|filed under|posted in|categories|category|tagged|article tags
tagged with|in this story|more about|themen|schlagwörter|schlagworte|stichwörter|schlagworte zum thema|kategorien
mots-clés|mots clés|étiquettes|thèmes|sujets|catégories|etiquetas|palabras clave|temas|categorías|etiquetado en
palavras-chave|tópicos|assuntos|marcadores|categorias|mais sobre|argomenti|parole chiave|etichette|categorie|temi
onderwerpen|trefwoorden|labels|tagi|słowa kluczowe|tematy|kategorie|taggar|ämnen|nyckelord|emner|emneord|stikord
avainsanat|aiheet|asiasanat|témata|štítky|klíčová slova|címkék|etichete|cuvinte cheie|ετικέτες|etiketler|konular|теги
тэги|метки|темы|ключевые слова|теми|мітки|тагове|oznake|ključne riječi|タグ|キーワード|标签|標籤|关键词|關鍵字|태그
وسوم|كلمات مفتاحية|תגיות|टैग्स
""")

ADVERT = labels("""
article content|advertisement|advertisements|advert|ad|ads|advertising|sponsored|sponsored content|promoted|paid content
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

# What agencies put below the last line of a report.
END = labels("""
end|ends|end of story|end of article|more to follow|more follows|ende|fin|fin de la nota|fine|fim|einde|koniec|konec
slut|loppu|конец|кінець|son|tamat|selesai|sekian|انتهى|انتهای پیام|پایان پیام|ختم شد|समाप्त|完|全文完|完了|おわり|끝
""")

SOURCE = labels("""
source|sources|source link|original source|original article|read original article|via|source and image credit|quelle
quellen|fuente|fuentes|fonte|fonti|fontes|bron|bronnen|źródło|źródła|källa|källor|kilde|kilder|lähde|lähteet|zdroj
forrás|sursa|sursă|πηγή|kaynak|источник|источники|джерело|izvor|sumber|nguồn|出典|来源|來源|출처|المصدر|מקור|स्रोत
""")

SECTION = labels("""
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

VIDEO = labels("""
media playback is unsupported on your device|media playback is not supported on this device
this video cannot be played|embed|video|videos|watch|play|play video|watch video|watch now|watch live
watch the video|audio|loading video|video player is loading|video loading|now playing|unmute|mute|replay|view gallery
view slideshow|open gallery|photo gallery|image gallery|open image in gallery|view full size image
view image in fullscreen|enlarge image|click to enlarge|toggle caption|hide caption|show caption|photos|gallery
slideshow|image|images|photo|close|close menu|expand|this slideshow requires javascript|javascript is disabled
please enable javascript|bild|bilder|fotos|fotostrecke|foto|galerie|bildergalerie|vidéo|diaporama|vídeo|vídeos
galería|fotogalería|galeria|galeria de fotos|immagini|galleria|zdjęcia|galeria zdjęć|wideo|видео|фото|фотогалерея
動画|写真|視頻|视频|图片|skip to content|skip to main content|back to top|top|menu|search|scroll down|read full story
see more|show more|view more|load more|expand all|collapse|view on map|thank you
an error has occurred please try again later
""")

PAYWALL = labels("""
subscribe|subscribe now|subscribe today|sign up|sign up now|log in|login|sign in|register|register now|create account
create free account|subscribers only|premium|for subscribers|subscriber only|subscriber exclusive|become a member
join now|already a subscriber|start free trial|abonnieren|jetzt abonnieren|anmelden|registrieren|nur für abonnenten
jetzt testen|abo testen|zum abo|s'abonner|abonnez-vous|se connecter|s'inscrire|je m'abonne|réservé aux abonnés
article réservé aux abonnés|suscríbete|suscribete|suscribirse|iniciar sesión|solo suscriptores|assine|assine já
assine agora|entrar|cadastre-se|faça login|abbonati|accedi|registrati|iscriviti|abonneren|neem een abonnement
inloggen|zaloguj się|zarejestruj się|kup dostęp|logga in|prenumerera|bli prenumerant|logg inn|bli abonnent|log ind
bliv abonnent|tilaa|kirjaudu|přihlásit se|předplatit|bejelentkezés|előfizetés|autentificare|abonare|σύνδεση|εγγραφή
giriş yap|abone ol|войти|подписаться|увійти|有料会員|ログイン|新規登録|会員登録|登录|注册|登入|註冊|로그인|구독
تسجيل الدخول|اشترك|התחברות
""")
