"""A stream on a real Flink cluster: task managers that are killed, a command that is, and the bytes of a replay."""

import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.runners.local import missing_runner
from tests import flinkcluster
from tests.conftest import digests, rows
from tests.flinkcluster import FlinkCluster
from tests.rounds import by_command, listed
from tests.streams import WINDOW, living, stream
from tests.test_stream_follow import announced, edited, left
from tests.test_stream_resume import fetches

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        bool(flinkcluster.missing() or missing_runner("flink")), reason="Flink is not installed: run `make runners`"
    ),
]


def test_a_task_manager_is_killed_in_mid_stream_and_nothing_is_lost(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with living(feeds=12, speed=600, delay=0.02) as server, FlinkCluster(tmp_path / "flink") as cluster:
        command = stream("FlinkRunner", listed(server, tmp_path), output, "--run-for=100s", *cluster.options)
        process = subprocess.Popen(
            [*command, "--parallelism=2", "--checkpointing_interval=2000"], stderr=subprocess.PIPE, text=True
        )
        cluster.wait_for(lambda: fetches(server).total() > 60, "sixty pages", 150)
        time.sleep(3)
        cluster.kill_task_manager(0)
        cluster.start_task_manager()
        _, said = process.communicate(timeout=400)
        assert process.returncode == 0, said

        expected = sum((announced(server, feed) for feed in server.feeds), Counter[tuple[str, bool]]())
        found = Counter((row["url"], edited(row)) for row in rows(output / "articles"))
        assert {url for url, _ in found} == {url for url, _ in expected}
        assert {url for url, is_edit in found if is_edit} >= {url for url, is_edit in expected if is_edit}
        assert max(found.values()) == 1
        versions = Counter(url[url.index("/2") :] for url, _ in expected)
        assert all(count <= versions[path] + 1 for (_, path), count in fetches(server).items())
    assert left(output) == []
    by_command("replay", str(output / "archive"), "--output", str(tmp_path / "again"), "--models=", *WINDOW)
    assert digests(tmp_path / "again" / "articles") == digests(output / "articles")
