"""The vocabulary of follow-ups. Values are stored and go out by webhook; labels are what staff read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Event(models.TextChoices):
    """What starts a flow."""

    PLACED = "placed", pgettext_lazy("event of an order", "Order placed")
    PAID = "paid", pgettext_lazy("event of an order", "Payment received")
    SHIPPED = "shipped", pgettext_lazy("event of an order", "Order shipped")
    DELIVERED = "delivered", pgettext_lazy("event of an order", "Order delivered")
    DELAYED = "delayed", pgettext_lazy("event of an order", "Delivery delayed")
    REFUNDED = "refunded", pgettext_lazy("event of an order", "Money returned")
    CANCELLED = "cancelled", pgettext_lazy("event of an order", "Order cancelled")
    REVIEW_PUBLISHED = "review_published", pgettext_lazy("event of an order", "Review published")


# Flows for what ends an order; all others stop then.
ENDS = frozenset({Event.REFUNDED, Event.CANCELLED})


class DelayUnit(models.TextChoices):
    HOURS = "hours", pgettext_lazy("delay", "hours")
    DAYS = "days", pgettext_lazy("delay", "days")
    BUSINESS_DAYS = "business_days", pgettext_lazy("delay", "business days")


class Purpose(models.TextChoices):
    """What a message is for. Everything but news of the order itself is marketing: see ``consent``."""

    ORDER = "order", pgettext_lazy("purpose of a message", "News of the order")
    REVIEW = "review", pgettext_lazy("purpose of a message", "Requests for reviews")
    SURVEY = "survey", pgettext_lazy("purpose of a message", "Questions about satisfaction")
    TIPS = "tips", pgettext_lazy("purpose of a message", "Tips for use")
    OFFERS = "offers", pgettext_lazy("purpose of a message", "Coupons and offers")


MARKETING = tuple(purpose for purpose in Purpose if purpose != Purpose.ORDER)


class Condition(models.TextChoices):
    """What must hold when a message is sent, beyond what holds for every one."""

    ALWAYS = "", pgettext_lazy("condition of a message", "Always")
    REVIEWABLE = "reviewable", pgettext_lazy("condition of a message", "Something can still be reviewed")
    NOT_REVIEWED = "not_reviewed", pgettext_lazy("condition of a message", "Nothing was reviewed yet")
    UNANSWERED = "unanswered", pgettext_lazy("condition of a message", "The survey was not answered")
    NOT_DELIVERED = "not_delivered", pgettext_lazy("condition of a message", "The order has not arrived")
    NO_NEW_ORDER = "no_new_order", pgettext_lazy("condition of a message", "The buyer has not ordered since")


class MessageKind(models.TextChoices):
    """The messages that come with this library; ``CUSTOM`` has no words but those of staff."""

    THANK_YOU = "thank_you", pgettext_lazy("message", "Thank you")
    PAYMENT_RECEIVED = "payment_received", pgettext_lazy("message", "Payment received")
    SHIPPED = "shipped", pgettext_lazy("message", "On its way")
    DELAY_NOTICE = "delay_notice", pgettext_lazy("message", "Delay notice")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    TIPS = "tips", pgettext_lazy("message", "Tips for use")
    REVIEW_REQUEST = "review_request", pgettext_lazy("message", "Review request")
    REVIEW_REMINDER = "review_reminder", pgettext_lazy("message", "Review reminder")
    SURVEY = "survey", pgettext_lazy("message", "Satisfaction survey")
    COUPON = "coupon", pgettext_lazy("message", "Coupon")
    WIN_BACK = "win_back", pgettext_lazy("message", "After a long while")
    CUSTOM = "custom", pgettext_lazy("message", "Own text")


class FollowUpState(models.TextChoices):
    """Waiting and sending rows are open; the others are ended."""

    WAITING = "waiting", pgettext_lazy("state of a message", "Waiting")
    SENDING = "sending", pgettext_lazy("state of a message", "Sending")
    SENT = "sent", pgettext_lazy("state of a message", "Sent")
    SKIPPED = "skipped", pgettext_lazy("state of a message", "Skipped")
    CANCELLED = "cancelled", pgettext_lazy("state of a message", "Cancelled")
    FAILED = "failed", pgettext_lazy("state of a message", "Failed")


OPEN = (FollowUpState.WAITING, FollowUpState.SENDING)


class Reason(models.TextChoices):
    """Why a row is in its state. The labels are short; ``verdict_words`` has the sentences."""

    # Waiting.
    DUE = "due", pgettext_lazy("reason of a verdict", "its time has not come")
    WINDOW = "window", pgettext_lazy("reason of a verdict", "outside the hours for sending")
    POSTPONED = "postponed", pgettext_lazy("reason of a verdict", "the buyer is still waiting for the order")
    CASE_OPEN = "case_open", pgettext_lazy("reason of a verdict", "the buyer has a problem")
    CAP = "cap", pgettext_lazy("reason of a verdict", "enough messages lately")
    RETRY = "retry", pgettext_lazy("reason of a verdict", "to be tried again")
    # Cancelled, or skipped.
    ORDER_CANCELLED = "order_cancelled", pgettext_lazy("reason of a verdict", "the order was cancelled")
    REFUNDED = "refunded", pgettext_lazy("reason of a verdict", "everything was refunded")
    WITHDRAWN = "withdrawn", pgettext_lazy("reason of a verdict", "the buyer returns the order")
    ARRIVED = "arrived", pgettext_lazy("reason of a verdict", "the order has arrived")
    REVIEWED = "reviewed", pgettext_lazy("reason of a verdict", "a review was written")
    ANSWERED = "answered", pgettext_lazy("reason of a verdict", "the survey was answered")
    ORDERED_AGAIN = "ordered_again", pgettext_lazy("reason of a verdict", "the buyer has ordered again")
    REPLACED = "replaced", pgettext_lazy("reason of a verdict", "newer news took its place")
    SWITCHED_OFF = "switched_off", pgettext_lazy("reason of a verdict", "the flow is switched off")
    BY_STAFF = "by_staff", pgettext_lazy("reason of a verdict", "by hand")
    TOO_LATE = "too_late", pgettext_lazy("reason of a verdict", "too late to be useful")
    NO_ADDRESS = "no_address", pgettext_lazy("reason of a verdict", "no e-mail address")
    NO_CONSENT = "no_consent", pgettext_lazy("reason of a verdict", "nobody has agreed to it")
    OPTED_OUT = "opted_out", pgettext_lazy("reason of a verdict", "unsubscribed")
    BOUNCED = "bounced", pgettext_lazy("reason of a verdict", "the address does not exist")
    COMPLAINED = "complained", pgettext_lazy("reason of a verdict", "marked as unwanted")
    NOTHING_TO_SAY = "nothing_to_say", pgettext_lazy("reason of a verdict", "there is nothing to say")
    # Failed.
    REFUSED = "refused", pgettext_lazy("reason of a verdict", "refused for good")
    GAVE_UP = "gave_up", pgettext_lazy("reason of a verdict", "tried too often")
    BROKEN = "broken", pgettext_lazy("reason of a verdict", "it could not be written")
    # Sent.
    SENT = "sent", pgettext_lazy("reason of a verdict", "handed to the mail server")


class ConsentKind(models.TextChoices):
    """What happened to the right to write to somebody."""

    OPT_IN = "opt_in", pgettext_lazy("consent", "Agreed")
    SOFT_OPT_IN = "soft_opt_in", pgettext_lazy("consent", "Customer who did not object")
    OPT_OUT = "opt_out", pgettext_lazy("consent", "Objected")
    BOUNCE = "bounce", pgettext_lazy("consent", "Address does not exist")
    COMPLAINT = "complaint", pgettext_lazy("consent", "Marked as unwanted")
    RESTORED = "restored", pgettext_lazy("consent", "Address works again")


class Basis(models.TextChoices):
    """The lawful basis a message of some purpose needs in some country."""

    ORDER = "order", pgettext_lazy("lawful basis", "The order itself")
    CONSENT = "consent", pgettext_lazy("lawful basis", "Consent given beforehand")
    SOFT_OPT_IN = "soft_opt_in", pgettext_lazy("lawful basis", "Customer who did not object")
    OBJECTION = "objection", pgettext_lazy("lawful basis", "Until somebody objects")


class AnswerKind(models.TextChoices):
    """What buyers say when they are asked how their order is."""

    ALL_GOOD = "all_good", pgettext_lazy("answer about an order", "All is well")
    NOT_ARRIVED = "not_arrived", pgettext_lazy("answer about an order", "It has not arrived")
    PROBLEM = "problem", pgettext_lazy("answer about an order", "There is a problem")


class AnswerState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a case", "Open")
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed")


class SurveyKind(models.TextChoices):
    """CSAT: how satisfied, 1 to 5. NPS: how likely to recommend, 0 to 10."""

    CSAT = "csat", pgettext_lazy("survey", "Satisfaction")
    NPS = "nps", pgettext_lazy("survey", "Recommendation")


SCORES = {SurveyKind.CSAT: range(1, 6), SurveyKind.NPS: range(11)}
