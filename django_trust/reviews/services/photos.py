"""Photos of a review: added by its author, decided apart from its words, shown from its gallery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.reviews.cleaning import NOTE_MAX, clean_note, clean_reason
from django_trust.reviews.exceptions import InvalidTransition, PhotoRefused
from django_trust.reviews.models import ALT_MAX, EventKind, PhotoState, Review, ReviewPhoto
from django_trust.reviews.models.photos import photo_path, photo_storage
from django_trust.reviews.pictures import Picture, photo_limit, process, too_many
from django_trust.reviews.ratings import touch_rating
from django_trust.reviews.services.common import WITHDRAWN, lock
from django_trust.reviews.services.common import note as add_to_history
from django_trust.text import clean_text
from django_trust.transactions import atomic_write

SIZES = ("width", "height", "thumbnail_width", "thumbnail_height")


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture whose files lie in the storage under these names, not yet part of a review."""

    picture: Picture
    alt: str
    image: str
    thumbnail: str

    def as_fields(self) -> dict[str, Any]:
        sizes = {name: getattr(self.picture, name) for name in SIZES}
        return {"alt": self.alt, "image": self.image, "thumbnail": self.thumbnail, **sizes}


def add_photos(
    *, review: Review, files: Iterable[UploadedFile[Any]], alts: Sequence[str] = ()
) -> tuple[list[ReviewPhoto], list[str]]:
    """Add the good ones among ``files`` to a review and say of every other why it was left out.

    Returns the photos, and messages for the author. ``alts`` are descriptions in the order of the files. A
    photo waits for a moderator unless ``REVIEWS_MODERATION`` is "after"; a picture the review has already
    is that photo, as it stands. A review has at most ``REVIEWS_PHOTOS`` that are not rejected. Raises
    ``InvalidTransition`` for a withdrawn review.
    """
    pictures, messages = _process_all(files, alts)
    if not pictures:
        return [], messages
    names: list[str] = []
    try:
        stored = [StoredPicture(*entry, *_store(entry[0], names)) for entry in pictures]
        photos, is_full = _add(review, stored)
    except BaseException:
        _delete_files(names)
        raise
    used = {name for photo in photos for name in (photo.image.name, photo.thumbnail.name)}
    _delete_files(name for name in names if name not in used)
    if is_full and too_many() not in messages:
        messages.append(too_many())
    return photos, messages


def _process_all(
    files: Iterable[UploadedFile[Any]], alts: Sequence[str]
) -> tuple[list[tuple[Picture, str]], list[str]]:
    """Draw no more pictures than a review can have, and look at no more than twice as many files."""
    limit = photo_limit()
    waiting = iter(files)
    pictures: list[tuple[Picture, str]] = []
    messages: list[str] = []
    for number, file in enumerate(islice(waiting, 2 * limit)):
        if len(pictures) == limit:
            return pictures, [*messages, too_many()]
        try:
            picture = process(file)
            pictures.append((picture, _alt_or_nothing(alts[number] if number < len(alts) else "", messages)))
        except PhotoRefused as error:
            messages.append(str(error))
    if next(waiting, None) is not None:
        messages.append(too_many())
    return pictures, messages


def _alt_or_nothing(alt: str, messages: list[str]) -> str:
    """A description that cannot be stored is no reason to lose the photo."""
    try:
        return clean_text(alt[:ALT_MAX], max_length=ALT_MAX, multiline=False)
    except ValidationError as error:
        messages.extend(error.messages)
        return ""


def _store(picture: Picture, names: list[str]) -> list[str]:
    """Save both files and return their names, noted in ``names`` as soon as each of them exists."""
    for data in (picture.image, picture.thumbnail):
        content = ContentFile(data)
        content.content_type = "image/webp"  # type: ignore[attr-defined]  # object stores ask for it
        names.append(photo_storage().save(photo_path(None, ""), content))
    return names[-2:]


@atomic_write
def _add(review: Review, stored: Sequence[StoredPicture]) -> tuple[list[ReviewPhoto], bool]:
    """Return the photos, and whether some pictures found no room."""
    current = lock(review)
    if current.state == WITHDRAWN:
        raise InvalidTransition
    known = {photo.digest: photo for photo in current.photos.all()}
    room = photo_limit() - sum(photo.state != PhotoState.REJECTED for photo in known.values())
    is_public = trust_settings.reviews_moderation == "after"
    state = PhotoState.PUBLISHED if is_public else PhotoState.PENDING
    photos: dict[str, ReviewPhoto] = {}
    is_full = False
    for entry in stored:
        digest = entry.picture.digest
        if digest not in known:
            if room <= 0:
                is_full = True
                continue
            room -= 1
            known[digest] = ReviewPhoto.objects.create(
                review=current, digest=digest, state=state, **entry.as_fields()
            )
        photos[digest] = known[digest]
    _show(current)
    return list(photos.values()), is_full


def publish_photo(*, photo: ReviewPhoto, by: Any = None, note: str = "") -> ReviewPhoto:
    """Let the public see a photo; one that is public already stays as it is.

    Raises ``InvalidTransition`` when the photo is gone.
    """
    return _decide(photo, PhotoState.PUBLISHED, "", by, clean_note(note))


def reject_photo(*, photo: ReviewPhoto, reason: str, by: Any = None, note: str = "") -> ReviewPhoto:
    """Keep a photo from the public for a ``RejectionReason`` code; one rejected already stays as it is.

    Raises ``ValidationError`` for an unknown reason, ``InvalidTransition`` when the photo is gone.
    """
    return _decide(photo, PhotoState.REJECTED, clean_reason(reason), by, clean_note(note))


@atomic_write
def _decide(photo: ReviewPhoto, to: PhotoState, reason: str, by: Any, text: str) -> ReviewPhoto:
    review = lock(photo.review)
    current = _current(photo)
    if current.state != to:
        ReviewPhoto.objects.filter(pk=photo.pk).update(state=to, reason=reason)
        _show(review)
        text = f"#{photo.pk} {text}".strip()[:NOTE_MAX]  # which of the photos; without a reason: published
        add_to_history(review, EventKind.PHOTO, by=by, reason=reason, text=text)
        if to == PhotoState.REJECTED:
            signals.send_after_commit(signals.photo_rejected, ReviewPhoto, review=review, photo=current)
    photo.refresh_from_db()
    return photo


def describe_photo(*, photo: ReviewPhoto, alt: str) -> ReviewPhoto:
    """Change the author's description of a photo. It is public text, so what a moderator let through waits
    for one again, unless ``REVIEWS_MODERATION`` is "after".

    Raises ``ValidationError`` for a text that is too long, ``InvalidTransition`` when the photo is gone.
    """
    return _describe(photo, clean_text(alt, max_length=ALT_MAX, multiline=False))


@atomic_write
def _describe(photo: ReviewPhoto, alt: str) -> ReviewPhoto:
    review = lock(photo.review)
    current = _current(photo)
    if current.alt != alt:
        waits = current.state == PhotoState.PUBLISHED and trust_settings.reviews_moderation != "after"
        state = PhotoState.PENDING if waits else current.state
        ReviewPhoto.objects.filter(pk=photo.pk).update(alt=alt, state=state)
        _show(review)
    photo.refresh_from_db()
    return photo


def remove_photo(*, photo: ReviewPhoto) -> None:
    """Delete a photo at its author's wish, its files as soon as that is stored. Twice is as good as once."""
    _remove(photo)


@atomic_write
def _remove(photo: ReviewPhoto) -> None:
    review = lock(photo.review)
    ReviewPhoto.objects.filter(pk=photo.pk).delete()
    _show(review)
    names = [str(photo.image.name), str(photo.thumbnail.name)]
    transaction.on_commit(lambda: _delete_files(names), robust=True)  # a partial has no name to log


def wrong_galleries(*, repair: bool) -> Iterator[int]:
    """Yield the keys of reviews whose gallery is not what their published photos make it, mended if asked."""
    suspects = Review.objects.filter(Q(photos__isnull=False) | ~Q(gallery=[])).order_by("pk").distinct()
    for pk in suspects.values_list("pk", flat=True).iterator():
        if _is_wrong(pk, repair):
            yield pk


@atomic_write
def _is_wrong(pk: int, repair: bool) -> bool:
    review = lock(Review(pk=pk))
    is_wrong = bool(review.gallery != _gallery(review))
    if is_wrong and repair:
        _show(review)
    return is_wrong


def _show(review: Review) -> None:
    """Write what the public sees of a review's photos. The review's row is locked."""
    gallery = _gallery(review)
    if gallery == review.gallery:
        return
    Review.objects.filter(pk=review.pk).update(gallery=gallery)
    if review.is_public:
        touch_rating(review.item_id)


def _gallery(review: Review) -> list[dict[str, Any]]:
    """A locking read: MariaDB and MySQL would otherwise show the photos as this transaction found them."""
    photos = ReviewPhoto.objects.select_for_update().filter(review=review, state=PhotoState.PUBLISHED)
    fields = ("image", "thumbnail", *SIZES, "alt")
    return [dict(row) for row in photos.order_by("pk").values(*fields)]


def _current(photo: ReviewPhoto) -> ReviewPhoto:
    current = ReviewPhoto.objects.filter(pk=photo.pk).first()
    if current is None:
        raise InvalidTransition
    return current


def _delete_files(names: Iterable[str]) -> None:
    for name in names:
        photo_storage().delete(name)
