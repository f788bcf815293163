"""Messages of Pub/Sub: an address to fetch, an object to read, or a page that the message carries."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from apache_beam.io.gcp.pubsub import PubsubMessage

from schemas.article import digest
from schemas.capture import Announcement, Capture, Media
from schemas.fetch import Request
from schemas.reject import Reason, Reject, Unusable, reject
from transforms.base.address import MAX_LENGTH, absolute_url
from transforms.base.http import charset, media_type
from transforms.read.fields import read_captured, read_names, read_text, read_time
from transforms.read.filename import escape
from transforms.read.notification import (
    OBJECT,
    Ignored,
    StoredObject,
    event_of,
    is_new_content,
    notified_object,
    stored_object,
)

STAGE = "receive"
FIELDS = ("url", "title", "authors", "published", "feed", "captured")
"""What an attribute, or a member of a JSON body, may say of an address or a page; the body's word counts."""
AHEAD = timedelta(hours=1)
"""How far clocks may differ: a page captured later than that after its message was published keeps a window open."""
_PAGES = {"text/html": Media.HTML, "application/xhtml+xml": Media.HTML, "text/plain": Media.TEXT}
_UNTYPED = frozenset({"", "text/plain", "application/octet-stream"})
_REMEDY = "publish an http address, gs://BUCKET/OBJECT, a JSON object with url, or a page with url and content-type"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as received: plain values, attributes in the order of their names."""

    data: bytes
    attributes: tuple[tuple[str, str], ...]
    id: str
    published_at: datetime

    @classmethod
    def of(cls, received: PubsubMessage, at: datetime) -> "Message":
        """Beam's message; `at` is its time where the runner does not give one, aware UTC."""
        data, attributes = received.data or b"", tuple(sorted((received.attributes or {}).items()))
        time = (received.publish_time or at).astimezone(UTC)
        content = digest(data.decode("latin-1"), *(part for pair in attributes for part in pair))
        # A plain datetime: the client's own class also has nanoseconds.
        return cls(data, attributes, received.message_id or content, datetime.combine(time.date(), time.time(), UTC))


Work = Request | StoredObject | Capture | Ignored
"""What a message asks for. A Capture is a page that it carries, named by the message until it is archived."""


def read_message(message: Message, buckets: Collection[str] = ()) -> Work:
    """What a message asks for; raises Unusable, and nothing else, for one that asks for nothing that can be done.

    If `buckets` are given, it may only name objects in these.
    """
    work = _work(message)
    if isinstance(work, StoredObject) and buckets and work.bucket not in buckets:
        raise Unusable(Reason.UNREADABLE, f"objects in {work.bucket} are not read; allow it with --allow-bucket")
    return work


def _work(message: Message) -> Work:
    attributes = dict(message.attributes)
    event = event_of(attributes)
    if event is not None and not is_new_content(event):
        return Ignored(event)
    if event is not None and "bucketId" in attributes:
        return notified_object(attributes["bucketId"], attributes.get("objectId"))
    declared = media_type(attributes.get("content-type"))
    is_page = declared in _PAGES and (declared not in _UNTYPED or "url" in attributes)
    if is_page and message.data.strip():
        return _raw_page(message, attributes, _PAGES[declared])
    if not is_page and declared not in _UNTYPED and not declared.endswith("json"):
        raise Unusable(Reason.NOT_A_PAGE, f"{declared[:80]!r} is not a page; {_REMEDY}")
    body = message.data.removeprefix(b"\xef\xbb\xbf").strip()
    fields = {name: attributes[name] for name in FIELDS if attributes.get(name)}
    if body.startswith(b"{"):
        fields |= {name: value for name, value in _object(body).items() if value is not None}
    elif body:
        fields["url"] = _line(body)
    return _asked(message, fields)


def message_key(message: Message) -> str:
    """What every delivery of a message has in common, also when it was published again.

    The publisher's attribute `id`, the generation of an object that is notified, else Pub/Sub's own id; each with
    its kind, for a publisher may count as Pub/Sub does.
    """
    attributes = dict(message.attributes)
    if attributes.get("id"):
        return f"id/{attributes['id']}"
    if attributes.get("eventType") == "OBJECT_FINALIZE" and attributes.get("objectGeneration"):
        names = (attributes.get(name, "") for name in ("bucketId", "objectId", "objectGeneration"))
        return "object/" + "/".join(names)
    return f"message/{message.id}"


def rejected(message: Message, error: Exception, version: str) -> Reject:
    """A message that cannot be used, as a reject with its data for payload."""
    attributes = dict(message.attributes)
    declared = media_type(attributes.get("content-type"))
    is_page = declared in _PAGES and bool(attributes.get("url"))
    try:
        url = _address(attributes.get("url", ""))
    except Unusable:
        url = None
    media = _PAGES[declared] if is_page else Media.MESSAGE
    return reject(_capture(message, message.data, media, url), STAGE, error, version)


def read_again(capture: Capture) -> Capture:
    """The page in a message that was rejected before (Media.MESSAGE); Unusable if it carries none."""
    attributes = (("url", capture.url),) if capture.url else ()
    found = read_message(Message(capture.body, attributes, capture.uri, capture.captured_at or datetime.max))
    if not isinstance(found, Capture):
        raise Unusable(Reason.UNREADABLE, "the message names a page and carries none; publish it again")
    return replace(found, uri=capture.uri)


def _asked(message: Message, fields: Mapping[str, Any]) -> Work:
    if fields.get("kind") == OBJECT:
        return notified_object(fields.get("bucket"), fields.get("name"))
    for name, media in (("html", Media.HTML), ("text", Media.TEXT)):
        if name in fields:
            return _page(message, fields, read_text(fields, name, None).encode(), media, "utf-8")
    url = read_text(fields, "url")
    if not url:
        raise Unusable(Reason.EMPTY if not message.data else Reason.MALFORMED, f"no address in the message; {_REMEDY}")
    if url.startswith("gs://"):
        bucket, _, name = url.removeprefix("gs://").partition("/")
        return stored_object(bucket, name)
    address = _address(url)
    return Request(url=address, announcement=_announcement(fields, address))


def _raw_page(message: Message, attributes: Mapping[str, str], media: Media) -> Capture:
    return _page(message, attributes, message.data, media, charset(attributes["content-type"]))


def _page(message: Message, fields: Mapping[str, Any], body: bytes, media: Media, coding: str | None) -> Capture:
    if not body.strip():
        raise Unusable(Reason.EMPTY, "a page without text; check what publishes it")
    url = read_text(fields, "url")
    if not url:
        raise Unusable(Reason.MALFORMED, "a page without its address; give it as url")
    address = _address(url)
    captured_at = read_captured(fields) or message.published_at
    if captured_at - message.published_at > AHEAD:
        raise Unusable(Reason.MALFORMED, f"captured {captured_at}, after the message was published; fix the clock")
    page = _capture(message, body, media, address)
    return replace(page, charset=coding, captured_at=captured_at, announcement=_announcement(fields, address))


def _capture(message: Message, body: bytes, media: Media, url: str | None) -> Capture:
    uri = f"pubsub/{escape(message_key(message))}"
    return Capture(uri=uri, body=body, media=media, url=url, captured_at=message.published_at)


def _announcement(fields: Mapping[str, Any], url: str) -> Announcement:
    feed = read_text(fields, "feed")
    return Announcement(
        feed_url=_address(feed) if feed else None,
        url=url,
        title=read_text(fields, "title") or None,
        authors=read_names(fields, ";"),
        published_at=read_time(fields, "published"),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = json.loads(body)
    except RecursionError as error:
        raise Unusable(Reason.TOO_DEEP, "JSON that is nested too deep; publish a flat object") from error
    except ValueError as error:
        raise Unusable(Reason.MALFORMED, f"the body is not JSON: {error}; {_REMEDY}") from error
    return fields


def _line(body: bytes) -> str:
    if len(body) <= MAX_LENGTH:
        try:
            return body.decode()
        except UnicodeDecodeError:
            pass
    raise Unusable(Reason.MALFORMED, f"{len(body):,} bytes that are neither an address nor a JSON object; {_REMEDY}")


def _address(text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise Unusable(Reason.TOO_LARGE, f"an address of {len(text):,} characters, the limit is {MAX_LENGTH:,}")
    if re.search(r"\s", text):
        raise Unusable(Reason.MALFORMED, f"more than an address: {text[:80]!r}; publish one per message")
    if "@" in re.split(r"[/?#]", text.partition("://")[2])[0]:
        raise Unusable(Reason.MALFORMED, "an address with a user name or password in it; publish it without")
    address = absolute_url(text)
    if address is None:
        raise Unusable(Reason.MALFORMED, f"{text[:80]!r} is not an http or https address; {_REMEDY}")
    return address
