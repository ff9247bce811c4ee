"""Of the lived-in practice: what Ana is asked by mail, and a letter to several."""

import uuid

from django.utils import timezone

from opencoach.library.actions import mailings
from opencoach.library.queries.mailings import works_of
from opencoach.questionnaires import linked
from opencoach.questionnaires.actions import responding
from tests.cast import Cast
from tests.questionnaires.making import EVERY_KIND, asked


def to_several(cast: Cast) -> object:
    """A letter to everybody of Miriam's, some of whom it can't go to."""
    words = mailings.Letter("Where I am in August", "Hello {first name},\n\nfrom the 3rd to the 21st I am away.")
    works = works_of(cast.miriam)
    return mailings.send_to_several(words, works, by=cast.miriam, once=uuid.uuid4()).public_id


def asked_by_mail(cast: Cast) -> dict[str, object]:
    """Links to what Ana is asked: one that nobody has begun, and one that was begun elsewhere."""
    begun = asked(cast)
    responding.save(begun, {"sleep": 4}, ["sleep"], base=0)
    return {
        name: linked.token_of(row, cast.ana, sent=timezone.now())
        for name, row in (("answer", asked(cast, EVERY_KIND)), ("answer_begun", begun))
    }
