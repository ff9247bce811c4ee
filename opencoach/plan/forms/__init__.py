from opencoach.plan.forms.goals import GoalForm, LevelsForm, RateForm, ShareForm, StepForm, WillForm
from opencoach.plan.forms.needs import ChecklistForm, NeedForm, NeedRatingForm, NoteNeedForm, WheelForm
from opencoach.plan.forms.strategies import ReviewForm, StrategyForm, WeighingForm

__all__ = [
    "ChecklistForm",
    "GoalForm",
    "LevelsForm",
    "NeedForm",
    "NeedRatingForm",
    "NoteNeedForm",
    "RateForm",
    "ReviewForm",
    "ShareForm",
    "StepForm",
    "StrategyForm",
    "WeighingForm",
    "WheelForm",
    "WillForm",
]
