"""What buyers say when they are asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.followups.choices import AnswerKind, AnswerState, SurveyKind
from django_trust.shop.models import Purchase

WORDS_MAX = 2000


class OrderAnswer(models.Model):
    """ "All is well", "it has not arrived" or "there is a problem": the last two are a case for the shop."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(pgettext_lazy("answer of a buyer", "answer"), max_length=20, choices=AnswerKind)
    message = models.TextField(
        pgettext_lazy("answer of a buyer", "in the buyer's words"), max_length=WORDS_MAX, blank=True
    )
    language = models.CharField(pgettext_lazy("answer of a buyer", "language"), max_length=15)
    at = models.DateTimeField(pgettext_lazy("answer of a buyer", "when"), default=timezone.now)
    state = models.CharField(
        pgettext_lazy("answer of a buyer", "state"),
        max_length=10,
        choices=AnswerState,
        default=AnswerState.OPEN,
    )
    closed_at = models.DateTimeField(pgettext_lazy("answer of a buyer", "closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(pgettext_lazy("answer of a buyer", "note for colleagues"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "answer about an order")
        verbose_name_plural = pgettext_lazy("follow-ups", "answers about orders")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "at"], name="trust_answer_state")]

    def __str__(self) -> str:
        return f"{self.purchase}: {self.get_kind_display()}"


class SurveyAnswer(models.Model):
    """One score of one buyer about one order, with a comment perhaps. Sent again, the last one counts."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="survey_answers")
    kind = models.CharField(pgettext_lazy("survey", "question"), max_length=10, choices=SurveyKind)
    score = models.PositiveSmallIntegerField(pgettext_lazy("survey", "score"))
    comment = models.TextField(pgettext_lazy("survey", "comment"), max_length=WORDS_MAX, blank=True)
    language = models.CharField(pgettext_lazy("survey", "language"), max_length=15)
    answered_at = models.DateTimeField(pgettext_lazy("survey", "answered"), default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "survey answer")
        verbose_name_plural = pgettext_lazy("follow-ups", "survey answers")
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index(fields=["kind", "answered_at"], name="trust_survey_period")]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "kind"], name="trust_survey_once"),
            models.CheckConstraint(
                condition=models.Q(kind="csat", score__range=(1, 5))
                | models.Q(kind="nps", score__range=(0, 10)),
                name="trust_survey_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purchase}: {self.score}"
