"""What the Content-Security-Policy and the readers of other languages ask of every template, script and style."""

import importlib
import pkgutil
import re

from django.template import Library, engines
from django.urls import URLPattern, URLResolver, get_resolver

import opencoach
from tests.architecture.tree import PACKAGE, ROOT, ending, name

LETTERS = {"mail", "preview_gone.html"}  # drawn for mail programs, and shown in a frame with a policy of its own
PAGES = [path for path in ending(".html", below=PACKAGE) if not LETTERS & set(path.parts)]
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
EVAL = re.compile(r"hx-on|[\"']js:|javascript:", re.IGNORECASE)
PRINTED = {"opencoach/static/css/layout/reading.css"}  # on paper, what one presses is not there
FOREIGN = re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)


def offences(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name(path)}: {found[0]!r}" for path in PAGES if (found := pattern.search(path.read_text("utf-8")))]


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) > 60


def test_no_script_or_style_stands_in_a_page() -> None:
    assert offences(INLINE_SCRIPT) + offences(INLINE_STYLE) + offences(HANDLER) == []


def test_nothing_in_a_page_needs_eval() -> None:
    assert offences(EVAL) == []


def test_no_page_asks_another_host() -> None:
    linked = re.compile(r"<(?:script|link|img|iframe|audio|video|source)\b[^>]*" + FOREIGN.pattern, re.IGNORECASE)
    assert offences(linked) == []


def test_every_template_that_says_something_loads_i18n() -> None:
    silent = [
        name(path)
        for path in PAGES
        if "{% translate" in path.read_text("utf-8") and "i18n" not in path.read_text("utf-8")
    ]
    assert silent == []


def test_scripts_make_no_code_out_of_text() -> None:
    forbidden = re.compile(r"\beval\(|new Function\(|insertAdjacentHTML|document\.write|setTimeout\(\s*[\"'`]")
    found = [name(path) for path in ending(".ts", below=ROOT / "frontend") if forbidden.search(path.read_text("utf-8"))]
    assert found == []


def test_styles_stay_in_their_layers_and_take_colours_from_tokens() -> None:
    css = PACKAGE / "static" / "css"
    parts = [path for path in ending(".css", below=css) if path.parent.name in {"components", "layout"}]
    assert parts
    assert [name(path) for path in parts if not path.read_text("utf-8").lstrip().startswith(("@layer", "/*"))] == []
    loud = [name(path) for path in parts if "!important" in path.read_text("utf-8")]
    assert set(loud) <= PRINTED


def test_no_tag_or_filter_hides_another_one() -> None:
    """A library that is loaded would silently replace the built-in tag of the same name."""
    taken: dict[str, str] = {}
    for library in engines["django"].engine.template_builtins:  # type: ignore[attr-defined]
        taken |= dict.fromkeys([*library.tags, *library.filters], "built in")
    clashes = []
    for module in pkgutil.walk_packages(opencoach.__path__, "opencoach."):
        if ".templatetags." not in module.name or module.name == "opencoach.people.templatetags.opencoach":
            continue
        register: Library = importlib.import_module(module.name).register
        clashes += [f"{module.name}: {one}" for one in (*register.tags, *register.filters) if one in taken]
    assert clashes == []


def test_url_names_are_words_and_each_leads_to_one_place() -> None:
    names: dict[str, list[str]] = {}
    for full, route in _walk(get_resolver().url_patterns, "", ""):
        names.setdefault(full, []).append(route)
    assert {one: routes for one, routes in names.items() if len(routes) > 1} == {}
    assert [one for one in names if not re.fullmatch(r"[a-z_]+:[a-z_]+", one)] == []


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, before: str) -> list[tuple[str, str]]:
    found = []
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if str(pattern.urlconf_name).find("allauth") < 0:
                deeper = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                found += _walk(pattern.url_patterns, deeper, route)
        elif pattern.name and namespace:
            found.append((f"{namespace}{pattern.name}", route))
    return found
