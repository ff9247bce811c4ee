"""The one thread of a worker that reads and writes the table. See docs/decisions for why there is one."""

import logging
import threading
import time
from collections import deque

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import retrying, suppressing
from opencoach.outbox.models import Delivery, Worker
from opencoach.outbox.transports import transports
from opencoach.outbox.transports.base import Down, Dropped, Later, Outcome, Refused, Sent, Transport
from opencoach.outbox.worker import calming, preparing, table
from opencoach.outbox.worker.presence import Presence
from opencoach.outbox.worker.senders import Done, Ready, Team
from opencoach.outbox.worker.table import Mark

log = logging.getLogger("opencoach.outbox")
State = Delivery.State

LOOK = 1.0  # seconds between two looks into the table when nobody knocks
KEEP = 25.0  # seconds between two renewals of the leases
TIDY = 10.0
BEAT = 5.0
PORTION = 8  # prepared in one go, so that marks never wait long
TAKE = 128  # leased in one go at most; a query for a hundred costs little more than one for ten
FRESH = 1.0  # seconds for which it is good what was asked of a whole batch
# the time that goes on while a machine sleeps
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Channel:
    """One channel: its senders, what is taken for it, and whether it rests."""

    def __init__(self, name: str, transport: Transport, team: Team) -> None:
        self.name, self.transport, self.team = name, transport, team
        self.taken: deque[Delivery] = deque()
        self.known = preparing.Checks()
        self.checked_at = 0.0
        self.portion = PORTION  # few at first: what a worker holds that dies young counts an attempt for nothing
        self.more = False  # the last look did not see the end
        self.failures = 0
        self.rests_until = 0.0
        self.problem, self.since = "", timezone.now()

    def rests(self) -> bool:
        return time.monotonic() < self.rests_until

    def rest(self, reason: str) -> None:
        """The other side fails: stop for a while, longer each time."""
        if self.rests():
            return  # one failure, seen by several connections
        self.failures += 1
        self.rests_until = time.monotonic() + retrying.down_pause(self.failures)
        if not self.problem:
            self.since = timezone.now()
        self.problem = reason
        self.team.calm()
        log.warning("Nothing goes out by %s for now: %s", self.name, reason)

    def works(self) -> None:
        self.failures, self.problem = 0, ""


class Clerk:
    """Takes, checks, prepares, marks. `run` returns when `stop` is set and what was in flight has been marked."""

    def __init__(self, presence: Presence, stop: threading.Event) -> None:
        self.presence, self.stop = presence, stop
        self.name = presence.name
        self.news = threading.Event()
        self.look = True
        self.done: deque[Done] = deque()
        self.held: set[int] = set()  # everything that is leased and not marked yet
        self.carriers: set[int] = set()  # of those, in whose mail others go
        self.marking: list[tuple[Mark, Done | None]] = []
        self.lease_until = 0.0
        self.timers: dict[str, float] = {}
        self.said: dict[str, object] | None = None
        self.channels = [
            Channel(name, transport, Team(transport, self.take_note, self.lease_holds))
            for name, transport in transports.items()
            if not transport.problem()
        ]

    def wake(self) -> None:
        self.look = True
        self.news.set()

    def take_note(self, done: Done) -> None:
        self.done.append(done)
        self.news.set()

    def lease_holds(self) -> bool:
        return time.clock_gettime(CLOCK) < self.lease_until

    def run(self) -> None:
        for channel in self.channels:
            channel.team.start()
        while not self.stop.is_set():
            self.news.clear()
            try:
                self.step()
            except (InterfaceError, OperationalError) as error:
                log.warning("The database does not answer: %s", error)
                connection.close()
                self.stop.wait(1.0)
                continue
            if not self.busy():
                self.news.wait(0.1 if any(channel.more for channel in self.channels) else LOOK)
        self.finish()

    def busy(self) -> bool:
        """Whether there is something to do at once."""
        return bool(self.done or self.marking) or any(
            channel.taken and not channel.rests() and len(channel.team.queue) < self.depth(channel)
            for channel in self.channels
        )

    def step(self) -> None:
        """One round. Raises what the database raises; nothing is lost by that."""
        self.housekeep()
        self.mark()
        if self.every("look", LOOK):
            self.look = True
        if self.look:
            self.look = False
            self.take_urgent()
        for channel in self.channels:
            self.fill(channel)
            self.prepare(channel)
            channel.team.adapt(backlog=bool(channel.taken) or channel.more)

    def take_urgent(self) -> None:
        """Something may be due: the urgent at once, for the others the channel is told to look."""
        open_ones = [channel for channel in self.channels if not channel.rests()]
        if not open_ones or not table.is_due([channel.name for channel in open_ones]):
            return
        for channel in open_ones:
            channel.taken.extendleft(reversed(self.take(channel, 50, urgent=True)))
            channel.more = True

    def fill(self, channel: Channel) -> None:
        if channel.rests():
            self.let_go(channel)
        elif channel.more and len(channel.taken) < max(PORTION, channel.team.wanted):
            portion, channel.portion = channel.portion, min(2 * channel.portion, TAKE)
            found = self.take(channel, portion, urgent=False)
            channel.taken.extend(found)
            channel.more = len(found) == portion

    def take(self, channel: Channel, portion: int, *, urgent: bool) -> list[Delivery]:
        found = table.take(self.name, [channel.name], portion, urgent=urgent)
        self.held.update(delivery.pk for delivery in found)
        channel.checked_at = 0.0
        return found

    def let_go(self, channel: Channel) -> None:
        """Give back everything that no connection has in hand."""
        ready = [one.delivery for one in channel.team.queue.clear()]
        waiting = [*channel.taken, *ready]
        if waiting:
            channel.taken.clear()
            self.marking += [(Mark(d.pk, State.WAITING, channel.problem, attempted=False), None) for d in waiting]
            self.mark()
            channel.transport.settle([(one, Dropped()) for one in ready])

    def depth(self, channel: Channel) -> int:
        """How many stand ready: a moment's worth, so that the check is never old."""
        return max(PORTION, channel.team.wanted + 2)

    def prepare(self, channel: Channel) -> None:
        """Check and render a few; each leaves `taken` only when that is done."""
        free = min(PORTION, self.depth(channel) - len(channel.team.queue), len(channel.taken))
        if free < 1:
            return
        if time.monotonic() - channel.checked_at > FRESH:
            channel.known.suppressed = suppressing.suppressions(channel.taken)
            channel.known.rulings = calming.rulings(channel.taken, timezone.now())
            channel.checked_at = time.monotonic()
        for _place in range(free):
            if channel.taken:
                self.prepare_next(channel)

    def prepare_next(self, channel: Channel) -> None:
        """Put the next one into the queue, with what goes in its mail; or say by marks why not."""
        found = preparing.prepare(self.name, channel.transport, channel.taken, self.held, channel.known)
        if found.ready is not None:
            channel.team.queue.put(Ready(*found.ready))
        if found.merged:
            self.carriers |= {found.ready[0].pk} if found.ready else {mark.pk for mark in found.marks}
        if len(found.gone) == 1 and channel.taken[0].pk in found.gone:
            channel.taken.popleft()
        else:
            channel.taken = deque(one for one in channel.taken if one.pk not in found.gone)
        self.marking += [(mark, None) for mark in found.marks]
        self.held -= found.merged

    def mark(self) -> None:
        """Commit what became of everything that came back; then open the gates of those who wait for it."""
        while self.done:
            done = self.done.popleft()
            self.marking.append((self.judge(done), done))
        if not self.marking:
            return
        carriers = self.carriers.intersection(mark.pk for mark, _done in self.marking)
        table.mark(self.name, [mark for mark, _done in self.marking], carriers)
        self.carriers -= carriers
        marked, self.marking = self.marking, []
        self.held.difference_update(mark.pk for mark, _done in marked)
        came_back = [done for _mark, done in marked if done is not None]
        for done in came_back:
            done.sender.marked.set()
        for channel in self.channels:
            channel.transport.settle(
                [(d.ready.delivery, d.outcome) for d in came_back if d.sender.team is channel.team]
            )
        for done in came_back:
            if isinstance(done.outcome, Refused) and done.outcome.suppress:
                suppressing.suppress(done.ready.delivery.channel, done.ready.delivery.address, done.outcome.reason)

    def judge(self, done: Done) -> Mark:
        delivery, outcome = done.ready.delivery, done.outcome
        channel = next(channel for channel in self.channels if channel.team is done.sender.team)
        if isinstance(outcome, Sent | Later | Refused):
            channel.works()
        return self.as_mark(channel, delivery, outcome)

    def as_mark(self, channel: Channel, delivery: Delivery, outcome: Outcome) -> Mark:
        match outcome:
            case Sent(provider_id):
                return Mark(delivery.pk, State.SENT, provider_id=provider_id)
            case Refused(reason):
                return Mark(delivery.pk, State.FAILED, reason)
            case Later(reason):
                return preparing.again(delivery, reason)
            case Down(reason):
                channel.rest(reason)
                return Mark(delivery.pk, State.WAITING, reason, attempted=False)
            case Dropped(reason):
                channel.more = True
                return Mark(delivery.pk, State.WAITING, reason, attempted=False)

    def every(self, name: str, seconds: float) -> bool:
        """True at first, and then once in so many seconds."""
        now = time.monotonic()
        if now < self.timers.get(name, 0.0):
            return False
        self.timers[name] = now + seconds
        return True

    def housekeep(self) -> None:
        if self.every("keep", KEEP):
            asked = time.clock_gettime(CLOCK)
            if self.held:
                table.keep(self.name, self.held)
            self.lease_until = asked + table.LEASE.total_seconds() - 5
        if self.every("tidy", TIDY):
            orphans = self.presence.orphans()
            table.reclaim(orphans)
            table.settle()
            self.presence.forget(orphans)
            table.expire(_("It could not go before it was too late."))
        self.beat()

    def beat(self) -> None:
        """Say that this worker lives, and what keeps mail from going."""
        paused: dict[str, object] = {
            channel.name: {"problem": channel.problem, "since": channel.since.isoformat()}
            for channel in self.channels
            if channel.problem
        }
        if self.every("beat", BEAT) or paused != self.said:
            Worker.objects.update_or_create(name=self.name, defaults={"seen_at": timezone.now(), "paused": paused})
            self.said = paused

    def in_hand(self) -> bool:
        return bool(self.done or self.marking) or any(channel.team.in_flight for channel in self.channels)

    def finish(self) -> None:
        """Let what is in flight end, mark it, and give the rest back."""
        deadline = time.monotonic() + 8.0
        try:
            for channel in self.channels:
                self.let_go(channel)
                channel.team.stopping.set()
                channel.team.queue.wake()
            while time.monotonic() < deadline and self.in_hand():
                self.news.wait(0.05)
                self.news.clear()
                self.mark()
            self.mark()
            for channel in self.channels:
                channel.team.abandoned.set()
            Worker.objects.filter(name=self.name).delete()
        except (InterfaceError, OperationalError) as error:
            log.warning("The database does not answer: %s", error)
