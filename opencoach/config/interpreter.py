"""How the interpreter of a web process is set: for many connections, and pages beside them."""

import gc
import sys

SWITCH = 0.0005  # seconds: the event loop must not wait 5 ms for a page that is being drawn
GARBAGE = (50_000, 20, 20)  # objects made before each generation is searched for cycles: a batch makes thousands


def settle_in() -> None:
    """Once everything is loaded: what stays until the end is not searched for garbage again and again."""
    sys.setswitchinterval(SWITCH)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
