from functools import cache
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from artfactory.orders.identity import identity
from artfactory.orders.inputs import Input

BATCH = 500  # rows of one UPDATE


def tell_digests(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Generations that were ordered before this column existed get theirs."""
    generations: Any = apps.get_model("orders", "Generation")._default_manager
    ai_models: Any = apps.get_model("catalog", "AIModel")._default_manager
    assets: Any = apps.get_model("media", "Asset")._default_manager

    @cache
    def hash_of(named: Input) -> str:
        found = assets.filter(**({"pk": named.id} if named.what == "asset" else {"products": named.id}))
        return next(iter(found.values_list("sha256", flat=True)), "")

    known = ai_models.values_list("pk", "provider", "native_id")
    addresses = {key: f"{provider}:{native_id}" for key, provider, native_id in known}
    last = 0
    while some := list(generations.filter(pk__gt=last).only("ai_model", "request").order_by("pk")[:BATCH]):
        for each in some:
            each.digest = identity(addresses[each.ai_model_id], each.request, hash_of)
        generations.bulk_update(some, ["digest"])
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0009_foretold"),
        ("catalog", "0001_initial"),
        ("media", "0001_initial"),
        ("products", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="order",
            name="left_out",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="orderline",
            name="left_out",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(tell_digests, migrations.RunPython.noop, elidable=True),
    ]
