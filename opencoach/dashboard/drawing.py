"""The rows of a review, drawn here and not by a template: a page may have a hundred of them."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.dashboard.queries.again import Checked
from opencoach.dashboard.queries.hanging import Done, Hung
from opencoach.people.templatetags.opencoach import icon
from opencoach.plan.models import Goal
from opencoach.plan.queries.checkins import SeenCheckIn

NOBODY = uuid.UUID(int=0)
ICONS = ("circle-check", "square", "x", "repeat", "check", "message-square-text")
OFF = SafeString('<input type="hidden" name="off" value="1">')
MOST_SAID = 8  # check-ins whose number is said


def query_of(of: str, opened: str = "") -> str:
    """What stands behind the path of a review: whose it is, and what is open."""
    kept = urlencode({name: value for name, value in (("of", of), ("open", opened)) if value})
    return f"?{kept}" if kept else ""


class Drawer:
    """Draws the rows of one page: what is the same in all of them is made once.

    Each form has a button that keeps its id when the fragment around it is swapped, and with it the focus.
    """

    def __init__(self, context: Context) -> None:
        slug, session = context["practice"].slug, context["session"].public_id
        self.folded, of = context["review"].is_folded, str(context.get("of") or "")
        self.home, self.of = reverse("dashboard:review", args=[slug, session]), query_of(of)
        self.opens = f"{self.of}{'&' if of else '?'}open=" if self.folded else ""
        self.statuses = {str(value): str(label) for value, label in Goal.Status.choices}
        self.writes = bool(context.get("writes"))
        self.urls = {
            name: reverse(f"dashboard:{name}", args=[slug, session, NOBODY])
            for name in ("review_tick", "review_action", "review_goal")
        }
        self.urls["rating"] = reverse("plan:goal_rating", args=[slug, NOBODY])
        self.urls["goal"] = reverse("plan:goal", args=[slug, NOBODY])
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(context["csrf_token"]))
        self.token = token if self.writes else SafeString("")
        self.zone, self.days = get_current_timezone(), dict[dt.date, str]()
        self.icons = {name: icon(name, "small") for name in ICONS}
        self.words = {
            "undo": _("Not done after all"), "done": _("Done"), "along": _("Take it along"), "dropped": _("dropped"),
            "out": _("Leave it out"), "agreed": _("agreed until the next time"),
            "open": escape(_("Open")),
        }  # fmt: skip

    def path(self, name: str, thing: Any) -> str:
        return self.urls[name].replace(str(NOBODY), str(thing))

    def step(self, name: str, thing: Any, key: str) -> str:
        """Where something is done with that thing, so that it leads back to the goal `key`."""
        return self.path(name, thing) + self.query(key)

    def query(self, opened: str) -> str:
        """Whose plan it is, and what is open, behind a path."""
        return f"{self.opens}{opened}" if self.folded else self.of

    def status(self, value: str) -> str:
        return self.statuses.get(value, value)

    def page(self, opened: str) -> str:
        """This review with that goal open."""
        return self.home + self.query(opened)

    def day(self, day: dt.date) -> str:
        """ "5 November", looked up once for all rows of that day."""
        said = self.days.get(day)
        if said is None:
            said = self.days[day] = date_format(day, "j F")
        return said

    def hung(self, hung: Hung, key: str) -> SafeString:
        """What hangs on the goal `key`, or (`REST`) on none."""
        rows = [self._finished(one, key) for one in hung.finished] + [self._open(one, key) for one in hung.open]
        rows += [self._plain(one, "x", self._dropped(one), "finished") for one in hung.dropped]
        rows += [self._plain(one, "repeat", self._kept(one)) for one in hung.habits]
        rows += [self._checked(one) for one in hung.checkins]
        return format_html('<ul class="reviewed">{}</ul>', format_html_join("", "{}", ((row,) for row in rows)))

    def _checked(self, one: Checked) -> SafeString:
        """The line of the check-ins, how many of them did not come, and the latest in words."""
        said = _("%(values)s of 10") % {"values": ", ".join(str(value) for _day, value in one.progress[-MOST_SAID:])}
        parts = [said] if one.progress else []
        if one.missing:
            parts.append(ngettext("%(n)d did not come", "%(n)d did not come", one.missing) % {"n": one.missing})
        line = SafeString("")
        if len(one.progress) > 1:
            line = format_html(
                '<svg class="spark" viewBox="0 0 96 24" aria-hidden="true"><polyline points="{}"/></svg>', one.points
            )
        return format_html(
            '<li class="checked"><span class="with-icon">{}<span>{}</span></span><span class="meta">{}{}</span>{}</li>',
            self.icons["message-square-text"], _("Check-ins"), line, " · ".join(parts),
            self._words(one.latest) if one.latest else "",
        )  # fmt: skip

    def _words(self, one: SeenCheckIn) -> SafeString:
        said = [(_("In the way"), one.words.get("obstacle")), (_("Proud of"), one.words.get("proud")), *one.own]
        lines = format_html_join(
            "",
            '<dt class="label" dir="auto">{}</dt><dd dir="auto">{}</dd>',
            ((name, text) for name, text in said if text),
        )
        day = date_format(one.row.day, "l j F")
        head = f"{day} · {one.mood}" if one.mood else day
        if not (lines or one.mood):
            return SafeString("")
        return format_html('<div class="checked-words"><p class="meta">{}</p><dl>{}</dl></div>', head, lines)

    def _dropped(self, one: Done) -> str:
        dropped = self.words["dropped"]
        return f"{dropped} {_('“%(text)s”') % {'text': one.reason}}" if one.reason else dropped

    def _kept(self, one: Done) -> str:
        numbers = {"times": one.times, "number": one.due}
        if one.due is None:
            kept = ngettext("kept on %(number)d day", "kept on %(number)d days", one.times) % {"number": one.times}
        elif one.due:
            kept = ngettext("kept on %(times)d of %(number)d day", "kept on %(times)d of %(number)d days", one.due)
            kept %= numbers
        else:
            kept = _("no day that counts yet")
        ended = one.row.ended_on
        return f"{kept}, {_('off the list since %(day)s') % {'day': self.day(ended)}}" if ended else kept

    def _again(self, one: Done) -> str:
        if not one.due:
            return _("not due yet")
        said = ngettext("done %(times)d of %(number)d time", "done %(times)d of %(number)d times", one.due)
        return said % {"times": one.times, "number": one.due}

    def _carried(self, one: Done) -> str:
        said = ngettext("carried on once", "carried on %(number)d times", one.carried)
        return said % {"number": one.carried}

    def _plain(self, one: Done, mark: str, said: str, kind: str = "", forms: SafeString | str = "") -> SafeString:
        return format_html(
            '<li{}><span class="with-icon">{}<span dir="auto">{}</span></span><span class="meta">{}</span>{}</li>',
            SafeString(f' class="{kind}"') if kind else "", self.icons[mark], one.title, said, forms,
        )  # fmt: skip

    def _finished(self, one: Done, key: str) -> SafeString:
        said = _("done on %(day)s") % {"day": self.day(one.row.status_at.astimezone(self.zone).date())}
        said = f"{said}, {self._carried(one)}" if one.carried else said
        return self._plain(one, "circle-check", said, "finished", self._form("review_tick", one, "undo", key, off=True))

    def _open(self, one: Done, key: str) -> SafeString:
        parts = [self._again(one)] if one.row.is_again else []
        if one.row.day and not one.row.is_again:
            parts.append(self.day(one.row.day))
        if one.carried:
            parts.append(self._carried(one))
        if one.agreed:
            parts.append(self.words["agreed"])
        forms = self._form("review_tick", one, "done", key, mark="check") if one.ready else SafeString("")
        along = self._form("review_action", one, "out" if one.agreed else "along", key, off=one.agreed)
        return self._plain(one, "square", ", ".join(parts), forms=format_html("{}{}", forms, along))

    def _form(self, name: str, one: Done, words: str, key: str, *, off: bool = False, mark: str = "") -> SafeString:
        if not self.writes:
            return SafeString("")
        thing = one.row.public_id
        url = self.step(name, thing, key)
        return format_html(
            '<form method="post" action="{}" hx-post="{}">{}{}<button class="button quiet" id="{}-{}" type="submit">'
            '{}{}<span class="visually-hidden">: {}</span></button></form>',
            url, url, self.token, OFF if off else "", name[7:], thing,
            self.icons[mark] if mark else "", self.words[words], one.title,
        )  # fmt: skip
