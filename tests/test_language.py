from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich.language import detect

TEXTS = {
    "en": "The council voted on Tuesday to keep the old bridge open until the new one is built.",
    "de": "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke bis zum Neubau offen zu halten.",
    "fr": "Le conseil municipal a décidé mardi de garder l'ancien pont ouvert jusqu'à la construction du nouveau.",
    "es": "El ayuntamiento decidió el martes mantener abierto el puente viejo hasta que se construya el nuevo.",
    "ru": "Городской совет решил во вторник оставить старый мост открытым до постройки нового.",
    "ja": "市議会は火曜日、新しい橋が完成するまで古い橋を開放しておくことを決定した。",
    "hi": "नगर परिषद ने मंगलवार को नया पुल बनने तक पुराना पुल खुला रखने का फैसला किया।",
    "ar": "قرر مجلس المدينة يوم الثلاثاء إبقاء الجسر القديم مفتوحا حتى يتم بناء الجسر الجديد.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_enough(language: str) -> None:
    assert detect(TEXTS[language]) == language


def test_the_text_is_believed_before_what_is_said_of_it() -> None:
    assert detect(TEXTS["de"], "en-US") == "de"


@pytest.mark.parametrize(
    "text", ["", "Paris", "14:30 – 3:2 (1:1), 12.11.2023, 45 %, 1.000.000, 17, 18, 19, 20, 21, 22"]
)
def test_too_short_a_text_has_the_language_that_is_said_of_it(text: str) -> None:
    assert detect(text) is None
    assert detect(text, "fr-CA") == "fr"


def test_what_is_like_no_known_language_is_not_guessed() -> None:
    swahili = "Baraza la mji liliamua siku ya Jumanne kuacha daraja la zamani wazi hadi jipya litakapojengwa. " * 5
    assert detect(swahili) is None
    assert detect(swahili, "sw") == "sw"


def test_the_finer_of_two_languages_that_detection_takes_for_one_is_believed() -> None:
    indonesian = (
        "Dewan kota memutuskan pada hari Selasa bahwa jembatan lama tetap dibuka karena yang baru belum selesai."
    )
    assert detect(indonesian, "id-ID") == "id"
    assert detect(TEXTS["en"], "id") == "en"


@pytest.mark.parametrize("hint", ["", "und", "x", "english!", "-", "en US", "mul"])
def test_what_is_no_tag_of_a_language_says_nothing(hint: str) -> None:
    assert detect("Paris", hint) is None


def test_a_quotation_at_the_head_does_not_decide() -> None:
    assert detect(TEXTS["es"] * 11 + "\n" + TEXTS["en"] * 100) == "en"


@pytest.mark.parametrize(("length", "language"), [(3001, "es"), (3002, "en")])
def test_middle_and_tail_count_from_three_thousand_characters_on(length: int, language: str) -> None:
    head = (TEXTS["es"] * 11)[:1000]
    assert detect((head + TEXTS["en"] * 100)[:length]) == language


@pytest.mark.parametrize(("length", "language"), [(48, None), (49, "en")])
def test_forty_letters_are_enough(length: int, language: str | None) -> None:
    sentence = TEXTS["en"][:length]
    assert sum(map(str.isalpha, sentence)) == length - 9
    assert detect(sentence) == language


@given(st.text(st.characters(codec=None), max_size=3000), st.none() | st.text(max_size=12))
def test_any_text_has_one_language_or_none(text: str, hint: str | None) -> None:
    found = detect(text, hint)
    assert found is None or (found.isascii() and found.islower() and 2 <= len(found) <= 3)
    assert detect(text, hint) == found


def test_threads_agree() -> None:
    texts = [text * n for text in TEXTS.values() for n in range(1, 40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect, texts)) == [detect(text) for text in texts]
