import pytest

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Conversation
from tests.cast import Cast


@pytest.fixture
def with_ana(cast: Cast) -> Conversation:
    """Miriam's and Ana's conversation."""
    return open_conversation(cast.ana_engagement, "Welcome, *Ana*.")


@pytest.fixture
def with_group(cast: Cast) -> Conversation:
    """The conversation of Miriam's group."""
    return open_conversation(cast.group_engagement)
