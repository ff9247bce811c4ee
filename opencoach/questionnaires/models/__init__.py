from opencoach.questionnaires.models.questionnaire import DraftStep, Questionnaire, Version
from opencoach.questionnaires.models.response import ASKED, OPEN, Response, Upload

__all__ = ["ASKED", "OPEN", "DraftStep", "Questionnaire", "Response", "Upload", "Version"]
