"""A role without a first day is given once; of those that were given twice the longest stays."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def keep_the_longest(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - its frame calls so
    """Of the same role without a first day, keep the one that lasts longest."""
    grants = apps.get_model("access", "Grant").objects.filter(since=None)
    kept = set()
    for grant in grants.order_by(models.F("until").desc(nulls_first=True), "pk"):
        kind = (grant.user_id, grant.role, grant.head)
        if kind in kept:
            grant.delete()
        kept.add(kind)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_sign_ins"),
    ]

    operations = [
        migrations.RunPython(keep_the_longest, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("since", None)),
                fields=("user", "role", "head"),
                name="one_grant_from_ever",
            ),
        ),
    ]
