from collections.abc import Iterator

import pytest

from tests.example_project.project import Shop, new_shop


@pytest.fixture(scope="session")
def tables(tmp_path_factory) -> Shop:
    """A shop with nothing in it, to be copied: migrations take longer than most tests."""
    return new_shop(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def shop(tables, tmp_path_factory) -> Iterator[Shop]:
    shop = tables.copy(tmp_path_factory.mktemp("shop"))
    shop.seeded = shop.manage("demo_seed")
    yield shop
    shop.close()


@pytest.fixture
def empty_shop(tables, tmp_path) -> Iterator[Shop]:
    shop = tables.copy(tmp_path)
    yield shop
    shop.close()
