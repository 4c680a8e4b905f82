"""Every library gets the starter lists once. Those that a person deletes do not come back."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from artfactory.lookups.starters import starter_lists


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lookup: Any = apps.get_model("lookups", "Lookup")
    rows = lookup._default_manager
    known = set(rows.values_list("name", flat=True))
    rows.bulk_create(
        lookup(name=name, text=text) for name, text in starter_lists().items() if name not in known
    )


class Migration(migrations.Migration):
    dependencies = [("lookups", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
