from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from django_trust.policies.models import WithdrawalRequest
from django_trust.shop.adapter import ShopAdapter

pytestmark = pytest.mark.django_db


class Nowhere(ShopAdapter):
    pass


def run(*arguments):
    out = StringIO()
    call_command("trust_send_acknowledgements", *arguments, stdout=out)
    return out.getvalue().strip()


def test_it_sends_what_waits_and_says_how_many(withdraw):
    withdraw()
    withdraw(name="Jaan")
    assert run("--dry-run") == "2 acknowledgements would be sent."
    assert mail.outbox == []
    assert run("--limit", "1") == "1 acknowledgements were waiting, 1 sent, 0 failed."
    assert run() == "1 acknowledgements were waiting, 1 sent, 0 failed."
    assert run() == "0 acknowledgements were waiting, 0 sent, 0 failed."
    assert not WithdrawalRequest.objects.filter(acknowledged_at=None).exists()


def test_a_failure_is_a_failure(withdraw, configure):
    configure(ADAPTER=f"{__name__}.Nowhere")
    withdraw()
    with pytest.raises(CommandError, match="1 acknowledgements were waiting, 0 sent, 1 failed"):
        run()


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e3", "9999999"])
def test_a_limit_is_a_number(db, limit):
    with pytest.raises(CommandError):
        run("--limit", limit)
