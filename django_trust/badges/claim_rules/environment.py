"""Claims about nature, climate and society."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.marks import EU_ECOLABEL, EU_ORGANIC
from django_trust.badges.claim_rules.rule import (
    Evidence,
    Ground,
    Rule,
    has_scheme,
    is_mark,
    markets_of,
)
from django_trust.shop.places import EU

ANNEX = "Directive 2005/29/EC, Annex I"
AMENDED = "as amended by Directive (EU) 2024/825"

GENERIC = {
    "en": """
        eco|environment|environmentally|environmental|planet|earth|nature|climate|carbon|ecologically|ocean
        + -friendly|friendlier|friend|conscious|safe|sound|aware
        kind|kinder|gentle|good|better|great|friendly|safe for|to|on the|our
        + environment|planet|climate|nature|earth
        kind|kinder|gentle to|on nature|earth
        care|cares|caring |for|about the|our planet|environment|nature|earth
        friend of the planet|earth|environment|climate
        nature_s friend
        environmentally|ecologically |socially correct|responsible|sound|conscious|safe
        protect|protects|protecting|save|saves|saving|help|helps the |our planet|environment|earth
        eco|green|greener shop|store|product|products|packaging|shipping|delivery|choice|company|brand|
        + business|webshop|shopping|parcel|logistics|promise|website|hosting|option|solution|future|
        + production|lifestyle
        eco collection|range|line|materials|material|fashion|home|living
        go|going|be|buy|shop|think|live|deliver|delivered|we_are|100_percent|completely|truly green
        ONLY |we_are|certified|shop|100_percent green
        ONLY |we_are|certified eco
        ecological|ecologically|sustainable|sustainably
        bio-degradable|bio-based
        energy efficient
        low|minimal|reduced|smaller|lower |environmental|ecological
        + environmental_impact|ecological_footprint|eco_footprint|impact_on_the_environment
        no|zero environmental|ecological impact|footprint
    """,
    "pt-br": """
        amigo|amiga|amigos|amigas|amigável|amigáveis do|da|ao|à|com_o|pelo|para_o
        + meio_ambiente|ambiente|natureza|planeta|clima
        ecologicamente|ambientalmente
        + correto|correta|corretos|corretas|responsável|responsáveis|amigável|consciente|sustentável
        ecológico|ecológica|ecológicos|ecológicas
        sustentável|sustentáveis|sustentavelmente
        eco-friendly
        bom|boa|melhor|gentil|seguro para|com o meio_ambiente|planeta
        respeita|respeitamos|protege|protegemos|ajuda|cuida|cuidamos|preserva|preservamos |a|o|do|da
        + meio_ambiente|planeta|natureza
        que respeita o meio_ambiente|planeta
        loja|produto|produtos|embalagem|embalagens|entrega|entregas|frete|compra|compras|empresa|selo|escolha|
        + marca|logística|consumo|hospedagem |100_percent verde|verdes|eco
        ONLY |100_percent|somos|selo verde
        biodegradável|biodegradáveis
        energeticamente eficiente|eficientes
        baixo|mínimo|menor impacto ambiental
        impacto ambiental zero|nulo|baixo|reduzido
    """,
    "id": """
        ramah|peduli|sahabat |terhadap|bagi|pada lingkungan|bumi|alam|iklim|planet
        cinta|aman |terhadap|bagi|untuk lingkungan|bumi
        eco-friendly
        ekologis
        menjaga|melindungi|melestarikan|menyelamatkan |kelestarian lingkungan|bumi|alam|planet
        baik untuk|bagi bumi|lingkungan|alam
        produk|toko|belanja|kemasan|pengiriman|pengantaran|perusahaan|merek|pilihan|logistik |yang
        + |100_percent hijau|eko|berkelanjutan|lestari
        bahan|fesyen|mode|fashion|gaya_hidup|secara|proses|produksi berkelanjutan
        ONLY |100_percent|serba|label hijau
        mudah|dapat|bisa|cepat terurai
        biodegradabel|biodegradable
        hemat energi
        dampak lingkungan minimal|rendah|nol
        minim dampak lingkungan
    """,
    "et": """
        keskkonnasõbrali*|keskkonda_säästev*|keskkonnasäästli*|keskkonnahoidli*|keskkonnateadli*|
        + keskkonnasäästev*|keskkonnahoiu*
        loodussõbrali*|loodushoidli*|loodussäästli*|loodust_säästev*|kliimasõbrali*|loodusesõbrali*
        öko-sõbrali*|rohesõbrali*|eco-friendly
        keskkonda|loodust|planeeti|kliimat säästev*|hoidev*|säästes|hoides|säästame|hoiame|kaitsev*|kaitseme
        keskkonna|looduse|planeedi|kliima -sõbrali*
        hea|parem|ohutu keskkonnale|loodusele|planeedile|kliimale
        keskkonnale|loodusele|planeedile ohutu*|hea
        ökoloogili*
        jätkusuutli*|kestli*
        rohe|roheline|rohelise|rohelised|rohelist|rohelisem|öko -pood|poe|toode|tooted|toodete|pakend|
        + pakendid|tarne|valik|ettevõte|ostlemine|kaubandus|logistika|kaubamärk|brändi|bränd|tellimus|
        + kohaletoimetamine
        rohepood|rohetoode|rohetooted|rohetarne|rohevalik|ökotoode|ökotooted|ökopood|ökopakend
        ONLY |100_percent|oleme roheline|rohelised
        biolagunev*|bioloogiliselt_lagunev*
        energiasäästli*|energiatõhus*
        väike|väikse|väikese|minimaalne|väiksem keskkonnamõju*|keskkonnajalajäl*|ökojalajäl*
    """,
    "ar": """
        صديق|صديقة|أصدقاء|محب|محبة|رفيق|رفيقة|آمن|آمنة|داعم |على|ل بيئة|طبيعة|مناخ|كوكب|كوكبنا
        يحافظ|نحافظ|تحافظ|يحمي|نحمي|تحمي|حفاظ|حفاظا|محافظ|محافظة |على بيئة|طبيعة|كوكب
        نهتم|يهتم|تهتم بيئة|كوكب
        مراعي|مراعية|يراعي|نراعي|تراعي بيئة
        مسؤول|مسؤولة|واع|واعية بيئيا
        مستدام|مستدامة
        إيكولوجي|ايكولوجية
        منتج|منتجات|متجر|تسوق|تغليف|توصيل|شحن|شركة |100_percent أخضر|خضراء|إيكو|بيئي|بيئية
        ONLY أخضر|خضراء
        قابل|قابلة تحلل |حيويا|بيولوجيا|حيوي|بيولوجي
        موفر|موفرة|كفء طاقة
        تأثير بيئي منخفض|قليل|معدوم
    """,
}

GENERIC_ENVIRONMENTAL = Rule(
    "generic_environmental",
    _("This is a generic claim about the environment."),
    _(
        "Words such as “eco-friendly” or “green” need recognised excellent performance. Name the "
        "certification scheme that shows it, or say exactly what is better, such as “Box of 90 percent "
        "recycled cardboard”."
    ),
    (
        Ground("refused", f"{ANNEX}, no. 4a, {AMENDED}", markets_of(EU)),
        Ground("warned", "16 CFR 260.4 (FTC Green Guides)"),
    ),
    GENERIC,
    # Recital 9: "biodegradable through home composting in one month" is a claim that can be checked.
    # The EU Ecolabel has a rule of its own.
    excuses={
        "en": "compost*\nenergy |efficiency class|label" + EU_ECOLABEL.wording["en"],
        "pt-br": "compost*\nclasse energética|de_eficiência" + EU_ECOLABEL.wording["pt-br"],
        "id": "kompos*|pengomposan" + EU_ECOLABEL.wording["id"],
        "et": "kompost*\nenergiaklass*|energiamärgis*" + EU_ECOLABEL.wording["et"],
        "ar": "سماد|تسميد\nفئة طاقة" + EU_ECOLABEL.wording["ar"],
    },
    proven=has_scheme,
)

CLIMATE_NEUTRAL = Rule(
    "climate_neutral",
    _("This claims to be neutral to the climate."),
    _(
        "That a product has no effect, or less effect, on the climate may not rest on compensated "
        "emissions. Say what you emit and what you pay for as two separate facts."
    ),
    (
        Ground("refused", f"{ANNEX}, no. 4c, {AMENDED}", markets_of(EU)),
        Ground("warned", "16 CFR 260.4 and 260.5 (FTC Green Guides)"),
    ),
    {
        "en": """
            climate|carbon|co2|emission|emissions|ghg -neutral|neutrality|positive|negative|compensated|
            + offset|offsetting|balanced|neutralised|neutralized
            carbon|co2 -free
            net|climate -zero |carbon|emissions
            zero|0|no |net carbon|co2|climate footprint|impact
            zero-carbon
            offset|offsets|offsetting|compensate|compensates|compensated |for |the|our|your|all|100_percent
            + |the|our|your|its carbon|co2|emissions|emission|climate
            reduced|lower |our climate_impact|climate_footprint
        """,
        "pt-br": """
            neutro|neutra|neutros|neutras |em|de carbono|co2|emissões
            carbono|co2|clima neutro|neutra|zero|compensad*|negativo|positivo
            carbono |líquido zero
            neutralidade |de carbono|climática
            climaticamente neutro|neutra|neutros|neutras|positivo
            zero carbono|co2
            emissão|emissões |de |carbono|co2 neutr*|compensad*|líquidas_zero
            compensa|compensamos|compensação|compensado|neutraliza|neutralizamos|neutralização |de
            + |o|as|a|do|das |nossas|nosso|100_percent_das carbono|co2|emissões|pegada_de_carbono
            livre de carbono
        """,
        "id": """
            netral|bebas|nol|negatif|positif|nihil |emisi|gas karbon|iklim|co2
            karbon|iklim|co2|emisi netral|nol|negatif|positif|bersih_nol
            emisi bersih nol
            kompensasi|mengompensasi|mengimbangi|mengkompensasi |jejak|emisi karbon|co2|emisi
            emisi |karbon nol|nihil|bersih_nol
        """,
        "et": """
            kliimaneutraal*|süsinikuneutraal*|süsinikneutraal*|kliimapositiiv*|süsinikunegatiiv*|
            + co2-neutraal*|süsinikuvaba*
            co2|süsinikdioksiidi|süsiniku vaba|neutraal*|kompenseeri*|nullheide
            netonull*|neto_null
            null|0 süsinikuheide|süsinikuheitega|süsinikujalajäl*|co2
            co2|süsinikujalajäl*|heide|heite|heitkog*|süsinikuheide|kliimajalajäl* |on
            + kompenseeri*|tasakaalusta*|neutraliseeri*
            kompenseeri* |kõik|kogu|oma|tarne
            + co2|süsinikujalajäl*|heite*|heitkog*|süsinikuheit*|kliimajalajäl*
        """,
        "ar": """
            محايد|محايدة|حيادي|حيادية |من |ناحية كربون|كربونيا|مناخ|مناخيا|كربونية|انبعاثات
            حياد كربوني|مناخي
            صفر|صفري|صفرية|0|بدون|بلا|خال_من|خالي_من|خالية_من |أي |انبعاثات كربون|كربونية
            صافي |انبعاثات |كربونية صفر|صفري|صفرية
            انبعاثات |كربونية|كربون معوضة
            انبعاثات كربونية|كربون صفر|صفرية|معدومة
            تعويض|نعوض|تعوض|يعوض|معادلة |عن |بصمة|انبعاثات كربون|كربونية|انبعاثات|انبعاثاتنا|co2
            كربون |ثاني_أكسيد_الكربون معوض|معوضة
        """,
    },
)

LEAF = "leaf"


def _is_label(evidence: Evidence) -> bool:
    return is_mark(evidence) or LEAF in evidence.icon


def _leaf(evidence: Evidence) -> str:
    return "icon" if LEAF in evidence.icon else ""


SUSTAINABILITY_LABEL = Rule(
    "sustainability_label",
    _("This is a sustainability label without a scheme."),
    _(
        "A label about the environment or society must rest on a certification scheme with open terms and "
        "independent monitoring, or on a public authority. Name the scheme."
    ),
    (
        Ground("refused", f"{ANNEX}, no. 2a, {AMENDED}", markets_of(EU)),
        Ground("warned", "16 CFR 260.6 (FTC Green Guides)"),
    ),
    {
        "en": GENERIC["en"]
        + """
            organic|bio|fair-trade|fairly_traded|recycled|recyclable|recycling|sustainability|ethical|
            + ethically|cruelty-free|plastic-free|renewable|zero-waste|fsc|rainforest
            green |business|shop certified|label|seal|certificate
            socially|environmentally responsible
        """,
        "pt-br": GENERIC["pt-br"]
        + """
            orgânico|orgânica|orgânicos|orgânicas|comércio_justo|reciclado|reciclada|reciclados|reciclável|
            + recicláveis|sustentabilidade|ético|ética|renovável|fsc|lixo_zero
            selo|certificado|certificação verde|eco|ambiental
        """,
        "id": GENERIC["id"]
        + """
            organik|perdagangan_adil|daur_ulang|didaur_ulang|keberlanjutan|berkelanjutan|etis|terbarukan|fsc|
            + bebas_plastik
            label|sertifikat|sertifikasi hijau|eko|ramah_lingkungan
        """,
        "et": GENERIC["et"]
        + """
            mahe|mahetoode|mahetooted|mahepõllumajandus*|öko|õiglane_kaubandus|õiglase_kaubanduse|
            + taaskasutatud|ringlussevõetud|taastuv*|eetilis*|eetiline|fsc|plastivaba*|jäätmevaba*
            ökomärgis*|keskkonnamärgis*|rohemärgis*|rohesertifikaa*|rohetunnistus*
        """,
        "ar": GENERIC["ar"]
        + """
            عضوي|عضوية|تجارة_عادلة|معاد_تدويره|معاد_التدوير|معاد_تدويرها|تدوير|استدامة|أخلاقي|متجدد|متجددة|fsc
            شهادة|علامة|ختم خضراء|أخضر|بيئية|بيئي
        """,
    },
    # Labels of public authorities have rules of their own.
    excuses={language: EU_ECOLABEL.wording[language] + EU_ORGANIC.wording[language] for language in GENERIC},
    about=_is_label,
    proven=has_scheme,
    sign=_leaf,
)

RULES = (GENERIC_ENVIRONMENTAL, CLIMATE_NEUTRAL, SUSTAINABILITY_LABEL)
