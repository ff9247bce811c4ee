"""What an expression is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    path: str
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str  # "-" or "not"
    of: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str  # + - * / = != < <= > >= and or
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]
    at: int


Node = Literal | Name | Unary | Binary | Call
