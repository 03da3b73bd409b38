"""Everything the policies room stores."""

from django_trust.policies.models.guarantees import GuaranteeTerms
from django_trust.policies.models.labels import DurabilityLabel, OfficialNotice
from django_trust.policies.models.payment import PaymentTerms
from django_trust.policies.models.privacy import PrivacyPurpose, PrivacyTerms
from django_trust.policies.models.rates import ExchangeRate
from django_trust.policies.models.returns import ReturnTerms, SeasonalReturn
from django_trust.policies.models.shipping import ShippingRate
from django_trust.policies.models.terms import Terms
from django_trust.policies.models.versions import Policy, PolicyPin, PolicyTranslation, PolicyVersion
from django_trust.policies.models.withdrawals import WithdrawalLine, WithdrawalRequest

__all__ = [
    "DurabilityLabel",
    "ExchangeRate",
    "GuaranteeTerms",
    "OfficialNotice",
    "PaymentTerms",
    "Policy",
    "PolicyPin",
    "PolicyTranslation",
    "PolicyVersion",
    "PrivacyPurpose",
    "PrivacyTerms",
    "ReturnTerms",
    "SeasonalReturn",
    "ShippingRate",
    "Terms",
    "WithdrawalLine",
    "WithdrawalRequest",
]
