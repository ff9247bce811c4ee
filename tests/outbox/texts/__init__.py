"""Text messages: out through a gateway, in again, and what they mean."""
