"""What people do in a conversation. Other apps call `open` and `note_system`; channels call `say`."""

from opencoach.conversations.actions.opening import open
from opencoach.conversations.actions.saying import note_system, say

__all__ = ["note_system", "open", "say"]
