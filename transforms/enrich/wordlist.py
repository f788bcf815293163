"""Words: sets of them, written as one would read them, and whether a text has one."""


def words(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def stands(text: str, word: str) -> bool:
    """Whether a text has a word, as a whole."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(word, end)
    return False
