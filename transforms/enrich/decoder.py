"""The entities of a spaCy document, decided for many tokens at once: the spans of spaCy's own `ner`, in less time.

spaCy's recognizer goes through a text token by token and compares the scores of all its transitions at each. Its state
is three tokens: the one at hand, the first of the open entity and the one before. While no entity is open the last
two are padding, so that one matrix product scores every token. Within an entity two transitions are valid, "goes on"
and "ends here": all open entities of a text take such a step together.

The transitions and when they are valid: `spacy/pipeline/_parser_internals/ner.pyx`; the two layers that score them:
`spacy/ml/parser_model.pyx`.
"""

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_PARTS = ("lower", "upper", "tok2vec")
_FEATURES = 3
"""Tokens that the state is made of: at hand, first of the open entity, before."""


def decoder(language: "Language") -> "Decoder | None":
    """A decoder for a pipeline that is nothing but a greedy `ner` of the usual architecture, else None."""
    from spacy.pipeline import EntityRecognizer

    ner: Any = language.get_pipe("ner") if language.pipe_names == ["ner"] else None
    if type(ner) is not EntityRecognizer or ner.cfg.get("beam_width", 1) != 1:
        return None
    model = ner.model
    if not all(part in model.ref_names and model.get_ref(part) for part in _PARTS):
        return None
    usual = model.attrs.get("has_upper") and not model.attrs.get("unseen_classes")
    return Decoder(ner) if usual and model.get_ref("lower").get_dim("nF") == _FEATURES else None


@dataclass(frozen=True, eq=False)
class Transitions:
    """The transitions of a recognizer, by number: BILUO scheme and label, "" for O."""

    kinds: tuple[str, ...]
    labels: tuple[str, ...]

    def number(self, kind: str, label: str) -> int:
        """Of the transition with this kind and label."""
        return next(n for n, each in enumerate(zip(self.kinds, self.labels, strict=True)) if each == (kind, label))


class Decoder:
    """Finds entities with the weights of a pipeline's `ner`; `decoder` makes it if that is possible."""

    def __init__(self, ner: Any) -> None:
        lower, upper, self._tok2vec = (ner.model.get_ref(part) for part in _PARTS)
        self._lower = lower
        self._hidden: Floats = lower.get_param("b").reshape(-1)
        self._pieces: int = lower.get_dim("nP")
        self._weights: Floats = upper.get_param("W")
        self._biases: Floats = upper.get_param("b")
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        moves = Transitions(tuple(name[0] for name in names), tuple(name[2:] for name in names))
        kind = np.array(moves.kinds)
        self._labels = moves.labels
        self._begins = kind == "B"
        self._outside = kind == "O"
        # U without a label is a preset "no entity", of which there are none here.
        self._closed = self._outside | ((kind == "U") & np.array([label != "" for label in moves.labels]))
        entity = [n for n in range(len(names)) if kind[n] == "B"]
        self._inside = np.zeros(len(names), np.int64)
        self._last = np.zeros(len(names), np.int64)
        for begin in entity:
            self._inside[begin] = moves.number("I", moves.labels[begin])
            self._last[begin] = moves.number("L", moves.labels[begin])

    def spans(self, doc: "Doc") -> list[tuple[int, int, str]]:
        """First token, token after the last, label; in order and apart."""
        if not len(doc):
            return []
        layer = self._layer(doc)
        best = self._first_moves(doc, layer)
        opening = np.flatnonzero(self._begins[best])
        ends = np.arange(len(doc))
        ends[opening] = self._ends(layer, opening, best[opening])
        found, free = [], 0
        for first in np.flatnonzero(~self._outside[best]):
            if first >= free:
                free = int(ends[first]) + 1
                found.append((int(first), free, self._labels[best[first]]))
        return found

    def _layer(self, doc: "Doc") -> Floats:
        """The lower layer before its maxout, over padding and tokens: (tokens + 1, _FEATURES, hidden * pieces)."""
        cached = self._lower.predict(np.atleast_2d(self._tok2vec.predict([doc])))
        return cast(Floats, cached.reshape(cached.shape[0], _FEATURES, -1))

    def _scores(self, state: Floats) -> Floats:
        pieces = state.reshape(len(state), -1, self._pieces)
        return reduce(np.maximum, (pieces[:, :, n] for n in range(self._pieces)))

    def _first_moves(self, doc: "Doc", layer: Floats) -> Ints:
        """For each token the best transition while no entity is open."""
        hidden = self._scores(layer[1:, 0] + (layer[0, 1] + layer[0, 2] + self._hidden))
        scores = hidden @ self._weights.T + self._biases
        scores[:, ~(self._begins | self._closed)] = -np.inf
        scores[np.ix_(doc.to_array("IS_SPACE").astype(bool), ~self._outside)] = -np.inf
        scores[-1, ~self._closed] = -np.inf
        return cast(Ints, scores.argmax(axis=1))

    def _ends(self, layer: Floats, first: Ints, move: Ints) -> Ints:
        """The last token of the entities that begin at `first` with the transitions `move`."""
        inside, last = self._inside[move], self._last[move]
        ends = first.copy()
        open_ = np.arange(len(first))
        while len(open_):
            ends[open_] += 1
            at = ends[open_]
            # Row 0 is the padding: token n is row n + 1.
            hidden = self._scores(layer[at + 1, 0] + layer[first[open_] + 1, 1] + layer[at, 2] + self._hidden)
            on, off = inside[open_], last[open_]
            goes_on = np.einsum("ij,ij->i", hidden, self._weights[on]) + self._biases[on]
            stops = np.einsum("ij,ij->i", hidden, self._weights[off]) + self._biases[off]
            ended = (stops > goes_on) | ((stops == goes_on) & (off < on)) | (at == len(layer) - 2)
            open_ = open_[~ended]
        return ends
