"""What a deployment can set: one typed object, read from `OPENCOACH_*`.

A secret may be given as `OPENCOACH_X_FILE`, the path of a file that holds it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from opencoach.lib import ice, text_prices

PREFIX = "OPENCOACH_"
SHORTEST_SECRET = 16
LONGEST_BOX = 8  # characters before the "+": a token of 55 follows, and 64 is all that an address may have


class PlainError(Exception):
    """Something that the operator can mend: the command line shows the text alone, without a traceback."""


class ConfigurationError(PlainError):
    """A setting is wrong; the text says which and what to write instead."""


class Env(BaseModel):
    """Settings of one installation. Names in the environment are these in capitals with `OPENCOACH_` before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("data")
    debug: bool = False
    demo: bool = False
    url: str = ""  # the public address, "https://coach.example"; empty: links open on this machine only
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    secret_key: str = ""  # empty: made at the first start and kept in data/keys/secret
    database_url: str = ""  # empty: SQLite in data/opencoach.sqlite3
    redis_url: str = ""
    mail_url: str = ""  # smtp://user:password@host:587, smtps://…:465, or anymail+postmark://token@
    mail_from: str = ""
    mail_in: str = ""  # where answers come in: "answers@coach.example", or a whole domain "@answers.coach.example"
    mail_in_listen: str = ""  # a mail server of our own: "smtp://0.0.0.0:25", "lmtp://127.0.0.1:2424"
    mail_in_url: str = ""  # a mailbox to look into: "imaps://user:password@host"
    mail_in_trusts: str = ""  # whose Authentication-Results are believed: "mx.google.com", several with commas
    mail_dkim: str = ""  # the name of the DKIM key, "name" of name._domainkey.coach.example: for the check alone
    mail_webhook_secret: str = ""  # what the provider's webhooks carry: "name:password"; empty: none is heard
    mail_webhook_key: str = ""  # with which the provider signs them (Mailgun, SendGrid)
    text_url: str = ""  # a gateway for text messages: kannel://user:password@host:13013?from=…, twilio://sid:token@…
    text_price: str = ""  # what a part of a text costs: "EUR 0.075", with others by country "EUR 0.075 +1=0.012"
    text_cap: Annotated[int, Field(ge=0)] = 500  # parts of texts that a practice may send in a month, at most
    stun: str = ""  # servers that tell a browser its own address: "stun:stun.coach.example", several with commas
    turn: str = ""  # a relay for calls: "turn:turn.coach.example:3478,turns:turn.coach.example:443?transport=tcp"
    turn_secret: str = ""  # what it shares with us: coturn's static-auth-secret
    turn_only: bool = False  # calls go through the relay alone: nobody learns the other's address
    trusted_hosts: str = ""  # in your own network, may be asked all the same: "cloud.example.lan", "10.0.0.5:5232"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trusted_proxies: int = Field(0, ge=0)  # how many proxies stand before us and set X-Forwarded-*
    page_workers: Annotated[int, Field(ge=1, le=256)] = 8

    @field_validator("url")
    @classmethod
    def _url_is_an_origin(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError("write it as https://coach.example, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("mail_in")
    @classmethod
    def _mail_in_is_an_address(cls, value: str) -> str:
        box, at, domain = value.strip().lower().rpartition("@")
        if value and (not at or "." not in domain or "+" in box or len(box) > LONGEST_BOX):
            raise ValueError("write it as answers@coach.example, or as @answers.coach.example for a whole domain")
        return value.strip().lower()

    @field_validator("mail_webhook_secret")
    @classmethod
    def _is_a_secret(cls, value: str) -> str:
        name, _colon, password = value.partition(":")
        if value and (not name or len(password) < SHORTEST_SECRET):
            raise ValueError(f"write it as name:password, the password with {SHORTEST_SECRET} characters or more")
        return value

    @field_validator("stun", "turn")
    @classmethod
    def _are_ice_servers(cls, value: str, info: ValidationInfo) -> str:
        name = str(info.field_name)
        for one in ice.urls(value):
            scheme, _colon, rest = one.partition(":")
            if scheme not in {name, f"{name}s"} or not rest.partition("?")[0].strip("/"):
                raise ValueError(f"write it as {name}:{name}.coach.example:3478, several with commas")
        return value

    @field_validator("mail_in_listen")
    @classmethod
    def _listens_somewhere(cls, value: str) -> str:
        return _place(value, {"smtp", "lmtp"}, "write it as lmtp://127.0.0.1:2424 or smtp://0.0.0.0:25")

    @field_validator("mail_in_url")
    @classmethod
    def _is_a_mailbox(cls, value: str) -> str:
        return _place(value, {"imap", "imaps"}, "write it as imaps://user:password@host")

    @field_validator("text_price")
    @classmethod
    def _is_a_price(cls, value: str) -> str:
        text_prices.parse(value)
        return value


def _place(value: str, schemes: set[str], otherwise: str) -> str:
    """Raises ValueError, with the remedy, for what names no server."""
    parts = urlsplit(value)
    try:
        good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if value and not good:
        raise ValueError(otherwise)
    return value


def read(environ: Mapping[str, str] | None = None) -> Env:
    """The settings in `environ` (the process's own by default).

    Raises ConfigurationError for a wrong one.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for name in Env.model_fields:
        key = PREFIX + name.upper()
        if (file := environ.get(f"{key}_FILE")) is not None:
            try:
                values[name] = Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigurationError(f"{key}_FILE: cannot read {file}: {error.strerror}") from error
        elif key in environ:
            values[name] = environ[key]
    try:
        return Env(**values)
    except ValidationError as error:
        lines = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise ConfigurationError("\n".join(lines)) from error
