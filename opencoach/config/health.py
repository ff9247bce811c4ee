"""`/healthz`: the process answers. `/readyz`: it can do its work, so a balancer may send people here."""

import asyncio

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from opencoach.config.pages import Send, plain

_state = {"stopping": False, "migrated": False}


def stopping() -> None:
    """From now on `/readyz` says no: the process is about to end."""
    _state["stopping"] = True


def problems() -> list[str]:
    """What keeps this process from serving, in plain words; empty when it is ready."""
    if _state["stopping"]:
        return ["stopping"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _state["migrated"]:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return ["database: migrations are missing"]
            _state["migrated"] = True
    except Exception as error:
        return [f"database: {type(error).__name__}"]
    finally:
        connection.close()
    return []


async def answer(send: Send) -> None:
    """`/readyz`: 200 "ready", or 503 with the reasons, one a line."""
    found = await asyncio.to_thread(problems)
    await plain(send, 503 if found else 200, "\n".join(found or ["ready"]) + "\n")
