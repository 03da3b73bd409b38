"""The host shop seen from here: what can be reviewed, and who bought it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import override, pgettext_lazy

from django_trust.shop.adapter import Identifiers, get_adapter
from django_trust.shop.fields import ExactCharField
from django_trust.shop.references import ItemReference, is_shop


class ItemQuerySet(models.QuerySet["Item"]):
    def for_object(self, obj: models.Model) -> ItemQuerySet:
        """The item of a host object, if anything of it is stored here yet: none or one row."""
        reference = ItemReference.of(obj)
        return self.filter(content_type_id=reference.content_type_id, object_id=reference.object_id)


class Item(models.Model):
    """Anything of the host that can be reviewed, sold or asked about.

    Points to the host's object by content type and key as text, so keys may be integers, UUIDs or slugs.
    Keeps a snapshot of name, address, picture and identifiers: mails and feeds survive a deleted product.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = ExactCharField(max_length=64)
    name = models.CharField(pgettext_lazy("of a product", "name"), max_length=255)
    url = models.CharField(pgettext_lazy("order or product", "address"), max_length=500, blank=True)
    image = models.CharField(pgettext_lazy("order or product", "picture"), max_length=500, blank=True)
    sku = models.CharField("SKU", max_length=64, blank=True)
    gtin = models.CharField("GTIN", max_length=32, blank=True)
    mpn = models.CharField("MPN", max_length=70, blank=True)
    brand = models.CharField(pgettext_lazy("order or product", "brand"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("order or product", "item")
        verbose_name_plural = pgettext_lazy("order or product", "items")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="trust_item_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def reference(self) -> ItemReference:
        return ItemReference(self.content_type_id, self.object_id)

    def host_object(self) -> models.Model | None:
        """Return the host's own object, or None when it is gone."""
        return self.reference.host_object()

    def take_snapshot(self, obj: models.Model) -> None:
        """Copy what mails and feeds need from the host's object, in the shop's language. Does not save."""
        with override(settings.LANGUAGE_CODE):
            self._take_snapshot(obj)

    def _take_snapshot(self, obj: models.Model) -> None:
        adapter = get_adapter()
        identifiers: Identifiers = adapter.get_identifiers(obj)
        fresh = {
            "name": adapter.get_name(obj),
            "url": adapter.get_url(obj),
            "image": adapter.get_image(obj),
            "sku": identifiers.sku,
            "gtin": identifiers.gtin,
            "mpn": identifiers.mpn,
            "brand": identifiers.brand,
        }
        for name, value in fresh.items():
            one_line = " ".join(value.split())  # names end up in mail subjects
            setattr(self, name, one_line[: self._meta.get_field(name).max_length])  # type: ignore[union-attr]


class Purchase(models.Model):
    """What the library must know of an order to prove a purchase and to follow it up. Guests are normal."""

    reference = ExactCharField(pgettext_lazy("order or product", "order number"), max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(pgettext_lazy("order or product", "e-mail"), blank=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150, blank=True)
    language = models.CharField(pgettext_lazy("order or product", "language"), max_length=15)
    country = models.CharField(pgettext_lazy("order or product", "country"), max_length=2, blank=True)
    currency = models.CharField(pgettext_lazy("order or product", "currency"), max_length=3, blank=True)
    # Of the buyer (IANA), where the shop knows it; else the country tells.
    time_zone = models.CharField(pgettext_lazy("order or product", "time zone"), max_length=64, blank=True)
    placed_at = models.DateTimeField(pgettext_lazy("order or product", "placed at"))
    paid_at = models.DateTimeField(pgettext_lazy("order or product", "paid at"), null=True, blank=True)
    shipped_at = models.DateTimeField(pgettext_lazy("order or product", "shipped at"), null=True, blank=True)
    delivered_at = models.DateTimeField(
        pgettext_lazy("order or product", "delivered at"), null=True, blank=True
    )
    cancelled_at = models.DateTimeField(
        pgettext_lazy("order or product", "cancelled at"), null=True, blank=True
    )
    refunded_at = models.DateTimeField(
        pgettext_lazy("order or product", "refunded at"), null=True, blank=True
    )
    promised_by = models.DateField(
        pgettext_lazy("order or product", "delivery promised by"), null=True, blank=True
    )
    delayed_at = models.DateTimeField(
        pgettext_lazy("order or product", "delay told at"), null=True, blank=True
    )
    delayed_until = models.DateField(
        pgettext_lazy("order or product", "delayed until"), null=True, blank=True
    )
    delay_reason = models.CharField(
        pgettext_lazy("order or product", "reason of the delay"), max_length=500, blank=True
    )
    tracking_url = models.URLField(
        pgettext_lazy("order or product", "tracking address"), max_length=500, blank=True
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    # Stored together with every fact that changes, so that whoever acts on facts finds what is new even if
    # the process that stored it was killed the moment after.
    has_news = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("order or product", "purchase")
        verbose_name_plural = pgettext_lazy("order or product", "purchases")
        indexes = [
            models.Index(fields=["has_news", "id"], name="trust_purchase_news"),
            models.Index(fields=["placed_at"], name="trust_purchase_placed"),
            models.Index(fields=["promised_by"], name="trust_purchase_promised"),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class PurchaseLineQuerySet(models.QuerySet["PurchaseLine"]):
    def kept(self) -> PurchaseLineQuerySet:
        """Lines that still count as bought: not cancelled and not refunded in full."""
        return self.filter(purchase__cancelled_at=None, refunded_quantity__lt=models.F("quantity"))


class PurchaseLine(models.Model):
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    variant = models.CharField(pgettext_lazy("order or product", "variant"), max_length=100, blank=True)
    quantity = models.PositiveIntegerField(pgettext_lazy("order or product", "quantity"), default=1)
    refunded_quantity = models.PositiveIntegerField(pgettext_lazy("order or product", "refunded"), default=0)
    unit_price = models.DecimalField(
        pgettext_lazy("order or product", "unit price"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
    )
    # Copied from the purchase, so that "did this person buy this?" is one look-up in one index.
    email_key = ExactCharField(max_length=32, blank=True, editable=False)

    objects = PurchaseLineQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("order or product", "purchase line")
        verbose_name_plural = pgettext_lazy("order or product", "purchase lines")
        indexes = [models.Index(fields=["email_key", "item"], name="trust_line_buyer")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refunded_quantity__lte=models.F("quantity")),
                name="trust_line_refund_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item}"

    def is_kept_for(self, item: Item) -> bool:
        """Whether this line proves that ``item`` was bought and kept; any line proves it of the shop."""
        return (
            (self.item_id == item.pk or is_shop(item))
            and self.purchase.cancelled_at is None
            and self.refunded_quantity < self.quantity
        )


class DeliveryTally(models.Model):
    """How the orders that were promised for one day went: counted together with each fact, never guessed.

    ``due`` orders were to arrive by that day and were not cancelled before; ``delivered`` of them have
    arrived, ``kept`` of them by that day. Days are those of the shop's time zone.
    """

    promised_by = models.DateField(primary_key=True)
    due = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("order or product", "deliveries promised for a day")
        verbose_name_plural = pgettext_lazy("order or product", "deliveries promised by day")

    def __str__(self) -> str:
        return f"{self.promised_by}: {self.kept} / {self.due}"
