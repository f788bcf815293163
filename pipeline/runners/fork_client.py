"""The command by which Beam starts a worker: asks the fork server for one, and lives as long as it does.

    python -I -S fork_client.py SOCKET

Where nobody answers it becomes the worker that Beam would have started.
"""

import json
import os
import signal
import socket
import sys

STARTED, ENDED = b"+", b"."


def main(path: str) -> None:
    """Exits with 0 when the worker has ended well, else with 1."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
            connection.sendall(json.dumps(dict(os.environ)).encode())
            connection.shutdown(socket.SHUT_WR)
            started = connection.recv(1) == STARTED
        except OSError:
            started = False
        if not started:
            os.execv(sys.executable, [sys.executable, "-m", "apache_beam.runners.worker.sdk_worker_main"])
        try:
            ended = connection.recv(1) == ENDED
        except OSError:
            ended = False
    sys.exit(0 if ended else 1)


if __name__ == "__main__":
    # As the server: a worker is ended by the command, also the one that this becomes.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    main(sys.argv[1])
