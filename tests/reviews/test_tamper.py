"""What nobody can do, a superuser included: mark a review verified, change its stars or words, or delete its
history. Every address of the admin, the API and the public pages is tried, new ones as soon as they exist."""

import re
from itertools import islice

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.sites import site
from django.core import signing
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import URLResolver

from django_trust import urls
from django_trust.reviews.admin_decisions import DECISIONS
from django_trust.reviews.models import CriterionRating, ModerationEvent, Review, ReviewVersion
from django_trust.reviews.services import appeal_review, edit_review, reject_review
from django_trust.reviews.tokens import author_token
from django_trust.shop.references import ItemReference

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS = ("post", "put", "patch", "delete", "get")
# What belongs to the author, or to nobody.
KEPT = (
    "rating",
    "title",
    "body",
    "pros",
    "cons",
    "author_name",
    "email",
    "source",
    "verified",
    "verified_by",
    "email_confirmed",
    "purchase_line_id",
    "delivered_on",
)
FORGED = {
    "rating": "5",
    "title": "Forged",
    "body": "Forged words",
    "pros": "Forged",
    "cons": "Forged",
    "author_name": "Forged",
    "email": "forged@example.test",
    "source": "invitation",
    "state": "published",
    "verified": "1",
    "verified_by": "Forged",
    "email_confirmed": "1",
    "purchase_line": "1",
    "delivered_on": "2026-11-01",
    "criterion_quality": "5",
    "flag_weight": "0",
}
LIST_FORM = {f"form-0-{name}": value for name, value in {**FORGED, "id": "1"}.items()} | {
    f"form-{name}": "1" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")
}
INLINE_FORM = {
    f"{inline}-{part}": value
    for inline in ("events", "versions", "criterion_ratings", "flags")
    for part, value in {
        "TOTAL_FORMS": "1",
        "INITIAL_FORMS": "1",
        "0-id": "1",
        "0-DELETE": "on",
        "0-note": "Forged",
        "0-rating": "5",
    }.items()
}
ACTIONS = ("delete_selected", "mark_verified", "verify", "update", "set_rating", *site._actions)
DECISION_WORDS = (*DECISIONS, "verify", "unverify", "edit", "delete", "rate", "withdraw", "confirm", "")
QUERIES = ("", "?_popup=1", "?_to_field=id&_popup=1", "?_to_field=rating", "?rating__exact=1", "?verified=1")


def addresses(patterns, prefix):
    """Every address below, with its arguments still named."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


def filled(route, **arguments):
    """Write the arguments into a route; the named groups of regular expressions have one of their choices."""
    route = re.sub(r"^\^|\$$", "", route.replace("/^", "/"))
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(arguments.get(match[1], "1")), route)
    return re.sub(r"\(\?P1?.*?\)", "trust", route)


# What staff write themselves; tests/badges/test_admin.py says what of a badge they cannot.
OF_THE_STAFF = {
    "Badge",
    "DurabilityLabel",
    "ExchangeRate",
    "Flow",
    "OfficialNotice",
    "Policy",
    "PolicyVersion",
    "ShopProfile",
    "Step",
}
FORMS = 5  # the payloads that are forms, not actions or decisions
ABOUT_REVIEWS = ("review", "ratingfreeze", "moderationevent", "autocomplete")  # tried with everything
ADMIN = [
    route for route in addresses(admin.site.urls[0], "/admin/") if "trust" in route or "autocomplete" in route
]
PUBLIC = [route for route in addresses(urls.urlpatterns, "/trust/") if "/api/" not in route]
API = [route for route in addresses(urls.urlpatterns, "/trust/") if "/api/" in route]


@pytest.fixture
def reviews(write_review, staff, configure):
    """A review that waits and was changed, one that is public, one that is appealed against, all with a
    history; and one that is new."""
    configure(REVIEWS_CRITERIA={"": ["quality"]})
    waiting = write_review(rating=2, title="Was", body="Honest", criteria={"quality": 1}, publish=False)
    edit_review(review=waiting, rating=1, title="Is", body="Still honest")
    public = write_review(rating=1, title="Public", body="Not good")
    appealed = reject_review(review=write_review(rating=1, title="Refused"), reason="spam", by=staff)
    appeal_review(review=appealed, text="It is no spam")
    return [waiting, public, appealed, write_review(rating=1, title="New", publish=False)]


def rows(model):
    return {row.pk: model_to_dict(row) for row in model.objects.all()}


def kept_of(review):
    fresh = Review.objects.get(pk=review.pk)
    return {name: getattr(fresh, name) for name in KEPT}


@pytest.fixture
def unchanged(reviews):
    """Check that all is as it was; history may only have grown."""
    before = [kept_of(review) for review in reviews]
    history = {model: rows(model) for model in (ModerationEvent, ReviewVersion, CriterionRating)}
    assert all(history.values())

    def check(what):
        assert [kept_of(review) for review in reviews] == before, what
        for model, old in history.items():
            assert old.items() <= rows(model).items(), what
        assert not Review.objects.filter(verified=True).exists(), what
        assert not Review.objects.exclude(verified_by="").exists(), what

    return check


@pytest.fixture
def superuser(client, staff):
    client.force_login(staff)
    return client


def payloads(review):
    chosen = {"_selected_action": [review.pk], "select_across": "1", "index": "0", "post": "yes"}
    stored = {name: value for name, value in model_to_dict(review).items() if value is not None}
    moments = {"created_at_0": "2026-11-01", "created_at_1": "10:00:00"}
    yield {**stored, **moments, **FORGED, **INLINE_FORM, "_save": "Save"}
    yield {**stored, **moments, **FORGED, "_save": "Save"}
    yield {**FORGED, "_continue": "1", "_saveasnew": "1", "_popup": "1"}
    yield {**LIST_FORM, "form-0-id": review.pk, "_save": "Save"}
    yield {"post": "yes"}
    for action in ACTIONS:
        yield {**FORGED, **chosen, "action": action}
    for decision in DECISION_WORDS:
        yield {**FORGED, "decision": decision, "reason": "spam", "photo": "1"}


@pytest.mark.parametrize("route", ADMIN)
def test_no_admin_address_changes_a_review_or_its_history(superuser, reviews, unchanged, route):
    # Pages of other rooms are large and know no decisions: one review and one of each kind are tried there.
    elsewhere = not any(f"/{name}/" in route for name in ABOUT_REVIEWS)
    for review in reviews[:1] if elsewhere else reviews:
        address = filled(route, object_id=review.pk, pk=review.pk)
        for data in islice(payloads(review), FORMS if elsewhere else None):
            superuser.post(address, data)
            unchanged((address, data))
        for query in QUERIES[:1] if elsewhere else QUERIES:
            for method in METHODS:
                answer = getattr(superuser, method)(
                    f"{address}{query}", FORGED if method in ("post", "get") else b""
                )
                assert answer.status_code < 500
                unchanged((method, address, query))


MODELS = list(apps.get_app_config("trust").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_model_of_reviews_can_be_added_changed_or_deleted_in_admin(model, rf, staff):
    request = rf.get("/admin/")
    request.user = staff
    registered = site._registry.get(model)
    if model._meta.object_name in OF_THE_STAFF:
        return
    if registered is None:
        assert f"/admin/trust/{model._meta.model_name}/" not in ADMIN
        return
    assert not registered.has_add_permission(request)
    assert not registered.has_change_permission(request)
    assert not registered.has_delete_permission(request)
    assert not registered.get_inline_instances(request)
    assert not registered.list_editable
    assert "delete_selected" not in registered.get_actions(request)


@pytest.mark.parametrize("route", API)
def test_no_api_address_changes_a_review(superuser, reviews, unchanged, product, route):
    item = ItemReference.of(product).token()
    data = {**FORGED, "item": item, "rating": 5, "verified": True, "email_confirmed": True, "reason": "spam"}
    for review in reviews:
        for method in METHODS:
            call = getattr(superuser, method)
            address = filled(route, pk=review.pk)
            answer = call(address, {} if method == "get" else data, content_type="application/json")
            assert answer.status_code < 500
            unchanged((method, address))
    assert_only_plain_newcomers(reviews)


def test_the_api_takes_no_proof_from_its_clients(superuser, product):
    data = {**FORGED, "item": ItemReference.of(product).token(), "rating": 5, "verified": True}
    answer = superuser.post("/trust/api/v1/reviews/", data, content_type="application/json")
    assert answer.status_code == 201
    assert plain(Review.objects.get(), source="api")


@pytest.mark.parametrize("route", PUBLIC)
def test_no_public_address_changes_a_strangers_review(reviews, unchanged, product, route):
    """Nor do tokens made for something else open an author's page."""
    for review in reviews:
        tokens = {
            ItemReference.of(product).token(),
            signing.dumps(review.pk),
            str(review.pk),
            f"{author_token(review)[:-1]}-",
        }
        for token in tokens:
            for method in METHODS:
                client = Client()
                address = filled(route, pk=review.pk, token=token)
                answer = getattr(client, method)(address, FORGED if method in ("post", "get") else b"")
                assert answer.status_code < 500
                unchanged((method, address))
    assert_only_plain_newcomers(reviews)


def test_the_public_form_takes_no_proof(client, write_url):
    client.post(write_url, FORGED)
    assert plain(Review.objects.get(), source="web")


def test_an_author_changes_words_and_stars_and_nothing_else(client, write_review):
    review = write_review(rating=2, title="Mine")
    before = kept_of(review)
    answer = client.post(f"/trust/reviews/mine/{author_token(review)}/edit/", FORGED)
    assert answer.status_code == 302
    after = kept_of(review)
    assert (after["title"], after["rating"]) == ("Forged", 5)
    proof = (
        "email",
        "source",
        "verified",
        "verified_by",
        "email_confirmed",
        "purchase_line_id",
        "delivered_on",
    )
    assert {name: after[name] for name in proof} == {name: before[name] for name in proof}
    assert Review.objects.get().state == "pending"
    assert [(row.title, row.rating) for row in ReviewVersion.objects.all()] == [("Mine", 2)]


def plain(review, source):
    """Whether a review is one that anybody may send: it waits and nothing proves it."""
    proof = (review.verified, review.verified_by, review.purchase_line_id, review.delivered_on)
    return (review.state, review.source, *proof) == ("pending", source, False, "", None, None)


def assert_only_plain_newcomers(reviews):
    known = [review.pk for review in reviews]
    for newcomer in Review.objects.exclude(pk__in=known):
        assert plain(newcomer, source=newcomer.source)
        assert newcomer.source in ("web", "api")
