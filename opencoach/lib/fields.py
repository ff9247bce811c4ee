"""Model fields that several apps use."""

import zoneinfo
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from opencoach.lib.ids import public_id


@cache
def zone_names() -> frozenset[str]:
    """Of all zones that there are. `zoneinfo` walks through its folders each time that it is asked."""
    return frozenset(zoneinfo.available_timezones())


def validate_zone(value: str) -> None:
    """Raises ValidationError unless `value` is an IANA zone such as "Europe/Berlin"."""
    if value not in zone_names():
        raise ValidationError(_("“%(zone)s” is not a time zone."), code="zone", params={"zone": value[:64]})


class ZoneField(models.CharField):  # type: ignore[type-arg]
    """An IANA time zone by name."""

    default_validators = [validate_zone]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, "default": "UTC", **options})


class PublicIdField(models.UUIDField):  # type: ignore[type-arg]
    """The id that leaves the house: in URLs, API, archive and mails."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": public_id, "unique": True, "editable": False, **options})
