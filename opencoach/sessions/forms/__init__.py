from opencoach.sessions.forms.sessions import AgendaForm, HoldForm, LogForm
from opencoach.sessions.forms.types import SessionTypeForm

__all__ = ["AgendaForm", "HoldForm", "LogForm", "SessionTypeForm"]
