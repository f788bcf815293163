"""Content codings are undone, and no body grows beyond its limit."""

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from transforms.base.content_coding import ContentBroken, ContentTooLarge, decode_content
from transforms.base.http_body import stored_body

CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("coding", CODERS)
@given(data=st.binary(max_size=3000), cut=st.integers(0, 200))
def test_codings_are_undone_whole_cut_or_not_at_all(coding: str, data: bytes, cut: int) -> None:
    coded = CODERS[coding](data)

    assert decode_content(coded, coding, len(data)) == data
    assert decode_content(CODERS["gzip"](coded), f"{coding}, gzip", 4000) == data
    assert data.startswith(decode_content(coded[: max(0, len(coded) - cut)], coding, 4000))
    if data:
        with pytest.raises(ContentTooLarge):
            decode_content(coded, coding, len(data) - 1)


@pytest.mark.parametrize("coding", CODERS)
def test_a_coded_body_that_is_cut_at_any_byte_is_never_its_coded_bytes(coding: str) -> None:
    """Some few bytes have no control character, and look like text."""
    page = b"<!doctype html><title>A bridge</title>" + b"".join(
        b"<p>Arch %d of %d.</p>" % (n, n * n) for n in range(99)
    )
    coded = CODERS[coding](page)
    assert all(page.startswith(stored_body(coded[:cut], None, coding)) for cut in range(len(coded) + 1))


@pytest.mark.parametrize("coding", [*CODERS, "identity", "utf-8", "", "gzip, gzip, br, zstd"])
@given(data=st.binary(max_size=300))
def test_any_bytes_decode_or_are_broken(coding: str, data: bytes) -> None:
    with contextlib.suppress(ContentBroken, ContentTooLarge):
        assert len(decode_content(data, coding, 1000)) <= 1000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_many_members_are_no_way_around_the_limit(coding: str) -> None:
    compress = CODERS[coding]
    two = compress(b"x" * 1001) + compress(b"\0" * (32 << 20))
    tracemalloc.start()
    try:
        for members in (two, compress(b"") * 100_000):
            with pytest.raises(ContentTooLarge):
                decode_content(members, coding, 1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
