"""What a coach sees of a file before it is made, and what comes of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencoach.questionnaires.definition import written
from opencoach.questionnaires.importing import imported
from opencoach.questionnaires.models import Questionnaire, Version
from tests.cast import Cast
from tests.questionnaires.foreign import CHOICES, SETTINGS, SURVEY, workbook
from tests.questionnaires.making import EVERY_KIND

WHERE = "/p/okafor/library/questionnaires/import/"
WHOLE = workbook(survey=SURVEY, choices=CHOICES, settings=SETTINGS)


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_file_is_looked_at_first_and_made_then(miriam: Client) -> None:
    file = SimpleUploadedFile("intake.xlsx", WHOLE)
    looked = miriam.post(WHERE, {"file": file}).content.decode()
    assert "Before we begin" in looked
    assert "“geopoint” is not asked here" in looked
    assert "Coached before?" in looked
    assert not Questionnaire.objects.exists()
    data = json.dumps(written(imported(WHOLE).definition), ensure_ascii=False, separators=(",", ":"))
    made = miriam.post(WHERE, {"do": "make", "text": data, "purpose": "intake"})
    row = Questionnaire.objects.get()
    assert made["Location"] == f"/p/okafor/library/questionnaires/{row.public_id}/"
    assert (row.title, row.purpose) == ("Before we begin", "intake")
    assert Version.objects.get().definition == written(imported(WHOLE).definition)


@pytest.mark.django_db
def test_a_bad_file_makes_nothing_and_keeps_what_was_typed(miriam: Client) -> None:
    text = "survey,,,\n,type,name,label\n,bogus,wish,What is your wish?\n"
    answer = miriam.post(WHERE, {"text": text})
    assert answer.status_code == 422
    assert "Nothing was made." in answer.content.decode()
    assert "survey, row 2, column “type”" in answer.content.decode()
    assert "What is your wish?" in answer.content.decode()
    assert not Questionnaire.objects.exists()


@pytest.mark.django_db
def test_its_own_format_comes_back_the_same() -> None:
    found = imported(json.dumps(EVERY_KIND).encode())
    assert (found.format, found.dropped) == ("OpenCoach", [])
    assert imported(json.dumps(written(found.definition)).encode()).definition == found.definition
