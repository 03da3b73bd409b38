"""Signals a shop may listen to. Sent by services only, after the transaction commits, with the model
class as sender; one failing receiver never breaks the shopper's request (``send_robust``)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# sender=Purchase; purchase. The moments of a purchase, one signal each.
purchase_recorded = Signal()
purchase_paid = Signal()
purchase_shipped = Signal()
purchase_delivered = Signal()
purchase_delayed = Signal()
purchase_cancelled = Signal()
lines_refunded = Signal()

# sender=Review; review. Edited: the author changed words or stars.
review_submitted = Signal()
review_published = Signal()
review_rejected = Signal()
review_withdrawn = Signal()
review_edited = Signal()

# sender=Reply; review, reply.
review_replied = Signal()

# sender=Vote; review, vote.
review_voted = Signal()

# sender=Report; review, report.
review_reported = Signal()

# sender=Report; review, report. A moderator has looked at it; ``review.state`` says what came of it.
report_closed = Signal()

# sender=ReviewPhoto; review, photo. A moderator keeps it from the public for ``photo.reason``.
photo_rejected = Signal()

# sender=Appeal; review, appeal.
review_appealed = Signal()
appeal_decided = Signal()

# sender=RatingFreeze; freeze. An item's displayed average stands still, or moves again.
rating_frozen = Signal()
rating_released = Signal()

# sender=Badge; badge. Its checks have run and their answers are kept.
badge_checked = Signal()

# sender=Badge; badge, reason (a ``badges.choices.Reason``). A run found that shoppers no longer see it.
badge_hidden = Signal()

# sender=PolicyVersion; version. It is published, and comes into force at ``version.effective_from``.
policy_published = Signal()

# sender=WithdrawalRequest; request. A shopper withdrew from a contract, or asks to return goods.
withdrawal_received = Signal()

# sender=WithdrawalRequest; request. Staff have closed it: ``request.state`` says how.
withdrawal_settled = Signal()

# sender=OrderAnswer; answer. A buyer said how an order is, or added words to what is open.
order_answered = Signal()

# sender=SurveyAnswer; answer. A buyer gave a score, or changed score or comment.
survey_answered = Signal()

# sender=PolicyVersion; version. Sent inside the transaction: kept copies are outdated.
policy_publishing = Signal()

# sender=Purchase; purchase. Sent inside the transaction that records an order, so that what belongs to it
# (the terms it was made under) is stored with it or not at all.
purchase_recording = Signal()

# sender=Purchase; purchase. Sent inside the transaction, so that what depends on the facts of a purchase
# (a "verified purchase" mark) changes together with them.
purchase_facts_changed = Signal()


def send_after_commit(signal: Signal, sender: type[models.Model], **named: Any) -> None:
    """Send ``signal`` once the surrounding transaction is safely stored."""
    transaction.on_commit(partial(signal.send_robust, sender=sender, **named))
