from opencoach.questionnaires.forms.filling import FillForm

__all__ = ["FillForm"]
