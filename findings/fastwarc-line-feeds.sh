#!/usr/bin/env bash
# FastWARC loses a page whose HTTP headers end in bare line feeds: it takes the body for part of the headers.
#
# Version   fastwarc 2.0.1, beside warcio 1.8.1
# Expected  RFC 9112 lets a recipient take a single LF for the end of a line; old servers send it, and archives keep
#           what was sent.
# Happens   warcio gives status, type and page. FastWARC reads on to the end of the record: the page is in the status
#           line, and the body is empty. Nothing is raised.
# For you   An empty body under a full Content-Length is no empty page; split such a record yourself.
# Source    https://www.rfc-editor.org/rfc/rfc9112#section-2.2
#           https://resiliparse.chatnoir.eu/en/latest/man/fastwarc.html
. "$(dirname "$0")/lib.sh"

python fastwarc==2.0.1 warcio==1.8.1 << 'PY'
import io

import fastwarc.warc
import warcio.archiveiterator

HTTP = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Quay opens</p>"
WARC = b"""WARC/1.1\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:9d5a4a9e-3f3c-4a0e-8d6e-0f2a51a0c002>\r
WARC-Date: 2024-02-05T15:10:00Z\r
WARC-Target-URI: https://harbour.example/quay\r
Content-Type: application/http;msgtype=response\r
Content-Length: %d\r
\r
%s\r
\r
""" % (len(HTTP), HTTP)
for record in warcio.archiveiterator.ArchiveIterator(io.BytesIO(WARC)):
    print("warcio  ", record.http_headers.statusline, record.http_headers.headers, record.content_stream().read())
for record in fastwarc.warc.ArchiveIterator(io.BytesIO(WARC)):
    headers = record.http_headers
    print("FastWARC", repr(headers.status_line), list(headers.items()), record.reader.read())
PY

seen << 'OUT'
warcio   200 OK [('Content-Type', 'text/html')] b'<p>Quay opens</p>'
FastWARC 'HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Quay opens</p>' [] b''
OUT
