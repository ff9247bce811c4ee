"""What the page of a review draws goal by goal: what hangs on it, what can be done with it, and a line for one that is
folded."""

from typing import Any
from urllib.parse import quote

from django import template
from django.template import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.dashboard.drawing import OFF, Drawer
from opencoach.dashboard.queries.hanging import Hung, Tally
from opencoach.dashboard.queries.review import NONE, REST, Review, ReviewedGoal
from opencoach.plan import levels
from opencoach.plan.templatetags.plan import level_choices, scale

register = template.Library()


@register.simple_tag(takes_context=True)
def hung_list(context: Context, hung: Hung, key: str = REST) -> SafeString:
    """What hangs on the goal `key` (or on none); nothing for nothing."""
    if not hung:
        return SafeString("")
    return _drawer(context).hung(hung, key)


@register.simple_tag(takes_context=True)
def goal_steps(context: Context, one: ReviewedGoal) -> SafeString:
    """Rating it here, and whether the session is about it; nothing for whoever only reads."""
    drawer = _drawer(context)
    if not drawer.writes:
        return SafeString("")
    talked, url = one.talked_about, drawer.step("review_goal", one.key, one.key)
    return format_html(
        '<div class="review-steps">{}<form method="post" action="{}" hx-post="{}">{}{}'
        '<button class="button{}" id="talk-{}" type="submit">{}{}<span class="visually-hidden">: {}</span></button>'
        "</form></div>",
        _rate(drawer, one) if one.seen.has_levels else "", url, url, drawer.token, OFF if talked else "",
        "" if talked else " quiet", one.key, drawer.icons["check"] if talked else "",
        _("Talked about") if talked else _("We talk about it"), one.seen.title,
    )  # fmt: skip


def _rate(drawer: Drawer, one: ReviewedGoal) -> SafeString:
    url = f"{drawer.path('rating', one.key)}?next={quote(f'{drawer.page(one.key)}#g-{one.key}')}"
    return format_html(
        '<details class="rate-here"><summary class="button" id="rate-{}">{}<span class="visually-hidden">: {}</span>'
        '</summary><form method="post" action="{}" hx-post="{}">{}<fieldset class="field"><legend class="field-label">'
        '{}</legend><div class="choices">{}</div></fieldset><button class="button" type="submit">{}</button></form>'
        "</details>",
        one.key, _("Rate it now"), one.seen.title, url, url, drawer.token, _("Where is this goal today?"),
        level_choices(one.seen), _("Keep this rating"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def folded_goal(context: Context, one: ReviewedGoal) -> SafeString:
    """A goal that is not open, in one line: where it stands, how much there is, and the link that opens it."""
    drawer, goal, now, key = _drawer(context), one.seen.goal, one.seen.standing.now, one.key
    stands, title, page = "", escape(one.seen.title), escape(drawer.page(key))
    if now is not None:
        level = one.moved or levels.SIGNS[now.level]
        stands = f'<span class="with-icon moved">{scale(one.seen.standing)}<span class="num">{level}</span></span>'
    said = escape(" · ".join((one.step or drawer.status(goal.status), *in_numbers(one.tally, one.hung))))
    return SafeString(  # a plan may have fifty of them: everything in it is an id, a path or escaped above
        f'<article class="reviewed-goal folded" id="g-{key}" aria-labelledby="h-{key}" hx-target:inherited="#g-{key}" '
        f'hx-select:inherited="#g-{key}"><div class="folded-main"><h2 id="h-{key}" dir="auto">'
        f'<a href="{drawer.path("goal", key)}">{title}</a></h2><p class="meta">{said}</p></div>{stands}'
        f'<a class="button quiet" id="o-g-{key}" href="{page}#g-{key}" hx-get="{page}" hx-replace-url="true">'
        f'{drawer.words["open"]}<span class="visually-hidden">: {title}</span></a></article>'
    )


def in_numbers(tally: Tally, hung: Hung) -> list[str]:
    """How much hangs on a goal: "3 done", "5 open", "1 habit"."""
    said = [
        words % number
        for words, number in (
            (_("%d done"), tally.finished), (_("%d open"), tally.open), (_("%d dropped"), tally.dropped),
        ) if number
    ]  # fmt: skip
    if habits := len(hung.habits):
        said.append(ngettext("%d habit", "%d habits", habits) % habits)
    if hung.checkins:
        said.append(_("check-ins"))
    return said


@register.simple_tag(takes_context=True)
def fold_goal(context: Context, one: ReviewedGoal) -> SafeString:
    """The link that folds an open goal; nothing where everything is open."""
    drawer = _drawer(context)
    if not drawer.folded:
        return SafeString("")
    return _link(drawer, NONE, f"g-{one.key}", _("Fold"), one.seen.title)


@register.simple_tag(takes_context=True)
def next_goal(context: Context, one: ReviewedGoal) -> SafeString:
    """The link to what stands below it; nothing where everything is open."""
    review: Review = context["review"]
    after = review.after(one)
    if not review.is_folded or not (after or review.has_rest):
        return SafeString("")
    place, title = (f"g-{after.key}", after.seen.title) if after else (REST, _("Besides the goals"))
    page = _drawer(context).page(after.key if after else REST)
    return format_html(
        '<p class="review-on"><a class="button" href="{}#{}" hx-get="{}" hx-target="#{}" hx-select="#{}" '
        'hx-swap="outerHTML show:top" hx-replace-url="true">{} <span dir="auto">{}</span></a></p>',
        page, place, page, place, place, _("Next:"), title,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def fold_rest(context: Context) -> SafeString:
    """How much hangs on no goal, and the link that opens or folds it; nothing where everything is open."""
    review, drawer = context["review"], _drawer(context)
    if not review.is_folded:
        return SafeString("")
    opened, words = (NONE, _("Fold")) if review.rest_open else (REST, _("Open"))
    said = " · ".join(in_numbers(review.rest_tally, review.rest))
    return format_html(
        '<span class="count">{}</span>{}', said, _link(drawer, opened, REST, words, _("Besides the goals"))
    )


@register.simple_tag(takes_context=True)
def left_out(context: Context, number: int) -> SafeString:
    """That there are more actions than a page has room for, and where they stand."""
    if not number:
        return SafeString("")
    said = ngettext("%(n)d more stands among the actions", "%(n)d more stand among the actions", number)
    return format_html(
        '<p class="small"><a class="reach" href="{}">{}</a></p>', context["actions_url"], said % {"n": number}
    )


def _link(drawer: Drawer, opened: str, place: str, words: str, title: str) -> SafeString:
    """It keeps its id when what it opens or folds is swapped, and with it the focus."""
    page = drawer.page(opened)
    return format_html(
        '<a class="button quiet" id="o-{}" href="{}#{}" hx-get="{}" hx-replace-url="true">{}'
        '<span class="visually-hidden">: {}</span></a>',
        place, page, place, page, words, title,
    )  # fmt: skip


def _drawer(context: Context) -> Drawer:
    kept: dict[str, Any] = vars(context["request"])  # a page's includes share nothing else
    drawer: Drawer | None = kept.get("review_drawer")
    if drawer is None:
        drawer = kept["review_drawer"] = Drawer(context)
    return drawer
