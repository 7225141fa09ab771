import django.db.models.deletion
import django.db.models.functions.text
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('carriers', '0001_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarrierMapping',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('carrier', models.CharField(max_length=60)),
                ('service', models.CharField(blank=True, max_length=120)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(blank=True, max_length=400)),
                ('changed_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('changed_by', models.CharField(blank=True, max_length=160)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carrier_mappings', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'ordering': ['carrier', 'service', 'country', 'id'],
                'constraints': [models.UniqueConstraint(models.F('connection'), models.F('carrier'), django.db.models.functions.text.Upper('service'), models.F('country'), name='carrier_mapping_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnCarrier',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('pattern', models.CharField(blank=True, max_length=200)),
                ('check_rule', models.CharField(blank=True, max_length=20)),
                ('url', models.CharField(blank=True, max_length=400)),
                ('network', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_carriers', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'code'), name='own_carrier_once')],
            },
        ),
    ]
