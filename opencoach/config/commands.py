"""What the words of the command line do. `cli.py` reads the words; here Django is set up already."""

import argparse
import sys
import time
from pathlib import Path

from opencoach.config import backup, first, serve, static
from opencoach.config.migrate import migrate


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def run_serve(options: argparse.Namespace) -> int:
    """Migrate, collect the static files, and serve with the worker as a child."""
    from django.conf import settings
    from django.db import connections

    with serve.only_web_process():
        listener = serve.listen(settings.ENV.host, settings.ENV.port)
        if not options.no_migrate:
            migrate(with_backup=not options.no_backup)
            first.prepare_demo()
        static.collect()
        host, port = listener.getsockname()[:2]
        address = settings.PUBLIC_URL if settings.HAS_PUBLIC_URL else f"http://{host}:{port}"
        links = [] if options.no_migrate else first.links(address)
        words = ["", f"OpenCoach runs at {address}", *links, "Stop it with Ctrl-C.", ""]
        connections.close_all()
        return serve.serve(listener, with_worker=not options.no_worker, ready=lambda: say(*words))


def run_prepare(options: argparse.Namespace) -> int:
    """What comes before the first of several processes: migrate, collect, and print the first link."""
    from django.conf import settings

    migrate(with_backup=not options.no_backup)
    static.collect()
    say("The database is ready.", *first.links(settings.PUBLIC_URL))
    return 0


def run_worker(options: argparse.Namespace) -> int:
    """Run the worker loop until SIGTERM."""
    if options.child:
        from opencoach.config.supervise import end_with_parent

        end_with_parent()
    from opencoach.outbox import worker

    worker.run()
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Say in plain words what this installation still lacks; 1 when something is broken."""
    from opencoach.config import check

    found = check.everything(mail_to=options.mail_to or "")
    say(*(f"{finding.mark}  {finding.text}" for finding in found))
    return 1 if any(finding.level == "broken" for finding in found) else 0


def run_backup(options: argparse.Namespace) -> int:
    started = time.monotonic()
    made = backup.make(Path(options.to) if options.to else None, keep=options.keep)
    say(
        f"Backed up to {made} in {time.monotonic() - started:.1f} seconds.",
        f"The keys are in {made.parent / 'keys'}: keep that folder safe, and best not beside the backups.",
    )
    return 0


def run_verify(options: argparse.Namespace) -> int:
    folder = chosen(options)
    wrong = backup.verify(folder)
    say(*(wrong or [f"{folder} is whole: every file has the hash that it was kept with."]))
    return 1 if wrong else 0


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup back while nothing else runs."""
    folder = chosen(options)
    with serve.only_web_process():
        done = backup.restore(folder, skip_waiting=options.skip_waiting)
    say(f"Restored the state of {done.manifest.made_at} from {folder}: the database and {done.files} files.")
    if done.before:
        say(f"What was here before is kept in {done.before}.")
    if done.keys:
        say(f"{done.keys} keys were put back, too.")
    if done.waiting and options.skip_waiting:
        say(f"{done.waiting} deliveries that were waiting then will not be sent.")
    elif done.waiting:
        say(
            f"{done.waiting} deliveries were waiting then and go out at the next start; some may have gone out after",
            "the backup already. Restore with --skip-waiting to leave them.",
        )
    return 0


def chosen(options: argparse.Namespace) -> Path:
    """The backup that was named, or the latest. Raises BackupError where there is none."""
    from django.conf import settings

    if options.backup:
        return Path(options.backup).resolve()
    root = Path(options.source).resolve() if options.source else settings.DATA / "backups"
    found = backup.latest(root)
    if found is None:
        raise backup.BackupError(f"There is no backup in {root}.")
    return found
