"""What every page's shell needs: the practice in view, the reader's membership there, where they can go."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from opencoach.people import banners, navigation
from opencoach.people.models import Membership


def shell(request: HttpRequest) -> dict[str, Any]:
    """For pages inside a practice (`people.page.in_practice`); elsewhere nothing but the default look.

    `nav` and `settings_nav` are lists of `navigation.Link`, `banners` of `banners.Banner`, `practices` the reader's
    memberships; all are read only when the template uses them. `theme` ("light", "dark" or "") and `hue` stand on
    <html>.
    """
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {"theme": "", "hue": "pine"}
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "membership": membership,
        "practice": membership.practice,
        "theme": membership.theme,
        "hue": membership.practice.hue,
        "banners": SimpleLazyObject(lambda: banners.banners_for(membership)),
        "nav": SimpleLazyObject(lambda: navigation.links(navigation.main, membership, view_name)),
        "settings_nav": SimpleLazyObject(lambda: navigation.links(navigation.settings, membership, view_name)),
        "in_settings": any(entry.holds(view_name) for entry in navigation.settings.values()),
        "practices": getattr(request, "memberships", [membership]),
    }
