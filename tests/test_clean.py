"""Cleaning: what an article keeps, what goes, and under which name."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Removed, digest
from schemas.article import RemovedKind as Kind
from schemas.capture import Document
from schemas.reject import Reason, Unusable
from transforms.clean.decide import Rules, decide
from transforms.clean.judge import Removal
from transforms.clean.page import Page
from transforms.clean.stage import Cleaned, clean, clean_text

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
SEEDS = Path(__file__).parent.parent / "seeds"


def lines(text: str) -> list[str]:
    return [plain for line in text.splitlines() if (plain := " ".join(line.split()))]


def removed(cleaned: Cleaned) -> list[tuple[Kind, str]]:
    return [(piece.kind, piece.text) for piece in cleaned.removed]


# The user's articles ------------------------------------------------------------------------------------------------

SEED_CASES = {
    "000_59ccf8e2c8c57598.txt": (
        None,
        [
            (
                Kind.CAPTION,
                "US Secretary of State Antony Blinken (left) and Chinese Foreign Minister Wang Yi met at the 60th "
                "Munich Security Conference on February 16. (Photo: AFP)",
            ),
            (Kind.SOURCE_LINE, "Source"),
            (Kind.COMMENTS, "Comment (0)"),
        ],
    ),
    "001_b2b9b517928f5cec.txt": (
        "Wang Yi, China's Foreign Minister, urges Blinken to lift sanctions on Chinese companies.",
        [
            (Kind.SECTION_LABEL, "politics"),
            (Kind.RELATED_LINKS, "You might also like"),
            (
                Kind.RELATED_LINKS,
                "- Walgreens is being sued by the DOJ for allegedly knowingly filling prescriptions without "
                "legitimate medical purposes.",
            ),
            (Kind.RELATED_LINKS, "- Trump unveils his White House economic policy team."),
            (Kind.RELATED_LINKS, "- The Trump inauguration will take place indoors due to extreme cold."),
            (Kind.RELATED_LINKS, "- Trump committee faces scrutiny from Democrats over fundraising practices."),
            (
                Kind.RELATED_LINKS,
                "- Trump and Xi hold talks on TikTok, trade, and fentanyl, president-elect states.",
            ),
        ],
    ),
    "002_cec1a89a8946e8e1.txt": (
        "Blinken, China’s Wang discuss Russia, US sanctions",
        [
            (Kind.TAGS, "US, diplomatic ,"),
            (Kind.NAVIGATION, "Previous articleUkraine troops withdraw from frontline city Avdiivka"),
            (Kind.NAVIGATION, "Next articleZelensky to rally leaders for support at Munich conference"),
            (Kind.COMMENTS, "Please enter your comment!"),
            (Kind.COMMENTS, "Please enter your name here"),
        ],
    ),
    "003_b7a77d09738d4931.txt": (
        "Munich Security Conference | Blinken meets his Chinese counterpart Wang Yi",
        [(Kind.SOURCE_LINE, "source site-59")],
    ),
    "004_68ec27b14e798ddf.txt": (
        "Antony Blinken challenges China in Beijing for 'powering' Russia's conflict",
        [
            (Kind.WIDGET, "buttons=(Accept !) days=(20)"),
            (Kind.COOKIE_BANNER, "Our website uses cookies to enhance your experience. Learn More"),
            (Kind.COOKIE_BANNER, "Accept !"),
        ],
    ),
}


@pytest.mark.parametrize("name", SEED_CASES)
def test_seeds_lose_their_boilerplate_and_no_sentence(name: str) -> None:
    title, boilerplate = SEED_CASES[name]
    source = (SEEDS / name).read_text("utf-8")
    cleaned = clean_text(None, source)
    assert cleaned.title == title
    assert removed(cleaned) == boilerplate
    out = {title, *(text for _, text in boilerplate)}
    assert cleaned.text.split("\n") == [line for line in lines(source) if line not in out]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("000_59ccf8e2c8c57598.txt", "trade between the two countries increased 26.6% last year to a record $240"),
        ("001_b2b9b517928f5cec.txt", "But many points of friction remain."),
        ("001_b2b9b517928f5cec.txt", "The Korean Peninsula envoys of both sides will maintain communication."),
        ("002_cec1a89a8946e8e1.txt", "\nRussia fears\n"),
        ("002_cec1a89a8946e8e1.txt", "relative moderation during last month’s elections in Taiwan."),
        ("003_b7a77d09738d4931.txt", "\nConcerns about Moscow\n"),
        ("003_b7a77d09738d4931.txt", "that this did not represent “an immediate threat”."),
        ("004_68ec27b14e798ddf.txt", "Despite the ongoing tensions, both sides emphasized"),
    ],
)
def test_seeds_keep_short_and_odd_sentences(name: str, sentence: str) -> None:
    assert sentence in clean_text(None, (SEEDS / name).read_text("utf-8")).text


# Articles that look like boilerplate -------------------------------------------------------------------------------

LEAD = "The council met on Monday evening to discuss the new bridge, which will cost four million euros."
SECOND = "Nobody in the room was surprised by the price, and nobody wanted to be the first to say so."
THIRD = "Work on the northern bank begins in spring, the mayor said, if the money is there by then."
LAST = "The last bridge of the town was washed away in a flood ninety years ago."
HEADLINE = "The council builds a bridge over the river"
TITLE = "A headline about something else"


def around(*inside: str) -> str:
    return "\n".join([LEAD, SECOND, THIRD, *inside, SECOND.replace("Nobody", "Hardly anybody"), LAST])


@pytest.mark.parametrize(
    "inside",
    [
        ["“Accept,” said the banner. “We use cookies to improve your experience,” it went on."],
        ["The law says that websites must ask users before they set cookies, and that consent must be free."],
        ["Google says it will stop using cookies next year, and that you will not notice."],
        ["You can read more about the case in the file of the court, she said."],
        ["Read more and write more, she told her students."],
        ["Share prices fell by three percent.", "Comments from the ministry were not available."],
        ["Follow the money, the prosecutor said.", "Subscribe to a view that nobody holds, and you will be alone."],
        ["Source: Reuters", "Source: town hall, own figures"],
        ["Do you regret it?", "No.", "Never?", "Yes. Once.", "OK.", "Thank you."],
        ["What we know", "Three questions", "RUSSIA FEARS", "Concerns about Moscow", "2. The cost"],
        ["Facebook", LEAD + " A.", "Instagram", LEAD + " B.", "Discussion", LEAD + " C.", "Email", LEAD + " D."],
        ["- two eggs", "- 200 g of flour", "- sugar: two large spoons of brown sugar", "- a little salt"],
        ["10:45", "A first tree has fallen on the road to the harbour.", "11:02", "Trains stand still.", "UPDATE"],
        ["To subscribe to the service, customers sign a contract with the newsletter publisher for two years."],
        ["Copyright law protects an author for seventy years.", "All rights reserved, the label said."],
        ["By the end of the year, the bridge will be open", "Von Montag an", "By Monday evening"],
        [
            "He took it in a bar in Rome (photo: page 3).",
            "The picture, she said, was false (it was made by a computer).",
        ],
        ["Click on the menu, then on the name of the town.", "- Open the menu", "- Share", "- Choose a name"],
        ["I set the lamp upon the sill,", "the moth came in, the night was still,", "and nothing moved,"],
        ["| Team | Points |", "|---|---|", "| North | 12 |"],
        ["Внимание к деталям решает всё, сказал мэр.", "Подписка на газету стоит сто рублей в месяц."],
        ["橋の費用は四百万ユーロになる。", "「共有する」と市長は述べた。"],
        ["Was it the bridge that had moved? (!?)", "Nobody knew (…)"],
        [
            "Editors note the price of paper with care, he said.",
            "An earlier version of the bridge stood further north.",
        ],
        ["Which bridge do you like best? Tell me in the comments below, and say why."],
        ["Please send your report on the bridge to office@town.example before the first of May."],
        ["Correction, he said, is “an earlier version of this article” with manners."],
        ["END OF THE ROAD", "The end"],
        ["Back to the harbour", "Return to the river: what the old map shows"],
        ["For Contacts/Glasses Wearers", "Extra Dry/Extra Sec/Extra Seco"],
        ["if (height < flood) {"],
        ["bridges=[north, south, old]", '<html lang="en">'],
        ["[stack trace omitted]", "Reports by Ann Lee [email protected] and Jo Ray (Town Archive)"],
        ["- Brücken sperren", "if (level > 4) {", "alarm();", "}"],
    ],
    ids=lambda inside: inside[0][:30],
)
def test_article_text_stays(inside: list[str]) -> None:
    cleaned = clean_text(TITLE, around(*inside))
    assert removed(cleaned) == []
    assert cleaned.text == around(*inside)


def test_a_sentence_that_says_the_headline_again_stays() -> None:
    title = "Council agrees to build the northern bridge"
    told = f"{title} in two years from now, with money of the state."
    assert clean_text(title, f"{LEAD}\n{told}\n{around()}").text == f"{LEAD}\n{told}\n{around()}"
    assert clean_text(title, f"{LEAD}\n{title}\n{around()}").text == f"{LEAD}\n{around()}"


def test_results_after_the_last_sentence_stay() -> None:
    results = [
        "North Town: Moss; Pike, Dale, Ward",
        "South Town: Carr; Bell",
        "Referee: Jon Tarrant",
        "With: Ann Lee, Jo Ray",
    ]
    cleaned = clean_text(TITLE, "\n".join([around(), *results]))
    assert (removed(cleaned), cleaned.text) == ([], "\n".join([around(), *results]))


@pytest.mark.parametrize(
    "line", ["2-4 Players • Ages 14+ • 60 minutes • $59", "Verlag Nord, 5. Auflage, 2014, 896 Seiten"]
)
def test_a_line_of_figures_at_the_end_is_no_list_of_tags(line: str) -> None:
    cleaned = clean_text(TITLE, f"{around()}\n{line}")
    assert (removed(cleaned), cleaned.text) == ([], f"{around()}\n{line}")


@pytest.mark.parametrize("heading", ["The Old Northern Bridge", "3. Bridge of the four millers"])
def test_a_heading_is_no_caption_of_the_picture_below_it(heading: str) -> None:
    cleaned = clean_text(TITLE, around(heading, "Photo: Jo Ray/Town Archive"))
    assert removed(cleaned) == [(Kind.CREDIT, "Photo: Jo Ray/Town Archive")]


def test_statements_in_a_plain_text_are_what_a_script_left_behind() -> None:
    left = "if (window.ads) { show(); }"
    assert removed(clean_text(None, f"{HEADLINE}\n{around(left)}")) == [(Kind.WIDGET, left)]


def test_a_newsletter_box_takes_no_sentence_with_it() -> None:
    box = "Sign up for our weekly newsletter"
    said = "You are not alone, she told them."
    cleaned = clean_text(TITLE, around(box, said, THIRD + " A.", THIRD + " B.", THIRD + " C."))
    assert (removed(cleaned), said in cleaned.text) == ([(Kind.NEWSLETTER, box)], True)


@pytest.mark.parametrize("label", ["Comment", "Komentarz"])
def test_a_commentary_takes_no_paragraph_with_it(label: str) -> None:
    said = "Whoever builds a bridge builds it for those who are not yet born, and they do not vote."
    paragraphs = [f"{THIRD} {letter}." for letter in "ABCD"]
    cleaned = clean_text(TITLE, "\n".join([*paragraphs, label, said, *paragraphs[:2]]))
    assert (removed(cleaned), said in cleaned.text) == ([(Kind.COMMENTS, label)], True)


def test_a_text_of_fixed_width_loses_no_line() -> None:
    text = (
        "The council met on Monday evening to discuss the new bridge, which\nwill cost four million euros. Those who\n"
        "read more: books, papers and old\ncomments\nof the people who live there, were not surprised."
    )
    assert clean_text(None, text) == Cleaned(None, text, ())


def test_a_poem_stays() -> None:
    poem = "The lamp\n\nI set the lamp upon the sill,\nthe moth came in,\n\nshare\nthe bread,\nthe salt ,\nthe light"
    assert removed(clean_text(None, poem)) == []


# Boilerplate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tail", "kinds"),
    [
        (["Mehr zum Thema", "Neue Brücke: Was die Stadt plant", "Streit um Kosten"], [Kind.RELATED_LINKS] * 3),
        (["Read more: A bridge too dear"], [Kind.RELATED_LINKS]),
        (["[Related: A bridge too dear]"], [Kind.RELATED_LINKS]),
        (["[Related: The bridge will take the burden off the ferry.]"], [Kind.RELATED_LINKS]),
        (["À lire aussi : Le pont de la discorde", "Partager"], [Kind.RELATED_LINKS, Kind.SHARE]),
        (["Читайте также: Новый мост", "Комментарии"], [Kind.RELATED_LINKS, Kind.COMMENTS]),
        (["Kommentare (3)", "Viel zu teuer, finde ich.", "Na ja."], [Kind.COMMENTS] * 3),
        (["3 thoughts on “The bridge”", "I love it.", "So do I, and so does my whole family."], [Kind.COMMENTS] * 3),
        (["Your email address will not be published. Required fields are marked *"], [Kind.COMMENTS]),
        (["Utilizamos cookies para mejorar su experiencia.", "Aceptar todo"], [Kind.COOKIE_BANNER] * 2),
        (["We use cookies to give you the best experience on our site.", "Decline"], [Kind.COOKIE_BANNER] * 2),
        (["Sign up for our weekly newsletter and get the best stories of the town."], [Kind.NEWSLETTER]),
        (["Iscriviti alla newsletter", "Ricevi le nostre notizie nella tua casella."], [Kind.NEWSLETTER] * 2),
        (["Etiquetas: puente, río, ciudad"], [Kind.TAGS]),
        (["Tags", "bridge, river, town"], [Kind.TAGS] * 2),
        (["© 2024 Town Paper. All rights reserved."], [Kind.COPYRIGHT]),
        (["We may earn a commission when you buy through links on this page."], [Kind.ADVERTISEMENT]),
        (["Advertisement"], [Kind.ADVERTISEMENT]),
        (["Follow us on Facebook and Twitter."], [Kind.PROMO]),
        (["Reporting by Ann Lee; Editing by Jo Ray"], [Kind.BYLINE]),
        (["Redaktion: Anna Lehmann, Jörg Rau"], [Kind.BYLINE]),
        (["责任编辑：王芳"], [Kind.BYLINE]),
        (["Correction: An earlier version of this article gave a wrong price."], [Kind.NOTE]),
        (["Editor's note: This article first appeared in the printed paper."], [Kind.NOTE]),
        (["Una versión anterior de este artículo daba otra cifra."], [Kind.NOTE]),
        (["Anmerkung der Redaktion: Der Preis wurde berichtigt."], [Kind.NOTE]),
        (["Мнение редакции может не совпадать с мнением автора."], [Kind.NOTE]),
        (["Staff writer Ina Grell in Harwick contributed."], [Kind.BYLINE]),
        (["You can reach her at ann@town-paper.example, or follow her on Bluesky."], [Kind.PROMO]),
        (["Ann Lee is a reporter who covers rivers."], [Kind.AUTHOR_BOX]),
        (["About the author", "She writes about rivers."], [Kind.ABOUT] * 2),
        (["Vorheriger Artikel Der Fluss", "Nächster Artikel Die Stadt"], [Kind.NAVIGATION] * 2),
        (["The bridge in June. Photo: Jo Ray"], [Kind.CAPTION]),
        (["The bridge in June (Jo Ray/Town Archive)"], [Kind.CAPTION]),
        (["The old bridge seen from the hill", "Jo Ray/Town Archive"], [Kind.CAPTION, Kind.CREDIT]),
        (['[button link="#"]Send us your view[/button]'], [Kind.WIDGET]),
        (["Article content"], [Kind.ADVERTISEMENT]),
        (["- ENDS -"], [Kind.BOILERPLATE]),
        (["انتهای پیام/"], [Kind.BOILERPLATE]),
        (["（完）"], [Kind.BOILERPLATE]),
        (["समाप्त"], [Kind.BOILERPLATE]),
        (["（山田太郎）"], [Kind.BYLINE]),
        (["김철수 기자 kim@town-paper.example"], [Kind.BYLINE]),
        (["Jo Ray jo.ray@town-paper.example"], [Kind.BYLINE]),
        (["ⓒ 강변신문, 무단전재 및 재배포 금지"], [Kind.COPYRIGHT]),
        (["【纠错】"], [Kind.SHARE]),
        (["Clarification, 2 May 2024, 12:45 p.m.: This article no longer calls the bridge “old”."], [Kind.NOTE]),
        (["Keep reading with Town Paper Plus"], [Kind.SUBSCRIPTION]),
        (["Subscribe today and get three months for the price of one."], [Kind.SUBSCRIPTION]),
        (["Mit einem Abo weiterlesen"], [Kind.SUBSCRIPTION]),
        (["Abonnez-vous pour lire la suite"], [Kind.SUBSCRIPTION]),
        (["Suscríbete para seguir leyendo"], [Kind.SUBSCRIPTION]),
        (["Assine para continuar lendo"], [Kind.SUBSCRIPTION]),
        (["Abbonati per leggere l'articolo intero"], [Kind.SUBSCRIPTION]),
        (["Оформите подписку, чтобы читать дальше"], [Kind.SUBSCRIPTION]),
        (["اشترك لمواصلة القراءة"], [Kind.SUBSCRIPTION]),
        (["आगे पढ़ने के लिए सब्सक्राइब करें"], [Kind.SUBSCRIPTION]),
        (["この続きは会員登録のうえご覧ください"], [Kind.SUBSCRIPTION]),
        (["订阅后继续阅读全文"], [Kind.SUBSCRIPTION]),
        (["Okumaya devam etmek için üye olun"], [Kind.SUBSCRIPTION]),
        (["***Please sign up for our newsletters and download the app***"], [Kind.NEWSLETTER]),
        (["(\u200bMORE: Bridges of the north)"], [Kind.RELATED_LINKS]),
        (["ann@town-paper.example"], [Kind.BYLINE]),
        (["*Werbung. Dieser Beitrag enthält Werbung für Brücken."], [Kind.ADVERTISEMENT]),
        (["Submit your letter to the editor via this form"], [Kind.PROMO]),
        (["Subscribe now to our daily edition for the full story."], [Kind.SUBSCRIPTION]),
        (["For the latest news download the Town Paper apps for iOS and Android"], [Kind.PROMO]),
    ],
    ids=lambda value: str(value[0])[:30],
)
def test_boilerplate_goes_under_its_name(tail: list[str], kinds: list[Kind]) -> None:
    cleaned = clean_text(TITLE, "\n".join([around(), *tail]), authors=("Ann Lee",))
    assert removed(cleaned) == list(zip(kinds, tail, strict=True))
    assert cleaned.text == around()


@pytest.mark.parametrize(
    ("title", "head", "kind"),
    [
        ("The town builds a bridge | Town Paper", "The town builds a bridge", Kind.HEADLINE_REPEAT),
        ("The town builds a bridge", "River: The town builds a bridge", Kind.HEADLINE_REPEAT),
        (TITLE, "Published 10:02 AM EST Nov 19, 2019", Kind.DATELINE),
        (TITLE, "2024年03月05日 21:10 来源：北城日报 作者：李文", Kind.DATELINE),
        (TITLE, "sexta-feira, 22 de outubro de 2010 às 20:13", Kind.DATELINE),
        (TITLE, "By Ann Lee and Jo Ray", Kind.BYLINE),
        (TITLE, "Wirtschaft", Kind.SECTION_LABEL),
    ],
)
def test_what_stands_above_an_article_goes(title: str, head: str, kind: Kind) -> None:
    cleaned = clean_text(title, f"{head}\n{around()}")
    assert (removed(cleaned), cleaned.text) == ([(kind, head)], around())


@pytest.mark.parametrize(
    ("words", "goes"),
    [("Grenzgang", True), ("Hafen und Meer", True), ("Hafen und Meer heute", False), ("A short sentence.", False)],
)
def test_a_few_words_below_the_headline_of_a_plain_text_are_a_kicker(words: str, goes: bool) -> None:
    cleaned = clean_text(None, f"{HEADLINE}\n{words}\n{around()}")
    assert cleaned.title == HEADLINE
    assert (removed(cleaned), words in cleaned.text) == ([(Kind.SECTION_LABEL, words)] if goes else [], not goes)


@pytest.mark.parametrize(("words", "goes"), [("Grenzgang", True), ("A short sentence.", False)])
def test_a_few_words_above_the_headline_of_a_plain_text_are_a_kicker(words: str, goes: bool) -> None:
    cleaned = clean_text(None, f"{words}\n{HEADLINE}\n{around()}")
    assert (cleaned.title == HEADLINE, words in cleaned.text) == (goes, not goes)


@pytest.mark.parametrize(
    "heading",
    [
        "Another headline about something else",
        "A headline about something",
        "Audio",
        "Facebook | $0.50 – $3.00",
        "Summary",
        TITLE,
    ],
)
def test_a_heading_that_is_like_the_title_or_a_label_stays_inside_a_page(heading: str) -> None:
    inside = around(
        "It was a long way, and nobody in the town believed in it.", heading, "The work began in the spring."
    )
    assert clean_text(TITLE, inside).text == inside


@pytest.mark.parametrize("heading", ["Abstract", "Safety Alert", "The headline about another thing"])
def test_a_heading_above_a_page_stays(heading: str) -> None:
    assert clean_text(TITLE, f"{heading}\n{around()}").text == f"{heading}\n{around()}"


def test_a_quote_pulled_out_of_the_text_goes_and_stays_where_it_was() -> None:
    said = "“We have waited for this bridge for ninety years,” she said, and sat down."
    cleaned = clean_text(TITLE, around(said, "“We have waited for this bridge for ninety years”"))
    assert removed(cleaned) == [(Kind.PULL_QUOTE, "“We have waited for this bridge for ninety years”")]
    assert said in cleaned.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Council talks about a bridge", "Council talks about a bridge"),
        ("Who pays for the bridge?", "Who pays for the bridge?"),
        ("river\nCouncil talks about a bridge", "Council talks about a bridge"),
        ("12 June 2024\nCouncil talks about a bridge", "Council talks about a bridge"),
        ("Council meets to discuss the new bridge on Monday.", "Council meets to discuss the new bridge on Monday."),
        ("It rained all day.", None),
        ("www.example.org/bridge is the address", None),
        ("- Council talks about a bridge", None),
        ("Click here for all results", None),
    ],
)
def test_the_headline_of_a_plain_text_is_its_title(head: str, title: str | None) -> None:
    assert clean_text(None, f"{head}\n{around()}").title == title


def test_a_model_can_judge_beside_the_rules() -> None:
    class Doubter:
        def judge(self, page: Page) -> list[Removal | None]:
            return [Removal(Kind.BOILERPLATE, "doubt") if "if" in block.words else None for block in page.blocks]

    decision = decide(TITLE, around("Share this article"), judges=(Doubter(), Rules()))
    assert [(verdict.kind, verdict.by, block.raw) for _, verdict, block in decision.cut] == [
        (Kind.BOILERPLATE, "doubt", THIRD),
        (Kind.SHARE, "labels.share", "Share this article"),
    ]


# Properties ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(line for name in SEED_CASES for line in (SEEDS / name).read_text("utf-8").splitlines()),
        *("Comments", "Tags", "Read more:", "Share", "Read also", "Advertisement", "12 June 2021", "By Ann Lee", "OK"),
        *("- an item", "| a | b |", "© 2020", "(Photo: A/B)", "Subscribe to our newsletter", "\u200b", "\u00a0", "***"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=60)), max_size=25).map("\n".join)
TITLES = st.none() | PIECES | st.text(max_size=60)


@given(TITLES, TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_line_is_kept_or_removed_or_the_title_in_order(title: str | None, text: str) -> None:
    cleaned = clean_text(title, text)
    kept = lines(cleaned.text)
    cut = [" ".join(piece.text.split()) for piece in cleaned.removed]
    found = [cleaned.title] if cleaned.title and not (title and title.split()) else []
    source = [line for line in lines(text) if line.strip(INVISIBLE)]
    # A line that occurs twice may be kept once and removed once: follow every way of sharing the lines out.
    ways = {(0, 0, 0)}
    for line in source:
        ways = {
            (k + (side == 0), c + (side == 1), f + (side == 2))
            for k, c, f in ways
            for side, (pile, at) in enumerate(((kept, k), (cut, c), (found, f)))
            if at < len(pile) and pile[at] in (line, line.strip(INVISIBLE))
        }
    assert (len(kept), len(cut), len(found)) in ways


@given(TITLES, TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_clean_text_stays_as_it_is(title: str | None, text: str) -> None:
    once = clean_text(title, text)
    again = clean_text(once.title, once.text)
    assert (again.title, again.text, again.removed) == (once.title, once.text, ())


@pytest.mark.parametrize(
    "line",
    [
        "a" * 1_000_000,
        "a " * 500_000,
        "( " * 500_000,
        "[b " * 300_000,
        "1 " * 500_000,
        "x=(" * 300_000,
        "A/" * 500_000,
        ", " * 500_000,
        "\u3042" * 1_000_000,
        "Cookie you accept " * 60_000,
    ],
)
def test_a_line_of_a_megabyte_takes_bounded_time(line: str) -> None:
    before = time.perf_counter()
    assert clean_text(None, f"One line before.\n{line}\n{line[:1900]}\nAnd one line after it.").text
    assert time.perf_counter() - before < 2


def test_time_is_linear_in_the_number_of_lines() -> None:
    text = "\n".join(line for name in SEED_CASES for line in (SEEDS / name).read_text("utf-8").splitlines() if line)
    count = 20_000 // text.count("\n")
    before = time.perf_counter()
    clean_text(None, "\n".join([text] * count))
    assert time.perf_counter() - before < 10


# The record ---------------------------------------------------------------------------------------------------------


def document(**changes: object) -> Document:
    values: dict[str, object] = {
        "capture_uri": "seeds/a.txt",
        "capture_digest": "d" * 32,
        "captured_at": None,
        "url": None,
        "canonical_url": None,
        "feed_url": None,
        "title": "A quiet town votes",
        "text": "The town voted on Sunday, and few were surprised.\nComments (3)",
        "language": "en",
    }
    return Document(**(values | changes))  # type: ignore[arg-type]


def test_the_article_of_a_document() -> None:
    pruned = Removed(Kind.SHARE, "Share")
    article = clean(document(url="https://www.news.example.co.uk/a?utm_source=x", removed=(pruned,)), "1.2")
    assert article.text == "The town voted on Sunday, and few were surprised."
    assert article.removed == (pruned, Removed(Kind.COMMENTS, "Comments (3)"))
    assert article.source == "example.co.uk"
    assert article.revision_id == digest(article.title or "", article.text)
    assert (article.entities, article.models, article.language, article.pipeline_version) == (None, (), "en", "1.2")


def test_variants_of_an_address_are_one_article_and_an_edit_is_a_revision() -> None:
    first = clean(document(url="https://www.example.com/a?utm_source=x"), "1")
    second = clean(
        document(url="http://m.example.com/a", text="The town voted on Monday, and few were surprised."), "1"
    )
    assert first.article_id == second.article_id
    assert first.revision_id != second.revision_id


def test_without_an_address_title_and_text_are_the_identity() -> None:
    first, second = clean(document(), "1"), clean(document(title="Another title of it"), "1")
    assert first.article_id == first.revision_id != second.article_id
    assert first.source is None


def test_nothing_but_boilerplate_is_no_article() -> None:
    with pytest.raises(Unusable) as caught:
        clean(document(text="Share this article\nComments (3)\nAdvertisement"), "1")
    assert caught.value.reason is Reason.NO_ARTICLE
