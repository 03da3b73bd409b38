"""Photos of a review: from a browser's upload to the gallery the public sees."""

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

from django_trust.reviews import uploads
from django_trust.reviews.cards import card_of_review
from django_trust.reviews.exceptions import InvalidTransition
from django_trust.reviews.models import (
    ALT_MAX,
    EventKind,
    ItemRating,
    PhotoState,
    RejectionReason,
    Review,
    ReviewPhoto,
)
from django_trust.reviews.models.photos import photo_storage
from django_trust.reviews.services import withdraw_review
from django_trust.reviews.services.photos import (
    add_photos,
    describe_photo,
    publish_photo,
    reject_photo,
    remove_photo,
    wrong_galleries,
)
from django_trust.reviews.uploads import limit_uploads, refused_uploads
from tests.reviews.test_pictures import archive, encode, exif, picture, png_bomb, upload

TOO_MANY = "A review can have 4 photos. What was sent beyond that is left out."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder for the photos of one test, and one for what is still on its way."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_URL = "/media/"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def review(write_review):
    return write_review(5)


def photo(number=0):
    """A photo; every number is another one."""
    return upload(encode(picture((300, 200), corner=(number * 40 % 256, 90, 20))), f"{number}.jpg")


def add(review, *numbers, **options):
    return add_photos(review=review, files=[photo(number) for number in numbers], **options)


def files(folder):
    return [entry for entry in Path(folder).rglob("*") if entry.is_file()]


def gallery(review):
    return Review.objects.get(pk=review.pk).gallery


def version(review):
    return ItemRating.objects.get(pk=review.item_id).version


def events(review):
    rows = review.events.filter(kind=EventKind.PHOTO)
    return list(rows.values_list("actor_name", "from_state", "to_state", "reason", "note"))


# Adding


def test_good_photos_are_kept_and_wait_for_a_moderator(review, media):
    photos, messages = add(review, 1, 2, alts=["Pot from above", ""])
    assert messages == []
    assert [photo.alt for photo in review.photos.all()] == ["Pot from above", ""]
    assert {photo.state for photo in photos} == {PhotoState.PENDING}
    assert gallery(review) == []
    assert len(files(media)) == 4
    kept = ReviewPhoto.objects.first()
    assert (kept.width, kept.height, kept.thumbnail_width, kept.thumbnail_height) == (300, 200, 240, 160)
    assert kept.image.read()[:4] == kept.thumbnail.read()[:4] == b"RIFF"


def test_names_of_files_tell_nothing(review, media):
    add_photos(review=review, files=[upload(encode(), "mari-at-home.jpg")])
    for entry in files(media):
        assert re.fullmatch(r"trust/reviews/[0-9a-f]{2}/[0-9a-f]{32}\.webp", str(entry.relative_to(media)))


def test_refused_files_are_named_and_the_good_ones_kept(review, media):
    mixed = [
        photo(1),
        upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
        upload(png_bomb(8000), "bomb.png"),
        upload(encode() + b"<script>alert(1)</script>", "page.jpg"),
        upload(encode() + archive(), "archive.jpg"),
        upload(encode()[:900], "half.jpg"),
        photo(2),
    ]
    photos, messages = add_photos(review=review, files=mixed, alts=["first", *[""] * 5, "last"])
    assert [photo.alt for photo in photos] == ["first", "last"]
    assert [re.match("“(.+?)”", message)[1] for message in messages] == [
        "drawing.svg",
        "bomb.png",
        "page.jpg",
        "archive.jpg",
        "half.jpg",
    ]
    assert len(files(media)) == 4


@pytest.mark.parametrize(
    "data",
    [
        png_bomb(8000),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encode() + b"<html>",
        encode() + archive(),
    ],
    ids=["bomb", "SVG", "HTML", "ZIP"],
)
def test_of_a_refused_file_nothing_is_stored(review, media, data):
    photos, messages = add_photos(review=review, files=[upload(data)])
    assert photos == []
    assert len(messages) == 1
    assert not ReviewPhoto.objects.exists()
    assert files(media) == []


def test_a_photo_is_public_at_once_where_reviews_are(review, configure):
    configure(REVIEWS_MODERATION="after")
    before = version(review)
    photos, _messages = add(review, 1)
    assert photos[0].state == PhotoState.PUBLISHED
    assert len(gallery(review)) == 1
    assert version(review) == before + 1


def test_the_same_picture_twice_is_the_first_one(review, media):
    first = add(review, 1)[0]
    again, messages = add(review, 1, 1, 2)
    assert messages == []
    assert again[0] == first[0]
    assert review.photos.count() == 2
    assert len(files(media)) == 4


def test_a_rejected_picture_stays_rejected_when_it_is_sent_again(review):
    first = add(review, 1)[0][0]
    reject_photo(photo=first, reason="spam")
    assert add(review, 1)[0][0].state == PhotoState.REJECTED


def test_a_review_has_only_so_many_photos(review, media):
    assert add(review, 1, 2, 3)[1] == []
    photos, messages = add(review, 4, 5)
    assert len(photos) == 1
    assert messages == [TOO_MANY]
    assert add(review, *range(6, 20))[1] == [TOO_MANY]
    assert review.photos.count() == 4
    assert len(files(media)) == 8


def test_a_rejected_photo_makes_room_for_a_better_one(review):
    photos, _messages = add(review, 1, 2, 3, 4)
    reject_photo(photo=photos[0], reason="off_topic")
    assert add(review, 5)[1] == []
    assert add(review, 6)[1] == [TOO_MANY]


def test_a_flood_of_files_is_not_looked_at_to_its_end(review, monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        SimpleUploadedFile, "seek", lambda self, at: looked_at.append(self.name), raising=False
    )
    messages = add_photos(review=review, files=[upload(b"nothing", f"{n}.jpg") for n in range(100)])[1]
    assert len(looked_at) == 8
    assert messages[-1] == TOO_MANY


def test_where_photos_are_switched_off_none_is_added(review, configure, media):
    configure(REVIEWS_PHOTOS=0)
    assert add(review, 1) == ([], ["Photos cannot be added here."])
    assert add(review) == ([], [])
    assert files(media) == []


@pytest.mark.parametrize("alt, kept", [("x" * 300, "x" * ALT_MAX), ("a\nb", "a b"), ("\u200b", "")])
def test_a_description_never_costs_the_photo(review, alt, kept):
    photos, messages = add(review, 1, alts=[alt])
    assert (photos[0].alt, messages) == (kept, [])


def test_a_broken_description_is_left_out_and_said(review):
    photos, messages = add(review, 1, alts=["\ud800"])
    assert photos[0].alt == ""
    assert messages == ["This text holds a broken character. Please type it again."]


def test_a_withdrawn_review_takes_no_photos_and_leaves_no_files(review, media):
    withdraw_review(review=review)
    with pytest.raises(InvalidTransition):
        add(review, 1)
    assert files(media) == []


def test_files_are_gone_when_the_row_cannot_be_written(review, media, monkeypatch):
    def fail(*args, **kwargs):
        assert len(files(media)) == 4
        raise RuntimeError("no database")

    monkeypatch.setattr(ReviewPhoto.objects, "create", fail)
    with pytest.raises(RuntimeError):
        add(review, 1, 2)
    assert files(media) == []


def test_files_are_gone_when_the_storage_fails_half_way(review, media, monkeypatch):
    storage = type(photo_storage())
    save, calls = storage.save, []

    def fail_the_fourth(self, name, content):
        calls.append(name)
        if len(calls) == 4:
            raise OSError("disk full")
        return save(self, name, content)

    monkeypatch.setattr(storage, "save", fail_the_fourth)
    with pytest.raises(OSError, match="disk full"):
        add(review, 1, 2)
    assert files(media) == []
    assert not ReviewPhoto.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite database in memory")
def test_simultaneous_uploads_stay_within_the_limit(review, media):
    def upload_two(number):
        try:
            return add(review, number, number + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(upload_two, (1, 3, 5, 7)))
    assert review.photos.count() == 4
    assert sum(len(photos) for photos, _ in outcomes) == 4
    assert sum(messages == [TOO_MANY] for _, messages in outcomes) >= 2
    assert len(files(media)) == 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite database in memory")
def test_simultaneous_decisions_leave_a_true_gallery(review):
    def publish(photo):
        try:
            publish_photo(photo=photo)
        finally:
            connection.close()

    photos = add(review, 1, 2, 3, 4)[0]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, photos))
    assert [entry["image"] for entry in gallery(review)] == [photo.image.name for photo in photos]


# Deciding


def test_published_photos_make_the_gallery_in_their_order(review, staff):
    first, _second, third = add(review, 1, 2, 3, alts=["one", "two", "three"])[0]
    for chosen in (third, first):
        publish_photo(photo=chosen, by=staff)
    assert gallery(review) == [
        {
            "image": chosen.image.name,
            "thumbnail": chosen.thumbnail.name,
            "width": 300,
            "height": 200,
            "thumbnail_width": 240,
            "thumbnail_height": 160,
            "alt": chosen.alt,
        }
        for chosen in (first, third)
    ]
    card = card_of_review(Review.objects.get(pk=review.pk))
    assert [shown.alt for shown in card.photos] == ["one", "three"]
    assert card.photos[0].url == f"/media/{first.image.name}"


def test_decisions_are_in_the_history_with_who_and_why(review, staff):
    first, second = add(review, 1, 2)[0]
    publish_photo(photo=first, by=staff)
    rejected = reject_photo(photo=second, reason="personal_data", by=staff, note="A child's face")
    assert (rejected.state, rejected.reason) == (PhotoState.REJECTED, RejectionReason.PERSONAL_DATA)
    assert events(review) == [
        ("staff", "published", "published", "", f"#{first.pk}"),
        ("staff", "published", "published", "personal_data", f"#{second.pk} A child's face"),
    ]


def test_deciding_twice_is_deciding_once(review, staff):
    chosen = add(review, 1)[0][0]
    publish_photo(photo=chosen, by=staff)
    before = version(review)
    assert publish_photo(photo=chosen, by=staff).state == PhotoState.PUBLISHED
    assert version(review) == before
    reject_photo(photo=chosen, reason="spam", by=staff)
    assert reject_photo(photo=chosen, reason="obscene", by=staff).reason == "spam"
    assert len(events(review)) == 2


def test_a_rejected_photo_leaves_the_gallery_and_may_come_back(review):
    chosen = add(review, 1)[0][0]
    publish_photo(photo=chosen)
    before = version(review)
    reject_photo(photo=chosen, reason="spam")
    assert gallery(review) == []
    assert version(review) == before + 1
    assert publish_photo(photo=chosen).reason == ""
    assert len(gallery(review)) == 1


def test_a_rejection_needs_a_reason_of_the_list(review):
    chosen = add(review, 1)[0][0]
    with pytest.raises(ValidationError):
        reject_photo(photo=chosen, reason="negative")
    chosen.refresh_from_db()
    assert chosen.state == PhotoState.PENDING


def test_photos_of_a_waiting_review_change_no_page(write_review):
    waiting = write_review(5, publish=False)
    publish_photo(photo=add(waiting, 1)[0][0])
    assert len(gallery(waiting)) == 1
    assert not ItemRating.objects.filter(version__gt=0).exists()


def test_a_photo_that_is_gone_cannot_be_decided(review):
    chosen = add(review, 1)[0][0]
    remove_photo(photo=chosen)
    for decide in (
        lambda: publish_photo(photo=chosen),
        lambda: reject_photo(photo=chosen, reason="spam"),
        lambda: describe_photo(photo=chosen, alt="x"),
    ):
        with pytest.raises(InvalidTransition):
            decide()


# The author's own wishes


def test_a_removed_photo_takes_its_files_along_once_that_is_stored(
    review, media, django_capture_on_commit_callbacks
):
    first, second = add(review, 1, 2)[0]
    publish_photo(photo=first)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=first)
        assert len(files(media)) == 4
    assert gallery(review) == []
    assert list(review.photos.all()) == [second]
    assert {str(entry.relative_to(media)) for entry in files(media)} == {
        second.image.name,
        second.thumbnail.name,
    }
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=first)


def test_a_new_description_waits_for_a_moderator_as_the_photo_did(review):
    chosen = add(review, 1, alts=["A pot"])[0][0]
    publish_photo(photo=chosen)
    assert describe_photo(photo=chosen, alt="A pot").state == PhotoState.PUBLISHED
    changed = describe_photo(photo=chosen, alt="Buy at evil.example")
    assert (changed.alt, changed.state) == ("Buy at evil.example", PhotoState.PENDING)
    assert gallery(review) == []


def test_a_new_description_is_shown_at_once_where_reviews_are(review, configure):
    configure(REVIEWS_MODERATION="after")
    chosen = add(review, 1)[0][0]
    describe_photo(photo=chosen, alt="A pot")
    assert gallery(review)[0]["alt"] == "A pot"


def test_a_description_does_not_bring_a_rejected_photo_back(review):
    chosen = add(review, 1)[0][0]
    reject_photo(photo=chosen, reason="spam")
    assert describe_photo(photo=chosen, alt="new").state == PhotoState.REJECTED
    with pytest.raises(ValidationError):
        describe_photo(photo=chosen, alt="x" * (ALT_MAX + 1))


def test_wrong_galleries_are_found_and_mended(review, write_review):
    publish_photo(photo=add(review, 1)[0][0])
    invented = write_review(4)
    assert list(wrong_galleries(repair=True)) == []
    true = gallery(review)
    Review.objects.filter(pk=review.pk).update(gallery=[])
    Review.objects.filter(pk=invented.pk).update(gallery=true)
    before = version(review)
    assert list(wrong_galleries(repair=False)) == [review.pk, invented.pk]
    assert gallery(review) == []
    assert list(wrong_galleries(repair=True)) == [review.pk, invented.pk]
    assert (gallery(review), gallery(invented)) == (true, [])
    assert version(review) == before + 2
    assert list(wrong_galleries(repair=True)) == []


# What browsers send


@limit_uploads
def receive(request):
    """Stands for the form: adds the photos to the review that the form names."""
    if request.method == "GET":
        return HttpResponse(get_token(request))
    refused = refused_uploads(request)
    sent = request.FILES.getlist("photos")
    temporary = sum(entry.stat().st_size for entry in files(tempfile.gettempdir()) if ".upload" in entry.name)
    photos, messages = add_photos(review=Review(pk=request.POST["review"]), files=sent)
    return JsonResponse(
        {
            "messages": [*refused, *messages],
            "photos": len(photos),
            "arrived": [file.name for file in sent],
            "own": refused_uploads(request, "photos"),
            "second": [file.name for file in request.FILES.getlist("second-photos")],
            "words": request.POST.get("words"),
            "temporary": temporary,
        }
    )


urlpatterns = [path("receive/", receive)]


@pytest.fixture
def send(settings, review, monkeypatch):
    """Post files through the test view, with a CSRF token as a browser would."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(tempfile, "tempdir", str(settings.FILE_UPLOAD_TEMP_DIR))
    client = Client(enforce_csrf_checks=True)
    token = client.get("/receive/").content.decode()

    def post(*sent, token=token, **more):
        form = {"csrfmiddlewaretoken": token, "review": review.pk, "words": "Good pot", "photos": list(sent)}
        return client.post("/receive/", {**form, **more})

    return post


def test_photos_arrive_through_a_form(send, review, media, settings):
    large = upload(encode(picture((3000, 2000)), exif=exif(6)) + bytes(4 * 2**20), "large.jpg")
    answer = send(photo(1), large).json()
    assert (answer["photos"], answer["messages"], answer["words"]) == (2, [], "Good pot")
    assert review.photos.count() == 2
    assert len(files(media)) == 4
    assert files(settings.FILE_UPLOAD_TEMP_DIR) == []


def test_a_file_of_50_megabytes_is_refused_with_a_message_and_never_kept(send, review, media, settings):
    answer = send(upload(encode() + bytes(50 * 2**20), "huge.jpg")).json()
    assert answer["messages"] == ["“huge.jpg” is larger than 10 MB. Please choose a smaller photo."]
    assert (answer["photos"], answer["arrived"], answer["temporary"]) == (0, [], 0)
    assert answer["words"] == "Good pot"
    assert not ReviewPhoto.objects.exists()
    assert files(media) == []
    assert files(settings.FILE_UPLOAD_TEMP_DIR) == []


def test_a_huge_file_does_not_cost_its_neighbours(send, review, settings):
    huge = upload(encode() + bytes(11 * 2**20), "huge.jpg")
    answer = send(photo(1), huge, photo(2), upload(huge.file.getvalue(), "last.jpg")).json()
    assert answer["arrived"] == ["1.jpg", "2.jpg"]
    assert [message.split("”")[0] for message in answer["messages"]] == ["“huge.jpg", "“last.jpg"]
    assert review.photos.count() == 2
    assert files(settings.FILE_UPLOAD_TEMP_DIR) == []


@pytest.mark.parametrize("padding", [0, 2**20])
def test_more_files_than_a_review_can_have_are_dropped_on_the_way(send, review, padding):
    many = [upload(encode(picture(corner=(n * 40, 0, 0))) + bytes(padding), f"{n}.jpg") for n in range(6)]
    answer = send(*many).json()
    assert answer["arrived"] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert (answer["photos"], answer["messages"]) == (4, [TOO_MANY])


def test_a_page_with_several_reviews_has_room_for_the_photos_of_each(send, review):
    second = [photo(number) for number in range(5)]
    answer = send(*[photo(number) for number in range(4)], **{"second-photos": second}).json()
    assert answer["arrived"] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert answer["second"] == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert answer["messages"] == [TOO_MANY]
    assert answer["own"] == []  # the one too many was the other review's


def test_of_a_hopelessly_large_request_no_file_is_read(send, monkeypatch):
    monkeypatch.setattr(uploads, "LEAST_READ", 0)
    monkeypatch.setattr(uploads, "PATIENCE", 0.01)
    answer = send(upload(encode() + bytes(2**20))).json()
    assert answer["messages"] == ["The photos are too large together, so none of them was saved."]
    assert answer["own"] == answer["messages"]
    assert (answer["arrived"], answer["words"]) == ([], "Good pot")


def test_the_bound_of_a_request_leaves_room_for_some_photos_too_many(configure):
    assert uploads.largest_request() == 160 * 2**20
    configure(REVIEWS_PHOTOS=1, REVIEWS_PHOTO_MEGABYTES=1)
    assert uploads.largest_request() == 100 * 2**20


def test_the_view_stays_protected_against_forged_posts(send, review):
    assert send(photo(1), token="x" * 64).status_code == 403
    assert not review.photos.exists()


def test_where_a_middleware_has_read_the_form_the_size_is_checked_later(send, review, media, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.read_the_form"]
    client = Client()
    huge = upload(encode() + bytes(11 * 2**20), "huge.jpg")
    answer = client.post("/receive/", {"review": review.pk, "photos": [photo(1), huge]}).json()
    assert answer["messages"] == ["“huge.jpg” is larger than 10 MB. Please choose a smaller photo."]
    assert answer["photos"] == 1
    assert len(files(media)) == 2
    assert files(settings.FILE_UPLOAD_TEMP_DIR) == []


def read_the_form(get_response):
    def middleware(request):
        assert request.POST is not None
        return get_response(request)

    return middleware
