import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('inbox', '0001_initial'), ('inbox', '0002_initial'), ('inbox', '0003_initial'), ('inbox', '0004_webhooks'), ('inbox', '0005_conversations'), ('inbox', '0006_every_message_in_a_thread'), ('inbox', '0007_unmapped_sku'), ('inbox', '0008_expired_command'), ('inbox', '0009_about_offers'), ('inbox', '0010_unseen_command')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('orders', '0001_schema'),
        ('workspaces', '0001_schema'),
        ('workspaces', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('partner', models.CharField(choices=[('buyer', 'Buyer'), ('marketplace', 'Marketplace')], max_length=12)),
                ('last_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('last_author', models.CharField(blank=True, choices=[('buyer', 'Buyer'), ('seller', 'You'), ('marketplace', 'Marketplace')], max_length=12)),
                ('unread', models.IntegerField(default=0)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('read_by', models.CharField(blank=True, max_length=160)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='orders.line')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-last_at', '-id'], name='thread_newest')],
                'constraints': [models.UniqueConstraint(fields=('line', 'partner'), name='thread_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('author', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'You'), ('marketplace', 'Marketplace')], max_length=12)),
                ('sent_at', models.DateTimeField()),
                ('subject', models.TextField(blank=True)),
                ('text', models.TextField()),
                ('unread', models.BooleanField(default=False)),
                ('raw', models.JSONField(default=dict)),
                ('command_id', models.UUIDField(blank=True, null=True)),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('first_seen_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='orders.line')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inbox.thread')),
            ],
            options={
                'ordering': ['sent_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('line', 'key'), name='message_once')],
            },
        ),
        migrations.CreateModel(
            name='Todo',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('accept', 'Accept a sale'), ('ship', 'Ship an order'), ('claim', 'Answer a claim'), ('buyer_message', 'Answer the buyer'), ('marketplace_message', 'Answer the marketplace'), ('marketplace_other', 'Look at a notice of the marketplace'), ('return_to_decide', 'Decide a return'), ('rejected_command', 'A command was rejected'), ('uncertain_command', 'A command needs you'), ('expired_command', 'A command came too late'), ('unseen_command', 'A command was confirmed, its effect never seen'), ('unmapped_state', 'Unknown status of the marketplace'), ('unknown_country', 'Unknown country in an address'), ('money_residue', 'Amounts do not add up'), ('unmapped_sku', 'Map a SKU'), ('do_not_ship', 'Do not ship'), ('credential', 'Credentials refused'), ('account', 'Account deactivated'), ('quota', 'Quota used up'), ('connection', 'Connection in trouble'), ('quiet_connection', 'Unusually quiet connection'), ('doubtful_address', 'Check an address'), ('webhook', 'A webhook does not arrive'), ('import_errors', 'Offers were rejected'), ('uncertain_push', 'A file of offers needs you'), ('offers_stopped', 'Offers stopped before they went out')], max_length=24)),
                ('key', models.CharField(max_length=200)),
                ('order_id', models.UUIDField(blank=True, db_index=True, null=True)),
                ('line_id', models.UUIDField(blank=True, null=True)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('words', models.JSONField(default=dict)),
                ('severity', models.IntegerField(choices=[(1, 'Low'), (2, 'Normal'), (3, 'High'), (4, 'Urgent')], default=2)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('due_basis', models.JSONField(default=dict)),
                ('rank', models.CharField(default='1', editable=False, max_length=40)),
                ('clock_from', models.DateTimeField(blank=True, null=True)),
                ('escalated', models.IntegerField(default=0)),
                ('escalate_at', models.DateTimeField(blank=True, null=True)),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_by', models.CharField(blank=True, max_length=160)),
                ('note', models.TextField(blank=True, help_text='What the person who resolved it wrote')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('connection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='todos', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='todos', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('resolved_at', None)), fields=['workspace', 'rank', 'id'], name='todo_open'), models.Index(condition=models.Q(('resolved_at', None), models.Q(('escalate_at', None), _negated=True)), fields=['escalate_at'], name='todo_escalates')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('resolved_at', None)), fields=('workspace', 'key'), name='one_open_todo')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(max_length=40)),
                ('amicable', models.BooleanField(default=True)),
                ('comment', models.TextField(blank=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('due_basis', models.JSONField(default=dict)),
                ('closed_at', models.DateTimeField(blank=True, help_text='When it was seen closed', null=True)),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='orders.line')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-opened_at', '-id'], name='claim_newest')],
                'constraints': [models.UniqueConstraint(fields=('line', 'opened_at', 'kind'), name='claim_once')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('fence', models.BigIntegerField(default=0, editable=False)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('attempts', models.IntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.TextField(blank=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['next_at'], name='mail_waiting')],
            },
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=5)),
                ('partner', models.CharField(choices=[('buyer', 'Buyer'), ('marketplace', 'Marketplace')], default='buyer', max_length=12)),
                ('text', models.TextField()),
                ('changed_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'ordering': ['name', 'language'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name', 'language'), name='reply_template_once')],
            },
        ),
    ]
