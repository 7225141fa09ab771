import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('webhooks', '0001_webhooks')]

    initial = True

    dependencies = [
        ('orders', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('fence', models.BigIntegerField(default=0, editable=False)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('address', models.CharField(max_length=1000)),
                ('kinds', models.JSONField(default=list)),
                ('sealed', models.BinaryField()),
                ('previous_until', models.DateTimeField(blank=True, null=True)),
                ('disabled', models.CharField(blank=True, choices=[('person', 'Switched off by a person'), ('gone', 'It answered 410 Gone'), ('failing', 'It failed for days without a single success')], max_length=10)),
                ('disabled_words', models.TextField(blank=True)),
                ('disabled_at', models.DateTimeField(blank=True, null=True)),
                ('cursor', models.BigIntegerField(default=0)),
                ('failures', models.IntegerField(default=0)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('visited_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('consumer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webhooks', to='orders.consumer')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('disabled', '')), fields=['workspace'], name='webhook_on')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='webhook_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('fence', models.BigIntegerField(default=0, editable=False)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(blank=True, null=True)),
                ('kind', models.CharField(max_length=40)),
                ('order_id', models.UUIDField(blank=True, null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('until', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('answers', models.JSONField(default=list)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.endpoint')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['endpoint', 'next_at'], name='webhook_waiting'), models.Index(fields=['endpoint', '-created_at', '-id'], name='webhook_newest'), models.Index(fields=['endpoint', 'state'], name='webhook_state')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event_id'), name='webhook_event_once')],
            },
        ),
    ]
