"""ICE servers, with credentials as coturn's own tools make them."""

import base64
import hashlib
import hmac

from opencoach.lib import ice


def test_credentials_are_those_of_the_shared_secret() -> None:
    (server,) = ice.servers([], ["turn:turn.example:3478"], "north", "ana", 1_700_000_000)
    assert server["username"] == "1700003600:ana"
    made = hmac.new(b"north", b"1700003600:ana", hashlib.sha1).digest()
    assert base64.b64decode(server["credential"]) == made


def test_without_a_secret_there_is_no_relay() -> None:
    assert ice.servers(["stun:stun.example"], ["turn:turn.example"], "", "ana", 0) == [{"urls": ["stun:stun.example"]}]
    assert ice.servers([], [], "north", "ana", 0) == []


def test_addresses_are_given_with_commas() -> None:
    assert ice.urls(" turn:a:3478 , turns:b:443?transport=tcp,") == ["turn:a:3478", "turns:b:443?transport=tcp"]
