"""Claims that somebody approved or certified the shop who approves or certifies no shops."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.rule import Evidence, Ground, Rule, has_issuer_and_proof
from django_trust.badges.claim_rules.spelling import words_of

COUNCIL_NAMES = ("pci", "pci council", "pci ssc", "pci security standards council", "pci dss")
ISO_NAMES = (
    "iso",
    "iso org",
    "international organization for standardization",
    "international organization for standardization iso",
    "international organisation for standardization",
    "international organisation for standardisation",
    "iso international organization for standardization",
    "organizacao internacional de normalizacao",
    "organizacao internacional de padronizacao",
    "organisasi standardisasi internasional",
    "organisasi internasional untuk standardisasi",
    "rahvusvaheline standardiorganisatsioon",
    "rahvusvaheline standardimisorganisatsioon",
    "المنظمه الدوليه للتقييس",
    "المنظمه الدوليه للمعايير",
)


def _is_one_of(issuer: str, names: tuple[str, ...]) -> bool:
    return " ".join(word for chunk in issuer.split() for word in words_of(chunk)) in names


def _council_as_issuer(evidence: Evidence) -> str:
    return "issuer" if _is_one_of(evidence.issuer, COUNCIL_NAMES) else ""


def _iso_as_issuer(evidence: Evidence) -> str:
    return "issuer" if _is_one_of(evidence.issuer, ISO_NAMES) else ""


def _has_certification_body(evidence: Evidence) -> bool:
    return bool(evidence.issuer and evidence.certificate_number and not _iso_as_issuer(evidence))


PCI_CERTIFIED = Rule(
    "pci_certified",
    _("This claims a certificate of the payment card industry."),
    _(
        "The PCI council certifies no shops, and its logo is no badge for them. Say who handles payments "
        "and that this provider is validated, or which self-assessment was completed and when."
    ),
    (Ground("refused", "PCI DSS v4.0.1, SAQ A r1 (PCI SSC); Directive 2005/29/EC, Annex I, no. 4"),),
    {
        "en": """
            pci |dss|ssc |v |NUMBER |NUMBER |NUMBER |level |NUMBER |compliant |and
            + certified|approved|accredited|certification|certificate|endorsed|seal|logo|badge
            certified|approved|accredited|endorsed |by|for|with|to |the pci
            certification|certificate |by|for|of |the pci
            pci |dss |security_standards_council|council|ssc |certified|approved logo|seal|mark|member|badge
        """,
        "pt-br": """
            certificad*|certificação|certificações|homologad*|aprovad*|credenciad*
            + |pela|pelo|pelos|no|em|de|do |padrão|conselho|norma pci
            pci |dss |v |NUMBER |NUMBER |NUMBER |nível |NUMBER certificad*|aprovad*|homologad*|certificação
            selo|logo|logotipo |do|da pci
        """,
        "id": """
            bersertifikat|bersertifikasi|tersertifikasi|disertifikasi|sertifikasi|sertifikat|disetujui|diakui
            + |oleh|dari|standar pci
            pci |dss |v |NUMBER |NUMBER |NUMBER |level |NUMBER
            + bersertifikat|tersertifikasi|bersertifikasi|disetujui
            logo|lambang|segel pci
        """,
        "et": """
            pci |dss |v |NUMBER |NUMBER |NUMBER |taseme |NUMBER |nõukogu |poolt
            + sertifi*|sertifitse*|heakskii*|kinnitatud|heaks_kiidetud|akrediteeri*|tunnistus*|logo|märgis*
            pci |dss |NUMBER |NUMBER |nõukogu |poolt heaks kiidetud
            sertifitseeritud|sertifikaat pci
        """,
        "ar": """
            شهادة|شهادات|اعتماد|معتمد|معتمدة|معتمدون|مرخص|حاصل|حاصلة |على|من|من_قبل|وفق|حسب
            + |شهادة|اعتماد|معيار|معايير|مجلس pci
            pci |dss |NUMBER |NUMBER معتمد|معتمدة|شهادة
            شعار|ختم pci
        """,
    },
    sign=_council_as_issuer,
)

GOVERNMENT_APPROVAL = Rule(
    "government_approval",
    _("This claims the approval of an authority."),
    _(
        "Only a shop that an authority really approved may say so. Name the authority as issuer, and give "
        "the number of the approval or a link where anybody can verify it."
    ),
    (Ground("refused", "Directive 2005/29/EC, Annex I, no. 4"),),
    {
        "en": """
            government|governmentally|state|eu|e_u|eu_commission|european_union|european_commission|european|ftc|fda|
            + federally|interpol|nasa|police
            + -approved|certified|endorsed|authorised|authorized|recommended|accredited
            approved|certified|endorsed|authorised|authorized|recommended|accredited by |the
            + |us|u_s|uk|eu|estonian|brazilian|indonesian|saudi|national|federal government|eu|european_union|
            + european_commission|ftc|fda|state|police|federal_trade_commission|parliament|interpol
            approved|certified|endorsed|recommended by … ministry|authority|government|commission|regulator
            officially approved|endorsed by |the |… government|ministry|authority|eu|state
            government|eu|ftc|ministry approval|endorsement|seal_of_approval
        """,
        "pt-br": """
            aprovad*|certificad*|homologad*|autorizad*|recomendad*|endossad*|chancelad* pelo|pela|por |o
            + governo|procon|inmetro|anvisa|ministério|estado|união_europeia|ue|comissão_europeia|
            + banco_central|receita_federal|senacon|ftc|fda|polícia
            aprovação|selo|chancela|certificação |oficial do|da|de
            + governo|procon|união_europeia|ue|ministério|inmetro|anvisa|ftc
        """,
        "id": """
            disetujui|disahkan|direkomendasikan|disertifikasi|diakui|diresmikan |secara_resmi |oleh
            + pemerintah|negara|kementerian|kemendag|kominfo|komdigi|kemkominfo|bpom|ojk|uni_eropa|ftc|fda|
            + polri|bank_indonesia
            persetujuan|rekomendasi|pengesahan |resmi |dari pemerintah|kementerian|uni_eropa|negara
        """,
        "et": """
            el|eli|valitsuse|ministeeriumi|riigi|riiklikult|euroopa_liidu|euroopa_komisjoni|ttja|
            + tarbijakaitseameti|politsei|ftc |i |poolt
            + heaks_kiidetud|heakskiidetud|heakskii*|tunnustatud|sertifitseeritud|kinnitatud|soovitatud
        """,
        "ar": """
            معتمد|معتمدة|معتمدون|مصدق|مصدقة|مصرح|موصى_به|موافق_عليه |رسميا من|من_قبل|من_طرف|لدى حكومة|دولة|
            + وزارة|هيئة|اتحاد_الأوروبي|الاتحاد_الأوروبي|المفوضية_الأوروبية|البنك_المركزي|السلطات|شرطة|ftc|fda
            حاصل|حاصلة على موافقة|اعتماد|تصديق |من حكومة|حكومية|وزارة|هيئة|الاتحاد_الأوروبي|الدولة
            بموافقة|باعتماد|اعتماد|موافقة حكومة|حكومي|حكومية|وزارة|الاتحاد_الأوروبي
        """,
    },
    proven=has_issuer_and_proof,
)

ISO_APPROVAL = Rule(
    "iso_approval",
    _("This claims the approval of ISO."),
    _("ISO writes standards and certifies nobody. Name the body that issued the certificate."),
    (Ground("refused", "Directive 2005/29/EC, Annex I, no. 4; ISO/IEC 17021-1"),),
    {
        "en": """
            iso |iec |NUMBER |NUMBER approved|endorsed|recognised|recognized|authorised|authorized
            approved|certified|endorsed|accredited|recognised|recognized|authorised|authorized by |the iso
            official iso logo|seal|mark|badge
            iso logo|seal_of_approval
        """,
        "pt-br": """
            iso |iec |NUMBER |NUMBER aprovad*|homologad*|reconhecid*
            aprovad*|certificad*|homologad*|reconhecid*|autorizad*|acreditad* pela|pelo|por iso
            selo|logo|logotipo |oficial |da|do iso
        """,
        "id": """
            disetujui|diakui|disahkan|disertifikasi|diakreditasi |resmi |oleh iso
            iso |NUMBER disetujui
            logo|segel |resmi iso
        """,
        "et": """
            iso |iec |NUMBER |NUMBER |poolt heaks_kiidetud|heakskiidetud|heakskii*|tunnustatud
            iso poolt sertifitseeritud|kinnitatud|akrediteeritud
            iso logo|logoga
        """,
        "ar": """
            معتمد|معتمدة|موافق_عليه|مصدق|مصدقة |رسميا من|من_قبل|من_طرف|بواسطة |منظمة iso|أيزو|آيزو|ايزو
            شعار iso|أيزو|آيزو
        """,
    },
    sign=_iso_as_issuer,
)

ISO_CERTIFIED = Rule(
    "iso_certified",
    _("This claims an ISO certificate."),
    _(
        "A certificate is worth what its issuer is worth. Give the certification body as issuer, which is "
        "never ISO itself, and the number of the certificate."
    ),
    (Ground("warned", "Directive 2005/29/EC, Annex I, nos. 2 and 4; ISO/IEC 17021-1"),),
    {
        "en": """
            iso |iec |NUMBER |NUMBER |NUMBER -certified|certification|certificate|accredited|accreditation
            certified |to|according_to|under|for iso
        """,
        "pt-br": """
            certificação|certificações|certificado|certificada|certificados|selo
            + |de|em|na|norma|conforme|segundo |a|norma iso
            iso |iec |NUMBER |NUMBER |NUMBER certificad*
        """,
        "id": """
            bersertifikat|bersertifikasi|tersertifikasi|sertifikasi|sertifikat |standar iso
            iso |iec |NUMBER |NUMBER |NUMBER bersertifikat|tersertifikasi
        """,
        "et": """
            iso |iec |NUMBER |NUMBER |NUMBER |järgi|standardi|kohaselt sertifi*|sertifitseeri*|tunnistus*
            iso-sertifikaat*|sertifikaat iso
        """,
        "ar": """
            شهادة|شهادات|حاصل|حاصلة|معتمد|معتمدة |على|وفق|حسب |شهادة iso|أيزو|آيزو|ايزو
        """,
    },
    proven=_has_certification_body,
)

SOC2_CERTIFIED = Rule(
    "soc2_certified",
    _("This calls a SOC 2 report a certificate."),
    _(
        "SOC 2 is a report by an auditor and not a certificate. Say that there is a SOC 2 report, by whom "
        "and for which period."
    ),
    (Ground("warned", "AICPA, SOC 2 examinations (AT-C section 205)"),),
    {
        "en": """
            soc 1|2|3 |type |1|2|i|ii
            + -certified|certification|certificate|certificated|accredited|accreditation
            certified |to|for|by|under soc 1|2|3
        """,
        "pt-br": """
            certificação|certificado|certificada|certificados|selo |de|em soc 1|2|3
            soc 1|2|3 |tipo |1|2|i|ii certificad*
        """,
        "id": """
            bersertifikat|bersertifikasi|tersertifikasi|sertifikasi|sertifikat soc 1|2|3
            soc 1|2|3 |tipe|type |1|2|i|ii bersertifikat|tersertifikasi
        """,
        "et": """
            soc 1|2|3 |tüüp|tüübi |1|2|i|ii sertifi*|sertifitseeri*|tunnistus*
        """,
        "ar": """
            شهادة|معتمد|معتمدة|حاصل|حاصلة |على |شهادة soc 1|2|3
        """,
    },
)

RULES = (PCI_CERTIFIED, GOVERNMENT_APPROVAL, ISO_APPROVAL, ISO_CERTIFIED, SOC2_CERTIFIED)
