"""The format as JSON Schema, for editors and other programs.

python -m opencoach.questionnaires.definition.schema > docs/api/questionnaire.schema.json
"""

import json
import sys
from typing import Any

from opencoach.questionnaires.definition.document import Definition


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. It says what is well-formed; what makes sense, only `checks.check` can say."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Definition.model_json_schema(by_alias=True)}


def text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
