from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_whereabouts"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="request",
            field=models.JSONField(null=True),
        ),
    ]
