from django.db import migrations, models
from django.db.models.functions import Coalesce


def fill_new_columns(apps, schema_editor):
    """Say of the reviews that are there what the new columns would say of them."""
    alias = schema_editor.connection.alias
    Review = apps.get_model("trust", "Review")
    Event = apps.get_model("trust", "ModerationEvent")
    ItemTally = apps.get_model("trust", "ItemTally")
    reviews = Review._base_manager.using(alias)
    reviews.filter(state="pending").update(pending_since=models.F("created_at"))
    decisions = Event._base_manager.using(alias).filter(review=models.OuterRef("pk"), to_state="rejected")
    reviews.filter(state="rejected").update(
        rejected_for=Coalesce(models.Subquery(decisions.order_by("-pk").values("reason")[:1]), models.Value(""))
    )
    stars = (
        reviews.filter(item=models.OuterRef("item"), language=models.OuterRef("key"), state="published")
        .order_by()
        .values("language")
        .annotate(sum=models.Sum("rating"))
        .values("sum")
    )
    ItemTally._base_manager.using(alias).filter(kind="language").update(
        total=Coalesce(models.Subquery(stars), models.Value(0))
    )


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_believable_reviews")]

    operations = [migrations.RunPython(fill_new_columns, migrations.RunPython.noop, elidable=True)]
