import argparse
import os
import sys
import tempfile


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    arguments.add_argument("--engines", action="store_true", help="compare the engines under load instead")
    arguments.add_argument("--small", type=int, default=10)
    arguments.add_argument("--large", type=int, default=1000)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="opencoach-pages-") as folder:
        os.environ["OPENCOACH_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
        import django

        django.setup()
        return run(options)


def run(options: argparse.Namespace) -> int:
    import logging

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    logging.disable(logging.WARNING)
    settings.ALLOWED_HOSTS += ["testserver"]
    from benchmarks.pages.seed import seed
    from opencoach.config import migrate, static
    from opencoach.config.interpreter import settle_in

    migrate.migrate(with_backup=False)
    static.collect()
    call_command("flush", interactive=False, verbosity=0)
    print(f"{connection.vendor}, {settings.ENV.page_workers} threads for pages")
    settle_in()  # as a web process is
    small, large = seed(options.small), seed(options.large)
    try:
        return engines(large) if options.engines else pages(small, large, options)
    finally:
        connections.close_all()


def pages(small: "object", large: "object", options: argparse.Namespace) -> int:
    from benchmarks.pages.measure import measure, verdict

    few, many = measure(small), measure(large)  # type: ignore[arg-type]
    print(f"{'page':<44}{'queries':>14}{'median ms':>18}{'p95 ms':>16}")
    for one, other in zip(few, many, strict=True):
        print(
            f"{other.name:<44}{one.queries:>6} {other.queries:>7}{one.median:>9.1f} {other.median:>8.1f}"
            f"{one.p95:>8.1f} {other.p95:>7.1f}"
        )
    print(f"(each pair: {options.small} clients, {options.large} clients)")
    missed = verdict(few, many)
    print("\n".join(["", *(f"MISSED  {line}" for line in missed)]) if missed else "\nEvery page is within its target.")
    return 1 if missed else 0


def engines(large: "object") -> int:
    from django.db import connections
    from django.test import Client
    from django.urls import reverse

    from benchmarks.pages.engines import compare
    from benchmarks.pages.seed import Seeded

    assert isinstance(large, Seeded)
    client = Client()
    client.force_login(large.coach.person, "django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    connections.close_all()
    path = reverse("people:help", kwargs={"practice": large.practice.slug})
    print(f"{path}, 16 visitors at once; then 4, with a tick every 20 ms on the event loop")
    print(f"{'engine':<10}{'pages/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'tick p50':>10}{'p99':>8}{'MB':>7}", end="")
    print(f"{'threads':>9}{'database':>10}{'failed':>8}")
    for one in compare(path, cookie):
        print(
            f"{one.engine:<10}{one.per_second:>9.0f}{one.p50:>9.1f}{one.p99:>9.1f}{one.loop_p50:>10.2f}"
            f"{one.loop_p99:>8.1f}{one.megabytes:>7.0f}{one.threads:>9}{one.connections:>10}{one.failed:>8}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
