"""What a command imports: counted by modules, for a time would depend on the machine."""

import subprocess
import sys
from pathlib import Path

from pipeline.notebook.documents import article_of
from schemas.capture import Capture, Media
from tests.pages import page

ONLINE = ("aiohttp", "google.cloud.bigquery.client", "google.cloud.dataflow_v1beta3", "google.cloud.pubsub_v1")
"""What only goes online: a quarter of a second, and half a second that Beam spends on any run if it is let."""


def modules_of_the_reader(number: int) -> list[str]:
    """What is imported where documents are read, once a page was."""
    article_of(Capture(uri="a.html", body=page(number).encode(), media=Media.HTML, url="https://news.example/a"))
    return sorted(sys.modules)


def modules_after(code: str) -> set[str]:
    """What the code assigns to `modules`, in a process of its own."""
    program = f"import sys\n{code}\nprint('\\n'.join(['', 'modules', *modules]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    return set(done.stdout.rpartition("\nmodules\n")[2].split())


def imported_by(*arguments: str) -> set[str]:
    """The modules of a process after a command."""
    return modules_after(
        f"from pipeline.cli import main\nassert main({list(arguments)!r}) == 0\nmodules = [*sys.modules]"
    )


def test_a_run_over_files_imports_nothing_that_goes_online_and_show_neither_that_nor_beam(tmp_path: Path) -> None:
    text = next((Path(__file__).parent.parent / "seeds").rglob("*.txt"))
    run = imported_by("run", str(text), "--output", str(tmp_path / "out"), "--models=")
    assert "apache_beam" in run
    assert run.isdisjoint((*ONLINE, "trafilatura", "transforms.extract.stage", "transforms.clean.stage"))
    show = imported_by("show", str(tmp_path / "out"))
    assert "pyarrow" in show
    assert show.isdisjoint((*ONLINE, "apache_beam", "spacy", "trafilatura", "tldextract"))


def test_the_process_that_reads_documents_imports_no_beam_and_no_model() -> None:
    modules = modules_after(
        "from functools import partial\n"
        "from tests.test_start_up import modules_of_the_reader\n"
        "from transforms.base.sandbox import isolated\n"
        "from transforms.base.visit import through\n"
        "modules = isolated(partial(through, {'read': modules_of_the_reader}), 1)"
    )
    assert "trafilatura" in modules
    assert modules.isdisjoint((*ONLINE, "apache_beam", "grpc", "pyarrow", "spacy"))


def test_a_model_is_loaded_without_the_command_line_of_spacy_which_is_there_when_it_is_asked_for() -> None:
    modules = modules_after(
        "from pipeline.lazy_imports import defer_imports\n"
        "defer_imports()\n"
        "import spacy\n"
        "modules = [*sys.modules]\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__\n"
        "from spacy.cli import download"
    )
    assert "spacy.language" in modules
    assert modules.isdisjoint(("spacy.cli", "spacy.cli.info", "typer", "weasel"))


def test_a_command_searches_for_cycles_seldom_and_arrow_keeps_no_memory_for_it(tmp_path: Path) -> None:
    text = next((Path(__file__).parent.parent / "seeds").rglob("*.txt"))
    arguments = ["dateline", "run", str(text), "--output", str(tmp_path / "out"), "--models="]
    program = (
        f"import gc, sys\nsys.argv = {arguments!r}\nfrom pipeline.cli import main\nassert main() == 0\n"
        "import pyarrow\nprint(pyarrow.default_memory_pool().backend_name, end=' ')\n"
        "print(sum(each['collections'] for each in gc.get_stats()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    *_, pool, searches = done.stdout.split()
    assert pool == "system"
    assert int(searches) < 150
