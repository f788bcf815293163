"""What the command costs beside another build of itself and beside what else is there, over the same pages.

    .venv/bin/python -m tests.benchmarks.beside --warc FILE... [--times N] [--build DATELINE]
        [--news-please PYTHON] [--datatrove PYTHON] [--repeats N]

`--build` is the `dateline` of another checkout with its own .venv: the whole command, start-up included, and each step
of it in one process. `--news-please` and `--datatrove` are Pythons that have them installed: news-please is asked for
each page, with spaCy's entities of its text after it, as our model finds them; datatrove reads the archive, half a
process, with its Trafilatura extractor, and no entities. The pages are taken `--times` over, from other hosts.
All take turns; CPU is of the processes and all their children. Linux only.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.overhead import COMMAND, MODEL, TWO_WORKERS, Cost, copies, cost, shown

STEPS = f"""
import json, sys, time
from pathlib import Path
from schemas.capture import Capture
from schemas.reject import Unusable
try:
    from transforms.clean.stage import clean
    from transforms.enrich.model import entity_model
    from transforms.enrich.stage import enrich
    from transforms.extract.stage import extract
    from transforms.read.warc.reader import read_range
except ImportError:  # Builds up to 0d61eb3.
    from transforms.clean import clean
    from transforms.enrich import enrich
    from transforms.enrichment.model import entity_model
    from transforms.extract import extract
    from transforms.warc.reader import read_range

models = {{"en": entity_model("{MODEL}")}}
took = dict.fromkeys(("extract and clean", "enrich"), 0.0)
path = Path(sys.argv[1])
with path.open("rb") as file:
    for capture in read_range(file, str(path), 0, path.stat().st_size):
        if isinstance(capture, Capture):
            started = time.process_time()
            try:
                article = clean(extract(capture), pipeline_version="0")
            except Unusable:
                continue
            finally:
                between = time.process_time()
                took["extract and clean"] += between - started
            enrich(article, models)
            took["enrich"] += time.process_time() - between
print(json.dumps(took))
"""
NEWS_PLEASE = f"""
import gzip, sys
import spacy
from newsplease import NewsPlease
from warcio.archiveiterator import ArchiveIterator

model = spacy.load("{MODEL}", exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
with open(sys.argv[1], "rb") as file:
    for record in ArchiveIterator(file):
        if record.rec_type == "response":
            try:
                found = NewsPlease.from_warc(record, decode_errors="replace")
            except Exception:
                continue
            if found and found.maintext and found.language == "en":
                [(span.text, span.label_) for span in model(found.maintext).ents]
"""
DATATROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import ParquetWriter

if __name__ == "__main__":
    source, output = sys.argv[1:]
    steps = [WarcReader(source, glob_pattern="*.warc.gz"), Trafilatura(timeout=10), ParquetWriter(output)]
    LocalPipelineExecutor(pipeline=steps, tasks=2, workers=2, logging_dir=output + "/logs").run()
"""


def main() -> None:
    """Measures and prints ratios, the medians first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warc", type=Path, nargs="+", required=True)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--news-please", type=Path)
    parser.add_argument("--datatrove", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        pages = folder / "pages.warc.gz"
        with pages.open("wb") as out:
            out.writelines(_all(chosen.warc, chosen.times))
        if chosen.build:
            builds(folder, pages, chosen.build, chosen.repeats)
        if chosen.news_please:
            way = [str(chosen.news_please), "-c", NEWS_PLEASE, str(pages)]
            ours = [COMMAND, "run", str(pages), "--direct_num_workers=1"]
            compare("news-please and spaCy", ours, way, folder, chosen.repeats, lambda took: took.cpu)
        if chosen.datatrove:
            halves = halved(folder, pages)
            program = folder / "datatrove_pipeline.py"
            program.write_text(DATATROVE)
            way = [str(chosen.datatrove), str(program), str(halves)]
            ours = [COMMAND, "run", str(pages), "--models=", *TWO_WORKERS]
            compare("datatrove, wall time", ours, way, folder, chosen.repeats, lambda took: took.wall)


def builds(folder: Path, pages: Path, build: Path, repeats: int) -> None:
    """This build and another: the whole command in one process, then its steps."""
    ours = [COMMAND, "run", str(pages), "--direct_num_workers=1"]
    theirs = [str(build.absolute()), *ours[1:]]
    compare("the other build", ours, theirs, folder, repeats, lambda took: took.cpu)
    ratios: dict[str, list[float]] = {}
    for _ in range(repeats):
        here, there = steps(Path(COMMAND), pages), steps(build, pages)
        for step, took in here.items():
            ratios.setdefault(step, []).append(took / there[step])
    for step, found in ratios.items():
        print(f"CPU of {step} / the other build's: {shown(found)}", flush=True)


def steps(command: Path, pages: Path) -> dict[str, float]:
    """Seconds of CPU of each step in a build."""
    python, home = command.absolute().with_name("python"), command.absolute().parents[2]
    done = subprocess.run([python, "-c", STEPS, pages], cwd=home, stdout=subprocess.PIPE, check=True)
    return {str(step): float(took) for step, took in json.loads(done.stdout).items()}


def compare(
    name: str, ours: list[str], other: list[str], folder: Path, repeats: int, measure: Callable[[Cost], float]
) -> None:
    """Both in turns, each into fresh folders: ours has its output behind --output, the other one last."""
    ratios, seconds = [], []
    for _ in range(repeats):
        mine = measure(cost(*ours, "--output", tempfile.mkdtemp(dir=folder)))
        output = tempfile.mkdtemp(dir=folder)
        theirs = measure(cost(*other, *(["--output", output] if "run" in other else [output])))
        ratios.append(mine / theirs)
        seconds.append(mine)
    print(f"the command / {name}: {shown(ratios)}; {statistics.median(seconds):.1f} s", flush=True)


def halved(folder: Path, pages: Path) -> Path:
    """A folder with the archive as two files, for datatrove gives each process whole files."""
    halves = folder / "halves"
    halves.mkdir()
    files = [(halves / f"{number}.warc.gz").open("wb") for number in range(2)]
    for number, record in enumerate(copies(pages, [0])):
        files[number % 2].write(record)
    for file in files:
        file.close()
    return halves


def _all(archives: list[Path], times: int) -> Iterator[bytes]:
    for archive in archives:
        yield from copies(archive, range(times))


if __name__ == "__main__":
    main()
