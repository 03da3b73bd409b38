"""Claims to be the best, and claims about all reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.rule import Ground, Rule, has_issuer_and_link

BEST_PRICE = Rule(
    "best_price",
    _("This claims the best price."),
    _(
        "Nobody can keep watch over all prices. Say what you do instead, such as paying back the "
        "difference, and link to the terms."
    ),
    (Ground("warned", "Directive 2005/29/EC, Art. 6(1)(d); Law 8/1999 (Indonesia), Art. 10"),),
    {
        "en": """
            best|lowest|cheapest|unbeatable|unbeaten price|prices|deals
            price|prices |are |always unbeatable|unbeaten|lowest|the_lowest
            lowest|best price-guarantee
            never|nowhere cheaper
            cheapest |online shop|store|webshop
        """,
        "pt-br": """
            melhor|melhores|menor|menores|mais_baixo|mais_baixos |os preço|preços
            preço|preços |mais imbatível|imbatíveis|baixo_do_brasil|baixos_do_brasil|baixo|baixos|barato |do
            + |mercado|brasil
            mais barato|barata|baratos |da|do brasil|internet|mercado|loja
            loja mais barata
        """,
        "id": """
            harga |dijamin |paling termurah|terbaik|terendah|murah|bersaing_terbaik
            dijamin |paling termurah|murah
            termurah |se indonesia|di_indonesia|online
            toko |online termurah
            paling murah
        """,
        "et": """
            parim|parima|parimad|soodsaim|soodsaima|soodsaimad|odavaim|odavaima|odavaimad|madalaim|madalaimad|
            + madalaima|kõige_soodsam|kõige_odavam|kõige_madalam
            + hind|hinnad|hinna|hinnaga|hindadega|hinnagarantii
            hind|hinnad |on |alati parim|parimad|madalaimad|soodsaimad|odavaimad
            võitmatu|ületamatu|löömatu|ületamatud|võitmatud|löömatud hind|hinnad|hinnaga
            odavaim pood|e_pood
        """,
        "ar": """
            أفضل|أقل|أرخص|أدنى سعر|أسعار|الأسعار
            سعر|أسعار أفضل|أقل|أرخص|لا_تقبل_المنافسة|لا_تنافس|الأدنى
            أرخص متجر|موقع
        """,
    },
)

NUMBER_ONE = Rule(
    "number_one",
    _("This claims first place without a source."),
    _(
        "A first place needs a count and somebody who counted. Name who did as issuer and link to the "
        "result, or leave it out."
    ),
    (Ground("warned", "Directive 2005/29/EC, Art. 6(1)(f) and 12; Law 8/1999 (Indonesia), Art. 9 and 10"),),
    {
        "en": """
            no|number|nr 1 shop|store|webshop|online|choice|brand|seller|retailer|in|for|site|website|company|
            + marketplace|trusted
            number one shop|store|webshop|choice|brand|seller|retailer|in|for|site|website|online
            most|world_s_most|country_s_most trusted|reliable|secure|popular|loved
            + shop|store|webshop|e-shop|e-store|seller|retailer|brand|site|website|marketplace|company|online
            the |country_s|world_s most trusted|reliable
            safest|best|leading|finest |online shop|store|webshop|e-shop|retailer|marketplace|website |in |the
            ONLY |the |your best |online shop|store|webshop
        """,
        "pt-br": """
            número um|1
            n|no |o 1 em|do|da
            loja|site|empresa|marca |online número|n |o 1|um
            loja|site|empresa|marca|e_commerce mais confiável|segura|seguro|popular|querida |do
            mais confiável|segura do brasil|mercado|mundo
            melhor loja |online|virtual |do
            líder absoluto|absoluta|de_mercado
        """,
        "id": """
            toko|situs|marketplace|merek|penjual |online nomor|no|nomer 1|satu
            nomor|nomer 1|satu |di indonesia|dunia
            toko|situs|marketplace|merek|penjual |online |paling
            + terpercaya|tepercaya|terbaik|teraman|terpopuler
            paling terpercaya|tepercaya|aman
            no 1 di indonesia|dunia
            satu_satunya toko|situs
        """,
        "et": """
            nr|number|no 1|üks |e pood|poe|valik|eestis|eesti|kauplus
            eesti |kõige parim|suurim|usaldusväärseim|usaldatuim|turvalisim |e pood|e_pood|kauplus|poed
            kõige usaldusväärsem|usaldatum|turvalisem|parem |e pood|kauplus|müüja|e_pood
            usaldusväärseim|usaldatuim|turvalisim|parim |e pood|kauplus|müüja|e_pood|veebipood
        """,
        "ar": """
            متجر|موقع|علامة|خيارك رقم 1|واحد
            رقم 1|واحد في
            متجر|موقع|علامة |إلكتروني الأول|الأولى|الأكثر_ثقة|الأكثر_أمانا|الأفضل
            أكثر |المتاجر|المواقع ثقة|موثوقية|أمانا
            أفضل متجر|موقع |إلكتروني
            أكثر متاجر|المتاجر|المواقع ثقة|موثوقية|أمانا
        """,
    },
    proven=has_issuer_and_link,
)

GENUINE_REVIEWS = Rule(
    "genuine_reviews",
    _("This claims that all reviews are genuine."),
    _(
        "That reviews come from buyers may be said only where reasonable steps check it for each of them. "
        "Show the mark at each review and explain how reviews are checked."
    ),
    (Ground("warned", "Directive 2005/29/EC, Annex I, no. 23b and Art. 7(6); 16 CFR 465.2"),),
    {
        "en": """
            100_percent|only|all|exclusively|fully|completely|guaranteed |of_our |our |are |100_percent |only
            + real|genuine|authentic|verified|certified|honest |customer|buyer|product
            + review|reviews|ratings|testimonials
            all|every |of_our |our |customer|product review|reviews |is|are |100_percent |all
            + real|genuine|authentic|verified|certified|honest
            real|genuine|authentic|verified|certified |customer reviews |only|guaranteed
            + only|guaranteed|100_percent
            reviews |100_percent real|genuine|authentic|verified|certified guaranteed
            no fake reviews
        """,
        "pt-br": """
            100_percent|somente|apenas|só|todas_as|exclusivamente |nossas avaliações|opiniões|comentários |são
            + |100_percent reais|verdadeir*|autêntic*|verificad*|certificad*|genuín*|de_clientes_reais
            avaliações|opiniões|comentários |são todas|100_percent|totalmente
            + reais|verdadeir*|autêntic*|verificad*|certificad*|genuín*
            avaliações|opiniões|comentários |são reais|verdadeir*|autêntic*|genuín* |garantid*
            100_percent das |nossas avaliações|opiniões |são reais|verdadeir*|autêntic*|verificad*
            sem avaliações|comentários fals*
        """,
        "id": """
            ulasan|review|testimoni |pelanggan asli|nyata|terverifikasi 100_percent|semua
            ulasan|review|testimoni |pelanggan|kami|pembeli |semua|semuanya|dijamin 100_percent|dijamin
            + |asli|nyata
            100_percent|hanya|semua|seluruh |dijamin ulasan|review|testimoni |pelanggan|kami|pembeli
            + |100_percent asli|nyata|terverifikasi|jujur|otentik|autentik
            100_percent ulasan|review|testimoni asli|nyata|terverifikasi
            tanpa|bebas ulasan|review palsu
        """,
        "et": """
            ainult|üksnes|100_percent|kõik|ainuüksi |meie |100_percent
            + |kontrollitud|ehtsad|tõelised|päris|ausad|autentsed|kinnitatud|kliendi|klientide|ostjate
            + arvustused|hinnangud|tagasiside |on|100_percent |100_percent
            + ehtsad|tõelised|päris|ausad|autentsed|kontrollitud|kinnitatud
            ainult|üksnes|100_percent|ainuüksi
            + kontrollitud|ehtsad|tõelised|päris|ausad|autentsed|kinnitatud|sertifitseeritud
            + |ostjate|klientide|kliendi arvustused|hinnangud|tagasiside
            arvustused|hinnangud 100_percent|täiesti|garanteeritult ehtsad|tõelised|ausad|autentsed
            võltsarvustusteta
        """,
        "ar": """
            تقييمات|مراجعات|آراء |عملاء|عملائنا 100_percent حقيقية|موثقة|أصلية|صادقة
            تقييمات|مراجعات|آراء |عملاء|عملائنا|جميعها|كلها حقيقية|موثقة|أصلية|صادقة|موثوقة |بنسبة 100_percent
            جميع|كل|فقط |100_percent تقييمات|مراجعات|آراء|تقييماتنا |عملاء|عملائنا |فقط
            + حقيقية|موثقة|أصلية|صادقة
            100_percent تقييمات|مراجعات|آراء حقيقية|موثقة|أصلية
            تقييمات|مراجعات|آراء |عملاء حقيقية|موثقة|أصلية |100_percent فقط
            بدون|بلا|لا تقييمات|مراجعات مزيفة|وهمية
        """,
    },
    proven=has_issuer_and_link,
)

RULES = (BEST_PRICE, NUMBER_ONE, GENUINE_REVIEWS)
