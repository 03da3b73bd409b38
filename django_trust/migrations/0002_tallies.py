from django.db import migrations, models


class Migration(migrations.Migration):
    """Language counters become one kind of tally among others; what was counted stays."""

    dependencies = [("trust", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("itemlanguage", "trust_item_language_once"),
        migrations.RenameModel("ItemLanguage", "ItemTally"),
        migrations.RenameField("itemtally", "language", "key"),
        migrations.AlterField("itemtally", "key", models.CharField(max_length=40)),
        migrations.AddField(
            "itemtally",
            "kind",
            models.CharField(
                choices=[("language", "Language"), ("criterion", "Criterion"), ("month", "Month")],
                default="language",
                max_length=10,
            ),
        ),
        migrations.AddField("itemtally", "total", models.PositiveBigIntegerField(default=0)),
        migrations.AlterField(
            "itemtally",
            "item",
            models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="tallies",
                to="trust.item",
            ),
        ),
        migrations.AddConstraint(
            "itemtally",
            models.UniqueConstraint(fields=("item", "kind", "key"), name="trust_item_tally_once"),
        ),
    ]
