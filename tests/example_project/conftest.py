import pytest

from tests.example_project.project import Shop, new_shop


@pytest.fixture(scope="package")
def shop(tmp_path_factory) -> Shop:
    shop = new_shop(tmp_path_factory.mktemp("shop"))
    shop.manage("demo_seed")
    return shop
