"""Files of other programs, made here: a workbook as XLSForm has it, and a survey of SurveyJS."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

HEAD = ["type", "name", "label::English (en)", "label::Deutsch (de)", "required", "relevant", "constraint",
        "calculation", "appearance", "parameters"]  # fmt: skip
SURVEY: list[list[Any]] = [
    HEAD,
    ["start", "start"],
    ["begin group", "about", "About you", "Über Sie"],
    ["text", "name", "Your name", "Ihr Name", "yes"],
    ["integer", "age", "Your age", "Ihr Alter", None, None, ". >= 16 and . < 120"],
    ["select_one yn", "coached", "Coached before?", "Schon gecoacht?"],
    ["text", "how", "How was it?", "Wie war es?", None, "${coached} = 'yes' and ${age} > 20", None, None, "multiline"],
    ["select_multiple topics or_other", "wish", "What about?", "Worum?"],
    ["end group"],
    ["geopoint", "place", "Where are you?"],
    ["begin repeat", "tried", "What you tried"],
    ["text", "what", "What"],
    ["integer", "weeks", "Weeks"],
    ["end repeat"],
    ["begin group", "life", "Life", "Leben", None, "selected(${wish}, 'focus') or not(${coached} = 'no')", None, None,
     "table-list"],
    ["select_one much", "job", "Job", "Arbeit"],
    ["select_one much", "home", "Home", "Zuhause"],
    ["end group"],
    ["range", "pressure", "Pressure", "Druck", None, None, None, None, None, "start=0 end=10 step=1"],
    ["calculate", "load", None, None, None, None, None, "${job} + ${home} + ${pressure}"],
    ["note", "thanks", "A lot", "Viel", None, "${load} > 3 and (${coached} = 'yes' or (${age} > 3 and ${age} < 30))"],
]  # fmt: skip
CHOICES: list[list[Any]] = [
    ["list_name", "name", "label::English (en)", "label::Deutsch (de)"],
    ["yn", "yes", "Yes", "Ja"], ["yn", "no", "No", "Nein"],
    ["topics", "focus", "Focus", "Fokus"], ["topics", "sleep", "Sleep", "Schlaf"],
    ["much", 1, "little", "wenig"], ["much", 2, "much", "viel"],
]  # fmt: skip
SETTINGS: list[list[Any]] = [["form_title", "default_language"], ["Before we begin", "English (en)"]]
SURVEYJS: dict[str, Any] = {
    "title": {"default": "My week", "de": "Meine Woche"},
    "showProgressBar": "top",
    "completedHtml": "<h3>Thank you</h3><script>steal()</script>",
    "pages": [
        {
            "name": "first",
            "elements": [
                {"type": "text", "name": "full name", "title": "Your name", "isRequired": True},
                {"type": "rating", "name": "energy", "rateMax": 7, "minRateDescription": "none"},
                {
                    "type": "radiogroup",
                    "name": "where",
                    "choices": [1, 2, {"value": "on the road", "text": "On the road"}],
                    "visibleIf": "{full name} notempty and {energy} > 1",
                    "choicesOrder": "random",
                },
                {"type": "signaturepad", "name": "signature"},
                {
                    "type": "panel",
                    "name": "more",
                    "title": "More",
                    "visibleIf": "{where} = 1",
                    "elements": [
                        {"type": "checkbox", "name": "with", "choices": ["alone", "team"], "showOtherItem": True},
                        {"type": "boolean", "name": "happy", "visibleIf": "{with} contains 'team'"},
                        {"type": "comment", "name": "why", "visibleIf": "{signature} notempty"},
                    ],
                },
                {"type": "expression", "name": "sum", "title": "Together", "expression": "{where} + {energy} * 2"},
                {"type": "matrix", "name": "days", "columns": [1, 2], "rows": ["mon", {"value": "tue", "text": "Tue"}]},
                {
                    "type": "matrixdynamic",
                    "name": "hours",
                    "columns": [{"name": "what", "cellType": "text"}, {"name": "how", "choices": ["long", "short"]}],
                },
                {"type": "html", "name": "words", "html": "<p>Tea <b>&amp;</b> rest</p>"},
            ],
        }
    ],
}


def workbook(**sheets: list[list[Any]]) -> bytes:
    """An .xlsx file with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xlsform(*rows: list[Any], choices: list[list[Any]] = CHOICES) -> bytes:
    """A survey sheet with the columns type, name, label, relevant, constraint, calculation."""
    head = ["type", "name", "label", "relevant", "constraint", "calculation"]
    return workbook(survey=[head, *rows], choices=choices)
