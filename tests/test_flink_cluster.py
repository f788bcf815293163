"""A real Flink cluster: a stream outlives the processes that carry it, and none of them outlives the cluster."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import apache_beam as beam
import pytest
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.periodicsequence import PeriodicImpulse
from apache_beam.transforms.userstate import BagStateSpec, ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp

from pipeline.runners.local import missing_runner, runner_options
from tests import flinkcluster
from tests.flinkcluster import FlinkCluster
from tests.test_runners import processes

TICK, PANE = 0.5, 2
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        bool(flinkcluster.missing() or missing_runner("flink")), reason="Flink is not installed: run `make runners`"
    ),
]


@dataclass
class Count(beam.DoFn):
    """Numbers the ticks of a key from 1, and names the pane that each is in."""

    LAST: ClassVar = ReadModifyWriteStateSpec("last", VarIntCoder())

    def process(
        self,
        element: tuple[int, Timestamp],
        last: Any = beam.DoFn.StateParam(LAST),
    ) -> Iterator[TimestampedValue[tuple[str, int]]]:
        last.write(number := (last.read() or 0) + 1)
        time = float(element[1])
        yield TimestampedValue((f"{element[0]} {int(time) // PANE * PANE + PANE}", number), time)


@dataclass
class Gather(beam.DoFn):
    """Gives the numbers of a pane at its end."""

    NUMBERS: ClassVar = BagStateSpec("numbers", VarIntCoder())
    END: ClassVar = TimerSpec("end", beam.TimeDomain.WATERMARK)

    def process(
        self,
        element: tuple[str, int],
        numbers: Any = beam.DoFn.StateParam(NUMBERS),
        end: Any = beam.DoFn.TimerParam(END),
    ) -> None:
        numbers.add(element[1])
        end.set(Timestamp(int(element[0].split()[1])) - Duration(micros=1000))

    @on_timer(END)
    def give(
        self, key: Any = beam.DoFn.KeyParam, numbers: Any = beam.DoFn.StateParam(NUMBERS)
    ) -> Iterator[tuple[str, list[int]]]:
        yield key, sorted(numbers.read())
        numbers.clear()


def write(pane: tuple[str, list[int]], folder: str) -> None:
    """A pane that comes again after a restart replaces itself, as a file of records does."""
    Path(folder, pane[0]).write_text(" ".join(map(str, pane[1])))


def stream(folder: str, argv: list[str]) -> None:
    """Counts ticks for ever, and writes each pane to a file."""
    pipeline = beam.Pipeline(options=PipelineOptions([*runner_options(argv), *argv]))
    ticks = pipeline | "Ticks" >> PeriodicImpulse(start_timestamp=Timestamp(time.time()), fire_interval=TICK)
    keyed = ticks | "Keys" >> beam.FlatMap(lambda tick: [(0, tick), (1, tick)]).with_output_types(tuple[int, Timestamp])
    counted = keyed | "Count" >> beam.ParDo(Count()).with_output_types(tuple[str, int])  # type: ignore[no-untyped-call]
    panes = counted | "Gather" >> beam.ParDo(Gather()).with_output_types(tuple[str, list[int]])  # type: ignore[no-untyped-call]
    panes | "Write" >> beam.Map(write, folder)
    pipeline.run().wait_until_finish()


def numbers(folder: Path, key: int) -> list[int]:
    """The numbers of a key in all the panes that are written, sorted."""
    return sorted(int(number) for file in folder.glob(f"{key} *") for number in file.read_text().split())


def panes(folder: Path) -> int:
    return len(list(folder.iterdir()))


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """Is in the environment of all that the test starts."""
    monkeypatch.setenv("DATELINE_TEST_RUN", value := f"{os.getpid()}-{time.time_ns()}")
    return f"DATELINE_TEST_RUN={value}"


def end(mark: str) -> None:
    """Ends what still carries a mark, and fails the test for it."""
    until = time.monotonic() + 15
    while (left := [line for line in processes(mark) if line]) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == []


def test_a_stream_outlives_its_command_and_a_task_manager(tmp_path: Path, mark: str) -> None:
    (folder := tmp_path / "panes").mkdir()
    with FlinkCluster(tmp_path / "flink", 2) as cluster:
        argv = ["--streaming", *cluster.options, "--parallelism=2", "--checkpointing_interval=500"]
        program = f"from tests.test_flink_cluster import stream; stream({str(folder)!r}, {argv})"
        # The command and the job server that it starts are a group, to be killed as one.
        command = subprocess.Popen([sys.executable, "-c", program], cwd=flinkcluster.ROOT, start_new_session=True)
        try:
            cluster.wait_for(lambda: panes(folder) >= 2, "the first panes", 200)
        finally:
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
        (job,) = cluster.jobs
        workers = [line for line in processes(mark) if "--provision_endpoint" in line]
        assert len(workers) == 2

        cluster.kill_task_manager(0)
        cluster.start_task_manager()
        before = panes(folder)
        cluster.wait_for(lambda: panes(folder) >= before + 4, "panes after the kill", 200)

        savepoint = cluster.stop(job)
        assert cluster.jobs == {job: "FINISHED"}
        assert Path(savepoint.removeprefix("file:"), "_metadata").exists()
    assert processes(mark) == []
    for key in (0, 1):
        got = numbers(folder, key)
        # Each once, and none is missing but those of panes that were open at the end.
        assert len(got) > PANE / TICK
        assert got == list(range(1, len(got) + 1))


def test_a_cluster_ends_with_the_process_that_started_it(tmp_path: Path, mark: str) -> None:
    program = (
        "import os, pathlib, signal\n"
        "from tests.flinkcluster import FlinkCluster\n"
        f"with FlinkCluster(pathlib.Path({str(tmp_path)!r}), 1):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=flinkcluster.ROOT, timeout=120)
    assert done.returncode == -signal.SIGKILL
    end(mark)
