from tests.texting import reachable, replies, text_in

__all__ = ["reachable", "replies", "text_in"]
