#!/usr/bin/env bash
# warcio returns the compressed bytes of a Brotli page as its text, and raises if the usual Brotli package is installed.
#
# Version   warcio 1.8.1, Brotli 1.2.1
# Expected  `content_stream()` is documented to decode the content.
# Happens   Without a Brotli package the compressed bytes come back as if they were the page, and nothing is said. With
#           Brotli, which HTTP clients bring along, each such record raises AttributeError. Only brotlipy works, which
#           the extra `all` asks for and which had its last release in 2017.
# For you   Install `warcio[all]` in an environment without Brotli, or decode `raw_stream` of records in br yourself.
# Source    https://github.com/webrecorder/warcio#reading-warc-records
. "$(dirname "$0")/lib.sh"

cat > read.py << 'PY'
import io

from warcio.archiveiterator import ArchiveIterator

BODY = b"\x0b\x08\x80<p>Quay opens</p>\x03"  # Brotli's form of <p>Quay opens</p>
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n" + BODY
WARC = b"""WARC/1.1\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:9d5a4a9e-3f3c-4a0e-8d6e-0f2a51a0c004>\r
WARC-Date: 2024-02-05T15:10:00Z\r
WARC-Target-URI: https://harbour.example/quay\r
Content-Type: application/http;msgtype=response\r
Content-Length: %d\r
\r
%s\r
\r
""" % (len(HTTP), HTTP)
for record in ArchiveIterator(io.BytesIO(WARC)):
    try:
        print(record.content_stream().read())
    except AttributeError as error:
        print("AttributeError:", error)
PY
python warcio==1.8.1 < read.py
python Brotli==1.2.1 < read.py

seen << 'OUT'
b'\x0b\x08\x80<p>Quay opens</p>\x03'
AttributeError: 'brotli.Decompressor' object has no attribute 'unused_data'
OUT
