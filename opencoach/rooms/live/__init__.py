"""Rooms on the socket. `register()` hands them to the live endpoint when the app is ready."""

from opencoach.rooms.live.app import register

__all__ = ["register"]
