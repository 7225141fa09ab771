import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('parcels', '0001_initial'), ('parcels', '0002_initial'), ('parcels', '0003_many_lines_and_slips')]

    initial = True

    dependencies = [
        ('orders', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliverySlip',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('content', models.BinaryField(default=bytes)),
                ('content_type', models.CharField(blank=True, max_length=80)),
                ('size', models.IntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('exchange_id', models.UUIDField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('fetched_by', models.CharField(blank=True, max_length=160)),
                ('attempts', models.IntegerField(default=0)),
                ('next_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('trouble_code', models.CharField(blank=True, max_length=80)),
                ('trouble_words', models.TextField(blank=True)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delivery_slip', to='orders.order')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('command_ids', models.JSONField(default=list)),
                ('carrier', models.CharField(max_length=60)),
                ('carrier_label', models.CharField(blank=True, max_length=80)),
                ('service', models.CharField(blank=True, max_length=120)),
                ('tracking_number', models.CharField(max_length=80)),
                ('tracking_url', models.CharField(blank=True, max_length=400)),
                ('line_references', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='orders.order')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('order', 'carrier', 'tracking_number'), name='parcel_once')],
            },
        ),
    ]
