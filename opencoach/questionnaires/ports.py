"""Where answers flow, and what else happens when somebody has answered. Filled by apps above in `AppConfig.ready()`.

A *sink* takes single answers: a questionnaire says which of its questions, computed values or scales flow into which
sink. A *subject* is a kind of thing that responses are about (`Response.about_kind`): it hears of each submission, and
says where the page of that thing is. Both run inside the transaction of the submission: what they raise undoes it.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires.models import Response


@dataclass(frozen=True, slots=True)
class Flow:
    """One answer on its way. `source` is the id of a question, computed value or scale; `value` what was answered
    (never a missing one), `text` the same in words, `label` what was asked. `parts` are the single things in it (lines,
    options, in words), `number` what it counts as, None for what is no number."""

    response: Response
    source: str
    label: str
    value: Any
    text: str
    parts: Sequence[str] = ()
    number: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sink:
    """Somewhere that answers flow to. `kinds`: which kinds of source it takes, by the names of the definition, with
    "computed" and "score"; empty for all. `name_label`: what the editor asks for as the option `name`, where the sink
    has use for a name; without one it asks nothing."""

    name: str
    label: str | Promise
    take: Callable[[Flow], None]
    kinds: frozenset[str] = frozenset()
    name_label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What responses can be about. `page` gives the address of the thing for a reader, "" where there is none."""

    kind: str
    submitted: Callable[[Response], None]
    page: Callable[[Membership, Engagement | None, uuid.UUID | None], str] = lambda member, engagement, key: ""


sinks: dict[str, Sink] = {}
subjects: dict[str, Subject] = {}


def add_sink(sink: Sink) -> None:
    """Let answers flow there. Raises ValueError when two apps claim one name."""
    if sink.name in sinks:
        raise ValueError(f"two apps claim the sink {sink.name!r}")
    sinks[sink.name] = sink


def add_subject(subject: Subject) -> None:
    """Let responses be about it. Raises ValueError when two apps claim one kind."""
    if subject.kind in subjects:
        raise ValueError(f"two apps claim the subject {subject.kind!r}")
    subjects[subject.kind] = subject


def sinks_for(kind: str) -> list[Sink]:
    """Those that take that kind of source, by name."""
    return [sink for _name, sink in sorted(sinks.items()) if not sink.kinds or kind in sink.kinds]


def pour(flows: Sequence[Flow], names: Sequence[str]) -> None:
    """Hand each answer to the sink of that name, in order; a sink that no app fills any more is passed over."""
    for flow, name in zip(flows, names, strict=True):
        if (sink := sinks.get(name)) is not None:
            sink.take(flow)


_asked: list[Callable[[Response], None]] = []


def on_asked(hook: Callable[[Response], None]) -> None:
    """Call `hook(response)` when something is asked of somebody, in that transaction."""
    _asked.append(hook)


def tell_asked(response: Response) -> None:
    for hook in _asked:
        hook(response)


def tell_submitted(response: Response) -> None:
    """Tell the app whose thing the response is about."""
    if (subject := subjects.get(response.about_kind)) is not None:
        subject.submitted(response)
