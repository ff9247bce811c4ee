"""What an import gathers while it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.definition import Definition, Invalid, Problem, read
from opencoach.questionnaires.editing import free_id
from opencoach.questionnaires.importing.formula import Node, Unsayable, Wrong, parse, references
from opencoach.questionnaires.importing.saying import expression_of, rule_of

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """`dropped` says what is not in the definition, or otherwise than it was, each with its place in the file."""

    definition: Definition
    dropped: list[Problem]
    format: str


@dataclass(slots=True)
class Found:
    """The ids given so far, by the names of the file; what is wrong, and what is left out."""

    ids: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # by our id
    taken: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)  # names that are known, and left out
    computed: list[Data] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    dropped: list[Problem] = field(default_factory=list)

    def id_for(self, name: str, otherwise: str = "q") -> str:
        """A new id of ours for that name."""
        own = name if _fits(name) and name not in self.taken else free_id(name, self.taken, otherwise)
        self.taken.add(own)
        return own

    def add(self, name: str, kind: str, where: str) -> str:
        """The id of a question of that name; twice is wrong."""
        if name in self.ids:
            self.wrong.append(Problem(_("The name “%(name)s” stands twice.") % {"name": name[:60]}, where))
            return self.ids[name]
        self.ids[name] = key = self.id_for(name)
        self.kinds[key] = kind
        return key

    def drop(self, where: str, why: str) -> None:
        """Left out, and said."""
        self.dropped.append(Problem(why, where, level="warning"))

    def refuse(self, where: str, why: str) -> None:
        """Wrong: nothing is made."""
        self.wrong.append(Problem(why, where))

    def read(self, text: str, mark: str, where: str) -> Node | None:
        """The formula in a cell; None where it is wrong or speaks of what is left out, which is then told."""
        try:
            tree = parse(text, mark)
        except Wrong as wrong:
            self.refuse(where, str(wrong))
            return None
        for name in references(tree):
            if name in self.gone:
                words = _("It depends on “%(name)s”, which is left out; so is this.")
                self.drop(where, words % {"name": name})
                return None
            if name not in self.ids:
                self.refuse(where, _("There is no question “%(name)s”.") % {"name": name[:60]})
                return None
        return tree

    def rule(self, conditions: Sequence[tuple[str, str]], mark: str) -> Data | None:
        """All of these conditions, each with its place, as rows; what rows can't say becomes a computed value that the
        condition asks for."""
        trees = [tree for text, where in conditions if (tree := self.read(text, mark, where)) is not None]
        if not trees:
            return None
        tree = reduce(lambda left, right: Node("and", None, (left, right)), trees)
        try:
            return rule_of(tree, self.ids, self.kinds)
        except Unsayable:
            key = self.compute(tree, "shown_when", conditions[-1][1])
            return {"all": [{"field": key, "operator": "is", "value": True}]} if key else None

    def compute(self, tree: Node, name: str, where: str, label: Any = "", key: str = "") -> str:
        """A computed value; "" where the expression language has no words for it, which is told."""
        try:
            expression = expression_of(tree, self.ids)
        except Unsayable as reason:
            self.drop(where, str(reason))
            return ""
        key = key or self.id_for(name)
        self.computed.append({"id": key, "label": label, "expression": expression})
        return key


def finished(found: Found, data: Mapping[str, Any], name: str) -> Imported:
    """The definition. Raises Invalid with all that is wrong."""
    if found.wrong:
        raise Invalid(found.wrong)
    if found.computed:
        data = {**data, "computed": found.computed}
    return Imported(read(data), found.dropped, name)


def _fits(name: str) -> bool:
    plain = name.replace("_", "a")
    return plain.isascii() and plain.isalnum() and name[:1].isalpha() and len(name) <= 60
