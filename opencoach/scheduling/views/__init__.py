from opencoach.scheduling.views.availability import (
    availability,
    override_removal,
    overrides,
    travel_removal,
    travels,
)
from opencoach.scheduling.views.booking import booking, moving

__all__ = ["availability", "booking", "moving", "override_removal", "overrides", "travel_removal", "travels"]
