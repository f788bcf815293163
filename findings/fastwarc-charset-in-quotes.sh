#!/usr/bin/env bash
# FastWARC returns the charset of a page with the quotation marks that stand around it.
#
# Version   fastwarc 2.0.1
# Expected  RFC 9110 lets the value of a parameter be quoted: charset="windows-1251" and charset=windows-1251 are the
#           same, and `http_charset` is a name that decodes.
# Happens   The marks are part of the name. Python knows no such codec; who falls back to UTF-8 gets a broken page.
# For you   Strip quotation marks from `http_charset`.
# Source    https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6
#           https://resiliparse.chatnoir.eu/en/latest/man/fastwarc.html
. "$(dirname "$0")/lib.sh"

python fastwarc==2.0.1 << 'PY'
import io

from fastwarc.warc import ArchiveIterator

for value in ["text/html; charset=windows-1251", 'text/html; charset="windows-1251"']:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {value}\r\n\r\n<p>".encode() + "Причал открыт".encode("windows-1251")
    head = f"""WARC/1.1\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:9d5a4a9e-3f3c-4a0e-8d6e-0f2a51a0c003>\r
WARC-Date: 2024-02-05T15:10:00Z\r
WARC-Target-URI: https://harbour.example/quay\r
Content-Type: application/http;msgtype=response\r
Content-Length: {len(http)}\r
\r
"""
    (record,) = ArchiveIterator(io.BytesIO(head.encode() + http + b"\r\n\r\n"))
    print(value, "->", record.http_charset)
PY

seen << 'OUT'
text/html; charset=windows-1251 -> windows-1251
text/html; charset="windows-1251" -> "windows-1251"
OUT
