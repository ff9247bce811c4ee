"""What a version asks, shows and comes to, as files.

DJANGO_SETTINGS_MODULE=tests.settings python -m tests.questionnaires.goldens

writes those of folders that have none yet; what is there is never written again.
"""

import json
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from opencoach.questionnaires import outcomes
from opencoach.questionnaires.definition import digest, read
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.rendering.sight import Sight
from opencoach.questionnaires.scoring.specification import specification_hash
from tests.questionnaires.outline import outline
from tests.questionnaires.vectors import said

HERE = Path(__file__).parent / "golden"
FOLDERS = sorted(path.parent for path in HERE.glob("*/definition.json"))


def made(folder: Path) -> dict[Path, str]:
    """Each file's path with what it says today."""
    data = json.loads((folder / "definition.json").read_text("utf-8"))
    answers = json.loads((folder / "answers.json").read_text("utf-8"))
    definition = read(data)
    standing = outcomes.standing(definition, answers)
    outcome = {
        "digest": digest(definition),
        "rules": specification_hash(definition),
        "hidden": sorted(standing.hidden),
        "problems": standing.problems,
        "totals": standing.computed,
        "scores": {
            key: {**one, "band": (band.label if (band := standing.outcome.scores[key].band) else None)}
            for key, one in standing.scores().items()
        },
        "said": said(data, answers),
    }
    sight = Sight(definition.language, definition.language, standing.shows, standing.computed)
    files = {folder / "outcome.json": json.dumps(outcome, indent=1, ensure_ascii=False) + "\n"}
    for number, page in enumerate(definition.pages, start=1):
        files[folder / f"page-{number}.txt"] = outline(FillForm(page.items, sight, answers).blocks())
    return files


if __name__ == "__main__":
    for folder_ in FOLDERS:
        for path_, text_ in made(folder_).items():
            if not path_.exists():
                path_.write_text(text_, "utf-8")
