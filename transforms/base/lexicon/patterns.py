"""Patterns: what a line says in more ways than can be listed."""

import re

# "12 thoughts on “…”", "3 responses to “…”", "2 replies to".
COMMENT_COUNT = re.compile(
    r"(?:\d{1,5}|one|two|three|no|un|uno|una|une|ein|eine|um|uma)\s{0,3}"
    r"(?:thoughts?|comments?|responses?|repl(?:y|ies)|réponses?|commentaires?|réflexions?|pensieri|commenti|comentarios?|pensamientos?"
    r"|ideias?|comentários?|respostas?|gedanken|antworten|kommentare?|reacties|gedachten?|przemyśleń|komentarz[ey]?|kommentarer|tankar)\s{1,3}"
    r"(?:on|to|sur|à|su|en|sobre|a|zu|auf|op|over|na|do|till|om)\s{0,3}[\"'“”«„:‘’]"
)

# Who helped, anywhere in a line.
HELPED = re.compile(
    r"\bcontributed to this (?:report|story|article|post|piece)|\bcontributed (?:reporting|research)"
    r"|\b(?:writers?|reporters?|correspondents?|researchers?|journalists?|editors?|press|staff|photographers?)\b.{0,80}"
    r"\bcontributed\.?$"
    r"|\bmit material (?:von|der)|^avec (?:l')?(?:afp|agences)"
    r"|^(?:con|com) (?:información|informaciones|informações|informação) de\b"
    r"|^mit agenturmaterial|^\(?met medewerking van"
)

# Asks for a click, anywhere in a line.
CLICK = re.compile(
    r"\b(?:click(?:ing)? (?:here|on the link|the link|below)|tap here|hier klicken|klicken sie hier|klick(?:e|en)? hier"
    r"|cliquez ici|en cliquant ici|clique aqui|clicando aqui|ha[gz]a? clic aquí|haciendo clic aquí|clicca qui"
    r"|cliccando qui|klik hier|kliknij tutaj|klicka här|klikk her|klik her|klikkaa tästä|klikněte zde|kattintson ide"
    r"|click aici|κάντε κλικ εδώ|tıklayın|нажмите здесь|по ссылке)\b"
)

# Speaks to the reader or of the author's addresses at the end, anywhere in a line.
ASKS = re.compile(
    r"\b(?:wherever you (?:get|listen to) "
    r"(?:your )?podcasts?|follow (?:him|her|me|us|them) (?:on|at) |(?:reach|contact|e-?mail) "
    r"(?:him|her|me|them|the (?:author|writer|reporter)) (?:at|via|on)\b"
    r"|can be (?:reached|contacted) (?:at|by|on|via)\b"
    r"|is on (?:twitter|x|bluesky) (?:at )?@|sign up for (?:our|my|the) [\w ]{2,40}newsletter"
    r"|(?:schreiben|folgen) sie uns (?:auf|bei|an)\b|abonnieren sie unseren|suivez-nous sur|écrivez-nous"
    r"|síg[ua]enos en|suscríbete a nuestr|siga(?:-nos)? (?:o|a|as|os|nas|no) |inscreva-se (?:no|na|em)|seguici su"
    r"|iscriviti al(?:la|le)? nostr"
    r"|volg ons (?:op|via)|śledź nas|obserwuj nas|подписывайтесь на (?:наш|канал)|bizi takip edin|следите за нами)"
)

_POST = r"\b.{0,300}? "
FIRST_APPEARED = re.compile(
    rf"(?:the|this) (?:post|article|story|entry){_POST}(?:(?:first|originally) appeared|appeared first|was (?:first|"
    rf"originally) published) (?:on|in|at)\b|(?:der|dieser) (?:beitrag|artikel){_POST}(?:erschien|ist) zuerst\b"
    rf"|(?:l'|cet )article{_POST}est apparu en premier\b|(?:la entrada|el artículo){_POST}"
    rf"(?:se publicó|apareció|aparece) primero en\b|l'articolo{_POST}(?:proviene da|sembra essere il primo su)\b"
    rf"|o (?:post|artigo){_POST}apareceu primeiro\b|het bericht{_POST}verscheen eerst op\b"
    rf"|(?:artykuł|wpis|post){_POST}(?:pochodzi z(?: serwisu)?|pojawił się po ?raz pierwszy)\b"
    rf"|(?:сообщение|запись){_POST}(?:появил\w+ сначала|впервые появил\w+)\b"
    rf"|(?:запис|допис){_POST}(?:спершу|вперше) з.?явив"
    rf"|inlägget{_POST}dök först upp på\b|in[dn]l(?:e|æ)gget{_POST}(?:duk\w+ først opp?|blev først udgivet) på\b"
    rf"|artikkeli{_POST}julkaistiin ensimmäisen kerran\b|l.entrada{_POST}ha aparegut primer a\b"
    rf"|(?:příspěvek|článek|príspevok|článok){_POST}(?:pochází z|se (?:nejdříve|poprvé) objevil|zobrazený najskôr)\b"
    rf"|articolul{_POST}(?:apare|a apărut) (?:prima dată|mai întâi) (?:în|pe)\b|objava{_POST}se pojavil[ao] prvo na\b"
    rf"|(?:artikel|pos|the post){_POST}pertama kali (?:tampil|muncul)\b"
    rf"|bài viết{_POST}(?:đã )?xuất hiện (?:đầu tiên|lần đầu)\b"
    rf"|το άρθρο{_POST}εμφανίστηκε πρώτα\b|a(?:z|\(z\))?{_POST}bejegyzés először{_POST}jelent meg\b"
    rf"|ظهرت المقالة{_POST}أول|نوشته{_POST}اولین بار در\b|הפוסט{_POST}הופיע לראשונה"
    r"|投稿.{1,300}?は.{0,300}?最初に表示されました"
    r"|.{1,300}? was originally published in .{1,200}? on medium, where people\b"
    r"|.{1,300}?(?: yazısı ilk önce .{1,200}? üzerinde ortaya çıktı|最先出[现現]在"
    r"|最早發佈於| 게시물이 .{1,200}?처음 등장)"
)
"""What WordPress puts below each entry of a feed, in its translations."""
