"""What a response keeps to say by which rules it was scored."""

import hashlib
from typing import Any

from opencoach.questionnaires.definition.document import Definition
from opencoach.questionnaires.definition.reading import canonical, written

WORDS = {"label", "help", "title", "description", "placeholder", "words", "body", "thanks", "source", "unit", "low"}
WORDS |= {"high", "labels", "add_label", "sinks", "look"}


def specification_hash(definition: Definition) -> str:
    """SHA-256 of all that decides about values and scores, as 64 hexadecimal digits: the same for a version whose
    wording alone differs, and for no other."""
    return hashlib.sha256(canonical({"engine": 1, "definition": _bare(written(definition))})).hexdigest()


def _bare(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items() if key not in WORDS}
    return [_bare(one) for one in data] if isinstance(data, list) else data
