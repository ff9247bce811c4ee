"""What people answer in questionnaires, and what becomes of it in the plan: needs, and values of measures."""

import datetime as dt
import hashlib
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.plan import private
from opencoach.plan.actions import measures, needs
from opencoach.plan.actions.measures import Given
from opencoach.plan.models import Measure, MeasureValue, Need
from opencoach.questionnaires import ports
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.ports import Flow, Sink

NEEDS, MEASURES = "plan.needs", "plan.measures"
LONGEST = 300  # characters of a need
WORDS = frozenset({"text", "long_text", "single", "multi", "ranking"})
NUMBERS = frozenset({"number", "scale", "slider", "single", "computed", "score"})


def fill() -> None:
    """Called once, when the app is ready."""
    ports.add_sink(Sink(NEEDS, _("A need in their plan"), need_from_answer, WORDS))
    ports.add_sink(Sink(MEASURES, _("A value of a measure"), value_from_answer, NUMBERS, _("Name of the measure")))


def need_from_answer(flow: Flow) -> None:
    """Each line, or each thing chosen, is a need of whoever answered; what stands in their plan already is not named
    twice."""
    client = _client(flow.response)
    if client is None or flow.response.engagement is None:
        return
    rows = Need.objects.filter(engagement=flow.response.engagement, client=client, removed_at=None)
    known = {str(private.words(row).get("text", "")).casefold() for row in rows.select_related("engagement")}
    for part in flow.parts:
        text = one_line(part)
        text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        if text and text.casefold() not in known:
            known.add(text.casefold())
            needs.name_need(
                flow.response.engagement, client, text, actor=client.person, source=Need.Source.INTAKE
            )  # fmt: skip


def value_from_answer(flow: Flow) -> None:
    """A value of the measure with that name, which begins with it where there is none. Its note says which
    questionnaire it comes from; what the measure can't take (outside its span) is left in the answers alone."""
    client, engagement = _client(flow.response), flow.response.engagement
    value = _number(flow)
    if client is None or engagement is None or value is None:
        return
    title = one_line(str(flow.options.get("name") or flow.label))[:120]
    rows = Measure.objects.filter(engagement=engagement, client=client, removed_at=None).select_related("engagement")
    found = next((row for row in rows if str(private.words(row).get("title", "")).casefold() == title.casefold()), None)
    if found is None:
        found = measures.set_measure(engagement, client, {"title": title}, {}, actor=client.person)
    note = _now("From “%(title)s”") % {"title": flow.response.version.questionnaire.title}
    at: dt.datetime = flow.response.submitted_at or timezone.now()
    given = Given(value, at, note, key_of(flow))
    try:
        measures.check(found, given)
    except Refused:
        return
    measures.add_values(found, [given], actor=client.person, source=MeasureValue.Source.QUESTIONNAIRE)


def key_of(flow: Flow) -> str:
    """The same answer of the same response is one value."""
    return f"answer:{flow.response.public_id.hex}:{hashlib.sha256(flow.source.encode()).hexdigest()[:16]}"


def _client(response: Response) -> Membership | None:
    if response.engagement is None or response.engagement.is_over:
        return None
    return next((one for one in response.engagement.current_clients if one.person_id == response.person_id), None)


def _number(flow: Flow) -> Decimal | None:
    if flow.number is None:
        return None
    try:
        return Decimal(str(flow.number)).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
