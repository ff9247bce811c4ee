"""How strangers read: whose clock, of twelve or of 24 hours. They have no settings; their browser says it."""

from django.http import HttpRequest

from opencoach.lib.fields import zone_names

# Where English is written and the clock has twelve hours (Unicode CLDR, `timeData`: "h" before "H").
TWELVE = frozenset({"US", "CA", "AU", "NZ", "IN", "PH", "PK", "MY", "SG", "HK", "ZA", "NG", "KE", "GH", "JM", "BD"})
FORMER = {"Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Asia/Katmandu": "Asia/Kathmandu",
          "Asia/Rangoon": "Asia/Yangon", "Europe/Kiev": "Europe/Kyiv", "America/Buenos_Aires":
          "America/Argentina/Buenos_Aires", "Etc/UTC": "UTC", "GMT": "UTC"}  # fmt: skip


def zone_of(request: HttpRequest, otherwise: str) -> str:
    """The zone that the address asks for (`zone=Asia/Tokyo`); `otherwise` for none or one that doesn't exist."""
    asked = request.GET.get("zone", "")
    asked = FORMER.get(asked, asked)
    return asked if asked in zone_names() else otherwise


def has_twelve_hours(request: HttpRequest) -> bool:
    """Whether the reader's first language is English of a place where clocks have twelve hours."""
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0].strip()
    language, _dash, place = first.partition("-")
    return language.lower() == "en" and place.upper() in TWELVE
