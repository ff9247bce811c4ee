"""The cache behind rate limits: the database's, or Redis where there is one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.server import environment

USE = (
    "from django.core.cache import caches; c = caches['default']; c.set('a', 1, 5); print(c.get('a'), type(c).__name__)"
)


def test_a_given_redis_is_used(tmp_path: Path) -> None:
    import redis

    url = os.environ.get("OPENCOACH_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=1).ping()
    except redis.ConnectionError:
        pytest.skip("no Redis runs here")
    code = f"import django; django.setup(); {USE}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(OPENCOACH_REDIS_URL=url, OPENCOACH_DATA=str(tmp_path)),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "RedisCache"]
