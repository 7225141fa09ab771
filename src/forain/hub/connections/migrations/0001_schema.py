import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('connections', '0001_initial'), ('connections', '0002_initial'), ('connections', '0003_budget'), ('connections', '0004_scans')]

    initial = True

    dependencies = [
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('fence', models.BigIntegerField(default=0, editable=False)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('marketplace_id', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('account_label', models.CharField(blank=True, help_text='Public name of the account', max_length=120)),
                ('endpoint', models.CharField(max_length=300)),
                ('sealed', models.BinaryField()),
                ('options', models.JSONField(default=dict)),
                ('mode', models.CharField(choices=[('observe', 'Observe (read only)'), ('live', 'Live'), ('paused', 'Paused')], default='observe', max_length=10)),
                ('health', models.CharField(choices=[('new', 'Not read yet'), ('well', 'Working'), ('trouble', 'Trouble'), ('stopped', 'Stopped: needs you')], default='new', max_length=10)),
                ('trouble_code', models.CharField(blank=True, max_length=60)),
                ('trouble_words', models.TextField(blank=True)),
                ('trouble_since', models.DateTimeField(blank=True, null=True)),
                ('facts', models.JSONField(default=dict)),
                ('calls_per_hour', models.IntegerField(default=0, help_text="0: the marketplace's own default")),
                ('blocked_until', models.DateTimeField(blank=True, help_text='No call before this time', null=True)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now, help_text='When the next read is due')),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('waiting', models.JSONField(default=list, help_text='What our own budget put off to the next hour')),
                ('skew_seconds', models.FloatField(blank=True, help_text="How far the marketplace's clock is ahead of ours", null=True)),
                ('quiet_since', models.DateTimeField(blank=True, help_text='Last sale, while it is unusually quiet', null=True)),
                ('usual_gap_seconds', models.IntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connections', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('mode', 'paused'), _negated=True), fields=['next_at'], name='connection_due')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='connection_name_once')],
            },
        ),
        migrations.CreateModel(
            name='CallCount',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('service', models.CharField(max_length=60)),
                ('hour', models.DateTimeField()),
                ('calls', models.IntegerField(default=0)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_counts', to='connections.connection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'service', 'hour'), name='one_call_count')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('resource', models.CharField(max_length=40)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('last_count', models.IntegerField(default=0)),
                ('failures', models.IntegerField(default=0)),
                ('notes', models.JSONField(default=list)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='connections.connection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'resource'), name='one_reading')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('deep', 'Deep scan'), ('backfill', 'Backfill')], max_length=10)),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped')], default='running', max_length=10)),
                ('since', models.DateTimeField()),
                ('left', models.JSONField(default=list)),
                ('cursor', models.TextField(blank=True, null=True)),
                ('restarts', models.IntegerField(default=0)),
                ('pages', models.IntegerField(default=0)),
                ('seen', models.IntegerField(default=0)),
                ('asked', models.IntegerField(default=0)),
                ('missed_count', models.IntegerField(default=0)),
                ('changed_count', models.IntegerField(default=0)),
                ('missed', models.JSONField(default=list)),
                ('changed', models.JSONField(default=list)),
                ('words', models.TextField(blank=True)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('started_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='connections.connection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('connection', 'kind'), name='one_running_scan')],
            },
        ),
    ]
