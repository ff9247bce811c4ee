"""What there is to compare with, on a list of tuples in memory and whole seconds: no database, no zones, no rules but
a length, a step and a pause afterwards."""

Span = tuple[int, int]


def sweep(opens: int, closes: int, busy: list[Span], length: int, step: int, after: int) -> list[int]:
    """Merge, and walk once."""
    merged: list[Span] = []
    for start, end in sorted(busy):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    found, i = [], 0
    for start in range(opens, closes - length + 1, step):
        while i < len(merged) and merged[i][1] <= start:
            i += 1
        if i == len(merged) or merged[i][0] >= start + length + after:
            found.append(start)
    return found


def rescan(opens: int, closes: int, busy: list[Span], length: int, step: int, after: int) -> list[int]:
    """Every beginning against every row, until one is in its way."""
    found = []
    for start in range(opens, closes - length + 1, step):
        until = start + length + after
        for begins, ends in busy:
            if begins < until and ends > start:
                break
        else:
            found.append(start)
    return found
