"""Public ids: UUIDv7, ordered by the time they were made, so that an index of them stays dense."""

import uuid

import uuid_utils


def public_id() -> uuid.UUID:
    """A new UUIDv7 as a standard `uuid.UUID`."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
