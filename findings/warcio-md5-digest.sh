#!/usr/bin/env bash
# warcio reports a sound record as damaged if its digest is MD5, or SHA-1 in lower case.
#
# Version   warcio 1.8.1
# Expected  WARC/1.1 takes a digest of any algorithm, named before the colon; a reader that cannot check one can say so.
#           Base32 is read without regard to case by most tools.
# Happens   32 hexadecimal digits of MD5 have the length of a SHA-1 in Base32 and are compared as that; Base32 in lower
#           case is compared as it is. Both end as `payload digest failed`.
# For you   `warcio check` over archives of other tools proves nothing by its failures alone: look at how the digests
#           are written.
# Source    https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/#warc-payload-digest
#           https://github.com/webrecorder/warcio#check
. "$(dirname "$0")/lib.sh"

python warcio==1.8.1 << 'PY'
import base64
import hashlib
import io

from warcio.archiveiterator import ArchiveIterator

body = b"<p>Quay opens</p>"
sha1 = hashlib.sha1(body)
base32 = base64.b32encode(sha1.digest()).decode()
for digest in (
    f"sha1:{base32}", f"sha1:{sha1.hexdigest()}", f"sha1:{base32.lower()}", f"sha256:{hashlib.sha256(body).hexdigest()}",
    f"md5:{hashlib.md5(body).hexdigest()}",
):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6>\r\n"
        "WARC-Date: 2024-02-05T15:10:00Z\r\nWARC-Target-URI: https://harbourpost.example/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nWARC-Payload-Digest: {digest}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    for record in ArchiveIterator(io.BytesIO(head.encode() + block + b"\r\n\r\n"), check_digests=True):
        record.content_stream().read()
        print(f"{digest[:14]}…  {'passed' if record.digest_checker.passed else 'failed'}")
PY

seen << 'OUT'
sha1:BK6NXI6DF…  passed
sha1:0abcdba3c…  passed
sha1:bk6nxi6df…  failed
sha256:16b5f15…  passed
md5:2c0ed0ae73…  failed
OUT
