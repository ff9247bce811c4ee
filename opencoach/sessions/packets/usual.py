"""Rules to begin with, where nothing goes before and after sessions yet: a choice fills the form; then it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencoach.library.usual import BY_KEY
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions.models import PacketRule
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.timing import Timing
from opencoach.sessions.reminder_choices import DAY, HOUR

Moment = PacketRule.Moment


@dataclass(frozen=True, slots=True)
class UsualRule:
    """One of them. `asks`: with the coach's newest questions to prepare with, where they have some."""

    key: str
    moment: str
    timing: Timing
    what: str | Promise
    text: str | Promise
    asks: bool = False
    with_it: Mapping[str, bool] = field(default_factory=dict)

    @property
    def when(self) -> str:
        return timing.spoken(self.timing)


USUAL = (
    UsualRule(
        "prepare", Moment.BEFORE, {"before": 3 * DAY}, _("Words, your questions to prepare with, and materials"),
        BY_KEY["before"].body, asks=True,
    ),
    UsualRule(
        "morning", Moment.BEFORE, {"days": 0, "at": 7 * 60}, _("One question for the way"),
        _("Hello {first name},\n\nat {session time} we meet. What would make this hour worth it for you?"
          "\n\n{coach name}"),
    ),
    UsualRule(
        "follow-up", Moment.AFTER, {"after": HOUR}, _("Your summary, what was agreed, and materials"),
        _("Hello {first name},\n\nthank you for today. Here is what we found and what you set out to do."
          "\n\n{coach name}"),
        with_it={"summary": True, "actions": True, "attach": True},
    ),
    UsualRule(
        "later", Moment.AFTER, {"after": 3 * DAY}, _("A look back, and something to read"),
        _("Hello {first name},\n\nwhat has stayed with you since we met? Answer this mail, a line is enough."
          "\n\n{coach name}"),
    ),
)  # fmt: skip


def filled(key: str, moment: str, askable: Sequence[Questionnaire]) -> dict[str, object]:
    """What the form of a new rule begins with; nothing for a key that is none of this moment's."""
    found = next((one for one in USUAL if one.key == key and one.moment == moment), None)
    if found is None:
        return {}
    papers = [one for one in askable if one.purpose == Questionnaire.Purpose.PREPARATION] if found.asks else []
    newest = max(papers, key=lambda one: one.pk, default=None)
    return {
        "timing": timing.key(found.timing), "text": str(found.text), **found.with_it,
        "questionnaire": str(newest.public_id) if newest else "",
    }  # fmt: skip
