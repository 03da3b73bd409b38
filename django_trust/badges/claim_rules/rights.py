"""Rights that the law gives every shopper, shown as if this shop gave them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.rule import Ground, Rule, markets_of
from django_trust.shop.places import EU

ANNEX = "Directive 2005/29/EC, Annex I, no. 10"

# Sentences that say whose rule it is.
BY_LAW = {
    "en": """
        law|laws|legal|legally|statutory|directive|regulation
        your right|rights
        have|has |the |a right
        entitled
    """,
    "pt-br": """
        lei|leis|legal|legais|legalmente|legislação|cdc|diretiva
        código de defesa
        seu|tem|têm|todo |o direito|direitos
    """,
    "id": """
        hukum|undang|uu|peraturan
        hak |hukum anda
        anda|konsumen berhak
    """,
    "et": """
        seadus*|seaduse*|õigusakti*|direktiiv*|võlaõigus*
        teil|sul|ostjal|tarbijal|kliendil on õigus
        teie|sinu|sinul õigus
    """,
    "ar": """
        قانون|قانونا|قانوني|قانونية|نظام|نظاما|نظامي|نظامية|نظامًا|لائحة
        حقك|حقوقك
        يحق
    """,
}

RETURNS = (
    Ground("refused", f"{ANNEX}; Directive 2011/83/EU, Art. 9", markets_of(EU), 14),
    Ground("refused", "DMCC Act 2024 (UK), Schedule 20; SI 2013/3134, reg. 30", markets_of("GB"), 14),
    Ground("warned", "CDC (Brazil, Law 8.078/1990), art. 37 and 49", markets_of("BR"), 7),
    Ground("warned", "E-Commerce Law (Saudi Arabia, M/126), Art. 13", markets_of("SA"), 7),
    Ground("warned", "Law 181/2018 (Egypt), Art. 17", markets_of("EG"), 14),
    Ground("warned", "Law 6502 (Turkey), Art. 48", markets_of("TR"), 14),
)
GUARANTEES = (
    Ground("refused", f"{ANNEX}; Directive (EU) 2019/771, Art. 10", markets_of(EU), 730),
    Ground(
        "refused", f"{ANNEX}; Decree-Law 84/2021 (Portugal), Art. 12", markets_of("PT"), 1095, presumed=False
    ),
    Ground("refused", f"{ANNEX}; TRLGDCU (Spain), Art. 120", markets_of("ES"), 1095, presumed=False),
    Ground("warned", "CDC (Brazil, Law 8.078/1990), art. 26 and 37", markets_of("BR"), 90),
    Ground("warned", "Law 6502 (Turkey), Art. 12", markets_of("TR"), 730),
    Ground("warned", "Law 181/2018 (Egypt), Art. 21", markets_of("EG"), 730),
)

STATUTORY_RETURNS = Rule(
    "statutory_returns",
    _("This presents the right to change one's mind as a benefit."),
    _(
        "The law gives shoppers these days, or more of them. Say that it is their legal right, or offer "
        "more days than the law does."
    ),
    RETURNS,
    {
        "en": """
            PERIOD |free|easy|no_quibble|hassle-free|simple|unconditional|full|to |free
            + return|returns|refund|refunds|withdrawal|withdraw
            PERIOD |full |no_risk |risk-free money-back
            PERIOD |free |right_of |return cancellation|withdrawal|cancel|cooling_off|change_of_mind|
            + right_to_return|return_policy|return_window|return_period
            PERIOD to change your mind
            return|returns|returnable|send_back|send_it_back|withdraw|withdrawal
            + |it|them|goods|your_order|right|period|policy|accepted|possible|free within|in|for|up_to|of
            + |the|a |first PERIOD
            cancel|cancellation |it|your_order|for_free|free within PERIOD
            money-back |guarantee |within|in|for|of PERIOD
            refund|refunds within|in EXACT
            PERIOD |refund|trial satisfaction_guarantee
        """,
        "pt-br": """
            PERIOD |para|de|pra|p |a |troca_ou|troca_e|trocar_ou|trocar_e|se|garantia_de devolver|devolução|
            + devoluções|arrependimento|arrepender|reembolso|desistir|desistência|devolver_ou_trocar
            PERIOD |de |garantia_de |seu dinheiro de_volta
            devolução|devoluções|devolva|arrependimento|desistência|troca_ou_devolução|trocas_e_devoluções|
            + troca_e_devolução |grátis|gratuita|fácil|garantida|do_produto |em
            + |até|por|de|dentro_de|no_prazo_de |até|seus PERIOD
            dinheiro de_volta |garantido |em |até|por PERIOD
            reembolso em|dentro_de |até EXACT
            arrepende*|desist* |em |até PERIOD
        """,
        "id": """
            PERIOD |masa|untuk|jaminan|garansi |gratis |garansi
            + pengembalian|retur|uang_kembali|refund|mengembalikan|dikembalikan|pembatalan
            pengembalian|retur|refund|pembatalan |barang|dana|gratis|mudah|produk |gratis
            + |dalam|selama|hingga|sampai|maksimal|dalam_waktu PERIOD
            garansi|jaminan |uang_kembali|pengembalian|uang_kembali_dalam |dalam|selama |waktu PERIOD
            + |uang_kembali|pengembalian
            uang kembali |100_percent |dalam|selama PERIOD
            kembalikan |barang |dalam PERIOD
        """,
        "et": """
            PERIOD |jooksul |tasuta|lihtne|kauba|raha
            + tagastus*|tagastami*|tagasta*|taganemis*|tagane*|raha_tagasi|rahatagastus*
            PERIOD |raha tagasi
            tagastus|tagastamine|tagastamisõigus|tagastusõigus|taganemisõigus|taganemine|tagastamise_tähtaeg|
            + tagastusaeg |tasuta|kuni|lepingust |kuni PERIOD
            raha tagasi |garantii |kuni PERIOD
            tagasta|tagastage|tagastada |kaup|kauba|toode|toote |tasuta |kuni PERIOD
        """,
        "ar": """
            إرجاع|استرجاع|استرداد|ارجاع|إعادة|ترجيع|استبدال_واسترجاع|الاسترجاع_والاستبدال|إلغاء|عدول
            + |استبدال|أو_استبدال |مجاني|مجانا|مجانية|سهل|أموال|المنتج|المنتجات|منتج|نقود|المبلغ
            + |مجاني|مجانا|بدون_أسباب |خلال|لمدة|حتى|في_غضون|خلال_مدة |مدة PERIOD
            PERIOD |مجانا |ضمان |حق|لحق إرجاع|استرجاع|استرداد|إعادة|ترجيع|عدول|إلغاء
            ضمان|كفالة استرداد|استرجاع|إرجاع|استعادة |أموال|نقود|المبلغ|مجاني |خلال|لمدة PERIOD
            سياسة إرجاع|استرجاع |لمدة|خلال PERIOD
        """,
    },
    excuses=BY_LAW,
)

STATUTORY_GUARANTEE = Rule(
    "statutory_guarantee",
    _("This presents the legal guarantee as a benefit."),
    _(
        "The law gives shoppers this guarantee, or a longer one. Say that it is their legal right, or offer"
        " a guarantee beyond it."
    ),
    GUARANTEES,
    {
        "en": """
            PERIOD |full|free|of|product guarantee|warranty|guaranteed
            warranty|warranties |of|for |: PERIOD
            guarantee of|for |up_to PERIOD
        """,
        "pt-br": """
            PERIOD |de|da garantia
            garantia |de|por|total_de|gratuita_de |até PERIOD
        """,
        "id": """
            PERIOD garansi|bergaransi|jaminan
            garansi|bergaransi|jaminan |toko|produk |selama|hingga PERIOD
        """,
        "et": """
            PERIOD |tasuta|toote garantii*|pretensiooni*
            garantii |kehtib|on|kuni|aeg|tähtaeg PERIOD
            garantiiaeg|garantiiga|pretensiooniõigus PERIOD
        """,
        "ar": """
            ضمان|كفالة |مجاني|شامل|مجانا |لمدة|مدة|مدته PERIOD
            PERIOD ضمان|كفالة
        """,
    },
    excuses={
        **BY_LAW,
        "en": BY_LAW["en"] + "price|prices\nmoney-back",
        "pt-br": BY_LAW["pt-br"] + "preço|preços\ndinheiro de volta\ngarantia de devolução|reembolso",
        "id": BY_LAW["id"] + "harga\nuang kembali",
        "et": BY_LAW["et"] + "hinna|hind|hinnagarantii*\nraha tagasi",
        "ar": BY_LAW["ar"] + "سعر|أسعار\nاسترداد|استرجاع|إرجاع",
    },
)

RULES = (STATUTORY_RETURNS, STATUTORY_GUARANTEE)
