import re
from pathlib import Path

import pytest
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

import django_trust
from django_trust.reviews.models import ItemTally, Review
from tests.projects import run_django

FOLDER = Path(django_trust.__file__).parent / "migrations"
SOURCES = sorted(FOLDER.glob("0*.py"))


@pytest.mark.parametrize("auto_field", ["django.db.models.AutoField", "django.db.models.BigAutoField"])
def test_no_model_lacks_a_migration_whatever_key_the_host_prefers(tmp_path, auto_field):
    result = run_django(
        "makemigrations", "--check", "--dry-run", "trust", folder=tmp_path, TRUST_AUTO_FIELD=auto_field
    )
    assert (result.returncode, result.stdout.strip()) == (0, "No changes detected in app 'trust'"), (
        result.stderr
    )


def test_migrations_are_numbered_and_named_by_what_they_do():
    assert [path.name[:4] for path in SOURCES] == [f"{number:04}" for number in range(1, len(SOURCES) + 1)]
    for path in SOURCES:
        assert re.fullmatch(r"\d{4}_[a-z][a-z_0-9]+", path.stem)
        assert "_auto_" not in path.stem


def test_there_is_one_leaf():
    loader = MigrationLoader(None)
    assert len(loader.graph.leaf_nodes("trust")) == 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_migration_reads_no_setting_but_the_user_model(path):
    source = path.read_text(encoding="utf-8")
    assert set(re.findall(r"settings\.(\w+)", source)) <= {"AUTH_USER_MODEL"}
    assert "trust_settings" not in source


def test_every_key_is_written_down():
    loader = MigrationLoader(None)
    for (app, _), migration in loader.disk_migrations.items():
        for operation in migration.operations if app == "trust" else ():
            if isinstance(operation, CreateModel):
                [key] = [field for _, field in operation.fields if field.primary_key]
                if operation.name in ("SendingSwitch", "ShopProfile"):
                    assert key.default == 1  # one row at most
                    continue
                if operation.name == "DeliveryTally":
                    assert isinstance(key, models.DateField)  # one row a day
                    continue
                assert isinstance(key, models.BigAutoField | models.OneToOneField), operation.name


@pytest.fixture
def first_state():
    """The models as 0001 has them; afterwards everything is migrated again."""
    MigrationExecutor(connection).migrate([("trust", "0001_initial")])
    yield MigrationExecutor(connection).loader.project_state([("trust", "0001_initial")]).apps
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("trust"))


@pytest.mark.django_db(transaction=True)
def test_what_was_stored_before_tells_the_new_columns_what_to_say(first_state):
    content_type = first_state.get_model("contenttypes", "ContentType").objects.create(
        app_label="a", model="b"
    )
    item = first_state.get_model("trust", "Item").objects.create(
        content_type=content_type, object_id="1", name="Cup"
    )
    reviews = first_state.get_model("trust", "Review").objects
    for state, rating in (("published", 5), ("published", 2), ("pending", 3), ("rejected", 1)):
        review = reviews.create(item=item, rating=rating, language="et", state=state)
    first_state.get_model("trust", "ModerationEvent").objects.create(
        review=review, from_state="pending", to_state="rejected", reason="spam"
    )
    first_state.get_model("trust", "ItemLanguage").objects.create(item=item, language="et", count=2)

    MigrationExecutor(connection).migrate([("trust", SOURCES[-1].stem)])

    assert list(ItemTally.objects.values_list("kind", "key", "count", "total")) == [("language", "et", 2, 7)]
    pending = Review.objects.get(state="pending")
    assert pending.pending_since == pending.created_at
    assert Review.objects.get(state="rejected").rejected_for == "spam"
    assert set(Review.objects.exclude(state="rejected").values_list("rejected_for", flat=True)) == {""}
