"""Scores from values, by specification; see definition/scores.py for what one can say.

`score.scored` gives one score with how it came about, `batch.Scorer` many responses fast, `explain` the words.
"""
