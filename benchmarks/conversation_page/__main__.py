"""How long the server takes for the page of a conversation of 20,000 messages, beside one of 50.

    python -m benchmarks.conversation_page [--messages 20000]

Through the whole product (middleware, access, queries, unsealing, templates), in its own folder. It also measures
going back page by page, a search through everything, and sending a large file in constant memory.
"""

import argparse
import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TARGET = 60.0  # milliseconds to open the page
ROUNDS = 40


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.conversation_page")
    arguments.add_argument("--messages", type=int, default=20_000)
    arguments.add_argument("--file", type=int, default=300, help="megabytes")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="opencoach-conversation-") as folder:
        os.environ["OPENCOACH_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
        import django

        django.setup()
        return run(options, Path(folder))


def run(options: argparse.Namespace, folder: Path) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    from benchmarks.conversation_page.seed import seed
    from opencoach.config import migrate, static

    settings.ALLOWED_HOSTS += ["testserver"]
    migrate.migrate(with_backup=False)
    static.collect()
    call_command("flush", interactive=False, verbosity=0)
    small, large = seed(50, "few"), seed(options.messages, "many")
    print(f"{connection.vendor}; a conversation of 50 messages beside one of {options.messages:,}")
    print(f"{'':<32}{'queries':>14}{'median ms':>18}{'p95 ms':>16}")
    medians = {}
    for name, path in PAGES.items():
        few, many = timed(small, path), timed(large, path)
        medians[name] = many[1]
        print(f"{name:<32}{few[0]:>6} {many[0]:>7}{few[1]:>9.1f} {many[1]:>8.1f}{few[2]:>8.1f} {many[2]:>7.1f}")
    send_a_file(folder, options.file)
    connections.close_all()
    opening = medians["open it, as the coach"]
    print(f"\nopening takes {opening:.1f} ms, {'within' if opening <= TARGET else 'MISSED'} {TARGET:.0f} ms")
    return int(opening > TARGET)


PAGES: dict[str, tuple[str, str]] = {
    "open it, as the coach": ("coach", ""),
    "open it, as the client": ("client", ""),
    "open it in the middle": ("coach", "?around={middle}"),
    "fifty earlier messages": ("coach", "older/?before={middle}"),
    "the oldest ones": ("coach", "older/?before=40"),
    "find the latest words": ("coach", "find/?part&q=number+{last}"),
    "find what nobody said": ("coach", "find/?part&q=zebra-crossing"),
    "all conversations": ("coach", "../"),
}


def timed(seeded: object, page: tuple[str, str]) -> tuple[int, float, float]:
    """(queries, median, 95th percentile) of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.pages.measure import is_bookkeeping

    who, template = page
    client, path = seeded.ask(who, template)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    asked = [query for query in captured.captured_queries if not is_bookkeeping(query["sql"])]
    spent = sorted(milliseconds(lambda: client.get(path)) for _ in range(ROUNDS))
    return len(asked), statistics.median(spent), spent[int(len(spent) * 0.95)]


def milliseconds(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    act()
    return (clock() - start) * 1000


def send_a_file(folder: Path, megabytes: int) -> None:
    """Seal and send a large file, and how much more memory that took."""
    from opencoach.lib import sealed_file
    from opencoach.lib.sendfile import SentFile

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    chunk = os.urandom(1_048_576)
    start = time.perf_counter()
    size = sealed_file.write("bench.file", "place", folder / "large", (chunk for _ in range(megabytes)))
    sealed = time.perf_counter() - start
    source = sealed_file.SealedFile("bench.file", "place", folder / "large")

    async def send() -> int:
        return sum([len(part) async for part in SentFile(source, 0, size).stream()])

    start = time.perf_counter()
    assert asyncio.run(send()) == size
    sent = time.perf_counter() - start
    part = milliseconds(lambda: list(source.read(size // 2, size // 2 + 100_000)))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"a file of {megabytes} MB: sealed at {megabytes / sealed:.0f} MB/s, sent at {megabytes / sent:.0f} MB/s, "
        f"100 KB from its middle in {part:.1f} ms, {more:.1f} MB of memory more"
    )


if __name__ == "__main__":
    sys.exit(main())
