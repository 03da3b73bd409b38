"""Claims that nothing can go wrong, and seals of a scan nobody can look up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from django_trust.badges.claim_rules.rule import Ground, Rule, has_issuer_and_link

FULLY_EN = (
    "100_percent|100_per_cent|hundred_percent|one_hundred_percent|totally|completely|absolutely|fully|entirely"
    "|perfectly|utterly"
)
FULLY_PT = (
    "100_percent|100_por_cento|100_porcento|cem_por_cento|totalmente|completamente|absolutamente|inteiramente"
    "|plenamente|integralmente"
)
FULLY_ID = "100_percent|100_persen|seratus_persen|sepenuhnya|seutuhnya|benar_benar|mutlak|total"
FULLY_ET = (
    "100_percent|100_percent_line|100_percent_lise*|100_protsen*|sada_protsenti|sajaprotsendi*|täiesti"
    "|täielikult|täielik|täieliku|absoluutselt|absoluutne|absoluutse"
)
FULLY_AR = (
    "100_percent|100_بالمئة|100_بالمائة|100_في_المئة|100_في_المائة|100_بالمية|مئة_بالمئة|مائة_بالمائة"
    "|مية_بالمية|تماما|كليا|بالكامل|بشكل_كامل|بشكل_تام|كاملا"
)
SAFE_AR = "آمن|آمنة|آمنا|أمان|محمي|محمية|مؤمن|مؤمنة|مأمون|مأمونة"

ABSOLUTE_SECURITY = Rule(
    "absolute_security",
    _("This claims absolute security."),
    _(
        "Nothing on the web is safe beyond all doubt, and no check can show it. Say what was checked, such "
        "as “Connection encrypted with TLS 1.3”."
    ),
    (Ground("refused", "Directive 2005/29/EC, Art. 6(1); FTC Act, section 5; CDC (Brazil), art. 37"),),
    {
        "en": f"""
            {FULLY_EN} |and|guaranteed
            + secure|secured|safe|protected|bulletproof|hack-proof|safely|securely|security
            {FULLY_EN} virus|malware|fraud|hacker|scam -free|free
            {FULLY_EN} virus-free|malware-free|fraud-free|scam-free|risk-free
            secure|secured|safe|security|safety|protected |guaranteed 100_percent|100_per_cent|hundred_percent
            total|absolute|complete|perfect|guaranteed|foolproof security|safety
            security|safety |is guaranteed
            hacker-proof|hack-proof|fraud-proof|scam-proof|un-hackable
            unbreakable|bulletproof|impenetrable|bullet-proof security|encryption|protection|checkout|payments
            cannot|can_not|can_never|never|impossible be|to |be
            + hack|hacked|breach|breached|intercept|intercepted
            bank|banking|military|army|government|defence|defense|pentagon
            + level|grade|class|strength|standard|style |NUMBER |bit
            + security|encryption|encrypted|protection|secure|safety
            same security|encryption|protection as |a|your|the bank|banks
            as safe|secure as |a|your|the|in_a|money_in_the bank
            virus-free|malware-free|spyware-free |and|100_percent|always guaranteed|guarantee
            guaranteed |100_percent virus-free|malware-free|spyware-free
            zero|0|0_percent|without_any risk|risks
            no risk|risks at_all|whatsoever
            risk-free shopping|purchase|purchases|payment|payments|checkout|ordering|order
            guaranteed safe|secure |and |safe|secure
            + checkout|payment|payments|shopping|transactions|site|website|shop|store
            checkout|payment|payments|shopping|site|website|shop|store |is guaranteed safe|secure
            safe|secure |and |safe|secure checkout|payment|payments|shopping guaranteed
        """,
        "pt-br": f"""
            {FULLY_PT} |de|em |confiável_e|confiável|garantido_e|garantida_e segur*|protegid*|blindad*
            {FULLY_PT} livre|livres de vírus|malware|riscos|risco|fraudes|golpes
            segur*|protegid* |e_confiável 100_percent|100_por_cento|cem_por_cento
            segurança total|absoluta|completa|garantida
            segurança |e_privacidade|é garantida
            total|absoluta|completa segurança
            garantid* segur*
            garantidamente segur*
            compra|compras|pagamento|pagamentos|site|loja|checkout|transação segur* garantid*
            prova de|contra hacker|hackers|invasão|invasões|fraude|fraudes|golpe|golpes
            site|sistema|loja|pagamento|pagamentos|segurança|criptografia inviolável|inviolaveis|invioláveis
            inhackeável|inhackeaveis|não_hackeável
            impossível de |ser hackear|invadir|fraudar|hackead*|invadid*
            segurança|criptografia|proteção |de|em|com |nível|grau|padrão
            + bancário|bancária|bancárias|militar|militares|de_banco|de_bancos
            livre|livres de vírus|malware|virus |e |malware garantid*|garantia
            garantid* livre|livres de vírus|malware
            risco zero|nulo|inexistente
            zero|0|0_percent |de risco|riscos
            sem nenhum|qualquer risco
            sem risco|riscos algum|nenhum
        """,
        "id": f"""
            {FULLY_ID} |dijamin|terjamin aman|terlindungi|terproteksi|keamanan
            {FULLY_ID} bebas virus|malware|risiko|resiko|penipuan
            aman |dan_terpercaya|dan_tepercaya|terpercaya|tepercaya |dijamin|terjamin {FULLY_ID}
            keamanan |anda|transaksi |dijamin|terjamin 100_percent|100_persen|mutlak|total
            keamanan |anda|transaksi dijamin|terjamin
            belanja|transaksi|pembayaran|situs|toko|website |anda dijamin|terjamin|pasti aman
            dijamin|terjamin|pasti aman |dan|untuk |nyaman
            + belanja|berbelanja|transaksi|bertransaksi|pembayaran
            anti|tahan|kebal |terhadap hack|hacker|hackers|peretas|peretasan|retas|bobol|dibobol|diretas
            antihack|antihacker|antiretas|antibobol
            tidak|tak|mustahil |bisa|dapat|mungkin |untuk diretas|dibobol|dihack|di_hack|ditembus
            keamanan|enkripsi|perlindungan |berstandar setara|setingkat|sekelas|tingkat|level|kelas|standar
            + |tingkat|level|dengan|standar bank|perbankan|militer
            bebas virus|malware |dan|100_percent dijamin|terjamin|garansi
            dijamin|terjamin|pasti bebas virus|malware
            tanpa risiko|resiko sama_sekali|apapun|apa_pun|sedikitpun
            nol|zero|0|0_percent risiko|resiko
            risiko|resiko nol|0|0_percent
            transaksi|belanja|pembelian|pembayaran bebas|tanpa risiko|resiko
        """,
        "et": f"""
            {FULLY_ET} |ja |usaldusväärne turvali*|ohutu|ohutud|ohutult|ohutus|kaitstud
            {FULLY_ET} riskivaba*|viirusevaba*|viirustevaba*|pahavaravaba*|häkkimiskind*
            turvali*|ohutu|ohutus |ja_usaldusväärne 100_percent|100_protsen*|sada_protsenti
            turvalisus |on garanteeritud|tagatud
            garanteeritud|garanteeritult|tagatud turvali*
            häkkerikind*|häkkeri_kind*|häkkimiskind*|häkkimatu*|häkkerite_kind*
            murdmatu*|läbimurdmatu* turvali*|krüpteering*|kaitse*
            võimatu|ei_saa|ei_ole_võimalik |sisse|lahti häkkida|murda
            panga|pankade|sõjaväe|militaar|sõjalise|armee|kaitseväe
            + -tasemel|taseme|tasemel|tase|klassi|standardi turvali*|krüpteeri*|krüpti*|kaits*
            pangataseme|pangatasemel|militaartaseme|militaartasemel|sõjaväetaseme|sõjaväetasemel
            + turvali*|krüpteeri*|krüpti*|kaits*
            viirusevaba*|viirustevaba*|pahavaravaba*|viirustest_vaba*
            + garanteeritud|garanteeritult|garantii*|garanteerime
            garanteeritult|garanteeritud viirusevaba*|viirustevaba*|pahavaravaba*|viirustest_vaba*
            null|0|0_percent riski|risk|riskiga|riskid
            risk on null|0|olematu
            riskivaba* ost|ostu|ostud|ostmine|makse*|tellim*|kauple*
            igasuguse|mingi|mingisuguse|vähimagi riskita
        """,
        "ar": f"""
            {FULLY_AR} |و_موثوق|موثوق {SAFE_AR}
            {SAFE_AR} |موثوق|موثوقة |بنسبة {FULLY_AR}
            بنسبة {FULLY_AR} {SAFE_AR}
            أمان تام|كامل|مطلق|مضمون
            أمان|تسوق|دفع آمن|مضمون مضمون|100_percent
            غير قابل|قابلة|قابلين اختراق|قرصنة
            لا|لن يمكن|تمكن|يتم|يستطيع |أحد اختراق|اختراقه|اختراقها|قرصنة|قرصنته|قرصنتها
            مستحيل|يستحيل|استحالة اختراق|اختراقه|اختراقها|قرصنته
            محصن|محصنة|مقاوم|مقاومة ضد|من اختراق|قرصنة|قراصنة|هكر|هاكر|هاكرز
            ضد هكر|هاكر|هاكرز
            أمان|أمن|حماية|تشفير |من|على|ذو|ذات |مستوى|درجة|معايير
            + بنوك|بنك|بنكي|بنكية|مصرفي|مصرفية|عسكري|عسكرية
            خال|خالي|خالية من فيروسات|فيروس |و_برمجيات مضمون|مضمونة|تماما|100_percent
            مضمون|مضمونة خال|خالي|خالية من فيروسات
            {FULLY_AR} خال|خالي|خالية من فيروسات|مخاطر
            صفر|0|0_percent|بدون_أي|بدون_أية|دون_أي|دون_أية|بلا_أي|بلا_أية مخاطر|مخاطرة
            خال|خالي|خالية |تماما من |أي مخاطر|مخاطرة
        """,
    },
)

VENDORS = (
    "mcafee|norton|symantec|verisign|digicert|trustwave|comodo|sectigo|sitelock|site_lock|godaddy|kaspersky|avast"
    "|bitdefender|trustguard|trust_guard|trusted_site|trustedsite"
)
VENDORS_AR = "مكافي|نورتون|كاسبرسكي|جوجل|غوغل|قوقل|mcafee|norton|kaspersky|google"

MALWARE_SEAL = Rule(
    "malware_seal",
    _("This is a seal of a malware scan."),
    _(
        "Such a seal stands for a running service of the vendor. Name the vendor as issuer and link to the "
        "page where the vendor confirms it."
    ),
    (Ground("warned", "Directive 2005/29/EC, Annex I, nos. 2 and 4"),),
    {
        "en": f"""
            {VENDORS} secure|secured|protected|certified|verified|tested|approved|safe|seal|checked|trusted
            secured|protected|certified|verified|checked|scanned|tested|trusted by {VENDORS}
            verified|certified|trusted|approved by google
            google safe_browsing|safe-browsing|trusted|verified|approved|certified|safe
            safe_browsing|safe-browsing site|status|verified|passed|checked|clean|safe
            malware|virus|viruses|threat|vulnerability |and |malware|virus|viruses
            + scan|scans|scanned|scanning|checked |daily|weekly|hourly
            daily|weekly|hourly malware|virus|security |and |virus|malware scan|scans|scanning|scanned
            scanned|checked|monitored|tested |daily|regularly|weekly|every_day for |all malware|viruses|virus
            virus-free|malware-free|spyware-free
            free of|from |all viruses|malware|spyware
            no malware|viruses |was|were |ever found|detected
            hacker-safe|hackersafe
            site_blindado|siteblindado
        """,
        "pt-br": f"""
            verificad*|escanead*|testad*|monitorad*|analisad*|protegid* |diariamente|todos_os_dias contra
            + malware|vírus|ameaças |diariamente
            varredura|verificação |diária |de|contra malware|vírus |diária
            livre|livres de vírus|malware
            protegid*|verificad*|certificad*|testad*|aprovad*|confiável por|pela|pelo {VENDORS}
            verificad*|certificad*|aprovad* por|pelo google
            google site_seguro|navegação_segura
            navegação_segura |do|no google
            selo {VENDORS}|google|site_blindado
        """,
        "id": f"""
            dipindai|dipantau|diperiksa|discan|scan |setiap_hari|harian |dari|terhadap|untuk malware|virus
            malware|virus dipindai|diperiksa|discan setiap_hari|harian
            pemindaian malware|virus
            bebas |dari virus|malware|spyware
            dilindungi|diamankan|diverifikasi|disertifikasi|diuji|dipercaya oleh {VENDORS}
            diverifikasi|disertifikasi|dipercaya oleh google
            penjelajahan_aman google
        """,
        "et": f"""
            viirusevaba*|viirustevaba*|viirusvaba*|pahavaravaba*|viirustest_vaba*
            kontrolli*|skanni* |iga_päev|igapäevaselt|regulaarselt pahavara|viiruste|viirusi
            pahavara|viiruste |suhtes |iga_päev|igapäevaselt kontrolli*|skanni*
            pahavarakontroll*|viirusekontroll*|viirusetõrjekontroll*
            igapäevane|igapäevase|igapäevaselt|iga_päev |kontrollitud|tehtav pahavara*|viiruse*|viiruste
            {VENDORS}|google |i |poolt|kontrolli kaitstud|kontrollitud|kinnitatud|turvatud|sertifitseeritud
        """,
        "ar": f"""
            فحص|يفحص|مفحوص|مفحوصة |يومي|يوميا |من|ضد|بحثا_عن فيروسات|برمجيات_خبيثة|برامج_ضارة|برامج_خبيثة
            خال|خالي|خالية من فيروسات|برمجيات_خبيثة|برامج_ضارة|برامج_خبيثة
            محمي|محمية|موثق|موثقة|معتمد|معتمدة|مؤمن |من|بواسطة|من_قبل|من_شركة {VENDORS_AR}
            تصفح آمن |من|ل جوجل|غوغل|google
        """,
    },
    proven=has_issuer_and_link,
)

RULES = (ABSOLUTE_SECURITY, MALWARE_SEAL)
