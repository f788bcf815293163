#!/usr/bin/env bash
# FastWARC reads no page whose HTTP headers take more than 32 KiB, and the loop over the archive ends there.
#
# Version   fastwarc 2.0.1, beside warcio 1.8.1
# Expected  Neither HTTP nor WARC limits the headers. News sites answer with a Content-Security-Policy of tens of kilobytes.
# Happens   The iterator raises OSError at that record, so that a plain loop loses it and all behind it. warcio reads both.
# For you   Pass parse_http=False and parse the headers yourself, or guard each record and go on behind it.
# Source    https://resiliparse.chatnoir.eu/en/latest/man/fastwarc.html
. "$(dirname "$0")/lib.sh"

python fastwarc==2.0.1 warcio==1.8.1 << 'PY'
import io

import fastwarc.warc
import warcio.archiveiterator


def record(number, policy):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Security-Policy: {policy}\r\n\r\n"
    body = f"{head}<p>Quay {number} opens</p>"
    return (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2024-02-05T15:10:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:9d5a4a9e-3f3c-4a0e-8d6e-0f2a51a0c00{number}>\r\n"
        f"WARC-Target-URI: https://harbour.example/quay-{number}\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
    )


policy = "img-src " + " ".join(f"https://pictures-{number}.harbour.example" for number in range(1000))
archive = "".join(map(record, (1, 2, 3), ("img-src *", policy, "img-src *"))).encode()
print("headers of the second:", len(policy), "bytes")
for each in warcio.archiveiterator.ArchiveIterator(io.BytesIO(archive)):
    print("warcio  ", each.content_stream().read().decode())
try:
    for each in fastwarc.warc.ArchiveIterator(io.BytesIO(archive)):
        print("FastWARC", each.reader.read().decode())
except OSError as error:
    print("FastWARC", error)
PY

seen << 'OUT'
headers of the second: 36897 bytes
warcio   <p>Quay 1 opens</p>
warcio   <p>Quay 2 opens</p>
warcio   <p>Quay 3 opens</p>
FastWARC <p>Quay 1 opens</p>
FastWARC Maximum header length exceeded.
OUT
