from opencoach.scheduling.views.availability import (
    availability,
    override_removal,
    overrides,
    travel_removal,
    travels,
)
from opencoach.scheduling.views.booking import booking, moving
from opencoach.scheduling.views.free import free

__all__ = ["availability", "booking", "free", "moving", "override_removal", "overrides", "travel_removal", "travels"]
