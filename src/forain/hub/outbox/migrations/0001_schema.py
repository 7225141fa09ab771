import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('outbox', '0001_initial'), ('outbox', '0002_initial'), ('outbox', '0003_papers_and_bulk')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Command',
            fields=[
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('fence', models.BigIntegerField(default=0, editable=False)),
                ('exchange_ids', models.JSONField(default=list)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order_id', models.UUIDField(blank=True, db_index=True, null=True)),
                ('return_id', models.UUIDField(blank=True, db_index=True, null=True)),
                ('order_reference', models.CharField(max_length=80)),
                ('line_references', models.JSONField(default=list)),
                ('kind', models.CharField(choices=[('accept', 'Accept'), ('refuse', 'Refuse'), ('ship', 'Ship'), ('cancel', 'Cancel'), ('confirm_preorder', 'Confirm pre-order'), ('correct_tracking', 'Correct tracking'), ('mark_lost', 'Mark as lost'), ('mark_undeliverable', 'Mark as undeliverable'), ('message_buyer', 'Write to the buyer'), ('message_marketplace', 'Write to the marketplace'), ('return_decide', 'Decide a return'), ('return_label', 'Send a return label')], max_length=24)),
                ('details', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Sending'), ('unknown', 'Unknown, being looked up'), ('confirmed', 'Sent'), ('rejected', 'Rejected'), ('superseded', 'Superseded'), ('needs_person', 'Needs you')], default='queued', max_length=16)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('attempts', models.IntegerField(default=0)),
                ('lookups', models.IntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('outcome_code', models.CharField(blank=True, max_length=80)),
                ('outcome_words', models.TextField(blank=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commands', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending', 'unknown'])), fields=['connection', 'next_at'], name='command_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Bulk',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('accept', 'Accept'), ('refuse', 'Refuse'), ('ship', 'Ship'), ('cancel', 'Cancel'), ('confirm_preorder', 'Confirm pre-order'), ('correct_tracking', 'Correct tracking'), ('mark_lost', 'Mark as lost'), ('mark_undeliverable', 'Mark as undeliverable'), ('message_buyer', 'Write to the buyer'), ('message_marketplace', 'Write to the marketplace'), ('return_decide', 'Decide a return'), ('return_label', 'Send a return label')], max_length=24)),
                ('details', models.JSONField(default=dict)),
                ('items', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(db_index=True, default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('command', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='paper', serialize=False, to='outbox.command')),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(max_length=80)),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('line_id', models.UUIDField(primary_key=True, serialize=False)),
                ('command', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='outbox.command')),
            ],
        ),
        migrations.CreateModel(
            name='Remembered',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=255)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.IntegerField(default=0)),
                ('body', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(db_index=True, default=forain.hub.kit.clock.now)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='idempotency_key_once')],
            },
        ),
    ]
