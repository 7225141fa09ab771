import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('returns', '0001_initial'), ('returns', '0002_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('orders', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=80)),
                ('order_reference', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('awaiting_label', 'Awaiting label'), ('awaiting_receipt', 'Awaiting receipt'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('settled', 'Settled'), ('unmapped', 'Unknown status')], max_length=20)),
                ('observed', models.JSONField(default=dict)),
                ('observed_at', models.DateTimeField()),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('first_seen_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('reason', models.TextField(blank=True)),
                ('sku', models.CharField(blank=True, max_length=120)),
                ('title', models.TextField(blank=True)),
                ('product_reference', models.CharField(blank=True, max_length=120)),
                ('attributes', models.JSONField(default=dict)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='connections.connection')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='returns', to='orders.order')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'state', '-first_seen_at'], name='return_tab')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'reference'), name='return_once')],
            },
        ),
    ]
