"""What is published stands still: every way Django has to change or delete it is refused."""

from contextlib import contextmanager

import pytest
from asgiref.sync import async_to_sync
from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.db.models.deletion import Collector

from django_trust.history import AppendOnlyError
from django_trust.policies.immutable import Guarded, GuardedQuerySet, PublishedError, plain
from django_trust.policies.models import (
    GuaranteeTerms,
    PaymentTerms,
    Policy,
    PolicyPin,
    PolicyTranslation,
    PolicyVersion,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    SeasonalReturn,
    ShippingRate,
)
from django_trust.policies.seals import is_untouched
from django_trust.policies.services import publish_policy, start_draft
from django_trust.shop.models import Purchase
from django_trust.shop.services import record_purchase
from tests.policies.terms import every_kind_of_row, published_returns, returns_draft, write

pytestmark = pytest.mark.django_db

# A column of each model that a cheat would like to change, and to what.
CHANGES = {
    ReturnTerms: ("days", 7),
    SeasonalReturn: ("days", 7),
    PolicyTranslation: ("title", "Other"),
    ShippingRate: ("pickup", True),
    GuaranteeTerms: ("legal_months", 6),
    PaymentTerms: ("charged", "invoice"),
    PrivacyTerms: ("answer_days", 90),
    PrivacyPurpose: ("legal_basis", "consent"),
    PolicyVersion: ("summary", {"en": "Nothing happened"}),
}
MODELS = pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)


@contextmanager
def refused(error=PublishedError):
    with pytest.raises(error), transaction.atomic():
        yield


@pytest.fixture
def published(db):
    """One published row of each model."""
    return {type(row): row for row in every_kind_of_row()}


@pytest.fixture(autouse=True)
def _nothing_has_changed(request):
    """After each attempt everything published is still what it was, rows and frozen columns."""
    yield
    versions = PolicyVersion.objects.published().select_related("policy")
    assert all(is_untouched(version) for version in versions)


def test_every_model_of_versions_is_tried():
    from django.apps import apps

    guarded = {model for model in apps.get_app_config("trust").get_models() if issubclass(model, Guarded)}
    assert guarded == {*CHANGES, Policy}


@MODELS
def test_save_is_refused(published, model):
    row = published[model]
    name, value = CHANGES[model]
    setattr(row, name, value)
    for options in ({}, {"update_fields": [name]}, {"force_update": True}):
        with refused():
            row.save(**options)


@MODELS
def test_saving_a_row_under_the_key_of_another_is_refused(published, model):
    row = published[model]
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    name, value = CHANGES[model]
    if model is PolicyVersion:
        values |= {"published_at": None, "digest": ""}
    with refused():
        model(**{**values, name: value}).save()


@MODELS
def test_a_row_cannot_be_made_again_for_a_published_version(published, model):
    row = published[model]
    row.pk, row._state.adding = None, True
    with refused():
        row.save()
    with refused():
        model.objects.bulk_create([row])


@MODELS
def test_bulk_writes_are_refused(published, model):
    row = published[model]
    name, value = CHANGES[model]
    rows = model.objects.filter(pk=row.pk)
    with refused():
        rows.update(**{name: value})
    with refused():
        rows.order_by(name).update(**{name: F(name)})
    with refused():
        model.objects.select_for_update().filter(pk=row.pk).update(**{name: value})
    with refused():
        model._base_manager.filter(pk=row.pk).update(**{name: value})
    setattr(row, name, value)
    with refused():
        model.objects.bulk_update([row], [name])
    with refused():
        model.objects.bulk_create([row], update_conflicts=True, update_fields=[name], unique_fields=["id"])
    with refused():
        model.objects.bulk_create([row], None, False, True, [name], ["id"])
    with refused():
        model.objects.update_or_create(pk=row.pk, defaults={name: value})


@MODELS
def test_asynchronous_writes_are_refused(published, model):
    row = published[model]
    name, value = CHANGES[model]
    rows = model.objects.filter(pk=row.pk)
    for attempt, values in (
        (rows.aupdate, {name: value}),
        (rows.adelete, {}),
        (row.asave, {}),
        (row.adelete, {}),
    ):
        with refused():
            async_to_sync(attempt)(**values)


@MODELS
def test_deleting_is_refused(published, model):
    row = published[model]
    with refused():
        row.delete()
    with refused():
        model.objects.filter(pk=row.pk).delete()
    with refused():
        model._base_manager.filter(pk=row.pk).delete()
    assert not hasattr(model.objects, "delete")


@MODELS
def test_a_collector_is_refused_too(published, model):
    """As Django's admin and other code delete: without the methods of the model."""
    collector = Collector(using="default")
    collector.collect([published[model]])
    with refused():
        collector.delete()


def test_rows_do_not_move_out_of_a_published_version(published):
    draft = start_draft(kind="returns")
    row, text, season = published[ReturnTerms], published[PolicyTranslation], published[SeasonalReturn]
    row.version, text.version, season.terms = draft, draft, draft.returnterms_rows.get()
    for stolen in (row, text, season):
        with refused():
            stolen.save()
    for model, name in (
        (ReturnTerms, "version"),
        (PolicyTranslation, "version_id"),
        (SeasonalReturn, "terms"),
    ):
        with refused():
            model.objects.filter(pk=published[model].pk).update(**{name: getattr(published[model], name)})


def test_rows_do_not_move_into_a_published_version(published):
    draft = start_draft(kind="returns")
    version = published[PolicyVersion]
    row, text = draft.returnterms_rows.get(), draft.translations.get()
    season = row.seasons.get()
    for manager, added in (
        (version.returnterms_rows, row),
        (version.translations, text),
        (published[ReturnTerms].seasons, season),
    ):
        with refused():
            manager.add(added)
        with refused():
            manager.add(added, bulk=False)
        with refused():
            manager.set([added])
    for moved, name, value in ((row, "version", version), (season, "terms", published[ReturnTerms])):
        setattr(moved, name, value)
        with refused():
            type(moved).objects.bulk_update([moved], [name])


def test_related_managers_are_refused(published):
    version = published[PolicyVersion]
    with refused():
        version.translations.update(title="Other")
    with refused():
        version.translations.all().delete()
    with refused():
        version.translations.create(language="et", text="Uus")
    with refused():
        version.translations.get_or_create(language="et", defaults={"text": "Uus"})
    with refused():
        version.translations.update_or_create(language="en", defaults={"text": "New"})
    with refused():
        version.returnterms_rows.update(days=1)
    with refused():
        version.policy.versions.update(number=9)
    assert not hasattr(version.translations, "clear")
    assert not hasattr(version.translations, "remove")


def test_nobody_publishes_but_the_service():
    draft = returns_draft()
    frozen = {"published_at": draft.created_at, "effective_from": draft.created_at, "digest": "x"}
    with refused():
        PolicyVersion.objects.filter(pk=draft.pk).update(**frozen)
    for name, value in frozen.items():
        setattr(draft, name, value)
    with refused():
        draft.save()
    with refused():
        PolicyVersion.objects.bulk_update([draft], list(frozen))
    with refused():
        PolicyVersion.objects.create(policy=draft.policy, number=9, **frozen)
    with refused():
        PolicyVersion.objects.bulk_create([PolicyVersion(policy=draft.policy, number=9, **frozen)])
    assert not PolicyVersion.objects.published().exists()


def test_what_a_policy_is_about_stands_still():
    policy = published_returns(market="EE").policy
    for change in ({"market": "US"}, {"kind": "privacy"}):
        with refused():
            Policy.objects.filter(pk=policy.pk).update(**change)
        changed = Policy(**{"pk": policy.pk, "kind": policy.kind, "market": policy.market, **change})
        with refused():
            changed.save()
        with refused():
            Policy.objects.bulk_update([changed], list(change))
    policy.save()  # as a form does that changes nothing


def test_a_policy_with_drafts_only_may_still_change():
    policy = returns_draft(market="EE").policy
    policy.market = "EU"
    policy.save()
    assert Policy.objects.get().market == "EU"


def test_policies_with_versions_are_not_deleted():
    published, draft = published_returns(), returns_draft(market="EE")
    with refused():
        published.policy.delete()
    with refused(ProtectedError):
        draft.policy.delete()
    empty = Policy.objects.create(kind="privacy")
    empty.delete()
    assert Policy.objects.count() == 2


def test_a_draft_may_change_in_every_way():
    published_returns(texts={"en": "Keep the receipt."})
    draft = returns_draft(days=60)
    row = draft.returnterms_rows.get()
    row.seasons.create(first_day="2026-11-01", last_day="2026-12-24", days=90)
    draft.returnterms_rows.update(days=61)
    row.refresh_from_db()
    assert row.days == 61
    row.days = 62
    ReturnTerms.objects.bulk_update([row], ["days"])
    ReturnTerms.objects.bulk_create([ReturnTerms(version=draft, days=14, countries=["EE"])])
    draft.translations.update(title="Returns")
    draft.translations.update_or_create(language="en", defaults={"text": "Keep it."})
    draft.summary = {"en": "More time"}
    draft.save()
    PolicyVersion.objects.filter(pk=draft.pk).update(source_language="en")
    row.seasons.all().delete()
    row.delete()
    assert draft.returnterms_rows.get().days == 14
    assert draft.translations.get().text == "Keep it."


def test_deleting_a_draft_takes_its_rows_along_and_nothing_else():
    version = published_returns(texts={"en": "Keep the receipt.", "et": "Hoia kviitung alles."})
    draft = returns_draft(days=60)
    draft.returnterms_rows.get().seasons.create(first_day="2026-11-01", last_day="2026-12-24", days=90)
    write(draft, "et", "Hoia tšekk alles.", renders=draft)
    draft.delete()
    assert PolicyVersion.objects.get() == version
    assert (ReturnTerms.objects.count(), SeasonalReturn.objects.count()) == (1, 0)
    assert PolicyTranslation.objects.count() == 2


def test_deleting_drafts_and_published_versions_together_deletes_nothing():
    published_returns()
    returns_draft(days=60)
    with refused():
        PolicyVersion.objects.all().delete()
    assert PolicyVersion.objects.count() == 2
    PolicyVersion.objects.drafts().delete()
    assert PolicyVersion.objects.count() == 1


def test_whoever_published_may_leave(staff):
    version = publish_policy(version=returns_draft(), by=staff)
    assert version.published_by == staff
    staff.delete()
    version.refresh_from_db()
    assert (version.published_by, version.published_by_name) == (None, "staff")


def test_nobody_else_takes_the_place_of_whoever_published(staff):
    version = published_returns()
    for change in ({"published_by": staff}, {"published_by": None, "number": 7}):
        with refused():
            PolicyVersion.objects.filter(pk=version.pk).update(**change)


def test_what_was_bought_under_is_not_exchanged(product):
    version = published_returns()
    purchase = record_purchase(
        reference="1001",
        email="a@example.ee",
        language="en",
        placed_at=version.effective_from,
        lines=[{"item": product}],
    )
    other = published_returns(days=14)
    pin = PolicyPin.objects.get()
    pin.version = other
    for attempt in (
        pin.save,
        pin.delete,
        lambda: PolicyPin.objects.update(version=other),
        PolicyPin.objects.all().delete,
    ):
        with refused(AppendOnlyError):
            attempt()
    assert PolicyPin.objects.get().version == version
    Purchase.objects.filter(pk=purchase.pk).delete()  # erasing an order erases its pins
    assert not PolicyPin.objects.exists()


# Beyond the reach of Django: found out afterwards


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (PolicyVersion, {"effective_from": None}),
        (PolicyVersion, {"summary": {"en": "Nothing happened"}}),
        (PolicyVersion, {"terms": {"returns": []}}),
        (PolicyVersion, {"texts": {}}),
        (PolicyVersion, {"digest": "0" * 64}),
        (ReturnTerms, {"days": 7}),
        (ReturnTerms, {"countries": ["EE"]}),
        (SeasonalReturn, {"days": 7}),
        (PolicyTranslation, {"html": "<p>Other</p>"}),
        (PolicyTranslation, {"language": "et"}),
        (Policy, {"market": "EE"}),
    ],
    ids=str,
)
def test_the_digest_tells_what_went_past_django(published, model, change):
    version = published[PolicyVersion]
    assert is_untouched(PolicyVersion.objects.get(pk=version.pk))
    if "effective_from" in change:
        change = {"effective_from": version.effective_from.replace(year=2020)}
    rows = plain(model).filter(pk=published[model].pk if model is not Policy else version.policy_id)
    before = rows.values(*change).get()
    assert rows.update(**change) == 1
    assert not is_untouched(PolicyVersion.objects.get(pk=version.pk))
    rows.update(**before)


def test_a_row_that_vanished_or_slipped_in_is_found(published):
    version = published[PolicyVersion]
    slipped = plain(ReturnTerms)
    rows = ReturnTerms(version=version, days=99)
    models.Model.save_base(rows, raw=True)  # as loaddata does
    assert not is_untouched(version)
    slipped.filter(pk=rows.pk)._raw_delete(using="default")
    assert is_untouched(version)


def test_a_draft_is_no_untouched_version():
    assert not is_untouched(returns_draft())


def test_the_guard_is_on_every_way_django_takes():
    for model in CHANGES:
        assert issubclass(type(model._base_manager.all()), GuardedQuerySet)
        assert issubclass(type(model._default_manager.all()), GuardedQuerySet)
