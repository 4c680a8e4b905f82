from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Cast

from artfactory.orders.inputs import inputs_in

BATCH = 500  # rows of one INSERT


def tell_origins(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Generations that were ordered before these rows existed get theirs."""
    origins: Any = apps.get_model("orders", "Origin")._default_manager
    some: list[Any] = []
    for facts in _files_of(apps):
        some.append(origins.model(**facts))
        if len(some) == BATCH:
            origins.bulk_create(some)
            some = []
    origins.bulk_create(some)


def _files_of(apps: Apps) -> Iterator[dict[str, Any]]:
    generations: Any = apps.get_model("orders", "Generation")._default_manager
    assets: Any = apps.get_model("media", "Asset")._default_manager
    named_files = generations.annotate(text=Cast("parameters", models.TextField())).filter(
        models.Q(text__contains='"asset"') | models.Q(text__contains='"product"')
    )
    for key, parameters in named_files.order_by("pk").values_list("pk", "parameters").iterator():
        for name, value in parameters.items():
            for position, named in enumerate(inputs_in(value)):
                product = named.id if named.what == "product" else None
                by = {"products": product} if product else {"pk": named.id}
                if asset := assets.filter(**by).first():
                    facts = {"generation_id": key, "asset": asset, "product_id": product}
                    yield facts | {"parameter": name, "position": position}


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_initial"),
        ("orders", "0012_counted_by_index"),
        ("products", "0003_content_chosen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parameter", models.CharField(max_length=200)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="origins", to="media.asset"
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="orders.generation",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="uses",
                        to="products.product",
                    ),
                ),
            ],
            options={
                "ordering": ("generation", "pk"),
            },
        ),
        migrations.RunPython(tell_origins, migrations.RunPython.noop, elidable=True),
    ]
