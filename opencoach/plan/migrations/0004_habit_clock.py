from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_looking")]

    operations = [
        migrations.AddField(model_name="habit", name="clock", field=models.TimeField(blank=True, null=True)),
    ]
