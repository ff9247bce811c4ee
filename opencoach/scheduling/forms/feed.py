from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.scheduling.models import CalendarFeed


class FeedForm(forms.Form):
    """How much a calendar feed says."""

    names = forms.ChoiceField(
        label=_("What stands in your calendar"),
        widget=forms.RadioSelect,
        choices=[("hidden", _("Only “Coaching session”")), ("shown", _("The name and the place, too"))],
        help_text=_("Whoever sees your calendar, and whoever runs it, can read what stands there."),
    )

    @classmethod
    def of(cls, feed: CalendarFeed | None) -> "FeedForm":
        """Filled in as the feed is; hidden where there is none yet."""
        return cls(initial={"names": "shown" if feed and feed.shows_names else "hidden"})

    @property
    def shows_names(self) -> bool:
        """What was chosen. Raises KeyError before `is_valid()`."""
        return bool(self.cleaned_data["names"] == "shown")
