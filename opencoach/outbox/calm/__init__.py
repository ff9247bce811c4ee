"""When something reaches somebody, as they like it: `habits` are what they set, `budget` decides, `upcoming` foretells.

The worker (`worker/calming.py`) and the pages that foretell ask the same `budget()`.
"""
