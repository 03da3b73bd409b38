"""Marks that the law reserves, and marks and memberships nobody can look up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.rule import (
    Evidence,
    Ground,
    Rule,
    has_issuer_or_link,
    has_number,
    is_mark,
)


def _kind_of_mark(evidence: Evidence) -> str:
    return "kind" if is_mark(evidence) else ""


CE_MARK = Rule(
    "ce_mark",
    _("This claims the CE mark."),
    _(
        "The CE mark belongs on products of certain kinds, where the law asks for it. It says nothing about"
        " a shop, and what every such product must have is no merit."
    ),
    (
        Ground(
            "refused", "Regulation (EC) 765/2008, Art. 30; Directive 2005/29/EC, Annex I, nos. 2, 4 and 10a"
        ),
    ),
    {
        "en": """
            ce mark|marked|marking|certified|certification|approved|approval
        """,
        "pt-br": """
            marca|marcação|selo|certificado|certificação|certificada|aprovado|logotipo|logo ce
            ce certificad*|aprovad*
        """,
        "id": """
            tanda|label|logo|cap|sertifikat|sertifikasi|bersertifikat|tersertifikasi|penandaan ce
        """,
        "et": """
            ce märgis*|märk|märgi|märgiga|tähis*|sertifi*|vastavusmärgis*
        """,
        "ar": """
            علامة|شهادة|شعار|وسم|معتمد|معتمدة |مطابقة|من ce
        """,
    },
)

EU_TRUST_MARK = Rule(
    "eu_trust_mark",
    _("This claims the EU trust mark."),
    _("The EU trust mark is reserved for qualified trust services such as electronic signatures."),
    (Ground("refused", "Regulation (EU) 910/2014 (eIDAS), Art. 23"),),
    {
        "en": """
            eu|eidas|european_union |qualified trust-mark|trust-seal
            trust-mark|trust-seal of the eu|european_union
        """,
        "pt-br": """
            marca|selo|rótulo de confiança |da|de|do eu|ue|união_europeia|eidas|europeu|europeia
        """,
        "id": """
            tanda|label|logo|segel kepercayaan ue|eu|uni_eropa|eidas|eropa
        """,
        "et": """
            el|eli|euroopa_liidu|eidas |i usaldusmärk|usaldusmärgi|usaldusmärgiga|usaldusmärgis*
        """,
        "ar": """
            علامة|شعار|ختم ثقة |من|الخاصة_ب
            + أوروبي|أوروبية|الاتحاد_الأوروبي|للاتحاد_الأوروبي|الأوروبية|eu|eidas
        """,
    },
)

EU_ECOLABEL = Rule(
    "eu_ecolabel",
    _("This claims the EU Ecolabel."),
    _("The EU Ecolabel may be shown only under a licence. Give the licence number."),
    (Ground("refused", "Regulation (EC) 66/2010, Art. 9 and 10; Directive 2005/29/EC, Annex I, no. 2"),),
    {
        "en": """
            eu|e_u|european|european_union eco-label|eco-labelled|eco-labeled|flower_label
        """,
        "pt-br": """
            rótulo|selo|etiqueta ecológico|ecológica |da|de|do ue|eu|união_europeia|europeu|europeia
            ecolabel |da|do ue|eu|união_europeia|europeu
        """,
        "id": """
            ekolabel|ecolabel|label_ekologi|label_ramah_lingkungan |dari ue|eu|uni_eropa|eropa
        """,
        "et": """
            el|eli|euroopa_liidu|euroopa |i ökomärgis*|öko-märgis*|ökomärk|ökomärgi|ökomärgiga
        """,
        "ar": """
            علامة|ملصق|شهادة بيئية|بيئي |من|الخاص_ب أوروبي|أوروبية|الاتحاد_الأوروبي|للاتحاد_الأوروبي|eu
        """,
    },
    proven=has_number,
)

EU_ORGANIC = Rule(
    "eu_organic",
    _("This claims the organic logo of the EU."),
    _("The organic logo of the EU needs a certified operator. Give the certificate number."),
    (Ground("refused", "Regulation (EU) 2018/848, Art. 32 to 35; Directive 2005/29/EC, Annex I, no. 2"),),
    {
        "en": """
            eu|e_u|european_union|european organic |certified
            + logo|label|leaf|seal|mark|certified|certification|certificate
            eu-organic
            organic leaf
            euro-leaf
        """,
        "pt-br": """
            logotipo|logo|selo|folha|certificado orgânico|orgânica|biológico|biológica |da|de|do
            + ue|eu|união_europeia|europeu|europeia
            folha orgânica|biológica
            orgânico|biológico certificad* |pela ue|união_europeia
        """,
        "id": """
            logo|label|daun|sertifikat|sertifikasi organik |dari ue|eu|uni_eropa|eropa
            organik |bersertifikat ue|eu|uni_eropa
            daun organik
        """,
        "et": """
            el|eli|euroopa_liidu|euroopa |i
            + mahelogo|mahelogoga|mahe_logo|mahemärk|mahemärgis*|mahemärgi|ökoleht|ökolehe|maheleht|mahetunnus
            el|eli|euroopa_liidu |i mahepõllumajanduse |logo|märk|märgis
            euroleht|ökoleht|ökolehega|maheleht
        """,
        "ar": """
            شعار|علامة|ملصق|شهادة |منتجات|زراعة عضوي|عضوية |من
            + أوروبي|أوروبية|الاتحاد_الأوروبي|للاتحاد_الأوروبي|eu
            ورقة عضوية
            عضوي|عضوية معتمد|معتمدة من الاتحاد_الأوروبي
        """,
    },
    proven=has_number,
)

UNPROVEN_MARK = Rule(
    "unproven_mark",
    _("Nobody can verify this membership or certificate."),
    _(
        "Membership, a code of conduct or a certificate is somebody else's word. Name that body as issuer, "
        "or link to where it confirms the shop."
    ),
    (Ground("warned", "Directive 2005/29/EC, Annex I, nos. 1 to 3"),),
    {
        "en": """
            member|members of |the … association|chamber|chambers|council|federation|union|alliance|guild|
            + institute|society|league|network
            association|chamber|federation|guild member|membership
            signatory|signatories of|to |the|a … code|charter|pledge
            signed|signs|follow|follows|adhere|adheres|committed |to |the|a …
            + code_of_conduct|code_of_ethics|code_of_practice|industry_code
            officially|independently certified |shop|store|website
            certified|accredited|verified |online shop|store|seller|merchant|business|retailer|website
        """,
        "pt-br": """
            membro|membros|associado|associada|associados|filiado|filiada |à|ao|da|do|de|a |uma …
            + associação|câmara|federação|união|aliança|instituto|conselho|sindicato|abcomm
            signatário|signatária|signatários |do|da|de … código|carta|pacto
            segue|seguimos|cumpre|cumprimos|adere|aderimos|adota |o|ao |…
            + código_de_conduta|código_de_ética|código_de_autorregulamentação
            loja|site|vendedor certificad*|verificad*|credenciad*
        """,
        "id": """
            anggota |resmi |dari …
            + asosiasi|perhimpunan|kamar_dagang|kadin|federasi|aliansi|himpunan|persatuan|idea
            tergabung dalam|di |… asosiasi|perhimpunan|federasi|himpunan
            mematuhi|menandatangani|menganut … kode_etik|kode_perilaku
            toko|situs|penjual |yang bersertifikat|tersertifikasi|terverifikasi
        """,
        "et": """
            liidu|kaubanduskoja|ühingu|assotsiatsiooni|föderatsiooni|seltsi|koja
            + liige|liikmed|liikmeks|liikmesettevõte
            liikmelisus
            järgime|järgib|järgivad|allkirjastanud|liitunud |…
            + käitumiskoodeks*|eetikakoodeks*|head_tava|hea_tava|tegevusjuhend*
            käitumiskoodeksi*|eetikakoodeksi* järgi*|allkirjasta*|liitun*
            sertifitseeritud|tunnustatud|kontrollitud pood|e_pood|e_poe|müüja|kaupleja
        """,
        "ar": """
            عضو|أعضاء|عضوية في|لدى|ب|من |… جمعية|غرفة|اتحاد|رابطة|مجلس|نقابة|هيئة
            عضو|عضوية جمعية|غرفة|اتحاد|رابطة|نقابة
            ملتزم|ملتزمون|نلتزم|يلتزم|موقع |… مدونة_السلوك|ميثاق_الشرف|ميثاق_السلوك|قواعد_السلوك
            متجر|موقع|بائع معتمد|موثق|موثقة
        """,
    },
    proven=has_issuer_or_link,
    sign=_kind_of_mark,
)

RULES = (CE_MARK, EU_TRUST_MARK, EU_ECOLABEL, EU_ORGANIC, UNPROVEN_MARK)
