import zlib
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from django_trust.reviews.tokens import (
    MAX_AGE,
    SALT,
    author_token,
    author_url,
    is_mailed,
    review_of_token,
)


def sign(payload):
    return signing.dumps(payload, salt=SALT)


@pytest.mark.parametrize("mailed", [False, True])
def test_a_link_leads_to_its_review_and_knows_whether_it_was_mailed(write_review, mailed):
    review = write_review()
    token = author_token(review, mailed=mailed)
    assert (review_of_token(token), is_mailed(token)) == (review, mailed)


def test_links_of_earlier_versions_still_open_and_prove_no_mailbox(write_review):
    review = write_review()
    assert author_token(review).split(":")[0] == signing.dumps(review.pk, salt=SALT).split(":")[0]
    assert not is_mailed(sign(review.pk))


def test_a_link_shown_on_a_page_cannot_be_turned_into_a_mailed_one(write_review):
    review = write_review()
    shown, mailed = author_token(review), author_token(review, mailed=True)
    mixed = ":".join([mailed.split(":")[0], *shown.split(":")[1:]])
    assert (review_of_token(mixed), is_mailed(mixed)) == (None, False)


@pytest.mark.parametrize("mailed", [False, True])
def test_a_link_ends_after_half_a_year(write_review, mailed):
    review = write_review()
    with time_machine.travel(timezone.now() - MAX_AGE - timedelta(minutes=1), tick=False):
        token = author_token(review, mailed=mailed)
    assert (review_of_token(token), is_mailed(token)) == (None, False)


@pytest.mark.parametrize(
    "payload",
    [None, True, "1", 1.5, [], [1], [1, 2], [1, True], [True, 1], ["1", 1], [[1], 1], [1, 1, 1], {"pk": 1}],
    ids=str,
)
def test_a_payload_of_another_shape_is_no_link(write_review, payload):
    write_review()
    assert (review_of_token(sign(payload)), is_mailed(sign(payload))) == (None, False)


@pytest.mark.parametrize("pk", [0, -1, 2**31, 2**63, 10**30])
def test_a_link_to_no_review_leads_nowhere(db, pk):
    assert review_of_token(sign([pk, 1])) is review_of_token(sign(pk)) is None


@pytest.mark.parametrize(
    "value", ["", "e30", "!", ".e30", ".", "YWJj", signing.b64_encode(b"\xff").decode()], ids=repr
)
def test_what_is_signed_but_not_readable_is_no_link(db, value):
    token = signing.TimestampSigner(salt=SALT).sign(value)
    assert (review_of_token(token), is_mailed(token)) == (None, False)


def test_a_signed_but_broken_compression_is_no_link(db):
    broken = signing.b64_encode(zlib.compress(b"1")[:-3]).decode()
    assert review_of_token(signing.TimestampSigner(salt=SALT).sign(f".{broken}")) is None


@pytest.mark.parametrize("token", ["", ":", "::", "1:2:3", "é:é:é", "\x00", "a" * 10_000, "MQ:1:" + "x" * 43])
def test_a_forged_link_is_no_link(client, db, token):
    assert (review_of_token(token), is_mailed(token)) == (None, False)


def test_the_address_of_the_own_page_holds_the_token(write_review):
    review = write_review()
    token = author_url(review, mailed=True).split("/")[-2]
    assert (review_of_token(token), is_mailed(token)) == (review, True)
    assert not is_mailed(author_url(review).split("/")[-2])
