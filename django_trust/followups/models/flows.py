"""What is sent when: flows, their steps, and the words staff give them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.followups.choices import MARKETING, Condition, DelayUnit, Event, MessageKind, Purpose

SUBJECT_MAX = 200
BODY_MAX = 5000
SWITCH_KEY = 1
DAYS_IN_YEAR = 366
HOURS_IN_YEAR = DAYS_IN_YEAR * 24


class Flow(models.Model):
    """Steps that follow one event of an order.

    An event from before ``active_since`` starts nothing, so switching a flow on writes to nobody about
    orders of last year.
    """

    code = models.SlugField(pgettext_lazy("flow", "code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("flow", "name"), max_length=100)
    event = models.CharField(pgettext_lazy("flow", "starts with"), max_length=20, choices=Event)
    countries = models.JSONField(
        pgettext_lazy("flow", "countries"),
        default=list,
        blank=True,
        help_text=_("Codes of countries or unions such as EE or EU; empty for everywhere."),
    )
    is_active = models.BooleanField(pgettext_lazy("flow", "switched on"), default=True)
    active_since = models.DateTimeField(
        pgettext_lazy("flow", "since"),
        default=timezone.now,
        help_text=_("What happened earlier starts nothing."),
    )

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "flow")
        verbose_name_plural = pgettext_lazy("follow-ups", "flows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One message of a flow."""

    flow = models.ForeignKey(
        Flow, verbose_name=pgettext_lazy("step", "flow"), on_delete=models.CASCADE, related_name="steps"
    )
    code = models.SlugField(pgettext_lazy("step", "code"), max_length=40)
    name = models.CharField(pgettext_lazy("step", "name"), max_length=100)
    message = models.CharField(
        pgettext_lazy("step", "message"), max_length=30, choices=MessageKind, default=MessageKind.CUSTOM
    )
    channel = models.CharField(pgettext_lazy("step", "channel"), max_length=40, default="email")
    purpose = models.CharField(pgettext_lazy("step", "purpose"), max_length=10, choices=Purpose)
    condition = models.CharField(
        pgettext_lazy("step", "only if"),
        max_length=20,
        choices=Condition,
        default=Condition.ALWAYS,
        blank=True,
    )
    delay = models.PositiveSmallIntegerField(
        pgettext_lazy("step", "delay"), default=0, validators=[MaxValueValidator(HOURS_IN_YEAR)]
    )
    delay_unit = models.CharField(
        pgettext_lazy("step", "unit of the delay"),
        max_length=20,
        choices=DelayUnit,
        default=DelayUnit.DAYS,
    )
    send_from = models.TimeField(
        pgettext_lazy("step", "not before"),
        null=True,
        blank=True,
        help_text=_("By the buyer's clock; empty for any hour."),
    )
    send_until = models.TimeField(pgettext_lazy("step", "not after"), null=True, blank=True)
    within_days = models.PositiveSmallIntegerField(
        pgettext_lazy("step", "useful for days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("What could not be sent within so many days after its time is not sent at all."),
    )
    is_active = models.BooleanField(pgettext_lazy("step", "switched on"), default=True)

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "step")
        verbose_name_plural = pgettext_lazy("follow-ups", "steps")
        ordering = ["flow", "pk"]
        constraints = [models.UniqueConstraint(fields=["flow", "code"], name="trust_step_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_marketing(self) -> bool:
        return self.purpose in MARKETING

    def clean(self) -> None:
        """Raise ``ValidationError`` for hours that are no window."""
        super().clean()
        if (self.send_from is None) != (self.send_until is None):
            raise ValidationError({"send_until": _("Please fill in both hours, or none.")})
        if self.send_from and self.send_until and self.send_from >= self.send_until:
            raise ValidationError({"send_until": _("This must be later than the first hour.")})
        if self.delay is not None and self.delay > DAYS_IN_YEAR and self.delay_unit != DelayUnit.HOURS:
            raise ValidationError({"delay": _("No message comes more than a year later.")})


class StepText(models.Model):
    """The words of staff for one step in one language, instead of those that come with the library."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(pgettext_lazy("text of a message", "language"), max_length=15)
    subject = models.CharField(pgettext_lazy("text of a message", "subject"), max_length=SUBJECT_MAX)
    body = models.TextField(pgettext_lazy("text of a message", "text"), max_length=BODY_MAX)

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "text of a step")
        verbose_name_plural = pgettext_lazy("follow-ups", "texts of a step")
        constraints = [models.UniqueConstraint(fields=["step", "language"], name="trust_steptext_once")]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        """Raise ``ValidationError`` for an unknown variable, and marketing without a way to unsubscribe."""
        from django_trust.followups.messages.validation import validate_text

        super().clean()
        validate_text(self)


class SendingSwitch(models.Model):
    """Whether anything is sent. There is one row at most, with the key 1; none means that sending is on."""

    # Not an AutoField: MariaDB and MySQL allow no constraint on a column that counts by itself.
    id = models.PositiveSmallIntegerField(primary_key=True, default=SWITCH_KEY, editable=False)
    paused_at = models.DateTimeField(pgettext_lazy("sending", "paused"), null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(pgettext_lazy("sending", "reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "pause switch")
        verbose_name_plural = pgettext_lazy("follow-ups", "pause switch")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=SWITCH_KEY), name="trust_sendingswitch_one")
        ]
