from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Round


def share_quotes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Generations from before this column get their share of what their line was quoted at."""
    generations: Any = apps.get_model("orders", "Generation")._default_manager
    lines: Any = apps.get_model("orders", "OrderLine")._default_manager
    quoted = lines.filter(quoted_amount__isnull=False, count__gt=0).order_by()
    line = quoted.filter(order=OuterRef("order"), ai_model=OuterRef("ai_model"))
    money = DecimalField(max_digits=18, decimal_places=6)
    share = Round(ExpressionWrapper(F("quoted_amount") * 1.0 / F("count"), output_field=money), 6)
    for order in quoted.values_list("order", flat=True).distinct():
        generations.filter(order=order, ai_model__in=quoted.filter(order=order).values("ai_model")).update(
            quoted_amount=Subquery(line.annotate(share=share).values("share")[:1]),
            quoted_currency=Subquery(line.values("quoted_currency")[:1]),
            quoted_basis=Subquery(line.values("quoted_basis")[:1]),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0015_budgets"),
    ]

    operations = [
        migrations.RunPython(share_quotes, migrations.RunPython.noop, elidable=False),
    ]
