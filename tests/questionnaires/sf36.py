"""The SF-36 as a specification: items by number only, scored as its manual says (norms and weights: USA, 1990)."""

from typing import Any

NORMS = {  # mean and standard deviation of the eight scales, weights in PCS and in MCS
    "PF": (84.52404, 22.89490, 0.42402, -0.22999),
    "RP": (81.19907, 33.79729, 0.35119, -0.12329),
    "BP": (75.49196, 23.55879, 0.31754, -0.09731),
    "GH": (72.21316, 20.16964, 0.24954, -0.01571),
    "VT": (61.05453, 20.86942, 0.02877, 0.23534),
    "SF": (83.59753, 22.37642, -0.00753, 0.26876),
    "RE": (81.29467, 33.02717, -0.19206, 0.43407),
    "MH": (74.84212, 18.01189, -0.22069, 0.48581),
}
TOP = {**dict.fromkeys(["1", "2", "6", "8", "10", "11A", "11B", "11C", "11D"], 5), **{f"3{x}": 3 for x in "ABCDEFGHIJ"}}
TOP |= {"7": 6, **{f"9{x}": 6 for x in "ABCDEFGHI"}}
YES_NO = [*(f"4{x}" for x in "ABCD"), *(f"5{x}" for x in "ABC")]


def part(name: str) -> dict[str, Any]:
    """ "3A" as it is, "-9A" turned round."""
    if name.startswith("-"):
        return {"of": f"B{name[1:]}", "reverse": [1, TOP[name[1:]]]}
    return {"of": f"B{name}"}


def raw(id_: str, parts: list[dict[str, Any]], low: float, high: float) -> list[dict[str, Any]]:
    mean, sd, _p, _m = NORMS[id_]
    return [
        {"id": f"RAW{id_}", "label": id_, "parts": parts, "combine": "sum", "missing": "half"},
        {"id": id_, "label": id_, "parts": [{"of": f"RAW{id_}"}], "steps": [{"kind": "rescale", "from": [low, high]}]},
        {"id": f"z{id_}", "label": id_, "parts": [{"of": id_}],
         "steps": [{"kind": "norm", "to": "z", "groups": [{"mean": mean, "sd": sd}]}]},
    ]  # fmt: skip


def composite(id_: str, which: int) -> dict[str, Any]:
    parts = [{"of": f"z{scale}", "weight": row[which]} for scale, row in NORMS.items()]
    return {"id": id_, "label": id_, "parts": parts, "steps": [{"kind": "linear", "multiply": 10, "add": 50}]}


PAIN = [
    {"of": "B7", "map": {"1": 6, "2": 5.4, "3": 4.2, "4": 3.1, "5": 2.2, "6": 1}},
    {"of": "B8", "map": {"1": 5, "2": 4, "3": 3, "4": 2, "5": 1}, "cases": [
        {"when": {"all": [{"field": "B7", "operator": "missing"}]},
         "map": {"1": 6, "2": 4.75, "3": 3.5, "4": 2.25, "5": 1}},
        {"when": {"all": [{"field": "B7", "operator": "is", "value": 1},
                          {"field": "B8", "operator": "is", "value": 1}]},
         "map": {"1": 6}}]},
]  # fmt: skip
HEALTH = [{"of": "B1", "map": {"1": 5, "2": 4.4, "3": 3.4, "4": 2, "5": 1}}, *map(part, ["11A", "-11B", "11C", "-11D"])]


def yes_no(letters: str, number: int) -> list[dict[str, Any]]:
    return [{"of": f"B{number}{x}", "map": {"0": 2, "1": 1}} for x in letters]


DEFINITION: dict[str, Any] = {
    "title": "SF-36",
    "pages": [{"id": "all", "items": [
        *({"kind": "scale", "id": f"B{name}", "label": name, "min": 1, "max": top} for name, top in TOP.items()),
        *({"kind": "scale", "id": f"B{name}", "label": name, "min": 0, "max": 1} for name in YES_NO)]}],
    "scores": [
        *raw("PF", [part(f"3{x}") for x in "ABCDEFGHIJ"], 10, 30),
        *raw("RP", yes_no("ABCD", 4), 4, 8),
        *raw("BP", PAIN, 2, 12),
        *raw("GH", HEALTH, 5, 25),
        *raw("VT", list(map(part, ["-9A", "-9E", "9G", "9I"])), 4, 24),
        *raw("SF", list(map(part, ["-6", "10"])), 2, 10),
        *raw("RE", yes_no("ABC", 5), 3, 6),
        *raw("MH", list(map(part, ["9B", "9C", "-9D", "9F", "-9H"])), 5, 30),
        composite("PCS", 2),
        composite("MCS", 3),
    ],
}  # fmt: skip
