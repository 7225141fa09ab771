import django.contrib.postgres.indexes
import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
import forain.hub.skus.models
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('skus', '0001_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rules',
            fields=[
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='workspaces.workspace')),
                ('strategies', models.JSONField(default=forain.hub.skus.models.every_strategy)),
                ('patterns', models.JSONField(default=list)),
                ('remap_after', models.UUIDField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sku', models.CharField(max_length=120)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('gtins', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['gtins'], name='product_gtins')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'sku'), name='product_once')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('alias', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('connection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='skus.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'connection', 'alias'), name='alias_once', nulls_distinct=False)],
            },
        ),
    ]
