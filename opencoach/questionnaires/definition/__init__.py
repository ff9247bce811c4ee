"""What a questionnaire is: read it with `read`, see what is wrong with it by `checks.check`, write it with `written`.

docs/api/questionnaires.md describes the format; docs/api/questionnaire.schema.json is its JSON Schema.
"""

from opencoach.questionnaires.definition.document import Computed, Definition, Page, Sink, Source
from opencoach.questionnaires.definition.items import (
    Audio,
    DateItem,
    Files,
    Info,
    Item,
    LongText,
    Matrix,
    Multi,
    NumberItem,
    Option,
    Question,
    Ranking,
    Row,
    Scale,
    Single,
    Slider,
    Table,
    TextItem,
    TimeItem,
    Total,
    Video,
)
from opencoach.questionnaires.definition.problems import Invalid, Problem
from opencoach.questionnaires.definition.reading import digest, read, written
from opencoach.questionnaires.definition.rules import Condition, Group, Rule
from opencoach.questionnaires.definition.scores import Band, Score, ScorePart
from opencoach.questionnaires.definition.text import Text, said

__all__ = [
    "Audio",
    "Band",
    "Computed",
    "Condition",
    "DateItem",
    "Definition",
    "Files",
    "Group",
    "Info",
    "Invalid",
    "Item",
    "LongText",
    "Matrix",
    "Multi",
    "NumberItem",
    "Option",
    "Page",
    "Problem",
    "Question",
    "Ranking",
    "Row",
    "Rule",
    "Scale",
    "Score",
    "ScorePart",
    "Single",
    "Sink",
    "Slider",
    "Source",
    "Table",
    "Text",
    "TextItem",
    "TimeItem",
    "Total",
    "Video",
    "digest",
    "read",
    "said",
    "written",
]
