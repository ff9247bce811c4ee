"""How the outbox is, and what stands on its pages."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports, roads
from opencoach.outbox.models import Delivery, Text, Worker
from opencoach.outbox.transports import transports
from opencoach.people.models import Membership, Practice

State = Delivery.State
ALIVE = dt.timedelta(seconds=30)
LOST = dt.timedelta(minutes=2)
FILTERS = ("all", "waiting", "failed", "sent", "skipped")


@dataclass(frozen=True, slots=True)
class Health:
    """The outbox in one look. `problem` is why mail does not go, in plain words; "" when it does.

    `alive`: a worker was seen in the last half minute. `overdue`: so many deliveries are due for more than a minute.
    """

    alive: bool
    seen_at: dt.datetime | None
    mail_is_set: bool
    problem: str
    since: dt.datetime | None
    overdue: int


def mail_problem() -> str:
    """Why mail cannot go as it is set up, without asking the database; "" when it can."""
    return transports["email"].problem()


def health() -> Health:
    """For the banner, `/readyz` and `./start check`: two queries."""
    now = timezone.now()
    worker = Worker.objects.order_by("-seen_at").first()
    overdue = Delivery.objects.filter(state=State.WAITING, next_at__lte=now - dt.timedelta(minutes=1)).count()
    unset = mail_problem()
    paused = (worker.paused if worker else {}).get("email", {})
    return Health(
        alive=worker is not None and now - worker.seen_at < ALIVE,
        seen_at=worker.seen_at if worker else None,
        mail_is_set=not unset,
        problem=unset or paused.get("problem", ""),
        since=dt.datetime.fromisoformat(paused["since"]) if paused.get("since") else None,
        overdue=overdue,
    )


def paused_problem() -> str:
    """Why the worker cannot send mail just now, or that there is no worker; "" when all is well. One query."""
    worker = Worker.objects.order_by("-seen_at").first()
    if worker is None or timezone.now() - worker.seen_at > LOST:
        return _("the worker does not run.") if worker is not None else ""
    return str(worker.paused.get("email", {}).get("problem", ""))


def has_waiting(practice: Practice) -> bool:
    """Whether something of this practice is due and has not gone."""
    return Delivery.objects.filter(practice=practice, state=State.WAITING, next_at__lte=timezone.now()).exists()


def filtered(deliveries: QuerySet[Delivery], state: str) -> QuerySet[Delivery]:
    """Those in one state, the latest due first; what waits (or is being sent), the next one first."""
    if state == "waiting":
        return deliveries.filter(state__in=Delivery.UNFINISHED).order_by("next_at", "pk")
    if state != "all":
        deliveries = deliveries.filter(state=state)
    return deliveries.order_by("-due_at", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    """A delivery as one row: to whom by name, what it is, and whether the reader may read it."""

    delivery: Delivery
    name: str
    label: str


def lines(deliveries: Iterable[Delivery], practice: Practice) -> list[Line]:
    """The rows of a page: one query for all names."""
    rows = list(deliveries)
    people = {row.person_id for row in rows if row.person_id}
    names = dict(
        Membership.objects.filter(practice=practice, person__in=people).values_list("person_id", "display_name")
    )
    return [Line(row, names.get(row.person_id or 0, "") or row.address, label_of(row)) for row in rows]


def label_of(delivery: Delivery) -> str:
    kind = ports.kinds.get(delivery.kind)
    return str(kind.label) if kind else delivery.kind


@dataclass(frozen=True, slots=True)
class Month:
    """A practice's texts since its month began. `cost`: by currency, of those whose price is known."""

    texts: int
    parts: int
    arrived: int
    failed: int
    cost: Sequence[tuple[str, Decimal]]


def texts_of_month(practice: Practice) -> Month:
    """Two queries."""
    rows = Text.objects.filter(practice=practice, created_at__gte=roads.month_of(practice), handed_at__isnull=False)
    counted = rows.aggregate(
        texts=Count("pk"), parts=Sum("parts"),
        arrived=Count("pk", filter=Q(report=Text.Report.ARRIVED)),
        failed=Count("pk", filter=Q(report=Text.Report.FAILED)),
    )  # fmt: skip
    priced = rows.filter(price__isnull=False).values_list("currency").annotate(sum=Sum("price")).order_by("currency")
    return Month(
        counted["texts"], counted["parts"] or 0, counted["arrived"], counted["failed"],
        [(one[0], one[1]) for one in priced],
    )  # fmt: skip


def reached_by_text(practice: Practice) -> int:
    """How many of the practice's people texts may reach."""
    return len(roads.TEXTS.chosen_in(practice))
