"""Naming one object of the host, or the shop itself: by content type and key, by label, by signed token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import pgettext

from django_trust.shop.adapter import get_adapter

if TYPE_CHECKING:
    from django_trust.shop.models import Item

SALT = "django_trust.item"
SHOP = "shop"  # key of the shop itself: of all items, the only one that no object of the host stands behind


class ItemReference(NamedTuple):
    """The identity of an item, known without any row of this library and without a query."""

    content_type_id: int
    object_id: str

    @classmethod
    def of(cls, obj: Model) -> ItemReference:
        """Return the reference of a saved host object (or of an ``Item``), through the shop's adapter.

        Proxy and deferred classes share the reference of their concrete model. Raises ``TypeError`` for
        anything but a model instance and ``ValueError`` for one that is not saved.
        """
        if not isinstance(obj, Model):
            raise TypeError(f"A model instance of the shop is needed, not {type(obj).__name__}.")
        if obj.pk is None:
            raise ValueError(f"{type(obj).__name__} must be saved before it can have reviews.")
        if obj._meta.label == "trust.Item":
            return cls(obj.content_type_id, obj.object_id)  # type: ignore[attr-defined]
        obj = get_adapter().get_object(obj)
        return cls(ContentType.objects.get_for_model(obj).pk, str(obj.pk))

    @classmethod
    def of_each(cls, objects: Iterable[Model]) -> list[ItemReference]:
        """Return the references of a listing: what is alike for all is asked once."""
        get_object = get_adapter().get_object
        types: dict[type[Model], int] = {}
        references = []
        for obj in objects:
            kind = types.get(obj.__class__)
            if kind is None or obj.pk is None:
                references.append(cls.of(obj))
                if obj._meta.label != "trust.Item" and get_object(obj) is obj:
                    types[obj.__class__] = references[-1].content_type_id
                continue
            shared = get_object(obj)
            references.append(cls(kind, str(obj.pk)) if shared is obj else cls.of(obj))
        return references

    @classmethod
    def from_label(cls, label: str) -> ItemReference | None:
        """Return the reference that ``shop.product:12`` names, or None when there is no such model.

        ``trust.item:shop``, or ``shop`` for short, is the shop itself; no other item has a label of its own.
        """
        model_label, _, object_id = (f"trust.item:{SHOP}" if label == SHOP else label).partition(":")
        try:
            model = apps.get_model(model_label)
        except (LookupError, ValueError):
            return None
        if not object_id or len(object_id) > 64 or not object_id.isprintable():
            return None
        reference = cls(ContentType.objects.get_for_model(model).pk, object_id)
        return None if model._meta.label == "trust.Item" and not reference.is_shop else reference

    @classmethod
    def from_token(cls, token: str) -> ItemReference | None:
        """Return the reference inside a token made by ``token()``, or None when it was not made here."""
        try:
            content_type_id, object_id = signing.Signer(salt=SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(content_type_id, object_id)

    @property
    def is_shop(self) -> bool:
        """Whether this names the shop itself."""
        return self.object_id == SHOP and self.content_type_id == _item_type_id()

    def token(self) -> str:
        """Return a signed text for URLs: only items the shop itself showed can be named by strangers."""
        return signing.Signer(salt=SALT).sign_object([self.content_type_id, self.object_id])

    def label(self) -> str:
        """Return ``app.model:key``."""
        content_type = ContentType.objects.get_for_id(self.content_type_id)
        return f"{content_type.app_label}.{content_type.model}:{self.object_id}"

    def model(self) -> type[Model] | None:
        """Return the host's model, or None when the shop has removed it."""
        try:
            return ContentType.objects.get_for_id(self.content_type_id).model_class()
        except ContentType.DoesNotExist:
            return None

    def host_object(self) -> Model | None:
        """Return the host's object through its default manager, or None when it is gone or hidden.

        For the shop itself, this is ``shop_item()``.
        """
        if self.is_shop:
            return shop_item()
        model = self.model()
        if model is None:
            return None
        try:
            return model._default_manager.get(pk=self.object_id)
        except ObjectDoesNotExist:
            return None
        except (ValueError, TypeError, OverflowError, ValidationError):  # not a key of that model
            return None


def host_objects(items: Iterable[Item]) -> dict[int, Model]:
    """Return the host's objects behind stored items by the key of the item, without those that are gone.

    One query for each model; the kinds of models are cached by Django.
    """
    by_model: dict[int, dict[str, int]] = {}
    for item in items:
        by_model.setdefault(item.content_type_id, {})[item.object_id] = item.pk
    found: dict[int, Model] = {}
    for content_type_id, keys in by_model.items():
        model = ItemReference(content_type_id, "").model()
        if model is None:
            continue
        try:
            rows = list(model._default_manager.filter(pk__in=list(keys)))
        except (ValueError, TypeError, OverflowError, ValidationError):  # one is no key of that model
            continue
        found.update({keys[str(row.pk)]: row for row in rows if str(row.pk) in keys})
    return found


def names_in_this_language(items: Iterable[Item]) -> dict[int, str]:
    """Return what readers of the active language call these items, by their key: the host's own name where
    its object is there, else the snapshot. One query for each model."""
    items = list(items)
    objects, adapter = host_objects(items), get_adapter()
    return {
        item.pk: (adapter.get_name(objects[item.pk]) if item.pk in objects else item.name) for item in items
    }


def shop_item() -> Item:
    """Return the shop itself as something to review, named as its adapter names it now.

    It stands for the stored item wherever an object of the host does, and costs no query. Nothing of it
    is stored before somebody writes a review.
    """
    from django_trust.shop.models import Item

    shop = get_adapter().get_shop()
    return Item(
        pk=0,
        content_type_id=_item_type_id(),
        object_id=SHOP,
        name=" ".join(shop.name.split())[:255] or pgettext("thing to review", "This shop"),
        url=shop.url[:500],
    )


def is_shop(obj: object) -> bool:
    """Whether ``obj`` is the item of the shop itself, stored or not."""
    if not isinstance(obj, Model) or obj._meta.label != "trust.Item":
        return False
    return ItemReference(obj.content_type_id, obj.object_id).is_shop  # type: ignore[attr-defined]


def _item_type_id() -> int:
    return ContentType.objects.get_for_model(apps.get_model("trust.Item")).pk
