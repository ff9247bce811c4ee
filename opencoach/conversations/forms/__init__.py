from opencoach.conversations.forms.away import AwayForm

__all__ = ["AwayForm"]
