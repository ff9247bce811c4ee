"""Looks that don't grow with the years: how long a stretch may be, and which sessions count for a type's limits."""

from django.db import migrations, models
from django.db.models import F, Q

from opencoach.sessions.migrations._guard import LONGEST, lay, lift


class Migration(migrations.Migration):
    dependencies = [("coaching_sessions", "0002_never_double")]
    operations = [
        migrations.RunPython(lift, lay),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(condition=Q(ends__lte=F("starts") + LONGEST), name="occupancy_ends"),
        ),
        migrations.RunPython(lay, lift),
        migrations.AddIndex(
            model_name="coachingsession",
            index=models.Index(
                condition=Q(status__in=("requested", "booked", "held", "missed")),
                fields=["coach", "session_type", "starts_at"],
                name="session_counted",
            ),
        ),
    ]
