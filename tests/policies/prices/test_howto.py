"""The command of the guide stores what the European Central Bank publishes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from django_trust.policies.models import ExchangeRate
from tests.docs.markdown import block_of

DOCUMENT = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1652'/><Cube currency='JPY' rate='180.31'/>
<Cube currency='GBP' rate='0.8806'/></Cube></Cube></gesmes:Envelope>"""


@pytest.mark.django_db
def test_the_command_stores_each_rate_once():
    names = {"__name__": "example"}
    text = block_of("howto/approximate-prices.md", "shop/management/commands/fetch_rates.py").text
    exec(text, names)
    assert [names["store"](DOCUMENT) for _ in range(2)] == [2, 0]
    dollar = ExchangeRate.objects.get(quote="USD")
    dollar.full_clean()
    assert (dollar.rate, dollar.as_of) == (Decimal("1.1652"), datetime(2026, 11, 20, 13, 15, tzinfo=UTC))
