"""Who may import whom: the floors of the house. An arrow only points down."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import django_trust

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

PACKAGE = Path(django_trust.__file__).parent
# Rooms and modules by floor; what is not listed stands on top.
FLOORS = {
    "artwork": 3,
    "charts": 3,
    "conf": 1,
    "edges": 1,
    "generation": 1,
    "history": 1,
    "icon_shapes": 1,
    "icons": 1,
    "jsonld": 1,
    "links": 1,
    "prepared": 1,
    "rendering": 1,
    "sanitizers": 1,
    "setting_table": 1,
    "signals": 1,
    "staff": 1,
    "stylesheet": 1,
    "svg": 3,
    "text": 1,
    "throttling": 1,
    "transactions": 1,
    "l10n": 2,
    "mailing": 4,
    "pages": 3,
    "shop": 3,
    "reviews": 4,
    "badges": 4,
    "policies": 4,
    "followups": 5,
}
ROOMS = ("l10n", "shop", "reviews", "badges", "policies", "followups")
TOP = 6
CORE_DEPENDENCIES = {"django", "rest_framework", "bleach", "babel", "django_trust"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} uses a relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_parts(path: Path) -> set[str]:
    """The parts of the package a file imports: rooms, or modules of the root."""
    names = (name.split(".") for name in imports(path) if name.startswith("django_trust."))
    return {name[1] for name in names if (PACKAGE / name[1]).exists() or (PACKAGE / f"{name[1]}.py").exists()}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_nothing_from_a_floor_above(path):
    own = name_of(path).split(".")[0]
    floor = FLOORS.get(own, TOP)
    above = {part for part in own_parts(path) if part != own and FLOORS.get(part, TOP) > floor}
    assert above == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_on_one_floor_do_not_know_each_other(path):
    own = name_of(path).split(".")[0]
    neighbours = {
        part for part in own_parts(path) if part in ROOMS and part != own and FLOORS[part] == FLOORS.get(own)
    }
    assert neighbours == set()


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "api.py"], ids=name_of)
def test_only_api_modules_import_rest_framework(path):
    assert not [name for name in imports(path) if name.startswith("rest_framework")]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "contrib" not in path.relative_to(PACKAGE).parts], ids=name_of
)
def test_the_core_imports_no_extra(path):
    import sys

    foreign = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    assert foreign <= CORE_DEPENDENCIES


def test_every_tag_and_model_is_reachable_without_an_extra(tmp_path):
    """Import all modules in a process that has none of the extras."""
    from tests.projects import run_django

    names = [f"django_trust.{name_of(path)}" for path in MODULES if path.name != "__init__.py"]
    names = [name for name in names if ".contrib" not in name]
    extras = ["nh3", "jinja2", "PIL", "redis", "stdnum", "celery", "django_tasks"]
    code = (
        f"import sys, importlib; [importlib.import_module(name) for name in {names!r}]; print('all imported')"
    )
    result = run_django(
        "shell",
        "--no-imports",
        "-c",
        code,
        folder=tmp_path,
        settings=f"import sys\nsys.modules.update(dict.fromkeys({extras!r}))\nTEMPLATES = TEMPLATES[:1]",
    )
    assert "all imported" in result.stdout, result.stderr
