"""spaCy models: loaded once a process, with nothing but what finds entities, and asked in bounded pieces."""

import re
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.reject import Reason, Unusable
from transforms.base.garbage import search_seldom
from transforms.enrich.decoder import Decoder, decoder
from transforms.enrich.embedding import embed_words_once
from transforms.enrich.kernel import use_numpy
from transforms.enrich.remembered import Remembered
from transforms.enrich.spans import Span
from transforms.enrich.words import WORDS_KEPT, Learning, read_no_more

if TYPE_CHECKING:
    from spacy.language import Language

MAX_CHARACTERS = 500_000
"""Code points of the longest text in which entities are sought: 80,000 words, a book; no article comes near it."""
CHUNK_CHARACTERS = 10_000
"""Code points that spaCy gets at once: this bounds its memory."""

# spaCy's tokenizer takes a word's affixes off one by one, in time that grows with the square of its length: 1 s for
# 4,000 brackets. Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words.
_NO_WORD = re.compile(
    r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]{200,}"
)

_FINDERS = frozenset(("ner", "beam_ner", "entity_ruler"))
_ENCODERS = frozenset(("tok2vec", "transformer", "curated_transformer"))


class ModelUnusable(Exception):
    """A model that cannot be loaded or finds no entities; the message is one line with the remedy."""


@dataclass(eq=False)
class EntityModel:
    """A loaded model. `name` is the package's, with its version. Any thread may ask; one at a time is let in."""

    name: str
    language: "Language"
    decoder: Decoder | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._remembered = Remembered(self._found)
        self._words = Learning(self.language.tokenizer)

    def spans(self, text: str) -> list[Span]:
        """What the model finds in a text, in order. Raises Unusable(TOO_LARGE) above MAX_CHARACTERS."""
        return self._remembered(text)

    def _found(self, text: str) -> list[Span]:
        if len(text) > MAX_CHARACTERS:
            found = f"a text of {len(text)} characters, the limit is {MAX_CHARACTERS}"
            raise Unusable(Reason.TOO_LARGE, f"{found}; split it into its articles")
        return [span for start, end in chunks(text, CHUNK_CHARACTERS) for span in self._spans(text, start, end)]

    def _spans(self, text: str, start: int, end: int) -> list[Span]:
        # A pipeline can be in one zone at a time: the lock.
        with self._lock, self._zone(text[start:end]):
            if self.decoder is None:
                found = self.language(text[start:end]).ents
                return [Span(start + span.start_char, start + span.end_char, span.label_) for span in found]
            doc = self.language.make_doc(text[start:end])
            bounds = [(token.idx, token.idx + len(token)) for token in doc]
            spans = self.decoder.spans(doc)
            return [Span(start + bounds[first][0], start + bounds[end - 1][1], label) for first, end, label in spans]

    def _zone(self, text: str) -> AbstractContextManager[Any]:
        """Without a zone spaCy remembers every word forever, within one none: the first ones, the frequent among
        them, are remembered, and need not be taken apart again."""
        if len(self.language.vocab) < WORDS_KEPT:
            self._words.learn(text)
            return nullcontext()
        self._words.forget()
        return self.language.memory_zone()


def chunks(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Bounds of pieces of at most `size` code points, cut at line ends, else between words, else anywhere.

    Entities do not cross a line end, so the first way of cutting changes nothing. Runs of 200 code points without a
    space are left out: no name is so long.
    """
    start = 0
    for run in _NO_WORD.finditer(text):
        yield from _pieces(text, start, run.start(), size)
        start = run.end()
    yield from _pieces(text, start, len(text), size)


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    while end - start > size:
        limit = start + size
        cut = text.rfind("\n", start, limit) + 1 or text.rfind(" ", start, limit) + 1 or limit
        yield start, cut
        start = cut
    if start < end:
        yield start, end


_models: dict[str, EntityModel] = {}
_loading = threading.Lock()


def entity_model(name: str) -> EntityModel:
    """The model of an installed package or a folder, loaded at the first call in this process."""
    with _loading:
        if name not in _models:
            _models[name] = load(name)
            # What a model is made of stays: a collector that looks through it again and again takes a tenth of the time
            # that goes into joining mentions.
            search_seldom()
        return _models[name]


def load(name: str) -> EntityModel:
    """Loads what finds entities, and what that listens to. Raises ModelUnusable."""
    # It takes a second: a command that loads no model does not wait for it.
    import spacy

    folder = folder_of(name)
    try:
        components = spacy.util.load_config(folder / "config.cfg")["components"]
        with warnings.catch_warnings():
            # W095: made with another minor version of spaCy.
            warnings.simplefilter("ignore", UserWarning)
            language = spacy.load(name, exclude=excluded(components))
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise ModelUnusable(
            f"spaCy cannot load {name!r} ({reason}); install it for spaCy {version('spacy')}"
        ) from error
    if not language.pipe_names:
        raise ModelUnusable(f"the spaCy model {name!r} finds no entities; name one that has a component `ner`")
    made, package = language.meta["version"], Path(name).name
    use_numpy(language)
    if _is_recognizer(components, language.pipe_names):
        read_no_more(language)
    for _, pipe in language.pipeline:
        if hasattr(pipe, "model"):
            embed_words_once(pipe.model)
    if hasattr(language.tokenizer, "max_cache_size"):
        language.tokenizer.max_cache_size = WORDS_KEPT
    return EntityModel(package if package.endswith(made) else f"{package}-{made}", language, decoder(language))


def excluded(components: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What `spacy.load` should leave out of a pipeline with this configuration.

    Of the vocabulary, the words of the vectors by name: half a million, 1.2 s to load, and a recognizer knows them by
    their hashes. Rules may ask for a word by its name.
    """
    kept = needed(components)
    return sorted(components.keys() - kept) + ["strings"] * _is_recognizer(components, kept)


def _is_recognizer(components: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> bool:
    """Whether these components are a recognizer and what it listens to: without rules."""
    return {components[name].get("factory") for name in names} <= {"ner", "tok2vec"}


def needed(components: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The components, of a pipeline's configuration, that find entities or are listened to by those that do.

    Some `ner` have their own tok2vec and some listen to the pipeline's: spacy.io/usage/embeddings-transformers.
    """
    finders = {name for name, config in components.items() if config.get("factory") in _FINDERS}
    encoders = {name for name, config in components.items() if config.get("factory") in _ENCODERS}
    upstream = {heard for name in finders for heard in _upstream(components[name])}
    return finders | (encoders if "*" in upstream else encoders & upstream)


def _upstream(config: Mapping[str, Any]) -> Iterator[str]:
    if "Listener" in str(config.get("@architectures", "")):
        yield str(config.get("upstream", "*"))
    for value in config.values():
        if isinstance(value, Mapping):
            yield from _upstream(value)


def folder_of(name: str) -> Path:
    """Where the config.cfg of an installed package or a folder is; nothing is loaded. Raises ModelUnusable."""
    if Path(name, "config.cfg").is_file():
        return Path(name)
    spec = find_spec(name) if name.isidentifier() else None
    for place in (spec.submodule_search_locations if spec else None) or ():
        for path in sorted(Path(place).glob("*/config.cfg")):
            return path.parent
    remedy = f"pip install {name}, or python -m spacy download {name}, or name another"
    raise ModelUnusable(f"no spaCy model {name!r} is installed; {remedy}")
