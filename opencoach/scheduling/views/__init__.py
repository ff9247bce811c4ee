from opencoach.scheduling.views.availability import (
    availability,
    override_removal,
    overrides,
    travel_removal,
    travels,
)
from opencoach.scheduling.views.booking import booking, moving
from opencoach.scheduling.views.feeds import feed, feed_names, feed_removal, feeds
from opencoach.scheduling.views.free import free

__all__ = [
    "availability",
    "booking",
    "feed",
    "feed_names",
    "feed_removal",
    "feeds",
    "free",
    "moving",
    "override_removal",
    "overrides",
    "travel_removal",
    "travels",
]
