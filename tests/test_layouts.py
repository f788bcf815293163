"""Pages as content management systems lay them out in other parts of the world: the text is right to the word.

Each is written for this, with the article first: what a reader would call the text, and around it what its kind of page
has around texts.
"""

from collections.abc import Callable

import pytest

from schemas.capture import Capture, Media
from tests.benchmarks.quality import wrongly
from tests.test_quality import STORY, TITLE, page, paragraphs
from transforms.clean.stage import clean
from transforms.extract.stage import extract

Layout = tuple[str, str, tuple[str, ...], Callable[..., str]]
"""Language, headline, lines of the text, and what lays them out."""

HINDI = (
    "नई दिल्ली: दिल्ली सरकार ने सोमवार को घोषणा की कि राजधानी के सभी सरकारी स्कूलों में सुबह का नाश्ता दिया जाएगा।",
    "शिक्षा मंत्री ने बताया कि इस योजना पर सालाना 300 करोड़ रुपये खर्च होंगे और 18 लाख बच्चों को लाभ मिलेगा।",
    "योजना की शुरुआत जुलाई में पांच जिलों से होगी और अगले साल तक इसे पूरे शहर में लागू कर दिया जाएगा।",
)
ARABIC = (
    "أعلنت وزارة النقل المصرية يوم الاثنين افتتاح خط جديد للقطارات السريعة بين القاهرة والإسكندرية مطلع العام المقبل.",
    "وقال الوزير في مؤتمر صحفي إن الرحلة ستستغرق ساعة واحدة فقط، وإن تكلفة المشروع بلغت تسعة مليارات جنيه.",
    "ومن المتوقع أن ينقل الخط نحو مئة ألف راكب يوميا عند اكتمال محطاته العشر.",
)
PERSIAN = (
    "به گزارش خبرنگار ما، شهرداری تهران روز دوشنبه از آغاز ساخت سه خط جدید مترو در جنوب شهر خبر داد.",
    "شهردار تهران گفت: هزینه این طرح بیست هزار میلیارد تومان برآورد شده و نیمی از آن را دولت می‌پردازد.",
    "کارشناسان حمل و نقل می‌گویند که تجربه طرح‌های پیشین نشان می‌دهد این زمان کافی نیست.",
)
CHINESE = (
    "新华社杭州5月6日电（记者李明）浙江省杭州市政府6日宣布，今年将新建五十所公办幼儿园，新增学位一万五千个。",
    "市教育局负责人表示，新建幼儿园主要分布在人口增长较快的城郊地区，预计明年九月前全部投入使用。",
    "据介绍，项目总投资约三十亿元，其中六成由市级财政承担。",
)
JAPANESE = (
    "東京都は６日、都内の河川にかかる古い橋のうち、二十四の橋を今後五年間で架け替えると発表した。",
    "対象は建設から六十年以上が過ぎた橋で、総事業費は約八百億円を見込む。",
    "工事中は仮設の橋を設け、歩行者と自転車が通れるようにするという。",
)
KOREAN = (
    "서울시는 6일 시내버스 전 노선에 전기버스를 도입하겠다고 밝혔다.",
    "시는 올해 천 대를 시작으로 2030년까지 모든 버스를 교체할 계획이다.",
    "시 관계자는 “충전소를 먼저 늘려 운행에 차질이 없도록 하겠다”고 말했다.",
)
RUSSIAN = (
    "Городской совет в понедельник принял решение закрыть старый бассейн, завершив шестилетний спор.",
    "Ремонт обошёлся бы в четыреста миллионов рублей, говорится в отчёте, который совет заказал прошлой осенью.",
    "Новый, небольшой бассейн может открыться в 2027 году рядом со стадионом.",
)
PORTUGUESE = (
    "A Câmara de Baía Serena aprovou nesta segunda-feira o fechamento da piscina, após seis anos de disputa.",
    "A reforma custaria quatro milhões de reais, segundo um relatório encomendado no ano passado.",
    "Os clubes reuniram onze mil assinaturas e agora treinam a quarenta minutos de ônibus.",
)
SPANISH = (
    "El Ayuntamiento de Bahía Clara aprobó este lunes el cierre definitivo de la piscina tras seis años de disputa.",
    "La reparación habría costado cuatro millones de euros, según un informe encargado el pasado otoño.",
    "El consistorio prevé abrir en 2027 una piscina más pequeña junto al polideportivo.",
)
GERMAN = (
    "Die Stadtwerke erhöhen zum 1. Juli die Preise für Fernwärme um 14 Prozent. Das hat der Aufsichtsrat beschlossen.",
    "„Wir geben nur weiter, was wir selbst mehr bezahlen“, sagte Geschäftsführerin Petra Lohmann.",
    "Wer weniger als 1.800 Euro im Monat verdient, kann beim Sozialamt einen Zuschuss beantragen.",
)


def portal(first: str, second: str, last: str) -> str:
    also = "<p><strong>ये भी पढ़ें: <a href='/x'>गर्मी की छुट्टियां बढ़ीं, जानें कब खुलेंगे स्कूल</a></strong></p>"
    return (
        "<div class='breadcrumb'><a href='/'>होम</a> › <a href='/delhi'>दिल्ली</a></div><div class='article-area'>"
        "<div class='author-des'>Written by : अमित शर्मा | Updated at: 06 May 2024 10:30 AM (IST)</div>"
        f"<div class='artical-content'>{paragraphs(first, second)}{also}{paragraphs(last)}</div>"
        "<div class='tags'>Tags: <a href='#'>दिल्ली</a></div></div>"
    )


def right_to_left(first: str, second: str, last: str) -> str:
    links = "<ul><li><a href='/1'>افتتاح محطة مترو جديدة</a></li></ul>"
    related = f"<div class='relatedArt'><h3>موضوعات متعلقة</h3>{links}</div>"
    also = "<p><strong>اقرأ أيضا: </strong><a href='/3'>تأجيل افتتاح الجسر</a></p>"
    above = "<div class='newsStoryDate'>الإثنين، 06 مايو 2024</div><div class='writeBy'>كتب أحمد حسن</div>"
    body = paragraphs(first) + related + paragraphs(second) + also + paragraphs(last)
    return f"<div class='articleDetails'>{above}<div id='articleBody'>{body}</div></div>"


def agency(first: str, second: str, last: str) -> str:
    return (
        f"<article class='news-body'><div class='rutitr'>حمل و نقل شهری</div><p class='lead'>{first}</p><div class="
        f"'item-body'>{paragraphs(second, last, 'انتهای پیام/')}</div></article>"
    )


def indented(*lines: str) -> str:
    made = "".join(f"<p>\u3000\u3000{line}</p>" for line in (*lines, "【纠错】", "【责任编辑:王芳】"))
    return (
        "<div class='info'>2024年05月06日 17:00:00 来源：新华社</div>"
        f"<div id='detail' class='content'>{made}</div><div class='share'>分享到：<a>微信</a></div>"
    )


def signed(first: str, second: str, last: str) -> str:
    advert = "<div class='ad'>広告</div>"
    body = paragraphs(first, second) + advert + paragraphs(last, "（山田太郎）")
    more = "<aside><h2>あわせて読みたい</h2><ul><li><a href='/1'>橋の点検、人手足りず</a></li></ul></aside>"
    wall = "<div>有料会員になると会員限定の有料記事もお読みいただけます。</div>"
    return f"<article><p>2024年5月6日 17時00分</p><div class='articleBody'>{body}</div>{more}{wall}</article>"


def reporter_below(*lines: str) -> str:
    below = paragraphs("김철수 기자 kim@paper.example", "ⓒ 강변신문, 무단전재 및 재배포 금지")
    return f"<div class='article_view'><section>{paragraphs(*lines)}{below}</section></div>"


def blocks_of_text(first: str, second: str, last: str) -> str:
    text = "<div class='article__block' data-type='text'><div class='article__text'>{}</div></div>"
    card = "<div class='article__block'><a href='/2'><span>Автобус подорожает</span><span>2 мая, 10:00</span></a></div>"
    channel = text.format("Подписывайтесь на наш канал в Telegram")
    body = text.format(first) + text.format(second) + card + text.format(last) + channel
    return f"<div class='article'><div class='article__info'>17:00 06.05.2024</div><div>{body}</div></div>"


def column_each(first: str, second: str, last: str) -> str:
    column = "<div class='mc-column content-text'><p class='content-text__container'>{}</p></div>"
    links = "<ul><li><a href='/1'>Ônibus fica mais caro em julho</a></li></ul>"
    also = f"<div class='mc-column'><p>LEIA TAMBÉM:</p>{links}</div>"
    body = column.format(first) + also + column.format(second) + column.format(last)
    return f"<main class='mc-body'><div class='mc-article-body'><article>{body}</article></div></main>"


def newsletter_below(first: str, second: str, last: str) -> str:
    more = "<section class='a_e_h'><h3>Más información</h3><a href='/1'>Sube el autobús a Valverde</a></section>"
    below = "Puedes seguirnos en <a href='#'>Facebook</a>, o apuntarte aquí para recibir nuestra newsletter semanal."
    body = paragraphs(first, second) + more + paragraphs(last, below)
    return f"<main><article><div class='a_c'>{body}</div></article></main>"


def teaser_within(first: str, second: str, last: str) -> str:
    link = "<a href='/a'><span>Lesen Sie auch</span><h4>Wie Fernwärme entsteht</h4></a>"
    body = f"<p class='lead'>{first}</p><div class='teaser-inline'>{link}</div>{paragraphs(second, last, '(dpa/kme)')}"
    return f"<main><article>{body}</article></main>"


def old_table(*lines: str) -> str:
    menu = "<td width=120><font size=1><a href=/>Home</a><br><a href=/n>News</a><br><a href=/s>Sport</a></font></td>"
    more = "<td width=160><b>More news</b><br><a href=/1>Fire at mill</a><br><a href=/2>Choir sings</a></td>"
    text = f"<font size=1>By Jane Holt<br>Posted Monday, May 6, 2024</font><p>{'<p>'.join(lines)}"
    return f"<table width=760><tr>{menu}<td width=480 valign=top>{text}</td>{more}</tr></table>"


def widgets(*lines: str) -> str:
    made = "".join(
        f"<div class='elementor-element elementor-widget'><div class='elementor-widget-container'>{part}</div></div>"
        for part in (paragraphs(*lines[:3]), paragraphs(*lines[3:]), "<div class='share-btn'>Share on Facebook</div>")
    )
    return f"<div class='elementor elementor-location-single post'>{made}</div>"


def never_closed(*lines: str) -> str:
    return f"<div class=post><button class=like>Like<div class=text><p>{'<p>'.join(lines)}<div><a href=/a>About</a>"


def offer_below(*lines: str) -> str:
    offer = paragraphs(
        "Long reads from the islands, with the best pictures of the week and a crossword that lasts until Monday.",
        "At every kiosk on the quay, or at your door from six in the morning.",
    )
    box = f"<div class='promo-box'><h2>The Herald on Sunday</h2>{offer}</div>"
    return f"<main><article>{paragraphs(*lines)}{box}</article></main>"


LAYOUTS: tuple[Layout, ...] = (
    ("hi", "दिल्ली के स्कूलों में मिलेगा सुबह का नाश्ता", HINDI, portal),
    ("ar", "خط قطارات سريع جديد بين القاهرة والإسكندرية", ARABIC, right_to_left),
    ("fa", "ساخت سه خط جدید مترو در تهران آغاز می‌شود", PERSIAN, agency),
    ("zh", "杭州今年将新建五十所公办幼儿园", CHINESE, indented),
    ("ja", "都、古い橋二十四を架け替えへ\u3000五年で八百億円", JAPANESE, signed),
    ("ko", "서울 시내버스 2030년까지 모두 전기버스로", KOREAN, reporter_below),
    ("ru", "Старый бассейн закрывают", RUSSIAN, blocks_of_text),
    ("pt", "Baía Serena fecha piscina municipal", PORTUGUESE, column_each),
    ("es", "Bahía Clara cierra su piscina municipal", SPANISH, newsletter_below),
    ("de", "Stadtwerke erhöhen Preise für Fernwärme", GERMAN, teaser_within),
    ("en", TITLE, STORY, old_table),
    ("en", TITLE, STORY, widgets),
    ("en", TITLE, STORY, never_closed),
    ("en", TITLE, STORY, offer_below),
    ("en", TITLE, STORY[:2], offer_below),
)


@pytest.mark.parametrize(
    ("language", "title", "text", "made"), LAYOUTS, ids=[layout[-1].__name__ for layout in LAYOUTS]
)
def test_a_layout_of_another_house_keeps_the_text_to_the_word(
    language: str, title: str, text: tuple[str, ...], made: Callable[..., str]
) -> None:
    source = page(f"<h1>{title}</h1>{made(*text)}", title, language)
    capture = Capture(uri="memory:1", body=source.encode(), media=Media.HTML, url="https://herald.example/2024/05/quay")
    found = clean(extract(capture), "test").text
    assert list(wrongly("\n".join(text), found)) == []
    assert found.split("\n") == list(text)
