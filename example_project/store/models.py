from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from django_trust.l10n.locales import direction

from .texts import in_language

CURRENCY = "EUR"


class Category(models.Model):
    slug = models.SlugField(_("slug"), unique=True)
    names = models.JSONField(_("names by language"), default=dict)
    summaries = models.JSONField(_("summaries by language"), default=dict, blank=True)
    picture = models.CharField(_("picture"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("store:category", args=[self.slug])

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def summary(self) -> str:
        return in_language(self.summaries)


class ProductQuerySet(models.QuerySet["Product"]):
    def featured(self) -> "ProductQuerySet":
        return self.filter(is_featured=True)

    def for_sale(self) -> "ProductQuerySet":
        return self.filter(price__isnull=False, in_stock=True)


class Product(models.Model):
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="products"
    )
    slug = models.SlugField(_("slug"), unique=True)
    sku = models.CharField(_("article number"), max_length=40, unique=True)
    names = models.JSONField(_("names by language"), default=dict)
    summaries = models.JSONField(_("summaries by language"), default=dict, blank=True)
    descriptions = models.JSONField(_("descriptions by language"), default=dict, blank=True)
    picture = models.CharField(_("picture"), max_length=100)
    price = models.DecimalField(
        _("price"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Empty: shown, but not for sale."),
    )
    in_stock = models.BooleanField(_("in stock"), default=True)
    is_featured = models.BooleanField(_("shown on the front page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["category__position", "position", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("store:product", args=[self.slug])

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def summary(self) -> str:
        return in_language(self.summaries)

    @property
    def description(self) -> str:
        return in_language(self.descriptions)

    @property
    def is_for_sale(self) -> bool:
        return self.price is not None and self.in_stock


class Order(models.Model):
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    country = models.CharField(_("country"), max_length=2)
    language = models.CharField(_("language"), max_length=10)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    placed_at = models.DateTimeField(_("placed at"))
    shipped_at = models.DateTimeField(_("shipped at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-placed_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"OR-{10_000 + self.pk}" if self.pk else ""

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines.all()), Decimal(0))


class OrderLine(models.Model):
    order = models.ForeignKey(Order, verbose_name=_("order"), on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="order_lines"
    )
    quantity = models.PositiveSmallIntegerField(_("quantity"), validators=[MinValueValidator(1)])
    unit_price = models.DecimalField(_("unit price"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def total(self) -> Decimal:
        return self.unit_price * self.quantity


class KeptMail(models.Model):
    """A mail this shop has sent. None leaves the computer: they are read at /outbox/."""

    to = models.CharField(_("to"), max_length=320)
    subject = models.CharField(_("subject"), max_length=400)
    headers = models.TextField(_("headers"))
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def direction(self) -> str:
        return direction(self.language) if self.language else "ltr"
