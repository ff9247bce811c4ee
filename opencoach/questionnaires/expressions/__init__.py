"""The small arithmetic language of computed values: `if(mean(sleep, food) >= 3, 10, 0) + stress × 2`.

+ − × ÷ (also - * /), = ≠ < ≤ > ≥ (also == != <> <= >=), and, or, not; numbers, texts in quotes, true, false, names.
Functions: sum mean min max count (pass over what is missing), coalesce, if, round, floor, ceil, abs, answered,
contains, days. Everything else is unknown as soon as something in it is missing. There is no power, no loop, no
assignment and nothing to call but these; what a text may hold is bounded in length, parts and depth.
"""

from opencoach.questionnaires.expressions.evaluate import evaluate
from opencoach.questionnaires.expressions.parse import Wrong, names, parse

__all__ = ["Wrong", "evaluate", "names", "parse"]
