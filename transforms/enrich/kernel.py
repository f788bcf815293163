"""Which library multiplies matrices for spaCy.

BLIS, spaCy's own, falls back to a generic kernel on processors that it does not know: a third of the speed of numpy's
OpenBLAS there, which in turn loses time to threads, for the matrices of an article are small. Both at their best are
equal, so numpy's is taken wherever its threads can be limited.
"""

from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language


def use_numpy(language: "Language") -> bool:
    """Lets the layers of a pipeline multiply with numpy, in one thread of this process; says whether it could be done.

    It cannot where numpy's library has no limit of threads to set, as Accelerate on macOS.
    """
    from thinc.api import NumpyOps

    libraries = ThreadpoolController().select(user_api="blas")
    if not len(libraries):
        return False
    libraries.limit(limits=1)
    for _, pipe in language.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            node.ops = NumpyOps(use_blis=False)
    return True
