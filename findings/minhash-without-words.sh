#!/usr/bin/env bash
# datasketch and rensa take texts without words for copies of each other, and rensa any two texts that are not split.
#
# Version   datasketch 2.0.0, rensa 0.5.0
# Expected  The similarity of two empty sets is not defined; `update` takes the words of a text.
# Happens   Signatures of nothing are equal: similarity 1.0, and the index finds them. A string passed to rensa is a
#           sequence of letters, so that any two English texts are much the same; nothing is raised.
# For you   Pages of pictures are one story of thousands. Leave texts without words out, and pass lists.
# Source    https://ekzhu.com/datasketch/minhash.html
#           https://github.com/beowolx/rensa#readme
. "$(dirname "$0")/lib.sh"

python datasketch==2.0.0 rensa==0.5.0 << 'PY'
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash


def rensa(words: list[str] | str) -> RMinHash:
    minhash = RMinHash(num_perm=128, seed=42)
    minhash.update(words)
    return minhash


index = MinHashLSH(threshold=0.8, num_perm=128)
index.insert("an empty page", MinHash(num_perm=128))
print("datasketch, nothing and nothing", MinHash().jaccard(MinHash()), index.query(MinHash(num_perm=128)))
print("rensa, nothing and nothing     ", rensa([]).jaccard(rensa([])))

ports = "the harbour opened its eastern quay for all ferries and twelve fishing boats waved back"
money = "every farmer knew when prices had fallen below what they asked this week in both our big markets"
print("rensa, two texts, split        ", round(rensa(ports.split()).jaccard(rensa(money.split())), 1))
print("rensa, two texts, not split    ", round(rensa(ports).jaccard(rensa(money)), 1))
PY

seen << 'OUT'
datasketch, nothing and nothing 1.0 ['an empty page']
rensa, nothing and nothing      1.0
rensa, two texts, split         0.0
rensa, two texts, not split     0.9
OUT
