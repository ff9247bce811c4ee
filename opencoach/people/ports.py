"""What people tells the apps above, after the commit. Filled in their `AppConfig.ready()`."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from opencoach.people.models import Engagement, Membership

MembershipHook = Callable[[Membership], None]
EngagementHook = Callable[[Engagement], None]

_access_ended: list[MembershipHook] = []
_part_ended: list[Callable[[Membership, Engagement], None]] = []
_status_changed: list[EngagementHook] = []
_profile_changed: list[MembershipHook] = []


def on_access_ended(hook: MembershipHook) -> None:
    """Call `hook(membership)` once a membership has ended: cut its sockets, its sessions, its feeds."""
    _access_ended.append(hook)


def on_part_ended(hook: Callable[[Membership, Engagement], None]) -> None:
    """Call `hook(membership, engagement)` once somebody takes no part in an engagement any more."""
    _part_ended.append(hook)


def on_status_changed(hook: EngagementHook) -> None:
    """Call `hook(engagement)` once an engagement was activated, paused, resumed, ended or reopened."""
    _status_changed.append(hook)


def on_profile_changed(hook: MembershipHook) -> None:
    """Call `hook(membership)` once somebody's zone or language has changed."""
    _profile_changed.append(hook)


def tell_profile_changed(membership: Membership) -> None:
    for hook in _profile_changed:
        transaction.on_commit(partial(hook, membership))


def tell_access_ended(membership: Membership) -> None:
    """For people's own actions: after the commit, tell everybody who asked to know. So are the two below."""
    for hook in _access_ended:
        transaction.on_commit(partial(hook, membership))


def tell_part_ended(membership: Membership, engagement: Engagement) -> None:
    for hook in _part_ended:
        transaction.on_commit(partial(hook, membership, engagement))


def tell_status_changed(engagement: Engagement) -> None:
    for hook in _status_changed:
        transaction.on_commit(partial(hook, engagement))
