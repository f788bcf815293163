"""How right the text of pages is that were written for this: a change that lowers it fails here, and says where.

Each is the page of a made-up paper in another manner of laying out articles, and the text that a reader would call the
article. Figures over real pages: `tests.benchmarks.quality`.
"""

import json
from collections.abc import Callable

import pytest

from schemas.capture import Capture, Media
from tests.benchmarks.golds import agreement
from tests.benchmarks.quality import wrongly
from transforms.clean.stage import clean
from transforms.extract.stage import extract

TITLE = "Ferry to the islands gets a new quay"
LEAD = (
    "The ferry to the outer islands will leave from a new quay next spring, the harbour board decided on Tuesday, "
    "after eleven years in which passengers have waited in a car park."
)
COST = (
    "The quay is to cost nine million crowns, of which the county pays a third, said the chair of the board, Ida Rask."
)
VOICE = "“We have stood in the rain for long enough,” said Ole Brandt, who takes the boat to work every morning."
DOUBT = "Shopkeepers near the old quay are less happy. They fear that nobody will pass their doors any more."
PLAN = "Work begins in August and is to be done before the herring season, so that the fleet can use the crane."
END = "A last vote is set for June. Until then the plans can be seen in the library, where a model stands by the door."
CLUBS = """
Ask Bru Dale Eide Fjord Grim Holm Inge Jern Kvam Lind Moss Nes Odd Pike Quist Rask Sund Tarn Ulv Vik Wick Ytre Aas
""".split()  # noqa: SIM905
STORY = (LEAD, COST, VOICE, DOUBT, PLAN, END)

NAVIGATION = (
    "<header><a href='/'>Island Herald</a><nav><ul><li><a href='/news'>News</a></li><li><a href='/sport'>Sport</a></li>"
    "<li><a href='/culture'>Culture</a></li><li><a href='/weather'>Weather</a></li></ul></nav></header>"
)
RELATED = (
    "<section class='related-stories'><h2>Related stories</h2><ul>"
    "<li><a href='/1'>Fog keeps the ferry in port for a third day</a></li>"
    "<li><a href='/2'>Library buys back its oldest map</a></li>"
    "<li><a href='/3'>Who owns the crane? A short history</a></li></ul></section>"
)
LETTER = (
    "<div class='newsletter-signup'><h3>The week on the islands</h3><p>Sign up for our newsletter and get the best "
    "stories of the islands in your inbox every Friday.</p><form><input type='email'><button>Sign up</button></form>"
    "</div>"
)
COMMENTS = (
    "<section id='comments'><h2>Comments (2)</h2><div class='comment'><p>High time. My knees say so every winter, and "
    "I am not the oldest in the queue.</p></div><div class='comment'><p>Nine million! For that they could fly us.</p>"
    "</div></section>"
)
FOOTER = (
    "<footer><ul><li><a href='/about'>About us</a></li><li><a href='/contact'>Contact</a></li><li><a href='/privacy'>"
    "Privacy</a></li></ul><p>© 2024 Island Herald Ltd. All rights reserved.</p></footer>"
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(main: str, title: str = TITLE, language: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'><title>{title} | Island Herald</title>"
        f"<meta property='og:title' content='{title}'><meta property='og:type' content='article'>"
        f"</head><body>{NAVIGATION}{main}{FOOTER}</body></html>"
    )


def plain() -> tuple[str, str]:
    main = f"<main><article><h1>{TITLE}</h1>{paragraphs(*STORY)}</article>{RELATED}{LETTER}{COMMENTS}</main>"
    return page(main), "\n".join(STORY)


def headings_that_link() -> tuple[str, str]:
    names = ("The northern quay", "The crane of 1931", "The book barn")
    sections = "".join(
        f"<h3><a href='https://maps.example/{at}'>{name}</a></h3><p>{text}</p>"
        for at, (name, text) in enumerate(zip(names, (VOICE, DOUBT, PLAN), strict=True))
    )
    body = paragraphs(LEAD, COST) + sections + paragraphs(END)
    gold = [LEAD, COST, names[0], VOICE, names[1], DOUBT, names[2], PLAN, END]
    return page(f"<main><article><h1>{TITLE}</h1>{body}</article>{RELATED}{LETTER}</main>"), "\n".join(gold)


def split_around_adverts() -> tuple[str, str]:
    advert = "<div class='ad-slot'><span>Advertisement</span></div>"
    parts = [f"<div class='story-part'>{paragraphs(*STORY[at : at + 2])}</div>" for at in (0, 2, 4)]
    return page(f"<div class='story'><h1>{TITLE}</h1>{advert.join(parts)}</div>{RELATED}{COMMENTS}"), "\n".join(STORY)


def breaks_in_a_table() -> tuple[str, str]:
    story = "<br><br>".join(STORY[:3]) + f"<blockquote>{DOUBT}</blockquote>" + "<br><br>".join(STORY[4:])
    menu = "<td><a href='/'>Home</a><br><a href='/n'>News</a></td>"
    return page(f"<table><tr>{menu}<td><h1>{TITLE}</h1>{story}</td></tr></table>"), "\n".join(STORY)


def lists_and_headings() -> tuple[str, str]:
    items = ("Three berths instead of one", "A roof over the whole queue", "A ramp that works at low tide")
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    body = (
        paragraphs(LEAD, COST, "What the board has promised:")
        + listed
        + "<h2>Not all agree</h2>"
        + paragraphs(*STORY[2:])
    )
    gold = [LEAD, COST, "What the board has promised:", *items, "Not all agree", *STORY[2:]]
    return page(f"<main><article><h1>{TITLE}</h1>{body}{RELATED}</article></main>"), "\n".join(gold)


def divisions_alone() -> tuple[str, str]:
    body = "".join(f"<div>{text}</div>" for text in STORY)
    return page(f"<div id='c7'><div class='t'>{TITLE}</div><div class='b'>{body}</div></div>{RELATED}"), "\n".join(
        STORY
    )


def wide_and_narrow_screens() -> tuple[str, str]:
    copies = f"<div class='desktop-only'>{paragraphs(*STORY)}</div><div class='mobile-only'>{paragraphs(*STORY)}</div>"
    return page(f"<main><article><h1>{TITLE}</h1>{copies}</article>{LETTER}</main>"), "\n".join(STORY)


def once_more_in_one_piece() -> tuple[str, str]:
    spoken = f"<div class='article-text'>{TITLE}. {' '.join(STORY)}</div>"
    return page(f"<main><article><h1>{TITLE}</h1>{paragraphs(*STORY)}{spoken}</article></main>"), "\n".join(STORY)


def a_long_table() -> tuple[str, str]:
    rows = [f"{place} | {name} Rovers | {40 - place}" for place, name in enumerate(CLUBS, start=1)]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(' | '))}</tr>" for row in rows)
    body = paragraphs(*STORY[:3]) + f"<table><tbody>{cells}</tbody></table>" + paragraphs(*STORY[3:])
    return page(f"<main><article><h1>{TITLE}</h1>{body}</article></main>"), "\n".join([*STORY[:3], *rows, *STORY[3:]])


def more_said_than_written() -> tuple[str, str]:
    said = (
        "I think we will see the same at the northern quay. The roof there is small, and a larger one would suit them. "
        "It may cost a little more, but for people who wait an hour in the rain, I like where they are going.",
        "This is it, I believe. The ramp, the new crane and the roof are what we asked for; they just needed the money "
        "from the county to start. I wonder what it means for the summer traffic, though.",
        "Did we not just go through this with the last boat, when everybody predicted a price of two thousand crowns? "
        "Let us wait and see what the board decides before we complain about it.",
    )
    comments = "".join(f"<div>{text}</div>" for text in said * 4)
    main = f"<h1>{TITLE}</h1>{paragraphs(LEAD, COST, VOICE)}<div id='comments'>{comments}</div>"
    return page(f"<main><article>{main}</article></main>"), "\n".join((LEAD, COST, VOICE))


def what_somebody_posted() -> tuple[str, str]:
    posted = "See you on the new quay, then. I shall bring the coffee and whoever is late brings the cake."
    post = f"<div class='tweet'><a href='https://social.example/@olebrandt/status/9'><div>{posted}</div></a></div>"
    body = paragraphs(LEAD, COST, VOICE, "An hour later he wrote this:") + post + paragraphs(DOUBT, PLAN, END)
    gold = [LEAD, COST, VOICE, "An hour later he wrote this:", posted, DOUBT, PLAN, END]
    return page(f"<main><article><h1>{TITLE}</h1>{body}</article>{RELATED}</main>"), "\n".join(gold)


def boxes_within() -> tuple[str, str]:
    more = "<p><strong>Read more:</strong> <a href='/4'>Why the crane stands still</a></p>"
    picture = "<figure><img src='q.jpg'><figcaption>The old quay in March. Photo: Tove Lind</figcaption></figure>"
    body = picture + paragraphs(LEAD, COST) + more + paragraphs(VOICE, DOUBT) + LETTER + paragraphs(PLAN, END)
    tail = "<p><em>Correction: An earlier version of this article gave a wrong price for the crane.</em></p>"
    share = "<div class='share-buttons'><a href='#'>Facebook</a><a href='#'>Email</a></div>"
    return page(f"<article><h1>{TITLE}</h1>{share}{body}{tail}</article>{RELATED}{COMMENTS}"), "\n".join(STORY)


def results_at_the_end() -> tuple[str, str]:
    results = (
        "Island Rovers: Moss; Pike, Dale, Ward; Reddle, Finch",
        "Harbour Town: Carr; Bell, Hunt",
        "Referee: Jon Tarn",
    )
    return page(f"<main><article><h1>{TITLE}</h1>{paragraphs(*STORY, *results)}</article></main>"), "\n".join(
        (*STORY, *results)
    )


def live_blog() -> tuple[str, str]:
    posts = [
        (
            f"Hour {hour} on the quay",
            f"{STORY[hour % 6][:-1]}, as it looked at {hour}.",
            f"It is {hour} now on the quay.",
        )
        for hour in range(10, 22)
    ]
    made = "".join(
        f"<article class='post'><h2><time datetime='2024-05-07T{at}:10'>{at}:10</time> {headline}</h2><p>{text}</p>"
        f"<p>{said}</p></article>"
        for at, (headline, text, said) in enumerate(posts, start=10)
    )
    gold = [f"{at}:10 {line}" if line == post[0] else line for at, post in enumerate(posts, start=10) for line in post]
    lead = "All that happens on the day on which the new quay opens, from the first boat to the last."
    return page(f"<main><h1>{TITLE}</h1><p>{lead}</p><div class='live'>{made}</div></main>{RELATED}"), "\n".join(
        [lead, *gold]
    )


def in_data_alone() -> tuple[str, str]:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(STORY)})
    shell = f"<div id='app'><h1>{TITLE}</h1><p>Loading the story, one moment please.</p></div>"
    return page(f"<script type='application/ld+json'>{data}</script>{shell}"), "\n".join(STORY)


def in_the_state_of_scripts(script: str, attributes: str = "") -> Callable[[], tuple[str, str]]:
    """A page that shows its headline and no sentence; `%s` in the script is the text as JSON."""

    def made() -> tuple[str, str]:
        return page(f"<div id='app'><h1>{TITLE}</h1></div><script{attributes}>{script}</script>"), "\n".join(STORY)

    return made


def rows(text: str) -> str:
    """A script that pushes rows of React's protocol."""
    return f"self.__next_f.push([0]);self.__next_f.push([1,{json.dumps(text)}])"


HTML = paragraphs(*STORY).replace("<", "\\u003c")
TREE = {
    "nodeType": "document",
    "content": [
        {
            "nodeType": "paragraph",
            "content": [{"text": text[:20]}, {"content": [{"text": text[20:30]}]}, {"text": text[30:]}],
        }
        for text in STORY
    ],
}
ELEMENTS = {"content_elements": [{"type": "text", "content": text} for text in STORY]}
IN_STATE = {
    "paragraphs": (json.dumps({"page": {"content": [{"text": text} for text in STORY]}}), " type='application/json'"),
    "elements": (f"window.A=window.A||{{}};A.globalContent={json.dumps(ELEMENTS)};", ""),
    "assigned": (f'window.__STATE__ = {{"article": {{"body": "{HTML}"}}}}; start();', ""),
    "tree": (f"window['__DATA__']={json.dumps({'article': {'body': TREE}})}", ""),
    "rows of text": (
        rows(f'1:I["a"]\n2:T{len(paragraphs(*STORY).encode()):x},{paragraphs(*STORY)}3:["$","p",null,{{}}]\n'),
        "",
    ),
    "rows of objects": (rows(f'2:["$","div",null,{{"article":{{"body":{json.dumps(paragraphs(*STORY))}}}}}]\n'), ""),
}


def in_script(language: str, title: str, *texts: str) -> Callable[[], tuple[str, str]]:
    def made() -> tuple[str, str]:
        main = f"<main><article><h1>{title}</h1>{paragraphs(*texts)}</article>{RELATED}{LETTER}</main>"
        return page(main, title, language), "\n".join(texts)

    made.__name__ = language
    return made


PAGES = (
    plain,
    headings_that_link,
    split_around_adverts,
    breaks_in_a_table,
    lists_and_headings,
    divisions_alone,
    wide_and_narrow_screens,
    what_somebody_posted,
    once_more_in_one_piece,
    more_said_than_written,
    a_long_table,
    boxes_within,
    results_at_the_end,
    live_blog,
    in_data_alone,
    in_script(
        "zh",
        "群岛渡轮将有新码头",
        "港务局星期二晚上决定，开往外岛的渡轮明年春天将从新码头出发，此前乘客在停车场等了十一年。",
        "主席伊达·拉斯克说，码头将耗资九百万克朗，其中三分之一由县里支付。",
        "工程将于八月开始，并在鲱鱼季节之前完成，以便渔船队可以使用起重机。",
    ),
    in_script(
        "ar",
        "رصيف جديد لعبارة الجزر",
        "قرر مجلس الميناء مساء الثلاثاء أن تنطلق العبارة إلى الجزر الخارجية من رصيف جديد في الربيع المقبل.",
        "وقالت رئيسة المجلس إن الرصيف سيكلف تسعة ملايين، تدفع المقاطعة ثلثها، وإن الأعمال ستبدأ في أغسطس.",
        "ويخشى أصحاب المتاجر قرب الرصيف القديم ألا يمر أحد أمام أبوابهم بعد ذلك اليوم.",
    ),
    in_script(
        "hi",
        "द्वीपों की नौका को नया घाट",
        "बंदरगाह बोर्ड ने मंगलवार रात तय किया कि बाहरी द्वीपों की नौका अगले वसंत से नए घाट से चलेगी।",
        "बोर्ड की अध्यक्ष ने कहा कि घाट पर नब्बे लाख खर्च होंगे, जिसका एक तिहाई जिला देगा।",
        "काम अगस्त में शुरू होगा और मछली के मौसम से पहले पूरा हो जाएगा, ताकि बेड़ा क्रेन का उपयोग कर सके।",
    ),
    in_script(
        "ru",
        "Паром на острова получит новый причал",
        "Паром на внешние острова будет отходить от нового причала следующей весной, решил во вторник совет порта.",
        "Причал обойдётся в девять миллионов крон, треть из которых заплатит округ, сказала председатель Ида Раск.",
        "Работы начнутся в августе и закончатся до сезона сельди, чтобы флот мог пользоваться краном.",
    ),
)


@pytest.mark.parametrize("kind", IN_STATE)
def test_what_a_page_hands_to_its_scripts_alone_is_read(kind: str) -> None:
    test_the_text_of_a_page_is_right_to_the_word(in_the_state_of_scripts(*IN_STATE[kind]))


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_the_text_of_a_page_is_right_to_the_word(made: Callable[[], tuple[str, str]]) -> None:
    source, gold = made()
    capture = Capture(uri="memory:1", body=source.encode(), media=Media.HTML, url="https://herald.example/2024/quay")
    text = clean(extract(capture), "test").text
    assert list(wrongly(gold, text)) == []
    assert agreement(gold, text)[2], text
