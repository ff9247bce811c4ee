"""Questionnaires and answers, made up from a seed: every kind of item, rule, function and step, and answers that fit,
almost fit, or are something else altogether."""

import random
from typing import Any

KINDS = ["text", "number", "date", "time", "single", "multi", "scale", "slider", "matrix", "ranking", "table", "info"]
DAYS = ["2026-03-28", "2026-03-29", "2024-02-29", "2026-02-30", "2026-11-24"]
WORDS = ["", " ", "Tea", "tea ", "ÄRGER", "x" * 30, "7", "\u00a0a\u2003", "\U0001f600", "é"]
NUMBERS = [0, 1, 2, 3, 4.5, -1, 0.1, 0.2, 0.3, 2.675, 1e15, -1e15, 1e-7, 7, 100]
WILD = [None, True, [], {}, "q", [["a"]], {"other": 3}, {"other": "mine"}, 1e300, ["a", "a"], {"r1": "a"}, [{"n": 1}]]


class Inventor:
    """One questionnaire at a time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.named: list[tuple[str, str]] = []  # path and kind of all that may be named so far

    def definition(self) -> dict[str, Any]:
        choose = self.random
        pages, number = [], 0
        for page in range(choose.randint(1, 3)):
            made: dict[str, Any] = {"id": f"p{page}", "items": [], **self.shown(0.2)}
            for _one in range(choose.randint(1, 5)):
                made["items"].append(self.item(f"i{number}"))
                number += 1
            pages.append(made)
        computed, scores = [], []
        for count in range(choose.randint(0, 4)):
            computed.append({"id": f"c{count}", "expression": self.expression(3)})
            self.named.append((f"c{count}", "number"))
        for count in range(choose.randint(0, 3)):
            if self.numeric():
                scores.append(self.score(f"s{count}"))
                self.named.append((f"s{count}", "number"))
        return {"format": 1, "title": "T", "pages": pages, "computed": computed, "scores": scores}

    def shown(self, chance: float) -> dict[str, Any]:
        return {"visible": self.rule()} if self.named and self.random.random() < chance else {}

    def rule(self, nested: bool = True) -> dict[str, Any]:
        rows = [
            self.rule(False) if nested and self.random.random() < 0.2 else self.row()
            for _one in range(self.random.randint(1, 3))
        ]
        return {self.random.choice(["all", "any"]): rows}

    def row(self) -> dict[str, Any]:
        path, kind = self.random.choice(self.named)
        operator = self.random.choice(
            [
                "is",
                "is_not",
                "any_of",
                "none_of",
                "contains",
                "contains_not",
                "less",
                "at_most",
                "more",
                "at_least",
                "answered",
                "missing",
            ]
        )
        if operator in {"answered", "missing"}:
            return {"field": path, "operator": operator}
        one = self.worth(kind)
        if operator in {"any_of", "none_of"}:
            return {"field": path, "operator": operator, "value": [one, self.worth(kind)]}
        return {"field": path, "operator": operator, "value": one}

    def worth(self, kind: str) -> Any:
        match kind:
            case "single" | "multi" | "ranking" | "matrix":
                return self.random.choice(["a", "b", "c", "other", 1, 2])
            case "date":
                return self.random.choice(DAYS)
            case "time":
                return self.random.choice(["08:30", "12:00", "23:59"])
            case "text":
                return self.random.choice(WORDS[2:])
        return self.random.choice([0, 1, 2, 3, 4.5, 7])

    def item(self, id_: str) -> dict[str, Any]:
        kind = self.random.choice(KINDS)
        item: dict[str, Any] = {"kind": kind, "id": id_, "label": id_, **self.shown(0.35)}
        if kind in {"single", "multi", "ranking", "matrix"}:
            item["options"] = self.options()
        if kind in {"single", "multi"} and self.random.random() < 0.3:
            item["other"] = "Other"
        if kind == "matrix":
            item["rows"] = [{"id": f"r{n}", "label": f"r{n}", **self.shown(0.1)} for n in range(1, 4)]
        if kind == "table":
            item["columns"] = [{"kind": "number", "id": "n", "label": "n"}, {"kind": "text", "id": "w", "label": "w"}]
        if kind == "info":
            item["body"] = "Words"
        else:
            self.named.append((id_, kind))
        if kind == "matrix":
            self.named += [(f"{id_}.r{n}", "single") for n in range(1, 4)]
        return item

    def options(self) -> list[dict[str, Any]]:
        return [
            {"id": id_, "label": id_, **({"value": value} if self.random.random() < 0.7 else {}), **self.shown(0.1)}
            for id_, value in zip("abc", self.random.sample([0, 1, 2, 3, 0.5], 3), strict=True)
        ]

    def numeric(self) -> list[str]:
        return [path for path, kind in self.named if kind in {"number", "scale", "slider", "single"}]

    def expression(self, depth: int) -> str:
        choose = self.random
        if depth == 0 or choose.random() < 0.2:
            names = [path for path, _kind in self.named]
            return choose.choice([*names, *names, "2", "0.1", "3.75", "'a'", "'Tea'", "true"])
        inner = [self.expression(depth - 1) for _one in range(3)]
        form = choose.choice([
            "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "-{0}", "({0} = {1})", "({0} != {1})",
            "({0} < {1})", "({0} >= {1})", "(({0} > 1) and ({1} <= 3))", "(({0} = 1) or not ({1} = 2))",
            "sum({0}, {1}, {2})", "mean({0}, {1}, {2})", "min({0}, {1})", "max({0}, {1})", "count({0}, {1}, {2})",
            "coalesce({0}, {1})", "if({0} > 1, {1}, {2})", "round({0}, 2)", "round({0})", "floor({0})", "ceil({0})",
            "abs({0})", "answered({0})", "contains({0}, {1})", "days({0}, '2026-03-29')",
        ])  # fmt: skip
        return form.format(*inner)

    def score(self, id_: str) -> dict[str, Any]:
        choose = self.random
        paths = choose.sample(self.numeric(), min(len(self.numeric()), choose.randint(1, 5)))
        steps = [
            {"kind": "linear", "multiply": 20, "add": -3.3}, {"kind": "rescale", "from": [1, 7], "to": [0, 100]},
            {"kind": "norm", "to": "t", "groups": [
                {"mean": 3, "sd": 1.7, "when": self.rule()}, {"mean": 2, "sd": 0.3}]},
            {"kind": "lookup", "entries": [{"to": 2, "value": 10}, {"from": 2, "to": 50, "value": 20.5}]},
            {"kind": "round", "decimals": 1}, {"kind": "clamp", "min": -2, "max": 90},
        ]  # fmt: skip
        return {
            "id": id_, "label": id_, "parts": [self.part(path) for path in paths],
            "combine": choose.choice(["sum", "mean", "min", "max"]),
            "missing": choose.choice(["all", "half", "zero", {"at_least": 1}]),
            "steps": choose.sample(steps, choose.randint(0, 2)),
        }  # fmt: skip

    def part(self, path: str) -> dict[str, Any]:
        choose = self.random
        part: dict[str, Any] = {"of": path, "weight": choose.choice([1, 1, 1, 2, 0.3])}
        if choose.random() < 0.3:
            part["reverse"] = [0, 7]
        if choose.random() < 0.2:
            part["map"] = {"1": 5, "2": 4.4, "a": 3, "4.5": 1}
        if choose.random() < 0.2:
            part["cases"] = [{"when": self.rule(), "map": {"1": 9, "2": 8, "b": 7}}]
        if choose.random() < 0.2:
            part["when"] = self.rule()
        return part

    def answers(self, definition: dict[str, Any]) -> dict[str, Any]:
        """Four of five questions are answered; one of twelve answers is nonsense."""
        found: dict[str, Any] = {}
        for item in (item for page in definition["pages"] for item in page["items"]):
            if self.random.random() < 0.8:
                wild = self.random.random() < 0.08
                found[item["id"]] = self.random.choice(WILD) if wild else self.answer(item)
        return found

    def answer(self, item: dict[str, Any]) -> Any:
        choose = self.random
        match item["kind"]:
            case "text":
                return choose.choice(WORDS)
            case "date":
                return choose.choice(DAYS)
            case "time":
                return choose.choice(["08:30", "12:00", "23:59"])
            case "single":
                return choose.choice(["a", "b", "c", {"other": " mine "}])
            case "multi" | "ranking":
                return choose.sample(["a", "b", "c"], choose.randint(0, 3))
            case "matrix":
                return {row: choose.choice(["a", "b", "c", None]) for row in ("r1", "r2", "r3")}
            case "table":
                return [
                    {"n": choose.choice([*NUMBERS, None]), "w": choose.choice(WORDS)}
                    for _one in range(choose.randint(0, 3))
                ]
            case "scale":
                return choose.randint(1, 5)
        return choose.choice(NUMBERS)
