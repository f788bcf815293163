"""What spaCy remembers of words, so that it takes each apart once and asks no more of it than a recognizer reads."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

WORDS_KEPT = 30_000
"""Different words that spaCy may remember, 15 MB of them."""

_AROUND = '.,;:!?"()[]“”‘’…'
_READ = frozenset(("ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE"))
"""What embedding layers and recognizers ask of a word."""


def read_no_more(language: "Language") -> None:
    """Lets a pipeline that is nothing but a recognizer find out of a new word only what that reads: a third of it.

    Whether it is an address, a number or a stop word, which spaCy asks of each, is for rules.
    """
    from spacy.attrs import NAMES

    vocab: Any = language.vocab
    vocab.lex_attr_getters = {at: get for at, get in vocab.lex_attr_getters.items() if NAMES[at] in _READ}


class Learning:
    """Teaches spaCy's tokenizer words before it meets them in a text.

    It remembers how it took a word apart, but of a text only the words before the first exception ("don't", "Mr."):
    `has_special` in `spacy/tokenizer.pyx` is set there and stays set. Taught first, a text that is not the first one
    takes a quarter of the time.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        # Tokenizers of scripts without spaces have no exceptions, and remember nothing.
        self._exceptions = frozenset(getattr(tokenizer, "rules", None) or ())
        self._known: set[str] = set()

    def learn(self, text: str) -> None:
        """Takes the new words of a text apart, but for those that may be an exception."""
        if self._exceptions:
            new = set(text.split()) - self._known
            self._known |= new
            if plain := list(filter(self._is_plain, new)):
                self._tokenizer(" ".join(plain))

    def forget(self) -> None:
        """Lets go of the words that were taught, for no others will be."""
        self._known.clear()

    def _is_plain(self, word: str) -> bool:
        bare = word.strip(_AROUND)
        return bare.replace("-", "").isalnum() and self._exceptions.isdisjoint((word, bare, *bare.split("-")))
