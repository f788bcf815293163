"""spaCy's embedding layers, asked once for each different word of a document: half of a text is words said before."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.model import Model

_LEXICAL = frozenset(("ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"))
"""Attributes that a token has from its word, or from the word and the tokenizer's exceptions (NORM), and not from its
place."""

_LAYERS = frozenset(
    [
        "extract_features",
        "static_vectors",
        "hashembed",
        "ints-getitem",
        "maxout",
        "layernorm",
        "dropout",
        "list2ragged",
        "ragged2list",
    ]
)
"""What spaCy's MultiHashEmbed is made of: each works on one row at a time."""


class _Words:
    """The different words of a document: what an embedding layer asks of a Doc."""

    def __init__(self, doc: "Doc") -> None:
        self._doc = doc
        self.vocab: Vocab = doc.vocab
        word, norm = doc.to_array(["ORTH", "NORM"]).T
        # Both are hashes of 64 bits, and so is what they are mixed to.
        mixed = word * np.uint64(0x9E3779B97F4A7C15) + norm
        _, self._first, self.inverse = np.unique(mixed, return_index=True, return_inverse=True)

    def __len__(self) -> int:
        return len(self._first)

    def to_array(self, attributes: Any) -> NDArray[Any]:
        """As Doc.to_array, of the first token of each word."""
        return self._doc.to_array(attributes)[self._first]


def embed_words_once(model: "Model[Any, Any]") -> None:
    """Changes the embedding layers below a model so that they compute each different word of a document once.

    Layers that look at more of a token than its word stay as they are. The vectors are the same, to rounding.
    """
    for node in list(model.walk()):
        embed = node.get_ref("embed") if "embed" in node.ref_names else None
        if embed is not None and _is_lexical(embed):
            node.replace_node(embed, _of_words(embed))


def _is_lexical(embed: "Model[Any, Any]") -> bool:
    leaves = {node.name for node in embed.walk() if not node.layers}
    columns = {column for node in embed.walk() for column in node.attrs.get("columns", ())}
    return leaves <= _LAYERS and columns <= _LEXICAL


def _of_words(embed: "Model[Any, Any]") -> "Model[Any, Any]":
    from thinc.model import Model

    def forward(_: "Model[Any, Any]", docs: "list[Doc]", is_train: bool) -> Any:
        words = [_Words(doc) for doc in docs]
        return [part[w.inverse] for part, w in zip(embed.predict(words), words, strict=True)], None

    return Model("embed_words_once", forward, layers=[embed])
