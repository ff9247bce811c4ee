"""The recipes in deploy/ are read by the programs that they are for, and proxies pass on what OpenCoach needs."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import websockets

from opencoach.config import proxies
from tests.certificates import certificate
from tests.ops.server import ROOT, until
from tests.ports import free_port

DEPLOY = ROOT / "deploy"


def program(name: str) -> str:
    """Where it is; the test is skipped where it isn't installed."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed here")
    return found


def test_compose_is_what_compose_understands() -> None:
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(ROOT / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_compose_sets_only_what_there_is_to_set() -> None:
    from opencoach.config.env import Env

    text = (ROOT / "compose.yaml").read_text() + (ROOT / "Dockerfile").read_text()
    known = {f"OPENCOACH_{name.upper()}" for name in Env.model_fields} | {"OPENCOACH_DOMAIN"}
    assert set(re.findall(r"OPENCOACH_[A-Z_]+", text)) <= known


@pytest.mark.parametrize("name", ["Caddyfile", "Caddyfile.compose"])
def test_caddy_reads_its_recipe(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [program("caddy"), "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / name)],
        env={**os.environ, "OPENCOACH_DOMAIN": "coach.example", "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_systemd_reads_its_units(tmp_path: Path) -> None:
    verify = program("systemd-analyze")
    start = tmp_path / "start"
    start.write_text("#!/bin/sh\n")
    start.chmod(0o755)
    units = []
    for unit in sorted(DEPLOY.glob("opencoach*.service")) + sorted(DEPLOY.glob("*.timer")):
        units.append(tmp_path / unit.name)
        units[-1].write_text(unit.read_text().replace("/opt/opencoach/start", str(start)))
    assert len(units) == 4
    done = subprocess.run([verify, "verify", *map(str, units)], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "opencoach" in line]
    assert said == []


async def upstream(scope: Any, receive: Any, send: Any) -> None:
    """Says what OpenCoach would see, and echoes a socket."""
    if scope["type"] == "lifespan":
        return
    proxies.apply(scope, 1)
    seen = {
        "client": scope["client"][0],
        "scheme": scope["scheme"],
        "host": dict(scope["headers"])[b"host"].decode(),
        "path": scope["path"],
    }
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": json.dumps(seen)})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": json.dumps(seen).encode() + b"\n", "more_body": True})
    if scope["path"].startswith("/live/"):
        await receive()
        while (await receive())["type"] != "http.disconnect":
            pass  # held open: what was sent must have come through all the same
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture(scope="module")
def behind() -> Iterator[int]:
    """The port of the program behind the proxy."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(upstream, lifespan="off", log_config=None, ws="websockets-sansio"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    until(lambda: server.started)
    yield listener.getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(10)
    listener.close()


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path, **env: str) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **env})

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        return False

    try:
        until(answers)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def proxy(request: pytest.FixtureRequest, behind: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The HTTPS port of a proxy that runs our recipe, with only names, ports and certificate changed."""
    found, folder, port = program(request.param), tmp_path_factory.mktemp(request.param), free_port()
    if request.param == "caddy":
        config = folder / "Caddyfile"
        options = "{\n admin off\n skip_install_trust\n auto_https disable_redirects\n}\n"
        config.write_text(f"{options}import {DEPLOY / 'Caddyfile'}\n")
        env = {
            "OPENCOACH_DOMAIN": f"https://localhost:{port}", "OPENCOACH_UPSTREAM": f"127.0.0.1:{behind}",
            "XDG_DATA_HOME": str(folder), "HOME": str(folder),
        }  # fmt: skip
        command = [found, "run", "--adapter", "caddyfile", "--config", str(config)]
    else:
        chain, private = certificate(folder)
        recipe = (DEPLOY / "nginx.conf").read_text()
        for ours, theirs in [
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"), ("listen 443", f"listen 127.0.0.1:{port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{behind}"), ("coach.example;", "localhost;"),
            ("/etc/letsencrypt/live/coach.example/fullchain.pem", str(chain)),
            ("/etc/letsencrypt/live/coach.example/privkey.pem", str(private)),
        ]:  # fmt: skip
            assert ours in recipe
            recipe = recipe.replace(ours, theirs)
        places = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/errors; user root;\n"
            f"events {{}}\nhttp {{ {places}\n{recipe}\n}}\n"
            if os.geteuid() == 0
            else f"daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
            f"events {{}}\nhttp {{ {places}\n{recipe}\n}}\n"
        )
        command, env = [found, "-p", str(folder), "-c", str(config), "-e", f"{folder}/errors"], {}
    with running(command, port, folder / "log", **env) as listening:
        yield listening


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


SEEN = {"client": "127.0.0.1", "scheme": "https"}


async def asked(port: int, path: str) -> dict[str, str]:
    """The first line of an answer, as soon as it comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting(), server_hostname="localhost")
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nX-Forwarded-For: 6.6.6.6\r\n"
        "X-Forwarded-Proto: http\r\n\r\n".encode()
    )
    async with asyncio.timeout(20):
        while not (line := await reader.readline()).startswith(b"{"):
            assert line
    writer.transport.abort()  # without the long goodbye of TLS: the other side holds this open
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        await writer.wait_closed()
    found: dict[str, str] = json.loads(line)
    return found


async def test_a_page_through_the_proxy(proxy: int) -> None:
    found = await asked(proxy, "/invitation/x/")
    assert found.pop("host").startswith("localhost")
    assert found == {**SEEN, "path": "/invitation/x/"}


async def test_events_through_the_proxy_come_at_once(proxy: int) -> None:
    assert (await asked(proxy, "/live/events"))["path"] == "/live/events"


async def test_a_socket_through_the_proxy(proxy: int) -> None:
    async with websockets.connect(f"wss://localhost:{proxy}/live/socket", ssl=trusting(), proxy=None) as live:
        found = json.loads(await live.recv())
        assert {name: found[name] for name in ("client", "path")} == {"client": "127.0.0.1", "path": "/live/socket"}
        assert found["scheme"] == "wss"
        await live.send("hello")
        assert await live.recv() == "hello"
