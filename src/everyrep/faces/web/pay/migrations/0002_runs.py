import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pay", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ManualAdjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payee", models.CharField(db_index=True, max_length=200)),
                ("plan", models.CharField(max_length=100)),
                ("component", models.TextField()),
                ("currency", models.CharField(max_length=3)),
                ("minor", models.BigIntegerField()),
                ("period", models.CharField(max_length=60)),
                ("why", models.TextField(max_length=4000)),
                ("about", models.TextField(blank=True)),
                ("number", models.BigIntegerField(default=0)),
                ("withdrawn", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(db_index=True, max_length=60)),
                ("first", models.DateField()),
                ("ends", models.DateField(help_text="The first day after it.")),
                ("through", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "being calculated"),
                            ("calculated", "to be reviewed"),
                            ("reviewed", "to be approved"),
                            ("approved", "approved, and posted"),
                            ("locked", "locked"),
                            ("dropped", "dropped"),
                            ("failed", "could not be calculated"),
                        ],
                        db_index=True,
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("snapshot", models.CharField(blank=True, max_length=60)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("posted_head", models.CharField(blank=True, max_length=64)),
                ("why_not", models.TextField(blank=True)),
                ("seconds", models.FloatField(default=0.0)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Payslip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payee", models.CharField(max_length=200)),
                ("plan", models.CharField(max_length=100)),
                ("currency", models.CharField(max_length=3)),
                ("earned", models.BigIntegerField()),
                ("released", models.BigIntegerField()),
                ("cancelled", models.BigIntegerField()),
                ("draw", models.BigIntegerField()),
                ("recovered", models.BigIntegerField()),
                ("claimed", models.BigIntegerField()),
                ("clawed_back", models.BigIntegerField()),
                ("carried", models.BigIntegerField()),
                ("paid", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                ("draw_balance", models.BigIntegerField()),
                ("clawback_balance", models.BigIntegerField()),
                ("carried_balance", models.BigIntegerField()),
                (
                    "volume",
                    models.JSONField(
                        default=list, help_text="Measures, quotas and attainment, as told."
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pay.planversion",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payslips",
                        to="pay.run",
                    ),
                ),
            ],
            options={
                "ordering": ["payee", "plan"],
            },
        ),
        migrations.CreateModel(
            name="DraftPosting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField()),
                ("said", models.JSONField()),
                ("moves", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="pay.run",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payee", models.CharField(db_index=True, max_length=200)),
                ("plan", models.CharField(max_length=100)),
                ("component", models.TextField()),
                ("currency", models.CharField(max_length=3)),
                ("key", models.TextField()),
                ("move", models.CharField(max_length=64)),
                ("minor", models.BigIntegerField()),
                ("text", models.TextField(max_length=4000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="open",
                        max_length=12,
                    ),
                ),
                ("due", models.DateField()),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.TextField(blank=True, max_length=4000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("granted_minor", models.BigIntegerField(blank=True, null=True)),
                ("number", models.BigIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="pay.run",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RunPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("lines", models.IntegerField(default=0)),
                ("credits", models.IntegerField(default=0)),
                ("left", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="pay.run",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pay.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RunInput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inputs",
                        to="pay.runpart",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="payslip",
            constraint=models.UniqueConstraint(
                fields=("run", "payee", "plan"), name="one_payslip_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "answered"])),
                fields=("payee", "key"),
                name="one_dispute_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="runinput",
            constraint=models.UniqueConstraint(fields=("part", "name"), name="one_table_of_a_name"),
        ),
    ]
