import django.db.models.deletion
import forain.hub.kit.clock
import forain.hub.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reports', '0001_initial')]

    initial = True

    dependencies = [
        ('connections', '0001_schema'),
        ('offers', '0001_schema'),
        ('workspaces', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=forain.hub.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(max_length=160)),
                ('operation', models.CharField(max_length=12)),
                ('field', models.CharField(blank=True, max_length=120)),
                ('wanted', models.JSONField(default=dict)),
                ('count', models.IntegerField(default=0)),
                ('examples', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=160)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-created_at'], name='corrections')],
            },
        ),
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=120)),
                ('label', models.CharField(max_length=300)),
                ('path', models.JSONField(default=list)),
                ('folded', models.TextField(help_text='Label and code without accents, for searching')),
                ('template', models.JSONField(blank=True, null=True)),
                ('read_at', models.DateTimeField(default=forain.hub.kit.clock.now)),
                ('template_at', models.DateTimeField(blank=True, null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='connections.connection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'code'), name='form_once')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sku', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(choices=[('line', 'Line'), ('image', 'Picture'), ('file', 'File')], default='line', max_length=8)),
                ('cause', models.CharField(max_length=160)),
                ('code', models.CharField(max_length=80)),
                ('key', models.CharField(blank=True, max_length=160)),
                ('field', models.CharField(blank=True, max_length=120)),
                ('value', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('fatal', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=forain.hub.kit.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, help_text='A push, a correction or a person', max_length=160)),
                ('connection', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connections.connection')),
                ('listing', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offers.listing')),
                ('push', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='offers.push')),
                ('workspace', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['connection', 'cause'], name='problem_open'), models.Index(condition=models.Q(('ended_at', None)), fields=['listing'], name='problem_of_listing')],
            },
        ),
    ]
