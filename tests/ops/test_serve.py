"""The web process as an operator meets it: one command, clear words, nothing left behind."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil
import pytest

from opencoach.config import held, serve
from tests.ops.server import Server, command, environment, until


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), env=environment(**env), cwd="/", capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    with Server(tmp_path_factory.mktemp("served")) as running:
        yield running


def workers(server: Server) -> list[psutil.Process]:
    children = psutil.Process(server.process.pid).children()
    return [child for child in children if "worker" in words_of(child)]


def words_of(process: psutil.Process) -> list[str]:
    """Its command; nothing for one that has just ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:  # a zombie too
        return []


def test_the_first_start_prints_a_link_that_makes_the_first_coach(server: Server) -> None:
    link = server.wait_for("/setup/").strip()
    assert link.startswith(f"{server.url}/setup/")
    status, page = server.get(link.removeprefix(server.url))
    assert status == 200
    assert "<form" in page


def test_it_is_healthy_and_ready(server: Server) -> None:
    assert server.get("/healthz") == (200, "ok\n")
    assert server.get("/readyz") == (200, "ready\n")


def test_health_is_answered_whatever_name_the_balancer_uses(server: Server) -> None:
    assert server.get("/readyz", Host="10.1.2.3")[0] == 200
    assert server.get("/account/login/", Host="somebody-elses.example")[0] == 400


def test_private_pages_ask_for_a_sign_in(server: Server) -> None:
    assert server.get("/p/anything/")[0] == 302


def test_static_files_have_hashed_names_and_are_kept(server: Server) -> None:
    names = [path.name for path in (server.data / "static").rglob("*.js")]
    assert any(name.count(".") == 2 for name in names), names


def test_a_second_web_process_is_refused_on_sqlite(server: Server) -> None:
    if "OPENCOACH_DATABASE_URL" in environment():
        pytest.skip("on PostgreSQL several may run")
    done = run("serve", "--data", str(server.data), "--port", "0")
    assert done.returncode == 2
    assert f"already runs on {server.data} (process {server.process.pid})" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_worker_is_started_again_when_it_ends(server: Server) -> None:
    until(lambda: len(workers(server)) == 1)
    [first] = workers(server)
    first.kill()
    until(lambda: any(worker.pid != first.pid for worker in workers(server)))


def test_sigterm_ends_it_and_its_worker(tmp_path: Path) -> None:
    with Server(tmp_path) as running:
        until(lambda: len(workers(running)) == 1)
        [worker] = workers(running)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) in {0, -signal.SIGTERM}
        assert not worker.is_running()
        assert "Traceback" not in running.said()


def test_the_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    with Server(tmp_path) as running:
        until(lambda: len(workers(running)) == 1)
        [worker] = workers(running)
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait(10)
        worker.wait(20)
        assert not worker.is_running()


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--data", str(tmp_path), "--port", str(port))
    assert done.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("serve", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("OPENCOACH_PORT", "many", "OPENCOACH_PORT"),
        ("OPENCOACH_URL", "coach.example", "write it as https://coach.example"),
        ("OPENCOACH_DATABASE_URL", "mysql://x/y", "write postgresql://"),
        ("OPENCOACH_SECRET_KEY_FILE", "/nowhere", "cannot read /nowhere"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = run("check", "--data", str(tmp_path), **{name: value})
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_backup_verify_restore_by_the_command_line(tmp_path: Path) -> None:
    if "OPENCOACH_DATABASE_URL" in environment():
        pytest.skip("tests/ops/test_backup.py covers PostgreSQL")
    data = str(tmp_path / "data")
    assert run("manage", "--data", data, "migrate", "-v0").returncode == 0
    assert "Backed up to" in run("backup", "--data", data).stdout
    assert "is whole" in run("verify", "--data", data).stdout
    done = run("restore", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "Restored the state of" in done.stdout
    assert "There is no backup in" in run("restore", "--data", str(tmp_path / "empty")).stderr


def test_a_port_that_was_chosen_is_kept_until_we_listen() -> None:
    port = int(held.hold("127.0.0.1"))
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    with serve.listen("127.0.0.1", port) as listener:
        assert listener.getsockname()[1] == port
