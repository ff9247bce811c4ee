from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("coaching_sessions", "0013_one_summary")]

    operations = [migrations.RemoveField(model_name="packet", name="summed_up_at")]
