"""Joins archives one after the other: members of gzip are independent, so bytes are joined as they are.

Memory is bounded whatever the size. If it is killed at any step, doing it again finishes the work; a part is added
once.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from transforms.base.storage import join_files, remove

COMPARED = 64 << 10
"""Bytes that are compared at a time."""
COMPOSED = 32
"""Objects that one request of Cloud Storage can put together."""
JOINED = "dateline-joined"
"""Metadata of an archive in gs://: the parts, each with its generation, that were added to it last."""
ATTEMPTS = 12


def join(target: str, parts: Collection[str]) -> None:
    """Adds parts to an archive in the order of their names, and removes them. OSError if it cannot be done."""
    if "://" in target:
        _join_objects(target, sorted(set(parts)))
    else:
        _join_files(Path(target), sorted(set(parts)))


def _join_files(target: Path, parts: list[str]) -> None:
    """Parts are removed when all are in, from the first on: those left from an earlier attempt are at the end."""
    parts = [part for part in parts if Path(part).exists()]
    joined = _at_end(target, parts)
    for part in joined:
        remove(part)
    if new := [part for part in parts if part not in joined]:
        target.parent.mkdir(parents=True, exist_ok=True)
        join_files(target, [str(target)] * target.exists() + new)
        for part in new:
            remove(part)


def _at_end(target: Path, parts: Collection[str]) -> list[str]:
    """The parts at the end of an archive, one after the other, in that order."""
    if not target.exists():
        return []
    found: list[str] = []
    left = dict.fromkeys(sorted(parts, reverse=True))
    with target.open("rb") as whole:
        end = whole.seek(0, os.SEEK_END)
        while last := next((part for part in left if _stands(whole, end, Path(part))), None):
            found.append(last)
            end -= Path(last).stat().st_size
            del left[last]
    return found[::-1]


def _stands(whole: BinaryIO, end: int, path: Path) -> bool:
    """Whether a file's bytes are those that end at a place of another one."""
    start = end - path.stat().st_size
    if start < 0:
        return False
    whole.seek(start)
    with path.open("rb") as part:
        while chunk := part.read(COMPARED):
            if whole.read(len(chunk)) != chunk:
                return False
    return True


def _join_objects(target: str, parts: list[str]) -> None:
    """Cloud Storage puts them together itself: no byte travels.

    The names of the parts are set with the bytes, at once, and only over the generation that was looked at. They are
    removed before others are added: so a part that exists and not named was not added.
    """
    from google.api_core.exceptions import NotFound, PreconditionFailed

    from transforms.base.beam_internals import gcs_io

    bucket_name, _, name = target.removeprefix("gs://").partition("/")
    with _as_os_error(target):
        bucket = gcs_io(target).client.bucket(bucket_name)
        before, stuck = None, 0
        while there := list(_there(bucket, parts)):
            blob = bucket.get_blob(name)
            state = len(there), blob.generation if blob else 0
            stuck = stuck + 1 if state == before else 0
            if stuck == ATTEMPTS:
                raise OSError(f"{target}: {there[0].name} cannot be added or removed; may this account remove objects?")
            before = state
            joined = ((blob.metadata or {}) if blob else {}).get(JOINED, "").split()
            if done := [part for part in there if _version(part) in joined]:
                with bucket.client.batch(raise_exception=False):
                    for part in done:
                        part.delete(if_generation_match=part.generation)
            else:
                new = there[: COMPOSED - bool(blob)]
                made = bucket.blob(name)
                made.content_type = "application/warc"
                made.metadata = {JOINED: " ".join(map(_version, new))}
                sources = [*([blob] if blob else ()), *new]
                generations = [source.generation for source in sources]
                with suppress(PreconditionFailed, NotFound):
                    made.compose(sources, if_generation_match=state[1], if_source_generation_match=generations)


def _there(bucket: Any, parts: Collection[str]) -> Iterator[Any]:
    """The objects of those paths that are there, in the order of their names."""
    names = {part.removeprefix(f"gs://{bucket.name}/") for part in parts}
    for folder in sorted({name.rpartition("/")[0] for name in names}):
        yield from (blob for blob in bucket.list_blobs(prefix=f"{folder}/") if blob.name in names)


def _version(part: Any) -> str:
    return f"{part.name.rpartition('/')[2]}#{part.generation}"


@contextmanager
def _as_os_error(target: str) -> Iterator[None]:
    from google.api_core.exceptions import GoogleAPIError

    try:
        yield
    except GoogleAPIError as error:
        raise OSError(f"{target}: {error}") from error
