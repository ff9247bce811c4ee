"""How the interpreter of a web process is set: for many connections, and pages beside them."""

import contextlib
import ctypes
import gc
import sys

SWITCH = 0.0005  # seconds: the event loop must not wait 5 ms for a page that is being drawn
M_ARENA_MAX = -8  # glibc's mallopt: how many heaps threads may have; each keeps what was freed in it for itself
GARBAGE = (50_000, 20, 20)  # objects made before each generation is searched for cycles: a batch makes thousands


def share_a_heap() -> None:
    """Before any thread begins: all of them take memory from one heap, for Python lets one of them run at a time."""
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc has no such thing
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def settle_in() -> None:
    """Once everything is loaded: what stays until the end is not searched for garbage again and again."""
    sys.setswitchinterval(SWITCH)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
