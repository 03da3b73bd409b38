"""Withdrawals from contracts and requests to return goods."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from django_trust.policies.choices import RequestKind, RequestReason, RequestState
from django_trust.shop.fields import ExactCharField
from django_trust.shop.models import Purchase, PurchaseLine

GOODS_MAX = 2000


class WithdrawalRequest(models.Model):
    """What a shopper declared, when, and what became of it.

    The statement is never changed: ``statement`` is what the acknowledgement repeated, ``digest`` its
    SHA-256. Every statement is accepted, a late one or one whose order is not found too; staff see which.
    """

    kind = models.CharField(
        pgettext_lazy("return request", "kind"), max_length=20, choices=RequestKind, editable=False
    )
    purchase = models.ForeignKey(
        Purchase,
        verbose_name=pgettext_lazy("return request", "purchase"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reference = models.CharField(pgettext_lazy("return request", "order number"), max_length=64)
    name = models.CharField(pgettext_lazy("return request", "name"), max_length=150)
    email = models.EmailField(pgettext_lazy("return request", "e-mail"))
    language = models.CharField(pgettext_lazy("return request", "language"), max_length=15)
    country = models.CharField(pgettext_lazy("return request", "country"), max_length=2, blank=True)
    goods = models.TextField(pgettext_lazy("return request", "which goods"), max_length=GOODS_MAX, blank=True)
    reason = models.CharField(
        pgettext_lazy("return request", "reason"), max_length=20, choices=RequestReason, blank=True
    )
    message = models.TextField(pgettext_lazy("return request", "message"), max_length=GOODS_MAX, blank=True)
    statement = models.TextField(pgettext_lazy("return request", "statement"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    # A keyed hash of what was declared: the same statement, sent twice, is one request.
    key = ExactCharField(max_length=32, unique=True, editable=False)
    submitted_at = models.DateTimeField(pgettext_lazy("return request", "submitted"), editable=False)
    deadline = models.DateField(
        pgettext_lazy("return request", "last day in time"), null=True, blank=True, editable=False
    )
    is_late = models.BooleanField(pgettext_lazy("return request", "late"), null=True, editable=False)
    refund_due = models.DateField(
        pgettext_lazy("return request", "refund due"), null=True, blank=True, editable=False
    )
    # Sent by the signed link of an order or by its account; else the purchase was found by what was typed.
    by_link = models.BooleanField(
        pgettext_lazy("return request", "sent from the order's own page"), default=False, editable=False
    )
    acknowledged_at = models.DateTimeField(
        pgettext_lazy("return request", "acknowledged"), null=True, editable=False
    )
    # Whoever sends the acknowledgement writes this first, so that nobody else sends it at the same time.
    acknowledging_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(
        pgettext_lazy("return request", "state"),
        max_length=20,
        choices=RequestState,
        default=RequestState.OPEN,
    )
    goods_back_at = models.DateTimeField(
        pgettext_lazy("return request", "goods back"), null=True, blank=True, editable=False
    )
    settled_at = models.DateTimeField(
        pgettext_lazy("return request", "settled"), null=True, blank=True, editable=False
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(pgettext_lazy("return request", "note for colleagues"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("return request", "withdrawal or return")
        verbose_name_plural = pgettext_lazy("return request", "withdrawals and returns")
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["state", "refund_due"], name="trust_withdrawal_due")]

    def __str__(self) -> str:
        return f"{self.reference}, {self.name}"


class WithdrawalLine(models.Model):
    """A line of the order that goes back, and how many pieces of it. No lines: the whole order."""

    request = models.ForeignKey(WithdrawalRequest, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(PurchaseLine, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(pgettext_lazy("return request", "quantity"), default=1)

    class Meta:
        verbose_name = pgettext_lazy("return request", "line to return")
        verbose_name_plural = pgettext_lazy("return request", "lines to return")
        constraints = [models.UniqueConstraint(fields=["request", "line"], name="trust_withdrawalline_once")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line.item}"
