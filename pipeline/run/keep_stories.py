"""Keeps the stories of a stream up to date while it runs.

It runs the command, again and again, as a process of its own, which can be killed at any time and gives back its
memory. Nothing of stories is keyed state of the stream. What was compared is remembered by day in files, so that a
stream, a round and the command continue where another one ended, and a change in how stories are found needs no new
job.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from transforms.base.storage import listed

LOOK_EVERY = 0.5
"""Seconds between two checks whether the command is over."""
_RUN = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"


@contextmanager
def stories_kept(output: str, span: float, every: float) -> Iterator[None]:
    """Brings stories up to date every so many seconds, the pauses between; what is at work at the end is ended."""
    ended = threading.Event()
    command = [sys.executable, "-P", "-c", _RUN, "stories", output, f"--span={span:.0f}s"]
    thread = threading.Thread(target=_keep, args=(command, output, every, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _keep(command: Sequence[str], output: str, every: float, ended: threading.Event) -> None:
    while not ended.wait(every):
        if any(path.endswith(".parquet") for path in listed(f"{output}/articles")):
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
                while process.poll() is None and not ended.wait(LOOK_EVERY):
                    pass
                if process.poll() is None:
                    process.terminate()
