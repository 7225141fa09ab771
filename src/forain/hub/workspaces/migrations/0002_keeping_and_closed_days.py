from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_schema")]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="exchange_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workspace", name="closed_days", field=models.JSONField(blank=True, default=list)
        ),
    ]
