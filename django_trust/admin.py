"""Admin of all rooms."""

from django_trust.badges.admin import BadgeAdmin
from django_trust.badges.admin_history import BadgeCheckAdmin
from django_trust.followups.admin import (
    ConsentAdmin,
    FlowAdmin,
    FollowUpAdmin,
    OrderAnswerAdmin,
    StepAdmin,
    SurveyAnswerAdmin,
)
from django_trust.policies.admin import (
    DurabilityLabelAdmin,
    ExchangeRateAdmin,
    OfficialNoticeAdmin,
    PolicyAdmin,
    PolicyVersionAdmin,
)
from django_trust.policies.withdrawals.admin import WithdrawalRequestAdmin
from django_trust.reviews.admin import ReviewAdmin
from django_trust.reviews.admin_freezes import RatingFreezeAdmin
from django_trust.shop.identity.admin import ShopProfileAdmin

__all__ = [
    "BadgeAdmin",
    "BadgeCheckAdmin",
    "ConsentAdmin",
    "DurabilityLabelAdmin",
    "ExchangeRateAdmin",
    "FlowAdmin",
    "FollowUpAdmin",
    "OfficialNoticeAdmin",
    "OrderAnswerAdmin",
    "PolicyAdmin",
    "PolicyVersionAdmin",
    "RatingFreezeAdmin",
    "ReviewAdmin",
    "ShopProfileAdmin",
    "StepAdmin",
    "SurveyAnswerAdmin",
    "WithdrawalRequestAdmin",
]
