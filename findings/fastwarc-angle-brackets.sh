#!/usr/bin/env bash
# FastWARC hands out a target address with the angle brackets that WARC/1.0 puts around it, as wget still does.
#
# Version   fastwarc 2.0.1, beside warcio 1.8.1
# Expected  The grammar of WARC/1.0 writes an address as "<" URI ">"; the brackets are syntax, not part of the address.
# Happens   warcio takes them off. FastWARC keeps them, so the same page has two addresses in two readers, and the host
#           of the bracketed one is empty.
# For you   Strip "<" and ">" from `WARC-Target-URI` of whatever came out of wget.
# Source    https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.0/#file-and-record-model
. "$(dirname "$0")/lib.sh"

python fastwarc==2.0.1 warcio==1.8.1 << 'PY'
import io
from urllib.parse import urlsplit

import fastwarc.warc
import warcio.archiveiterator

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Quay opens</p>"
WARC = b"""WARC/1.0\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:9d5a4a9e-3f3c-4a0e-8d6e-0f2a51a0c001>\r
WARC-Date: 2024-02-05T15:10:00Z\r
WARC-Target-URI: <https://harbour.example/quay>\r
Content-Type: application/http;msgtype=response\r
Content-Length: %d\r
\r
%s\r
\r
""" % (len(HTTP), HTTP)
for record in warcio.archiveiterator.ArchiveIterator(io.BytesIO(WARC)):
    address = record.rec_headers["WARC-Target-URI"]
    print("warcio  ", address, "host", urlsplit(address).hostname)
for record in fastwarc.warc.ArchiveIterator(io.BytesIO(WARC)):
    address = record.headers["WARC-Target-URI"]
    print("FastWARC", address, "host", urlsplit(address).hostname)
PY

seen << 'OUT'
warcio   https://harbour.example/quay host harbour.example
FastWARC <https://harbour.example/quay> host None
OUT
