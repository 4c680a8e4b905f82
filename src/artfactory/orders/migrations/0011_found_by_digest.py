from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0010_digests"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="generation",
            index=models.Index(fields=["digest"], name="generation_digest"),
        ),
    ]
