"""Content Credentials within text go into their own column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.capture import Capture, Document, Media
from transforms.clean.stage import clean
from transforms.extract.credentials import take_credentials
from transforms.extract.stage import extract

TEXT = "The council voted to rebuild the bridge. It is to cost four million, said the mayor of the town on Tuesday." * 2


def wrapped(manifest: bytes) -> str:
    """C2PATextManifestWrapper, as C2PA 2.3 writes it."""
    data = b"C2PATXT\0\x01" + len(manifest).to_bytes(4, "big") + manifest
    return "\ufeff" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in data)


def read(text: str, media: Media) -> Document:
    return extract(Capture(uri="a", body=text.encode(), media=media))


@pytest.mark.parametrize("media", [Media.TEXT, Media.HTML])
def test_a_signed_text_is_the_same_article(media: Media) -> None:
    form = "{}" if media is Media.TEXT else "<html><body><article><p>{}</p></article></body></html>"
    plain, *signed = (read(form.format(text), media) for text in (TEXT, TEXT + wrapped(b"one"), TEXT + wrapped(b"two")))
    assert [document.content_credentials for document in (plain, *signed)] == [None, b"one", b"two"]
    assert {document.text for document in (plain, *signed)} == {TEXT}
    assert len({clean(document, "0").revision_id for document in (plain, *signed)}) == 1


@given(st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_any_manifest_is_taken_whole(manifest: bytes, before: str, after: str) -> None:
    if after[:1] and (0xFE00 <= ord(after[0]) <= 0xFE0F or 0xE0100 <= ord(after[0]) <= 0xE01EF):
        return
    assert take_credentials(before + wrapped(manifest) + after) == (before + after, manifest)


@given(st.text())
def test_other_text_stays(text: str) -> None:
    assert take_credentials(text) == (text, None)


def test_variation_selectors_of_letters_stay() -> None:
    text = "❤\ufe0f 葛\U000e0100飾区"
    assert take_credentials(text) == (text, None)
