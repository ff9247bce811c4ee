"""The draft beside its editor: drawn with what stands in the form, and nothing of that is kept."""

from typing import Any

import pytest
from django.test import Client

from opencoach.questionnaires import outcomes
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.definition import read
from opencoach.questionnaires.models import DraftStep, Questionnaire
from opencoach.questionnaires.rendering.twin import lean, whole
from tests.cast import Cast
from tests.questionnaires.forms import invented
from tests.questionnaires.making import EVERY_KIND, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def preview(made: Questionnaire, open_: str = "") -> str:
    return f"/p/okafor/library/questionnaires/{made.public_id}/preview/?open={open_}"


def test_what_stands_in_the_form_is_seen_before_it_is_kept(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    before = library.draft_of(made).definition
    drawn = miriam.post(preview(made, "sleep"), {"label": "Slept <well>?", "min": "1", "max": "3", "a.sleep": "2"})
    page = drawn.content.decode()
    assert "Slept &lt;well&gt;?" in page
    assert "How well did you sleep?" not in page
    assert 'value="2" checked' in page or 'checked value="2"' in page
    assert 'value="4"' not in page
    assert library.draft_of(made).definition == before
    assert not DraftStep.objects.exists()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"label": "Slept?", "min": "5", "max": "1"}, "Its end has to be higher."),
        ({"label": "Slept?", "min": "few"}, "Write a number."),
        ({"label": "Slept?", "labels": "nothing of the kind"}, "has no “=”"),
    ],
)
def test_a_form_that_cannot_be_saved_shows_what_was_and_says_why(
    miriam: Client, cast: Cast, sent: dict[str, str], why: str
) -> None:
    page = miriam.post(preview(questionnaire(cast.miriam), "sleep"), sent).content.decode()
    assert why in page
    assert "How well did you sleep?" in page
    assert "Slept?" not in page


def test_what_the_form_would_break_is_told(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    sent = {"label": "Slept?", "field0": "why", "operator0": "answered", "join": "all"}  # each waits for the other
    page = miriam.post(preview(made, "sleep"), sent).content.decode()
    assert "What stands in the form can't be shown yet" in page
    assert "How well did you sleep?" in page


def test_a_draft_that_cannot_work_says_what_is_wrong_in_place_of_its_questions(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    miriam.post(f"/p/okafor/library/questionnaires/{made.public_id}/steps/", {"do": "remove:sleep"})
    page = miriam.get(preview(made)).content.decode()
    assert "It can't be tried out yet." in page
    assert "<form" not in page


@pytest.mark.parametrize("sent", [{}, {"label": "X"}, {"label": "X", "a.sleep": ["9" * 5000, "\0"]}])
@pytest.mark.parametrize("open_", ["", "nothing", "sleep&open=why", "q" * 3000])
def test_any_input_draws_the_page(miriam: Client, cast: Cast, open_: str, sent: dict[str, Any]) -> None:
    assert miriam.post(preview(questionnaire(cast.miriam, EVERY_KIND), open_), sent).status_code == 200


def test_only_its_own_editor_may_frame_it(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    framed = miriam.get(preview(made))
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    around = miriam.get(f"/p/okafor/library/questionnaires/{made.public_id}/")
    assert around["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]


def test_all_pages_together_need_what_each_page_needs() -> None:
    several = 0
    for seed in range(40_000, 40_060):
        definition = read(invented(seed)[0])
        program = outcomes.program_of(definition)
        together = whole(program, str)
        alone = [one for page in definition.pages if (one := lean(program, page, {}, str))]
        if together is None:
            assert alone == []
            continue
        items = {item["id"]: item for page in together["definition"]["pages"] for item in page["items"]}
        for one in alone:
            for page in one["definition"]["pages"]:
                assert all(items[item["id"]] == item for item in page["items"]), seed
            assert one["totals"].items() <= together["totals"].items(), seed
        several += len(alone) > 1
    assert several > 5
