"""Fits the weights of "article or not" (transforms/extract/page_kind.py) and says how well it decides.

    python -m tests.benchmarks.page_kind FOLDER...

A FOLDER holds archives SET.warc.gz; the pages of `lists.warc.gz` are no articles, all others are. A ridge-penalised
logistic regression over standardised features, both classes of the same weight, by Newton's method: the same pages
give the same weights. The table is of publishers left out: no page is judged by weights that saw its publisher.
"""

import sys
from collections.abc import Mapping
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from schemas.capture import Capture
from schemas.reject import Unusable
from transforms.base.address import registrable_domain
from transforms.base.decode import decode
from transforms.extract import blocks, markup, metadata, page_kind
from transforms.read.warc.reader import read_range

FOLDS = 5
PENALTY = 10.0
LOST = (0.005, 0.01, 0.015, 0.02, 0.03)

Matrix = npt.NDArray[np.float64]


class Page(NamedTuple):
    """A page as the fit sees it."""

    publisher: str
    is_article: bool
    features: Mapping[str, float]


class Model(NamedTuple):
    """Weights of features as they are, not standardised."""

    weights: Matrix
    bias: float

    def scores(self, rows: Matrix) -> Matrix:
        """One for each row; higher is more of an article."""
        scores: Matrix = rows @ self.weights + self.bias
        return scores


def read(folders: list[Path]) -> list[Page]:
    """The features of all pages that can be read, in the order of the archives."""
    jobs = [
        (path.name.startswith("lists"), item)
        for folder in folders
        for path in sorted(folder.glob("*.warc.gz"))
        for item in _captures(path)
    ]
    with Pool() as pool:
        return [page for page in pool.imap(_page, jobs, chunksize=16) if page is not None]


def fit(rows: Matrix, articles: npt.NDArray[np.bool_]) -> Model:
    """The weights that tell articles from the rest."""
    mean, scale = rows.mean(0), rows.std(0)
    scale[scale == 0] = 1
    inputs = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])
    share = np.where(articles, 0.5 / articles.mean(), 0.5 / (1 - articles.mean()))
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 1e-6
    found = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (share * (chance - articles)) + penalty * found
        curve = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = found[:-1] / scale
    return Model(weights, float(found[-1] - weights @ mean))


def main() -> None:
    """Prints the table of publishers left out, then the weights over all pages."""
    pages = read([Path(folder) for folder in sys.argv[1:]])
    names = sorted(page_kind.WEIGHTS)
    rows = np.array([[page.features[name] for name in names] for page in pages])
    articles = np.array([page.is_article for page in pages])
    publishers = sorted({page.publisher for page in pages})
    order = np.random.RandomState(0).permutation(len(publishers))
    fold = {publishers[index]: place % FOLDS for place, index in enumerate(order)}
    folds = np.array([fold[page.publisher] for page in pages])
    scores = np.zeros(len(pages))
    for each in range(FOLDS):
        scores[folds == each] = fit(rows[folds != each], articles[folds != each]).scores(rows[folds == each])
    print(f"{articles.sum()} articles, {(~articles).sum()} others, {len(publishers)} publishers")
    for lost in LOST:
        limit = np.quantile(scores[articles], lost)
        refused = (scores[~articles] < limit).mean()
        print(f"limit {limit:6.2f}: {lost:.1%} of articles lost, {refused:.1%} of lists refused")
    model = fit(rows, articles)
    print(f"BIAS = {model.bias:.2f}")
    print({name: round(float(weight), 2) for name, weight in zip(names, model.weights, strict=True)})


def _captures(path: Path) -> list[Capture]:
    with path.open("rb") as file:
        return [item for item in read_range(file, str(path), 0, path.stat().st_size) if isinstance(item, Capture)]


def _page(job: tuple[bool, Capture]) -> Page | None:
    is_list, capture = job
    try:
        tree = markup.parse(decode(capture.body, capture.charset))
    except Unusable:
        return None
    page = blocks.read(tree.body)
    about = metadata.read(list(tree.iter()), page, capture.url, capture.captured_at, None)
    return Page(registrable_domain(capture.url or "") or capture.uri, not is_list, about.features)


if __name__ == "__main__":
    main()
