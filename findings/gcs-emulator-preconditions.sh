#!/usr/bin/env bash
# gcp-storage-emulator lets every writer win: it ignores the preconditions by which Cloud Storage stops the second.
#
# Version   gcp-storage-emulator 2026.7.19, google-cloud-storage 3.17.1
# Expected  `if_generation_match=0` means that there must be no object yet: Cloud Storage answers 412, and the client
#           raises PreconditionFailed.
# Happens   An object that is there is written over, changed and deleted under any generation. Nothing is raised.
# For you   Tests of locks and of two writers pass here and prove nothing. Check the generation in a wrapper of the
#           emulator.
# Source    https://cloud.google.com/storage/docs/request-preconditions
#           https://github.com/oittaa/gcp-storage-emulator#readme
. "$(dirname "$0")/lib.sh"

python gcp-storage-emulator==2026.7.19 google-cloud-storage==3.17.1 << 'PY'
import os
import socket

from gcp_storage_emulator.server import create_server
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = create_server("127.0.0.1", port, in_memory=True, default_bucket="news")
server.start()
try:
    os.environ["STORAGE_EMULATOR_HOST"] = f"http://127.0.0.1:{port}"
    bucket = storage.Client(project="news", credentials=AnonymousCredentials()).bucket("news")
    for writer in ("first", "second"):
        bucket.blob("lock").upload_from_string(writer, if_generation_match=0)
        print("the", writer, "holds the lock:", bucket.blob("lock").download_as_text())
    bucket.blob("lock").delete(if_generation_match=1)
    print("deleted under a generation that it never had:", not bucket.blob("lock").exists())
finally:
    server.stop()
PY

seen << 'OUT'
the first holds the lock: first
the second holds the lock: second
deleted under a generation that it never had: True
OUT
