#!/usr/bin/env bash
# spaCy's tokenizer stops remembering words at the first "don't" of a text, and remembers none in a memory zone.
#
# Version   spacy 3.8.18
# Expected  The tokenizer keeps what it made of a word, so that the same text costs nothing the second time.
# Happens   From the first special case of a text on ("didn't", "Mr."), no new word is kept: each text is taken apart
#           by regular expressions again. In `nlp.memory_zone()`, which is meant for long runs, nothing is kept at all.
# For you   A memory zone for each text makes tokenizing several times slower; put many texts into one, or none.
# Source    https://spacy.io/usage/memory-management
#           https://spacy.io/usage/linguistic-features#how-tokenizer-works
. "$(dirname "$0")/lib.sh"

python spacy==3.8.18 << 'PY'
import contextlib

import spacy


def searches(text: str, zone: bool = False) -> list[int]:
    """How often the tokenizer looks for a prefix in a text, the first time and the second."""
    nlp = spacy.blank("en")
    search, calls = nlp.tokenizer.prefix_search, []
    nlp.tokenizer.prefix_search = lambda word: calls.append(word) or search(word)
    counts = []
    with nlp.memory_zone() if zone else contextlib.nullcontext():
        for _ in range(2):
            calls.clear()
            nlp(text)
            counts.append(len(calls))
    return counts


print("plain      ", searches("Ferries crossed the wide harbour yesterday."))
print("special    ", searches("They didn't cross the wide harbour yesterday."))
print("memory zone", searches("Ferries crossed the wide harbour yesterday.", zone=True))
PY

seen << 'OUT'
plain       [7, 0]
special     [7, 6]
memory zone [7, 7]
OUT
