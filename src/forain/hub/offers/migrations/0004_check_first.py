from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0003_digest'),
    ]

    operations = [
        migrations.AddField(
            model_name='sellingrules',
            name='check_first',
            field=models.BooleanField(db_default=False, default=False, help_text='Do not send what the marketplace would refuse'),
        ),
    ]
