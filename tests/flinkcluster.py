"""A Flink cluster of one's own on this machine, with processes to kill.

As a program it is a cluster to try things on: `python -m tests.flinkcluster [TASK_MANAGERS]`, until Ctrl-C.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

ROOT = Path(__file__).parent.parent
HOME = Path(sys.prefix, "share", "dateline", "flink")
JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"

PACKAGES = ("lang", "lang.reflect", "io", "net", "nio", "text", "time", "util", "util.concurrent")
JVM = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    *(f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in PACKAGES),
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
# Flink's own scripts make these of one size; without them all must be named. The heap holds the whole of the state.
HEAP, DIRECT, NETWORK = 384, 256, 64
MEMORY = {
    "taskmanager.cpu.cores": "1",
    "taskmanager.memory.framework.heap.size": "128m",
    "taskmanager.memory.task.heap.size": f"{HEAP - 128}m",
    "taskmanager.memory.framework.off-heap.size": "128m",
    "taskmanager.memory.task.off-heap.size": f"{DIRECT - 128}m",
    "taskmanager.memory.network.min": f"{NETWORK}m",
    "taskmanager.memory.network.max": f"{NETWORK}m",
    # RocksDB's, when a job asks for it.
    "taskmanager.memory.managed.size": "64m",
    "taskmanager.memory.jvm-metaspace.size": "256m",
    "taskmanager.memory.jvm-overhead.min": "64m",
    "taskmanager.memory.jvm-overhead.max": "64m",
}
LOG = """\
rootLogger.level = INFO
rootLogger.appenderRef.out.ref = Out
appender.out.name = Out
appender.out.type = CONSOLE
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{HH:mm:ss,SSS} %p %c{1} %m%n
"""
# Ends what it was told of when its pipe closes, as it does however the process that holds the other end dies.
WATCH = 'while read pid; do pids="$pids $pid"; done; kill -9 $pids 2>/dev/null'


def missing() -> str | None:
    """One line on how to get a cluster, or None where it is installed."""
    return None if HOME.is_dir() else "Flink is not installed: run `make runners`"


class FlinkCluster:
    """A job manager and task managers of one slot, with checkpoints and savepoints in a folder.

    A failed job is started again from its last checkpoint, up to 100 times. Logs are FOLDER/*.log.
    """

    def __init__(self, folder: Path, task_managers: int = 2, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.rest, self._rpc = _free_ports(2)
        self.address = f"127.0.0.1:{self.rest}"
        self._size = task_managers
        self._settings = settings or {}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._watch: subprocess.Popen[bytes] | None = None
        self.task_managers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._configure()
        self._watch = subprocess.Popen(["sh", "-c", WATCH], stdin=subprocess.PIPE, start_new_session=True)
        try:
            self._start("jobmanager", JOB_MANAGER, "-Xmx384m")
            for _ in range(self._size):
                self.start_task_manager()
            self.wait_for(lambda: self.slots == self._size, "the task managers")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The job manager first, which would start a job anew. SIGTERM lets a task manager end its Python workers.
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._watch and self._watch.stdin:
            self._watch.stdin.close()
            self._watch.wait()

    def start_task_manager(self) -> subprocess.Popen[bytes]:
        """Starts one more; its slot counts once it has registered."""
        memory = [word for name, size in MEMORY.items() for word in ("-D", f"{name}={size}")]
        name = f"taskmanager-{len(self.task_managers)}"
        sizes = (f"-Xmx{HEAP}m", f"-XX:MaxDirectMemorySize={DIRECT + NETWORK}m", "-XX:MaxMetaspaceSize=256m")
        process = self._start(name, TASK_MANAGER, *sizes, arguments=memory)
        self.task_managers.append(process)
        return process

    def kill_task_manager(self, index: int) -> None:
        """Kills the index-th that was started, with SIGKILL."""
        self.task_managers[index].send_signal(signal.SIGKILL)
        self.task_managers[index].wait()

    @property
    def options(self) -> list[str]:
        """What sends a pipeline here."""
        return ["--runner=FlinkRunner", f"--flink_master={self.address}"]

    @property
    def slots(self) -> int:
        """The slots of the task managers that have registered."""
        try:
            return int(self.get("/overview")["slots-total"])
        except OSError:
            return 0

    @property
    def jobs(self) -> dict[str, str]:
        """The state of each job by its id, the oldest first."""
        jobs = sorted(self.get("/jobs/overview")["jobs"], key=lambda job: int(job["start-time"]))
        return {job["jid"]: job["state"] for job in jobs}

    def checkpoints(self, job: str) -> list[str]:
        """Where the completed checkpoints of a job are that Flink still holds, the newest first."""
        history = self.get(f"/jobs/{job}/checkpoints")["history"]
        return [one["external_path"] for one in history if one["status"] == "COMPLETED" and not one["discarded"]]

    def savepoint(self, job: str) -> str:
        """Takes a savepoint of a job that goes on, and gives its path."""
        return self._savepoint(job, "savepoints", {"cancel-job": False})

    def stop(self, job: str, drain: bool = False) -> str:
        """Ends a job with a savepoint; drained, time runs to its end first and every window closes."""
        return self._savepoint(job, "stop", {"drain": drain})

    def cancel(self, job: str) -> None:
        """Ends a job as it is."""
        self._ask("PATCH", f"/jobs/{job}")
        self.wait_for(lambda: self.jobs[job] == "CANCELED", f"the end of {job}")

    def wait_for(self, met: Callable[[], bool], what: str, seconds: float = 120) -> None:
        """Waits until a condition is met; TimeoutError with the end of each log where it is not."""
        until = time.monotonic() + seconds
        while not met():
            if time.monotonic() > until:
                logs = (f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in self.folder.glob("*.log"))
                raise TimeoutError(f"{what}: not in {seconds} seconds\n" + "\n".join(logs))
            time.sleep(0.1)

    def get(self, path: str) -> Any:
        """What Flink's REST says at a path."""
        return self._ask("GET", path)

    def _savepoint(self, job: str, verb: str, wish: dict[str, Any]) -> str:
        trigger = self._ask("POST", f"/jobs/{job}/{verb}", wish)["request-id"]
        path = f"/jobs/{job}/savepoints/{trigger}"
        self.wait_for(lambda: self.get(path)["status"]["id"] == "COMPLETED", f"the savepoint of {job}")
        done = self.get(path)["operation"]
        if "location" not in done:
            raise RuntimeError(done["failure-cause"]["stack-trace"])
        return str(done["location"])

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = Request(f"http://{self.address}{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def _configure(self) -> None:
        (self.folder / "conf").mkdir(parents=True, exist_ok=True)
        settings = {
            "jobmanager.rpc.address": "127.0.0.1",
            "jobmanager.rpc.port": str(self._rpc),
            "jobmanager.bind-host": "127.0.0.1",
            "rest.address": "127.0.0.1",
            "rest.bind-address": "127.0.0.1",
            "rest.port": str(self.rest),
            "taskmanager.host": "127.0.0.1",
            "taskmanager.bind-host": "127.0.0.1",
            "taskmanager.numberOfTaskSlots": "1",
            "heartbeat.interval": "1000",
            "heartbeat.timeout": "30000",
            "restart-strategy.type": "fixed-delay",
            "restart-strategy.fixed-delay.attempts": "100",
            "restart-strategy.fixed-delay.delay": "1 s",
            "state.checkpoints.dir": (self.folder / "checkpoints").as_uri(),
            "state.savepoints.dir": (self.folder / "savepoints").as_uri(),
            "io.tmp.dirs": str(self.folder / "tmp"),
            "classloader.check-leaked-classloader": "false",
            # How old an answer of REST may be, in milliseconds.
            "web.refresh-interval": "100",
            **self._settings,
        }
        (self.folder / "conf" / "config.yaml").write_text(
            "".join(f"{k}: {json.dumps(v)}\n" for k, v in settings.items())
        )
        (self.folder / "conf" / "log4j.properties").write_text(LOG)
        (self.folder / "tmp").mkdir(exist_ok=True)

    def _start(self, name: str, entry: str, *flags: str, arguments: list[str] | None = None) -> subprocess.Popen[bytes]:
        conf = self.folder / "conf"
        command = ["java", *JVM, *flags, f"-Dlog4j.configurationFile={(conf / 'log4j.properties').as_uri()}"]
        command += ["-cp", str(HOME / "lib" / "*"), entry, "--configDir", str(conf), *(arguments or [])]
        with (self.folder / f"{name}.log").open("wb") as log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self._processes.append(process)
        assert self._watch is not None
        assert self._watch.stdin is not None
        os.write(self._watch.stdin.fileno(), f"{process.pid}\n".encode())
        return process


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(server.getsockname()[1]) for server in sockets]
    for server in sockets:
        server.close()
    return ports


def main() -> None:
    size = int((sys.argv[1:] or ["2"])[0])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder, FlinkCluster(Path(folder), size) as cluster:
        print(" ".join(cluster.options), "is what sends a pipeline to this cluster.")
        print(f"Its checkpoints, savepoints and logs are in {folder}; Ctrl-C ends it.", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    if remedy := missing():
        sys.exit(remedy)
    main()
