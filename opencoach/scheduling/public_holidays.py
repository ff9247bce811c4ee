"""The public holidays of countries and their regions, as the package `holidays` has them. Pure.

The package is loaded where it is asked: it takes a third of a second, which no other page should wait for.
"""

import datetime as dt
import importlib.resources
from dataclasses import dataclass
from functools import cache

NAMES = "en_US"  # what we speak


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str


@cache
def countries() -> dict[str, str]:
    """Name by code (ISO 3166-1 alpha-2), by name."""
    from holidays.registry import COUNTRIES

    known = {codes[1] for codes in COUNTRIES.values()}
    named = (line.split("\t", 1) for line in _table("iso3166.tab"))
    return dict(sorted(((code, name) for code, name in named if code in known), key=lambda pair: pair[1]))


@cache
def country_of(zone: str) -> str:
    """The country in which a zone's town is, "" for none that is known."""
    for line in _table("zone.tab"):
        code, _place, name = line.split("\t")[:3]
        if name == zone:
            return code if code in countries() else ""
    return ""


@cache
def regions(country: str) -> list[Region]:
    """Those that have holidays of their own, by name; none for a country that is the same everywhere. Raises KeyError
    for no country."""
    if country not in countries():
        raise KeyError(country)
    import holidays

    aliases = holidays.country_holidays(country).get_subdivision_aliases()
    found = [Region(code, names[0] if names else code) for code, names in aliases.items()]
    return sorted(found, key=lambda region: region.name)


def days(country: str, region: str, year: int) -> list[tuple[dt.date, str]]:
    """The days of a year, with their names in English where the package has them, else in the country's language.
    Raises KeyError for no country or region."""
    if region and region not in {one.code for one in regions(country)}:
        raise KeyError(region)
    import holidays

    speaks = NAMES in holidays.country_holidays(country).supported_languages
    found = holidays.country_holidays(country, subdiv=region or None, years=year, language=NAMES if speaks else None)
    return sorted((day, name.replace("; ", ", ")[:80]) for day, name in found.items())


def _table(name: str) -> list[str]:
    """The lines of one of tzdata's tables."""
    text = (importlib.resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
