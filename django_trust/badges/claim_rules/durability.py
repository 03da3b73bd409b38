"""Claims about how long things last and whether they can be repaired."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.environment import AMENDED, ANNEX
from django_trust.badges.claim_rules.rule import Ground, Rule, has_link_or_number, markets_of
from django_trust.shop.places import EU

DURABILITY = Rule(
    "durability",
    _("This claims that a product lasts or is easy to repair."),
    _(
        "How long a product lasts, whether it can be repaired and how long it gets updates must be true in "
        "normal use and shown. Link to the test or the terms."
    ),
    (Ground("warned", f"{ANNEX}, nos. 23d to 23j, {AMENDED}", markets_of(EU)),),
    {
        "en": """
            last|lasts|lasting |you|a|for|guaranteed_to |a forever|lifetime|eternity|ever
            guaranteed|built|made to last
            indestructible|un-breakable|everlasting
            never breaks|wears_out|needs_replacing
            lifetime guarantee|warranty|guaranteed|durability
            guarantee|warranty|guaranteed|durable for life|lifetime
            guaranteed durable|durability
            durability |is guaranteed|guarantee
            easy|easily|fully|completely|always|100_percent |to repair|repairable|repaired
            ONLY |fully|easily repairable
            repairability guaranteed
            software|security|free |software updates |guaranteed
            + for_life|for_ever|forever|for_a_lifetime|guaranteed
            spare_parts |always|guaranteed forever|for_life|always_available
        """,
        "pt-br": """
            dura|duram|durável|duráveis |para|por |a|toda_a vida_toda|vida_inteira|sempre
            garantia vitalícia|eterna|para_toda_a_vida|para_a_vida_toda
            durabilidade |total|eterna garantid*|vitalícia|eterna
            indestrutível|indestrutíveis|inquebrável|inquebráveis|dura_para_sempre
            nunca quebra|quebram|estraga
            fácil|fáceis|facilmente|totalmente |de |se reparar|consertar|reparável|reparáveis|consertável
            reparabilidade garantida
            atualizações |de_software|gratuitas para_sempre|vitalícias|garantidas
        """,
        "id": """
            tahan|awet|garansi|bergaransi seumur_hidup|selamanya|abadi
            tidak_bisa|tidak_akan|anti|tak_bisa |pernah rusak|hancur|pecah
            tak_terhancurkan
            ketahanan|daya_tahan|keawetan dijamin|terjamin
            dijamin awet|tahan_lama
            mudah |untuk diperbaiki|diservis
            pembaruan |perangkat_lunak|keamanan selamanya|seumur_hidup|dijamin
        """,
        "et": """
            kestab|kestavad|vastupidav |terve|kogu|kõik eluaja|elu|igavesti|eluaegselt
            eluaegne|eluaegse|eluaegset|igavene garantii*|vastupidav*|kestvus*
            purunematu*|hävimatu*|igikestev*
            ei|kunagi |lähe purune|katki
            vastupidavus |on garanteeritud|tagatud
            garanteeritud|garanteeritult vastupidav*|kestvus
            kergesti|lihtsalt|lihtne|hõlpsasti|kerge|täielikult parandatav*|parandada|remonditav*
            tarkvarauuendused|turvauuendused |on eluaegselt|igavesti|garanteeritud
        """,
        "ar": """
            يدوم|تدوم|يعيش|متين |معك|لك مدى_الحياة|للأبد|إلى_الأبد
            ضمان|كفالة |لمدة|مدى مدى_الحياة|حياة|أبدي
            غير قابل|قابلة كسر|تلف|تدمير
            لا ينكسر|تنكسر|يتلف|يتعطل
            متانة مضمونة
            سهل|سهلة|قابل|قابلة إصلاح
            إصلاح سهل
            تحديثات |برمجية|أمنية|مجانية مدى_الحياة|للأبد|مضمونة
        """,
    },
    proven=has_link_or_number,
)

RULES = (DURABILITY,)
