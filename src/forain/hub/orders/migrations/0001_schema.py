import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('orders', '0001_initial'), ('orders', '0002_initial'), ('orders', '0003_marks'), ('orders', '0004_saved_views'), ('orders', '0005_small_indexes'), ('orders', '0006_erasure')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consumer',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consumers', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='consumer_once')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('held_by', models.CharField(blank=True, max_length=160)),
                ('held_reason', models.TextField(blank=True)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=80)),
                ('placed_at', models.DateTimeField()),
                ('first_seen_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('last_seen_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('observed_at', models.DateTimeField()),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('digests', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('unmapped', 'Unknown status'), ('pending', 'Pending'), ('awaiting_acceptance', 'To accept'), ('awaiting_stock', 'Awaiting stock'), ('to_ship', 'To ship'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('closed', 'Closed'), ('refused', 'Refused'), ('expired', 'Expired'), ('cancelled', 'Cancelled'), ('lost', 'Lost'), ('undeliverable', 'Undeliverable')], max_length=24)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('shipping_minor', models.BigIntegerField(blank=True, null=True)),
                ('fee_minor', models.BigIntegerField(blank=True, null=True)),
                ('discount_minor', models.BigIntegerField(blank=True, null=True)),
                ('total_minor', models.BigIntegerField(blank=True, null=True)),
                ('residue_minor', models.BigIntegerField(blank=True, null=True)),
                ('buyer_name', models.CharField(blank=True, max_length=200)),
                ('buyer_login', models.CharField(blank=True, max_length=120)),
                ('buyer_email', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('shipping_address', models.JSONField(blank=True, null=True)),
                ('billing_address', models.JSONField(blank=True, null=True)),
                ('buyer_address', models.JSONField(blank=True, null=True)),
                ('delivery_point', models.JSONField(blank=True, null=True)),
                ('shipping_mode', models.CharField(blank=True, max_length=120)),
                ('payment_method', models.CharField(blank=True, max_length=120)),
                ('site', models.CharField(blank=True, max_length=10)),
                ('raw', models.JSONField(default=dict)),
                ('deadline_at', models.DateTimeField(blank=True, null=True)),
                ('deadline_clock', models.CharField(blank=True, max_length=40)),
                ('do_not_ship', models.BooleanField(default=False)),
                ('money_at', models.DateTimeField(blank=True, null=True)),
                ('money_tries', models.IntegerField(default=0)),
                ('money_exchange_id', models.UUIDField(blank=True, null=True)),
                ('label', models.JSONField(default=dict, help_text='Prepaid label, where the shipping mode has one')),
                ('parked', models.BooleanField(default=False)),
                ('test', models.BooleanField(default=False)),
                ('search', models.TextField(blank=True)),
                ('erased_at', models.DateTimeField(blank=True, help_text='When its buyer was forgotten', null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'state', '-placed_at', '-id'], name='order_tab'), models.Index(fields=['workspace', '-placed_at', '-id'], name='order_newest'), models.Index(condition=models.Q(('deadline_at', None), _negated=True), fields=['workspace', 'deadline_at'], name='order_deadline'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('search', config='simple'), name='order_search'), models.Index(condition=models.Q(('money_at', None), _negated=True), fields=['connection', 'money_at'], name='order_money'), models.Index(condition=models.Q(('parked', True)), fields=['workspace', 'parked'], name='order_parked'), models.Index(condition=models.Q(('do_not_ship', True)), fields=['workspace'], name='order_stopped'), models.Index(condition=models.Q(('test', True)), fields=['workspace'], name='order_test'), models.Index(condition=models.Q(('held_at', None), _negated=True), fields=['workspace'], name='order_held')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'reference'), name='order_once')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('held_by', models.CharField(blank=True, max_length=160)),
                ('held_reason', models.TextField(blank=True)),
                ('do_not_ship', models.BooleanField(default=False)),
                ('stop_state', models.CharField(blank=True, max_length=24)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stop_acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('stop_acknowledged_by', models.CharField(blank=True, max_length=160)),
                ('provisional_minor', models.BigIntegerField(blank=True, null=True)),
                ('shipping_minor', models.BigIntegerField(blank=True, null=True)),
                ('commission_minor', models.BigIntegerField(blank=True, null=True)),
                ('payable_minor', models.BigIntegerField(blank=True, null=True)),
                ('bill', models.JSONField(default=dict)),
                ('bill_exchange_id', models.UUIDField(blank=True, null=True)),
                ('merchant_sku', models.CharField(blank=True, max_length=120)),
                ('mapped_by', models.CharField(blank=True, max_length=16)),
                ('needs_mapping', models.BooleanField(default=False)),
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=120)),
                ('position', models.IntegerField(default=0)),
                ('observed', models.JSONField(default=dict)),
                ('observed_at', models.DateTimeField()),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('fulfilment', models.CharField(choices=[('unmapped', 'Unknown status'), ('pending', 'Pending'), ('awaiting_acceptance', 'To accept'), ('awaiting_stock', 'Awaiting stock'), ('to_ship', 'To ship'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('closed', 'Closed'), ('refused', 'Refused'), ('expired', 'Expired'), ('cancelled', 'Cancelled'), ('lost', 'Lost'), ('undeliverable', 'Undeliverable')], max_length=24)),
                ('fulfilment_since', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('dispute', models.CharField(choices=[('none', 'No claim'), ('claim_amicable', 'Claim, amicable phase'), ('claim_escalated', 'Claim, with the marketplace'), ('claim_closed', 'Claim closed')], default='none', max_length=20)),
                ('money_state', models.CharField(choices=[('provisional', 'provisional'), ('final', 'final'), ('payable', 'payable'), ('paid', 'paid'), ('reversed', 'reversed')], default='provisional', max_length=16)),
                ('cancelled_by', models.CharField(blank=True, max_length=16)),
                ('cancelled_phase', models.CharField(blank=True, max_length=20)),
                ('sku', models.CharField(blank=True, max_length=120)),
                ('title', models.TextField(blank=True)),
                ('quantity', models.IntegerField(default=1)),
                ('unit_minor', models.BigIntegerField()),
                ('listed_minor', models.BigIntegerField(blank=True, null=True)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('offer_reference', models.CharField(blank=True, max_length=80)),
                ('gtins', models.JSONField(default=list)),
                ('attributes', models.JSONField(default=dict)),
                ('actions', models.JSONField(blank=True, help_text='Actions the marketplace says are allowed now', null=True)),
                ('detailed_at', models.DateTimeField(blank=True, help_text='When it was last asked about alone', null=True)),
                ('preorder', models.BooleanField(default=False)),
                ('negotiated', models.BooleanField(default=False)),
                ('marketplace_fulfilled', models.BooleanField(default=False)),
                ('accepted_seen_at', models.DateTimeField(blank=True, null=True)),
                ('shipped_seen_at', models.DateTimeField(blank=True, null=True)),
                ('deadline_at', models.DateTimeField(blank=True, null=True)),
                ('deadline_clock', models.CharField(blank=True, max_length=40)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order')),
            ],
            options={
                'ordering': ['position', 'id'],
                'indexes': [models.Index(fields=['order', 'position'], name='line_of_order'), models.Index(condition=models.Q(('held_at', None), _negated=True), fields=['order'], name='line_held')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'reference'), name='line_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('new', 'New'), ('exported', 'Exported'), ('acknowledged', 'Acknowledged'), ('refused', 'Refused by the back office')], default='new', max_length=16)),
                ('reason', models.TextField(blank=True)),
                ('merchant_reference', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('consumer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='orders.consumer')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'consumer'), name='delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='saved_view_once')],
            },
        ),
    ]
