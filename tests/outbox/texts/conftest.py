from tests.texting import gateway, reachable, replies, text_in

__all__ = ["gateway", "reachable", "replies", "text_in"]
