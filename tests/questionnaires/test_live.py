"""What a page shows and adds up by itself while somebody answers, held to what the server says of the same form."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import Route, sync_playwright

from opencoach.questionnaires.definition import read
from opencoach.questionnaires.models import Response
from tests import chromium
from tests.cast import Cast
from tests.e2e.conftest import ARGUMENTS, ROOT, built
from tests.questionnaires.forms import Asking, invented

__all__ = ["built"]
pytestmark = [pytest.mark.django_db, pytest.mark.browser]
PERSON = (Path(__file__).parent / "random_person.js").read_text("utf-8")
BUILD = ROOT / "opencoach/static/build"
COUNT, FIRST = 100, 30_000


@pytest.mark.usefixtures("built")
def test_a_hundred_questionnaires_show_and_add_up_in_the_browser_as_on_the_server(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
    asked = list(questionnaires(Asking(cast)))
    html = [the_form(client.get(url(one)).content.decode()) for one in asked]
    assert sum("data-live" in one for one in html) > COUNT / 2
    told = filled_in_by_somebody(html)
    assert [one["key"] for one in told] == [str(one.public_id) for one in asked]
    gone = worth = 0
    for at, (found, page) in enumerate(zip(asked, told, strict=True)):
        said = the_servers_word(client, found, page["fields"])
        drawn = {path for path in said["hidden"] if is_drawn(path, html[at])}
        assert set(page["hidden"]) == drawn, at
        assert page["totals"] == {key: said["totals"][key] or "–" for key in page["totals"]}, at
        gone += len(drawn)
        worth += sum(one != "–" for one in page["totals"].values())
    assert gone > COUNT / 2
    assert worth > COUNT / 2


def questionnaires(asking: Asking) -> Iterator[Response]:
    """Some with answers of earlier visits; those to questions of other pages count, too."""
    for seed in range(FIRST, FIRST + COUNT):
        definition, answers = invented(seed)
        read(definition)
        elsewhere = {item["id"] for page in definition["pages"][1:] for item in page["items"]}
        yield asking.ask(definition, {key: one for key, one in answers.items() if key in elsewhere or seed % 3 == 0})


def the_form(page: str) -> str:
    [found] = re.findall(r"<form class=\"q-form\".*?</form>", page, re.DOTALL)
    return str(found)


def filled_in_by_somebody(forms: list[str]) -> list[dict[str, Any]]:
    """All on one page, with the script that every page of questions has, and no connection to anything else."""
    words = "<template data-words></template><p data-saved></p>"
    script = '<script type="module" src="/questionnaires.js"></script>'
    page = f"<!doctype html><meta charset=utf-8><title>.</title>{script}{words}{''.join(forms)}"

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://localhost")
        if path == "/":
            route.fulfill(content_type="text/html", body=page)
        elif path == "/questionnaires.js":
            route.fulfill(content_type="text/javascript", path=BUILD / "questionnaires.js")
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        tab = browser.new_page()
        wrong: list[str] = []
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.route("**/*", answer)
        tab.goto("http://localhost/")
        tab.wait_for_function(f"document.querySelectorAll('form[data-ready]').length === {len(forms)}")
        found: list[dict[str, Any]] = tab.evaluate(PERSON, FIRST)
        browser.close()
    assert wrong == []
    return found


def the_servers_word(client: Client, found: Response, fields: list[list[str]]) -> dict[str, Any]:
    items = {name.split(".")[1].split("=")[0] for name, _value in fields if name.startswith("a.")}
    everything = {item["id"] for page in found.version.definition["pages"] for item in page["items"]} | items
    sent = [(name, value) for name, value in fields if name not in {"revision", "changed"}]
    body = urlencode([*sent, ("revision", "9"), ("changed", " ".join(sorted(everything)))])
    answer = client.post(f"{url(found)}answers/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


def is_drawn(path: str, html: str) -> bool:
    """The server names all that is hidden; a page draws rows and options that can be."""
    item, _sign, part = path.replace("=", ".").partition(".")
    block = html.partition(f'data-item="{item}"')[2].partition('data-item="')[0]
    return not part or (f'data-row="{part}"' if f"{item}.{part}" == path else f'data-option="{part}"') in block


def url(found: Response) -> str:
    return f"/p/okafor/questionnaires/{found.public_id}/"
