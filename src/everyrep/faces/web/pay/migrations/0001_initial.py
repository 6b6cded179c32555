import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BookPosting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                ("after", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64, unique=True)),
                ("turnover", models.BigIntegerField()),
                ("stream", models.CharField(max_length=20)),
                ("run", models.CharField(blank=True, db_index=True, max_length=100)),
                ("plan", models.CharField(blank=True, db_index=True, max_length=100)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("posted_in", models.CharField(db_index=True, max_length=60)),
                ("known_at", models.IntegerField()),
                ("who", models.CharField(blank=True, max_length=254)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan", models.SlugField(max_length=100)),
                ("version", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("who", models.TextField(default='{"roles": [], "named": []}')),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waits for approval"),
                            ("approved", "approved"),
                            ("in_force", "in force"),
                            ("replaced", "replaced"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_at", models.DateTimeField(blank=True, null=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "-begins", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="pay.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["person", "since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("finance", "finance"), ("leadership", "sales leadership")],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="pay.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=200)),
                (
                    "digest",
                    models.CharField(help_text="Of the text that was accepted.", max_length=64),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="pay.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BookMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField(help_text="Its place in the posting.")),
                ("move", models.CharField(max_length=64, unique=True)),
                ("debit", models.TextField()),
                ("credit", models.TextField()),
                ("payee", models.CharField(max_length=200)),
                ("component", models.TextField(blank=True)),
                ("key", models.TextField(db_index=True)),
                ("line", models.TextField(blank=True)),
                ("deal", models.TextField(blank=True)),
                ("source_period", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(max_length=20)),
                ("reverses", models.CharField(blank=True, max_length=64)),
                ("origin", models.CharField(blank=True, max_length=64)),
                ("after", models.CharField(blank=True, max_length=64)),
                ("facts_hash", models.CharField(blank=True, max_length=64)),
                ("plan_version", models.CharField(blank=True, max_length=60)),
                ("about", models.TextField(blank=True)),
                ("day", models.IntegerField()),
                ("minor", models.BigIntegerField()),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="pay.bookposting",
                    ),
                ),
            ],
            options={
                "ordering": ["posting", "place"],
                "indexes": [
                    models.Index(fields=["payee", "posting", "place"], name="moves_of_a_payee")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("plan", "version"), name="one_version_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                fields=("version", "side"), name="one_approval_a_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(
                fields=("version", "person"), name="one_acceptance_each"
            ),
        ),
    ]
