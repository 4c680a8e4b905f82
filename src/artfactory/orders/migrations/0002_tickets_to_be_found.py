from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 500  # rows of one UPDATE


def name_tickets(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Attempts that were accepted before this column existed get theirs."""
    attempts: Any = apps.get_model("orders", "Attempt")._default_manager
    named: list[Any] = []
    for attempt in attempts.filter(ticket__isnull=False).only("ticket").iterator(chunk_size=BATCH):
        attempt.ticket_id = str(attempt.ticket["id"])[:200]
        named.append(attempt)
        if len(named) == BATCH:
            attempts.bulk_update(named, ["ticket_id"])
            named = []
    attempts.bulk_update(named, ["ticket_id"])


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="ticket_id",
            field=models.CharField(blank=True, db_index=True, max_length=200),
        ),
        migrations.AddField(
            model_name="attempt",
            name="perhaps_amount",
            field=models.DecimalField(decimal_places=6, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="perhaps_currency",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="generation",
            name="look_requested_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(name_tickets, migrations.RunPython.noop, elidable=True),
    ]
