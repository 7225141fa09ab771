from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0003_sold_is_shown_no_more'),
    ]

    operations = [
        migrations.AddField(
            model_name='offersource',
            name='paused',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
