import django.db.models.deletion
import forain.hub.kit.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('journal', '0001_initial'), ('journal', '0002_initial')]

    initial = True

    dependencies = [
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject', models.UUIDField()),
                ('order_id', models.UUIDField(blank=True, null=True)),
                ('connection_id', models.UUIDField(blank=True, null=True)),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('actor', models.CharField(blank=True, max_length=160)),
                ('data', models.JSONField(default=dict)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'id'], name='event_feed'), models.Index(condition=models.Q(('order_id', None), _negated=True), fields=['order_id', 'id'], name='event_of_order')],
            },
        ),
    ]
