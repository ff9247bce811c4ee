import pytest

from opencoach.people import navigation
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["miriam", "devi", "priya", "ana", "ruben"])
def test_each_place_has_a_key_of_its_own(cast: Cast, who: str) -> None:
    letters = [link.letter for link in navigation.links(navigation.main, getattr(cast, who))]
    assert len({*letters, "s"}) == len(letters) + 1  # "s" leads to the settings
