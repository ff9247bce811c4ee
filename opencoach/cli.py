"""The command line of an installed OpenCoach: `opencoach`, and behind `./start`."""

import argparse
import os
import sys
from pathlib import Path

from opencoach.config.held import hold

SERVE = "serve"
COMMANDS = (SERVE, "prepare", "worker", "check", "backup", "restore", "verify", "manage")


def parser() -> argparse.ArgumentParser:
    """What can be typed. Without a command: serve."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="the folder for everything that it writes (default: ./data)")
    top = argparse.ArgumentParser(
        prog=os.environ.get("OPENCOACH_COMMAND", "opencoach"), description="OpenCoach: e-coaching on your own machine."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    add_serve(commands.add_parser(SERVE, parents=[shared], help="run OpenCoach (what happens without a command)"))
    prepare = commands.add_parser("prepare", parents=[shared], help="migrate, before several processes start")
    prepare.add_argument("--no-backup", action="store_true", help="migrate without a backup first")
    worker = commands.add_parser("worker", parents=[shared], help="send what is due, without the web pages")
    worker.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    check = commands.add_parser("check", parents=[shared], help="say what this installation still lacks")
    check.add_argument("--mail-to", metavar="ADDRESS", help="send a test mail there")
    make = commands.add_parser("backup", parents=[shared], help="back up database, files and keys")
    make.add_argument("--to", metavar="DIR", help="the folder of all backups (default: backups in the data folder)")
    make.add_argument("--keep", type=int, default=30, metavar="N", help="keep the latest N (default: 30; 0: all)")
    restore = commands.add_parser("restore", parents=[shared], help="put a backup back")
    restore.add_argument("--skip-waiting", action="store_true", help="don't send what was waiting to go out then")
    for command in (restore, commands.add_parser("verify", parents=[shared], help="read a backup to its last byte")):
        command.add_argument("backup", nargs="?", help="its folder (default: the latest)")
        command.add_argument("--from", dest="source", metavar="DIR", help="the folder of all backups")
    manage = commands.add_parser("manage", parents=[shared], help="Django's own commands", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return top


def add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1, this machine only)")
    serve.add_argument("--port", help="port to listen on (default: 8000)")
    serve.add_argument("--demo", action="store_true", help="open a practice that looks lived in, in its own folder")
    serve.add_argument("--no-worker", action="store_true", help="leave the worker to a process of its own")
    serve.add_argument("--no-migrate", action="store_true", help="leave the database as it is")
    serve.add_argument("--no-backup", action="store_true", help="migrate without a backup first")


def configure(options: argparse.Namespace) -> None:
    """Put what was typed where the settings read it, see that the folder can be written, and set Django up."""
    demo = getattr(options, "demo", False)
    if options.data:
        os.environ["OPENCOACH_DATA"] = options.data
    elif demo:
        os.environ["OPENCOACH_DATA"] = str(Path(os.environ.get("OPENCOACH_DATA", "data")) / "demo")
    if demo:
        os.environ["OPENCOACH_DEMO"] = "1"
    if getattr(options, "port", None) == "0":
        options.port = hold(options.host or "127.0.0.1")  # settled here, for links in mails have it too
    for name in ("host", "port"):
        if value := getattr(options, name, None):
            os.environ[f"OPENCOACH_{name.upper()}"] = value
    writable(Path(os.environ.get("OPENCOACH_DATA", "data")))
    set_up()


def writable(folder: Path) -> None:
    """Make the data folder, or say who has to. Raises ConfigurationError."""
    from opencoach.config.env import ConfigurationError

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder.absolute()} cannot be written: {error.strerror}.\n"
            f"Give it to this user (chown), or choose another one with --data DIR."
        ) from error


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
    import django

    django.setup()


def manage(options: argparse.Namespace) -> int:
    """Django's own commands, for `./start manage …`."""
    if options.data:
        os.environ["OPENCOACH_DATA"] = options.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["opencoach", *options.arguments])
    return 0


def run(options: argparse.Namespace) -> int:
    if options.command == "manage":
        return manage(options)
    configure(options)
    from opencoach.config import commands

    run_it = getattr(commands, f"run_{options.command}")
    return int(run_it(options))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status. What a person can mend is said in a sentence, not in a traceback."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"-h", "--help"}):
        arguments = [SERVE, *arguments]
    if arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        arguments = ["manage", *arguments]  # any other word is a command of Django's: `opencoach shell`
    options = parser().parse_args(arguments)
    from opencoach.config.env import PlainError

    try:
        return run(options)
    except PlainError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
