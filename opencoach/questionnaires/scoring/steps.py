"""What becomes of the number, step by step."""

from collections.abc import Mapping, Sequence

from opencoach.questionnaires.definition import scores as spec
from opencoach.questionnaires.logic import holds
from opencoach.questionnaires.numbers import kept, rounded
from opencoach.questionnaires.values import Value


def stepped(value: float | None, steps: Sequence[spec.Step], values: Mapping[str, Value]) -> float | None:
    """The number after all steps; missing stays missing."""
    for step in steps:
        if value is None:
            return None
        value = _step(float(value), step, values)
    return value


def _step(value: float, step: spec.Step, values: Mapping[str, Value]) -> float | None:  # noqa: PLR0911  # one per kind
    match step:
        case spec.Linear():
            return kept(value * step.multiply + step.add)
        case spec.Rescale():
            (low, high), (new_low, new_high) = step.from_, step.to
            return kept((value - low) / (high - low) * (new_high - new_low) + new_low)
        case spec.Norm():
            group = next((one for one in step.groups if holds(one.when, values) is True), None)
            if group is None:
                return None
            z = (value - group.mean) / group.sd
            return kept(z if step.to == "z" else 50 + 10 * z)
        case spec.Lookup():
            return next((kept(one.value) for one in step.entries if _within(value, one)), None)
        case spec.Round():
            return rounded(value, step.decimals)
        case spec.Clamp():
            low = value if step.min is None else max(value, step.min)
            return kept(low if step.max is None else min(low, step.max))


def _within(value: float, entry: spec.Entry) -> bool:
    return (entry.from_ is None or value >= entry.from_) and (entry.to is None or value <= entry.to)


def band_of(value: float | None, bands: Sequence[spec.Band]) -> spec.Band | None:
    """The band that the number lies in: its beginning is in it, its end only where no other band begins."""
    if value is None:
        return None
    near = rounded(value, 9)
    from_here = [band for band in bands if band.from_ is None or near >= band.from_]
    inside = next((band for band in from_here if band.to is None or near < band.to), None)
    return inside or next((band for band in from_here if near == band.to), None)
