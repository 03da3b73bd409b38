import re
from pathlib import Path

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

import django_trust
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
                assert isinstance(key, models.BigAutoField | models.OneToOneField), operation.name
