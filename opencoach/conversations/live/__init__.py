"""Conversations on the socket. `register()` hands it to the live endpoint when the app is ready."""

from opencoach.conversations.live.app import register

__all__ = ["register"]
