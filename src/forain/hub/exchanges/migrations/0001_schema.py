import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exchanges', '0001_initial'), ('exchanges', '0002_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('service', models.CharField(max_length=60)),
                ('started_at', models.DateTimeField(db_index=True)),
                ('elapsed_ms', models.IntegerField()),
                ('method', models.CharField(max_length=8)),
                ('url', models.TextField()),
                ('request_headers', models.JSONField(default=list)),
                ('request_packed', models.BinaryField(default=bytes)),
                ('status', models.IntegerField(blank=True, null=True)),
                ('response_headers', models.JSONField(default=list)),
                ('response_packed', models.BinaryField(default=bytes)),
                ('response_size', models.IntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['connection', '-started_at'], name='exchange_recent')],
            },
        ),
    ]
