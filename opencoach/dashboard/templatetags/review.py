"""What hangs on a goal in a review, drawn here and not by a template: a page may have three hundred of these rows."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import quote

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.dashboard.queries.again import Checked
from opencoach.dashboard.queries.hanging import Done, Hung
from opencoach.dashboard.queries.review import ReviewedGoal
from opencoach.people.templatetags.opencoach import icon
from opencoach.plan.queries.checkins import SeenCheckIn
from opencoach.plan.templatetags.plan import level_choices

register = template.Library()
NOBODY = uuid.UUID(int=0)
ICONS = ("circle-check", "square", "x", "repeat", "check", "message-square-text")
OFF = SafeString('<input type="hidden" name="off" value="1">')
MOST_SAID = 8  # check-ins whose number is said


class Drawer:
    """Draws the rows of one page: what is the same in all of them is made once."""

    def __init__(self, context: Context) -> None:
        slug, session = context["practice"].slug, context["session"].public_id
        query = str(context.get("query") or "")
        self.writes = bool(context.get("writes"))
        self.urls = {
            name: reverse(f"dashboard:{name}", args=[slug, session, NOBODY]) + query
            for name in ("review_tick", "review_action", "review_goal")
        }
        rating = reverse("plan:goal_rating", args=[slug, NOBODY])
        self.urls["rating"] = f"{rating}?next={quote(str(context.get('here') or ''))}"
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(context["csrf_token"]))
        self.token = token if self.writes else SafeString("")
        self.zone, self.days = get_current_timezone(), dict[dt.date, str]()
        self.icons = {name: icon(name, "small") for name in ICONS}
        self.words = {
            "undo": _("Not done after all"), "done": _("Done"), "along": _("Take it along"), "dropped": _("dropped"),
            "talked": _("Talked about"), "talk": _("We talk about it"), "rate": _("Rate it now"),
            "where": _("Where is this goal today?"), "keep": _("Keep this rating"),
        }  # fmt: skip

    def day(self, day: dt.date) -> str:
        """ "5 November", looked up once for all rows of that day."""
        said = self.days.get(day)
        if said is None:
            said = self.days[day] = date_format(day, "j F")
        return said

    def steps(self, one: ReviewedGoal) -> SafeString:
        """Rating it here, and whether the session is about it."""
        if not self.writes:
            return SafeString("")
        goal, title = str(one.seen.goal.public_id), one.seen.title
        rate = SafeString("")
        if one.seen.has_levels:
            rate = format_html(
                '<details class="rate-here"><summary class="button">{}'
                '<span class="visually-hidden">: {}</span></summary>'
                '<form method="post" action="{}">{}<fieldset class="field"><legend class="field-label">{}</legend>'
                '<div class="choices">{}</div></fieldset><button class="button" type="submit">{}</button></form>'
                "</details>",
                self.words["rate"], title, self.urls["rating"].replace(str(NOBODY), goal), self.token,
                self.words["where"], level_choices(one.seen), self.words["keep"],
            )  # fmt: skip
        talked = one.talked_about
        return format_html(
            '<div class="review-steps">{}<form method="post" action="{}">{}{}<button class="button{}" type="submit">'
            '{}{}<span class="visually-hidden">: {}</span></button></form></div>',
            rate, self.urls["review_goal"].replace(str(NOBODY), goal), self.token, OFF if talked else "",
            "" if talked else " quiet", self.icons["check"] if talked else "",
            self.words["talked" if talked else "talk"], title,
        )  # fmt: skip

    def hung(self, hung: Hung) -> SafeString:
        rows = [self._finished(one) for one in hung.finished] + [self._open(one) for one in hung.open]
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

    def _finished(self, one: Done) -> SafeString:
        said = _("done on %(day)s") % {"day": self.day(one.row.status_at.astimezone(self.zone).date())}
        said = f"{said}, {self._carried(one)}" if one.carried else said
        return self._plain(one, "circle-check", said, "finished", self._form("review_tick", one, "undo", off=True))

    def _open(self, one: Done) -> SafeString:
        parts = [self._again(one)] if one.row.is_again else []
        if one.row.day and not one.row.is_again:
            parts.append(self.day(one.row.day))
        if one.carried:
            parts.append(self._carried(one))
        said = ", ".join(parts)
        forms = self._form("review_tick", one, "done", mark="check") if one.ready else SafeString("")
        if not one.agreed:
            forms = format_html("{}{}", forms, self._form("review_action", one, "along"))
        return self._plain(one, "square", said, forms=forms)

    def _form(self, name: str, one: Done, words: str, *, off: bool = False, mark: str = "") -> SafeString:
        if not self.writes:
            return SafeString("")
        return format_html(
            '<form method="post" action="{}">{}{}<button class="button quiet" type="submit">{}{}'
            '<span class="visually-hidden">: {}</span></button></form>',
            self.urls[name].replace(str(NOBODY), str(one.row.public_id)), self.token,
            OFF if off else "",
            self.icons[mark] if mark else "", self.words[words], one.title,
        )  # fmt: skip


@register.simple_tag(takes_context=True)
def hung_list(context: Context, hung: Hung) -> SafeString:
    """What hangs on a goal (or on none); nothing for nothing."""
    if not hung:
        return SafeString("")
    return _drawer(context).hung(hung)


@register.simple_tag(takes_context=True)
def goal_steps(context: Context, one: ReviewedGoal) -> SafeString:
    """What can be done with a goal in its review; nothing for whoever only reads."""
    return _drawer(context).steps(one)


def _drawer(context: Context) -> Drawer:
    kept: dict[str, Any] = vars(context["request"])  # a page's includes share nothing else
    drawer: Drawer | None = kept.get("review_drawer")
    if drawer is None:
        drawer = kept["review_drawer"] = Drawer(context)
    return drawer
