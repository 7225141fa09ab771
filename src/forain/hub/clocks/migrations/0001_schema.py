import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('clocks', '0001_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockRule',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('amount', models.IntegerField()),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('days', 'days'), ('working_days', 'working days')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('set_by', models.CharField(max_length=160)),
                ('set_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('connection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='clock_rules', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'connection', 'name'), name='clock_rule_once', nulls_distinct=False)],
            },
        ),
    ]
