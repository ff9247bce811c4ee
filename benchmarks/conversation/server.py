"""OpenCoach as it is, except that one person may say more than people do: the limit per tab is lifted for the load."""

from opencoach.config.asgi import application
from opencoach.live import pace

pace.RATE = pace.BURST = 1_000_000.0

__all__ = ["application"]
