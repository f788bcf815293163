"""Hands the metrics of an output to Prometheus: as a file after each round, or served while a stream goes on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from prometheus_client import start_http_server, write_to_textfile

from pipeline.errors import RunError, UsageError
from pipeline.monitor.metrics import registry


def write_metrics(path: str, output: str, now: datetime | None = None) -> None:
    """Writes Prometheus' text form, for node_exporter's textfile collector: the old file stays until the new is
    complete.

    RunError if it cannot be written.
    """
    try:
        write_to_textfile(path, registry(output, now))
    except OSError as error:
        raise RunError(f"--metrics={path}: cannot be written: {error}; the records are written") from error


@contextmanager
def served(address: tuple[str, int] | None, output: str) -> Iterator[None]:
    """Serves the metrics at `http://HOST:PORT/metrics` while the block runs; UsageError if the port is taken."""
    if address is None:
        yield
        return
    host, port = address
    try:
        server, thread = start_http_server(port, addr=host, registry=registry(output))
    except OSError as error:
        raise UsageError(f"--metrics-port={host}:{port}: {error.strerror or error}; give another port") from error
    try:
        yield
    finally:
        with suppress(OSError):
            server.shutdown()
        thread.join()
        server.server_close()
