import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('erasure', '0001_erasure')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('orders', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(max_length=160)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-created_at'], name='erasures')],
            },
        ),
    ]
