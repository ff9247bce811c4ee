"""A stretch of a coach's time can be held for a moment, for somebody who confirms their address first."""

import django.db.models.deletion
from django.db import migrations, models

from opencoach.sessions.migrations._guard import lay, lift


class Migration(migrations.Migration):
    dependencies = [("coaching_sessions", "0003_quick_looks")]
    operations = [
        migrations.RunPython(lift, lay),
        migrations.AddField(
            model_name="occupancy", name="until", field=models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="occupancy",
            name="session",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="occupancies",
                to="coaching_sessions.coachingsession",
            ),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(condition=models.Q(("until__isnull", False)), fields=["until"], name="occupancy_held"),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("session__isnull", False), ("until", None)),
                    models.Q(("session", None), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="occupancy_session_or_hold",
            ),
        ),
        migrations.RunPython(lay, lift),
    ]
