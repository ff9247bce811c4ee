from opencoach.questionnaires.views.asking import asking, responses, withdrawal
from opencoach.questionnaires.views.editor import about, questionnaire, steps, undoing
from opencoach.questionnaires.views.filling import response
from opencoach.questionnaires.views.importing import import_questionnaire
from opencoach.questionnaires.views.library import (
    archiving,
    copying,
    export,
    publication,
    questionnaires,
    restoring,
)
from opencoach.questionnaires.views.previewing import preview
from opencoach.questionnaires.views.reading import upload
from opencoach.questionnaires.views.saving import answers, uploads
from opencoach.questionnaires.views.scores import scores
from opencoach.questionnaires.views.trying import trial
from opencoach.questionnaires.views.versions import versions
from opencoach.questionnaires.views.wording import source, wording

__all__ = [
    "about", "answers", "archiving", "asking", "copying", "export", "import_questionnaire", "preview", "publication",
    "questionnaire", "questionnaires", "response", "responses", "restoring", "scores", "source", "steps", "trial",
    "undoing", "upload", "uploads", "versions", "withdrawal", "wording",
]  # fmt: skip
