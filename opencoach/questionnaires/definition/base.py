"""What every part of a definition has in common."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from opencoach.questionnaires.definition.limits import LARGEST

RESERVED = {"and", "or", "not", "true", "false", "unknown"}  # words of the expression language


class Part(BaseModel):
    """Frozen, and refuses what it doesn't know: a word typed wrong must not be passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


def _free(value: str) -> str:
    if value in RESERVED:
        raise ValueError(f"“{value}” is a word of the expression language. Choose another id.")
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$"), AfterValidator(_free)]
"""The name of an item, a row, a column, a computed value, a score or a page; expressions call it by that name."""

OptionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]

Path = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}(\.[A-Za-z][A-Za-z0-9_]{0,59})?$")]
"""An id, or `matrix.row`, or `table.column`."""

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, strict=True)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000_000, strict=True)]
