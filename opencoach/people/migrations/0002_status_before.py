"""From where an engagement ended, so that going on again never makes somebody a client without an agreement."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STATUSES = [("prospect", "First talk"), ("invited", "Invited"), ("active", "Active"), ("paused", "Paused"),
            ("ended", "Ended")]  # fmt: skip


def look_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """For those that have ended: was it ever active? Else there was a first talk, or an invitation that waited."""
    here = editor.connection.alias
    ended = apps.get_model("people", "Engagement").objects.using(here).filter(status="ended")
    events = apps.get_model("people", "Event").objects.using(here)
    parts = apps.get_model("people", "EngagementClient").objects.using(here)
    active = events.filter(verb="engagement.activated").values("engagement")
    begun = parts.values("engagement")
    ended.filter(pk__in=active).update(status_before="active")
    ended.filter(status_before="", pk__in=begun).update(status_before="prospect")
    ended.filter(status_before="").update(status_before="invited")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="engagement",
            name="status_before",
            field=models.CharField(blank=True, choices=STATUSES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop, elidable=True),
    ]
