from io import StringIO

from django.core.management import call_command

from django_trust.followups.models import Flow


def run(*options):
    output = StringIO()
    call_command("trust_load_flows", *options, stdout=output)
    return output.getvalue()


ALL = "thanks, payment, shipping, delay, delivery, reviews, satisfaction, coupon, win-back"


def test_flows_are_loaded_once_and_named(db):
    assert run() == f"9 flows loaded ({ALL}); 0 there already.\n"
    assert run() == f"0 flows loaded; 9 there already ({ALL}).\n"
    assert Flow.objects.filter(is_active=True).count() == 9


def test_a_dry_run_only_says_so(db):
    assert run("--dry-run") == f"9 flows would be loaded ({ALL}); 0 there already.\n"
    assert not Flow.objects.exists()


def test_they_can_be_loaded_switched_off(db):
    assert run("--off").startswith("9 flows loaded, switched off (thanks, ")
    assert not Flow.objects.filter(is_active=True).exists()
