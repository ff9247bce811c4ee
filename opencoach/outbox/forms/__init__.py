from opencoach.outbox.forms.habits import HabitsForm

__all__ = ["HabitsForm"]
