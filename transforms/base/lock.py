"""One output, one writer: two programs at once would double rows, and ask servers twice.

On this machine the kernel keeps the lock: it is released when the process that holds it ends, however it ends. In gs://
it is an object with an expiry, written only if the one before is as it was read, and renewed by its owner: one that
dies loses it in time.
"""

import _thread
import fcntl
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from transforms.base.attention import ATTENTION
from transforms.base.rewrite import update

LEASE = timedelta(minutes=2)
"""How long a lock in gs:// outlives an owner that does not renew it. Clocks must agree to within this."""
RENEW_EVERY, LOOK_EVERY = 20.0, 0.5
_LONGEST_NOTE = 1 << 16


@dataclass(frozen=True, slots=True)
class Owner:
    """A process of a host that has been writing since a time; in gs:// `until` another, unless it renews that."""

    name: str
    host: str
    process: int
    since: str
    until: str = ""

    def __str__(self) -> str:
        return f"process {self.process} on {self.host} has been writing to it since {self.since}"


class Occupied(Exception):
    """Another program writes to the output; the message says which."""


def occupied(output: str, error: Occupied) -> str:
    """What a person is told, with the remedy."""
    return f"{output}: {error}; let it finish, or wait for it with --wait=1h"


@contextmanager
def alone(output: str, wait: float = 0.0, of: str = "") -> Iterator[None]:
    """The only writer of an output, of all that use this. Occupied if there is another, still after `wait` seconds.

    `of` names a part of it that has a writer of its own.
    """
    end = time.monotonic() + wait
    lock = _leased if "://" in output else _flocked
    with ExitStack() as held:
        waits = False
        while True:
            try:
                held.enter_context(lock(f"{output}/_state/lock{of and f'-{of}'}"))
                break
            except Occupied as error:
                if time.monotonic() >= end:
                    raise
                if not waits:
                    ATTENTION.warning("%s: waiting, for %s", output, error)
                waits = True
                time.sleep(min(LOOK_EVERY, max(0.0, end - time.monotonic())))
        yield


@contextmanager
def _flocked(path: str) -> Iterator[None]:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Not by its name: the owner may end just now, and take the file away.
            there = os.pread(descriptor, _LONGEST_NOTE, 0)
            raise Occupied(str(_owner(there) or "another process is writing to it")) from None
        if not _stands_for(file, descriptor):
            # Its owner ended between our two steps, and removed the file.
            raise Occupied("another process is just ending")
        os.truncate(descriptor, 0)
        os.write(descriptor, _json(_me()))
        try:
            yield
        finally:
            # If somebody removed the output meanwhile, another run may have begun one of its name.
            if _stands_for(file, descriptor):
                file.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _stands_for(file: Path, descriptor: int) -> bool:
    """Whether a name still stands for an opened file."""
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except OSError:
        return False


@contextmanager
def _leased(path: str) -> Iterator[None]:
    me = _me()
    _take(path, me)
    ended = threading.Event()
    renewer = threading.Thread(target=_renew, args=(path, me, ended), name="lock", daemon=True)
    renewer.start()
    try:
        yield
    finally:
        ended.set()
        renewer.join()
        update(path, lambda there: None if _is(me, there) else there)


def _take(path: str, me: Owner) -> None:
    def change(there: bytes | None) -> bytes | None:
        owner = _owner(there)
        if owner and owner.name != me.name and datetime.fromisoformat(owner.until) > _now():
            raise Occupied(str(owner))
        return _json(replace(me, until=(_now() + LEASE).isoformat()))

    update(path, change)


def _renew(path: str, me: Owner, ended: threading.Event) -> None:
    until = time.monotonic() + LEASE.total_seconds()
    while not ended.wait(RENEW_EVERY):
        try:
            _take(path, me)
            until = time.monotonic() + LEASE.total_seconds()
        except Occupied as error:
            _give_up(f"lost the lock: {error}")
            return
        except Exception as error:  # The network; until the lease is over it may come back.
            if time.monotonic() > until:
                _give_up(f"could not renew the lock: {error}")
                return


def _give_up(why: str) -> None:
    ATTENTION.error("%s; this run stops, so that there is only one writer", why)
    _thread.interrupt_main()


def _me() -> Owner:
    return Owner(uuid4().hex, socket.gethostname(), os.getpid(), _now().isoformat(timespec="seconds"))


def _is(me: Owner, there: bytes | None) -> bool:
    owner = _owner(there)
    return owner is not None and owner.name == me.name


def _owner(there: bytes | None) -> Owner | None:
    """Who is named; None if nobody is, or what is there was cut off."""
    try:
        return Owner(**json.loads(there or b""))
    except (ValueError, TypeError):
        return None


def _json(owner: Owner) -> bytes:
    return json.dumps(asdict(owner)).encode()


def _now() -> datetime:
    return datetime.now(UTC)
