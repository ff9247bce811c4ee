from opencoach.sessions.forms.sessions import AgendaForm, HoldForm, LogForm

__all__ = ["AgendaForm", "HoldForm", "LogForm"]
