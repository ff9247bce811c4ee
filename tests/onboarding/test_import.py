import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencoach.onboarding.actions.import_clients import import_clients
from opencoach.onboarding.actions.invite import NewClient, invite_client, invite_clients
from opencoach.onboarding.models import Invitation
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
URL = "/p/okafor/clients/import/"
TABLE = "name;email\nNora;nora@example.org\nBad;nowhere\nOla;ola@example.org\n"


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person)
    return client


def test_the_preview_says_what_is_wrong_and_invites_nobody(miriam: Client) -> None:
    answer = miriam.post(URL, {"file": SimpleUploadedFile("clients.csv", TABLE.encode()), "preview": "1"})
    page = answer.content.decode()
    assert "“nowhere” is not an e-mail address." in page
    assert "Invite 2 clients" in page
    assert "Ola;ola@example.org" in page  # what was uploaded is there to correct
    assert not Invitation.objects.exists()


def test_then_all_good_rows_are_invited(miriam: Client) -> None:
    answer = miriam.post(URL, {"text": TABLE, "import": "1"})
    assert answer.status_code == 302
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["nora@example.org", "ola@example.org"]
    assert Delivery.objects.filter(kind="invitation").count() == 2
    assert Engagement.objects.filter(status="invited", title__in=["Nora", "Ola"]).count() == 2


def test_sending_it_twice_invites_once(miriam: Client) -> None:
    miriam.post(URL, {"text": TABLE, "import": "1"})
    again = miriam.post(URL, {"text": TABLE, "import": "1"})
    assert again.content.count(b"open invitation already") == 2
    assert Invitation.objects.count() == 2


def test_columns_can_be_chosen(miriam: Client) -> None:
    text = "who,where\nNora,nora@example.org\n"
    assert "Choose a column for" in miriam.post(URL, {"text": text, "preview": "1"}).content.decode()
    chosen = {"column-name": "0", "column-email": "1", "column-specialisation": "-1"}
    miriam.post(URL, {"text": text, "import": "1", **chosen})
    assert Invitation.objects.get().email == "nora@example.org"


def test_what_is_no_table_gives_a_clear_word_and_keeps_the_text(miriam: Client) -> None:
    answer = miriam.post(URL, {"text": 'name,email\n"Ana,ana@example.org'})
    assert answer.status_code == 422
    assert "quotation mark" in answer.content.decode()
    assert "Ana,ana@example.org" in answer.content.decode()


@pytest.mark.parametrize("said", [{"preview": "1"}, {"import": "1"}])
def test_many_rows_take_as_many_queries_as_few(said: dict[str, str], miriam: Client) -> None:
    miriam.post(URL, {"text": table(1, "zero"), "preview": "1"})
    counts = []
    for number, name in ((2, "few"), (24, "many")):  # one INSERT of SQLite holds some thirty rows
        with CaptureQueriesContext(connection) as asked:
            miriam.post(URL, {"text": table(number, name), **said})
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Invitation.objects.count() == (26 if "import" in said else 0)


def table(number: int, name: str) -> str:
    return "name;email\n" + "".join(f"{name} {n};{name}{n}@example.org\n" for n in range(number))


def test_each_of_many_gets_what_one_alone_would_get(miriam: Client, cast: Cast) -> None:
    one = invite_client(cast.miriam, NewClient("Nora", "nora@example.org", "life", "Europe/Oslo", "Hello."))
    other = invite_clients(cast.miriam, [NewClient("Ola", "ola@example.org", "life", "Europe/Oslo", "Hello.")])[0]
    for kept in (one, other):
        kept.refresh_from_db()
    assert [what_is_of(one)] == [what_is_of(other)]


def what_is_of(invitation: Invitation) -> list[object]:
    engagement = invitation.engagement
    assert engagement is not None
    delivery = Delivery.objects.get(kind="invitation", engagement=engagement)
    return [
        (invitation.role, invitation.zone, invitation.note, invitation.state, invitation.invited_by),
        (engagement.status, engagement.specialisation, engagement.allotment_kind, engagement.status_by),
        [part.membership for part in engagement.coach_parts.all()],
        sorted((event.verb, event.actor_id) for event in engagement.events.all()),
        (delivery.address == invitation.email, delivery.state, sorted(delivery.payload)),
        ports.kinds["invitation"].still_due(delivery),
    ]


def test_one_that_was_asked_meanwhile_stops_all(cast: Cast) -> None:
    invite_client(cast.miriam, NewClient("Nora", "nora@example.org", "life"))
    clients = [NewClient("Ola", "ola@example.org", "life"), NewClient("Nora", "Nora@example.org", "life")]
    before = (Engagement.objects.count(), Delivery.objects.count())
    with pytest.raises(Refused, match="Nora: This address"):
        import_clients(cast.miriam, clients)
    assert (Engagement.objects.count(), Delivery.objects.count()) == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_of_a_spreadsheet_is_taken_as_it_is(encoding: str, miriam: Client) -> None:
    text = "sep=;\r\nName;E-Mail;Note\r\nTom\u00e1s;tomas.f@example.org;\u20ac 5; \r\n"
    miriam.post(URL, {"file": SimpleUploadedFile("clients.csv", text.encode(encoding)), "import": "1"})
    row = Invitation.objects.get()
    assert (row.name, row.email, row.note) == ("Tom\u00e1s", "tomas.f@example.org", "\u20ac 5")
