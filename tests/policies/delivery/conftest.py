import pytest

from django_trust.policies.delivery import calendars

KEPT = (
    calendars.holidays_package,
    calendars.supported_regions,
    calendars.public_holidays,
    calendars.week_of,
)


def _forget():
    for kept in KEPT:
        kept.cache_clear()


@pytest.fixture
def without_holidays():
    """As if the extra ``delivery`` were not installed."""

    def refuse(name):
        raise ImportError(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calendars, "import_module", refuse)
        _forget()
        yield
    _forget()


@pytest.fixture(params=["with holidays", "without holidays"])
def either_way(request):
    if request.param == "without holidays":
        request.getfixturevalue("without_holidays")
