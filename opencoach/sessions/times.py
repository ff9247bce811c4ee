"""Wall clocks and instants. Pure."""

import datetime as dt
import zoneinfo

UTC = dt.UTC


def wall(instant: dt.datetime, zone: str) -> dt.datetime:
    """What the clock in `zone` shows at `instant` (aware), `fold` telling the hours apart that come twice."""
    return instant.astimezone(zoneinfo.ZoneInfo(zone))


def instant(day: dt.date, clock: dt.time, zone: str, fold: int = 0) -> dt.datetime:
    """When the clock in `zone` shows that, in UTC. A time that a change of clocks leaves out is as much later as the
    clocks go forward: 02:30 on 28 March 2027 in Berlin is 01:30 UTC, which clocks there show as 03:30."""
    return dt.datetime.combine(day, clock, zoneinfo.ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)


def read(text: str) -> dt.datetime | None:
    """An instant as a page has written it (ISO 8601, with a zone); None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def epoch(moment: dt.datetime) -> int:
    """Whole seconds since 1970. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return int(moment.timestamp())
