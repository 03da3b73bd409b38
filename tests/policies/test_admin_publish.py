"""Publishing from the admin: seen, confirmed, by those who may, and for ever."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from django_trust.policies.book import book
from django_trust.policies.models import PolicyVersion, ReturnTerms
from django_trust.policies.services import start_draft
from tests.markup import read
from tests.policies.admin_pages import boss, may_publish, told, url_of  # noqa: F401
from tests.policies.terms import published_returns, returns_draft, write

pytestmark = pytest.mark.django_db


def publish_page(client, version):
    return read(client.get(url_of(version, "publish")))


def publish(client, version, **changes):
    """Press the button of the page as it stands, with some fields filled in."""
    form = next(form for form in publish_page(client, version).all("form") if list(form.all(name="seen")))
    fields = {field["name"]: field.attributes.get("value", "") for field in form.all("input", type="hidden")}
    return client.post(url_of(version, "publish"), {**fields, **changes})


def problems(answer):
    assert answer.status_code == 200
    return {name: " ".join(messages) for name, messages in answer.context["form"].errors.items()}


def test_publishing_puts_the_draft_in_force_and_says_since_when(boss, staff):  # noqa: F811
    draft = returns_draft(30)
    answer = publish(boss, draft)
    assert answer["Location"] == url_of(draft)
    assert book().find("returns", "EE").returns[0].days == 30
    version = PolicyVersion.objects.get()
    assert (version.published_by, version.published_by_name) == (staff, "staff")
    assert [line for line in told(boss, answer) if line.startswith("Published. In force from ")]
    assert LogEntry.objects.filter(object_id=str(draft.pk), user=staff).exists()


def test_the_page_shows_what_changes_before_anybody_presses_the_button(boss):  # noqa: F811
    published_returns(14, texts={"en": "Keep the box."})
    page = publish_page(boss, returns_draft(30, texts={"en": "Keep the box and the bill."}))
    changes = page.one("dl", class_="trust-differences")
    assert "14 days" in " ".join(old.words for old in changes.all("del"))
    assert "30 days" in " ".join(new.words for new in changes.all("ins"))
    assert [new.words for new in page.all("ins")][-1] == "box and the bill."


def test_the_page_of_a_first_version_shows_all_it_says(boss):  # noqa: F811
    page = publish_page(boss, returns_draft(30))
    assert "30 days" in page.one("dl", class_="trust-differences").words
    assert not list(page.all("ins"))


def test_a_version_may_begin_later_and_never_in_the_past(boss):  # noqa: F811
    draft = returns_draft(30)
    found = problems(publish(boss, draft, effective_from="2020-01-01T10:00"))
    assert set(found) == {"effective_from"}
    assert "effective_from" in problems(publish(boss, draft, effective_from="soon"))
    later = timezone.localtime() + timedelta(days=9)
    publish(boss, draft, effective_from=later.strftime("%Y-%m-%dT%H:%M"))
    version = PolicyVersion.objects.get()
    assert version.effective_from == later.replace(second=0, microsecond=0)
    assert book().find("returns", "EE") is None


def test_terms_below_the_law_need_a_reason_and_the_page_names_the_law(boss, configure):  # noqa: F811
    configure(MARKETS=["EU"])
    draft = returns_draft(7)
    assert "Directive 2011/83/EU, Art. 9" in publish_page(boss, draft).one("div", class_="trust-below").words
    refused = publish(boss, draft)
    assert set(problems(refused)) == {"anyway"}
    assert not PolicyVersion.objects.published().exists()
    assert publish(boss, draft, anyway="on").status_code == 302
    assert PolicyVersion.objects.published().exists()


def test_what_is_not_certain_is_shown_and_needs_no_reason(boss, configure):  # noqa: F811
    configure(MARKETS=["EU"])
    draft = returns_draft(30, defect_fees="customer")
    page = publish_page(boss, draft)
    assert "Not certain, please check" in page.one("div", class_="trust-below").words
    assert publish(boss, draft).status_code == 302


def test_what_somebody_changed_meanwhile_is_looked_at_first(boss):  # noqa: F811
    draft = returns_draft(30)
    form = next(form for form in publish_page(boss, draft).all("form") if list(form.all(name="seen")))
    seen = form.one("input", name="seen")["value"]
    returns_draft(7)
    answer = boss.post(url_of(draft, "publish"), {"seen": seen})
    assert "changed in the meantime" in problems(answer)["__all__"]
    assert "7 days" in read(answer).words
    now = read(answer).one("input", name="seen")["value"]
    assert boss.post(url_of(draft, "publish"), {"seen": now}).status_code == 302
    assert book().find("returns", "EE").returns[0].days == 7


def test_a_changed_text_is_looked_at_too(boss):  # noqa: F811
    draft = returns_draft(30, texts={"en": "Keep the box."})
    form = next(form for form in publish_page(boss, draft).all("form") if list(form.all(name="seen")))
    write(draft, "en", "Burn the box.")
    answer = boss.post(url_of(draft, "publish"), {"seen": form.one("input", name="seen")["value"]})
    assert set(problems(answer)) == {"__all__"}


def test_a_draft_that_contradicts_itself_is_refused_with_the_reason(boss):  # noqa: F811
    empty = start_draft(kind="privacy")
    assert "add at least one row" in problems(publish(boss, empty))["__all__"]
    broken = start_draft(kind="returns")
    ReturnTerms.objects.create(version=broken, days=None)
    assert problems(publish(boss, broken))["__all__"]
    assert not PolicyVersion.objects.published().exists()


def test_pressed_twice_it_is_published_once(boss):  # noqa: F811
    draft = returns_draft(30)
    publish(boss, draft)
    published_at = PolicyVersion.objects.get().published_at
    answer = boss.post(url_of(draft, "publish"), {"seen": "whatever"})
    assert told(boss, answer)[-1] == "This version is published already."
    assert PolicyVersion.objects.get().published_at == published_at


def test_languages_that_lack_a_text_are_named(boss):  # noqa: F811
    published_returns(texts={"en": "Keep the box.", "et": "Hoia karp alles."})
    page = publish_page(boss, returns_draft(30, texts={"en": "Keep the box and the bill."}))
    assert "Estonian Out of date: translates version 1 of 2" in page.one("ul", class_="trust-texts").words


def test_publishing_is_a_permission_of_its_own(limited, may_publish):  # noqa: F811
    draft = returns_draft(30)
    editor = limited("view_policyversion", "change_policyversion")
    assert editor.post(url_of(draft, "publish"), {}).status_code == 403
    assert "publish" not in read(editor.get(url_of(draft))).one("ul", class_="object-tools").words.lower()


def test_a_publisher_need_not_be_an_editor(limited, may_publish):  # noqa: F811
    draft = returns_draft(30)
    publisher = limited("view_policyversion", "publish_policyversion")
    assert publish(publisher, draft).status_code == 302
    assert PolicyVersion.objects.published().exists()


def test_publishing_wants_a_token_and_a_post(staff):
    draft = returns_draft(30)
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(url_of(draft, "publish"), {}).status_code == 403
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(url_of(draft, "publish")).status_code in (403, 405)
    assert not PolicyVersion.objects.published().exists()


def test_a_published_page_says_when_it_is_in_force_and_links_to_what_changed(boss):  # noqa: F811
    first = published_returns(14)
    second = published_returns(30)
    page = read(boss.get(url_of(second)))
    assert "It is in force since" in page.words
    links = {link.words: link["href"] for link in page.one("ul", class_="object-tools").all("a")}
    assert links["What changed"].endswith(f"/policy-versions/{first.pk}/to/{second.pk}/")
    assert links["All versions"].endswith(f"/policy-history/{second.policy_id}/")


def test_a_draft_has_no_link_to_pages_of_shoppers(boss):  # noqa: F811
    page = read(boss.get(url_of(returns_draft(30))))
    assert [link.words for link in page.one("ul", class_="object-tools").all("a")] == ["Publish …", "History"]
