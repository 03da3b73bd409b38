"""What key sentences say in each language, for numbers that take different forms of words.

Written out in full, so that somebody who knows a language can read them as a shopper would.
"""

# The offer of a shop where no law gives a right: beside the buy button, free.
OFFERS = {
    "en": {
        0: "No returns after a change of mind. Your rights when goods are faulty remain.",
        1: "Return within 1 day, free",
        2: "Return within 2 days, free",
        3: "Return within 3 days, free",
        11: "Return within 11 days, free",
        30: "Return within 30 days, free",
        100: "Return within 100 days, free",
    },
    "et": {
        0: "Ümber mõeldes kaupa tagastada ei saa. Õigused puudustega kauba korral jäävad teile alles.",
        1: "Tagastamine 1 päeva jooksul, tasuta",
        2: "Tagastamine 2 päeva jooksul, tasuta",
        3: "Tagastamine 3 päeva jooksul, tasuta",
        11: "Tagastamine 11 päeva jooksul, tasuta",
        30: "Tagastamine 30 päeva jooksul, tasuta",
        100: "Tagastamine 100 päeva jooksul, tasuta",
    },
    "pt-br": {
        0: "Não aceitamos devolução por desistência. Seus direitos em caso de defeito continuam valendo.",
        1: "Devolução em até 1 dia, grátis",
        2: "Devolução em até 2 dias, grátis",
        3: "Devolução em até 3 dias, grátis",
        11: "Devolução em até 11 dias, grátis",
        30: "Devolução em até 30 dias, grátis",
        100: "Devolução em até 100 dias, grátis",
    },
    "id": {
        0: "Tidak ada pengembalian karena berubah pikiran. Hak Anda atas barang cacat tetap berlaku.",
        1: "Pengembalian dalam 1 hari, gratis",
        2: "Pengembalian dalam 2 hari, gratis",
        3: "Pengembalian dalam 3 hari, gratis",
        11: "Pengembalian dalam 11 hari, gratis",
        30: "Pengembalian dalam 30 hari, gratis",
        100: "Pengembalian dalam 100 hari, gratis",
    },
    "ar": {
        0: "لا إرجاع عند تغيير الرأي. وتبقى حقوقك إذا كانت السلع معيبة.",
        1: "إرجاع خلال يوم واحد، مجانًا",
        2: "إرجاع خلال يومين، مجانًا",
        3: "إرجاع خلال 3 أيام، مجانًا",
        11: "إرجاع خلال 11 يومًا، مجانًا",
        30: "إرجاع خلال 30 يومًا، مجانًا",
        100: "إرجاع خلال 100 يوم، مجانًا",
    },
}

# What the law gives anyway, with free postage.
LEGAL_RIGHTS = {
    "en": {
        1: "You may return it free of charge within 1 day: your legal right.",
        2: "You may return it free of charge within 2 days: your legal right.",
        3: "You may return it free of charge within 3 days: your legal right.",
        11: "You may return it free of charge within 11 days: your legal right.",
        30: "You may return it free of charge within 30 days: your legal right.",
        100: "You may return it free of charge within 100 days: your legal right.",
    },
    "et": {
        1: "Võite selle tasuta tagastada 1 päeva jooksul: see on teie seadusest tulenev õigus.",
        2: "Võite selle tasuta tagastada 2 päeva jooksul: see on teie seadusest tulenev õigus.",
        3: "Võite selle tasuta tagastada 3 päeva jooksul: see on teie seadusest tulenev õigus.",
        11: "Võite selle tasuta tagastada 11 päeva jooksul: see on teie seadusest tulenev õigus.",
        30: "Võite selle tasuta tagastada 30 päeva jooksul: see on teie seadusest tulenev õigus.",
        100: "Võite selle tasuta tagastada 100 päeva jooksul: see on teie seadusest tulenev õigus.",
    },
    "pt-br": {
        1: "Você pode devolver sem custo em até 1 dia: é um direito seu por lei.",
        2: "Você pode devolver sem custo em até 2 dias: é um direito seu por lei.",
        3: "Você pode devolver sem custo em até 3 dias: é um direito seu por lei.",
        11: "Você pode devolver sem custo em até 11 dias: é um direito seu por lei.",
        30: "Você pode devolver sem custo em até 30 dias: é um direito seu por lei.",
        100: "Você pode devolver sem custo em até 100 dias: é um direito seu por lei.",
    },
    "id": {
        1: "Anda boleh mengembalikannya tanpa biaya dalam 1 hari: ini hak Anda menurut hukum.",
        2: "Anda boleh mengembalikannya tanpa biaya dalam 2 hari: ini hak Anda menurut hukum.",
        3: "Anda boleh mengembalikannya tanpa biaya dalam 3 hari: ini hak Anda menurut hukum.",
        11: "Anda boleh mengembalikannya tanpa biaya dalam 11 hari: ini hak Anda menurut hukum.",
        30: "Anda boleh mengembalikannya tanpa biaya dalam 30 hari: ini hak Anda menurut hukum.",
        100: "Anda boleh mengembalikannya tanpa biaya dalam 100 hari: ini hak Anda menurut hukum.",
    },
    "ar": {
        1: "يمكنك إرجاعه مجانًا خلال يوم واحد: هذا حقك بموجب القانون.",
        2: "يمكنك إرجاعه مجانًا خلال يومين: هذا حقك بموجب القانون.",
        3: "يمكنك إرجاعه مجانًا خلال 3 أيام: هذا حقك بموجب القانون.",
        11: "يمكنك إرجاعه مجانًا خلال 11 يومًا: هذا حقك بموجب القانون.",
        30: "يمكنك إرجاعه مجانًا خلال 30 يومًا: هذا حقك بموجب القانون.",
        100: "يمكنك إرجاعه مجانًا خلال 100 يوم: هذا حقك بموجب القانون.",
    },
}

# When the money is back, from the day the shop learns of the return.
REFUNDS = {
    "en": {
        0: "You get your money back as soon as we learn of the return.",
        1: "You get your money back within 1 day of the day we learn of the return.",
        2: "You get your money back within 2 days of the day we learn of the return.",
        3: "You get your money back within 3 days of the day we learn of the return.",
        11: "You get your money back within 11 days of the day we learn of the return.",
        30: "You get your money back within 30 days of the day we learn of the return.",
        100: "You get your money back within 100 days of the day we learn of the return.",
    },
    "et": {
        0: "Saate raha tagasi kohe, kui saame tagastusest teada.",
        1: "Saate raha tagasi 1 päeva jooksul alates päevast, mil saame tagastusest teada.",
        2: "Saate raha tagasi 2 päeva jooksul alates päevast, mil saame tagastusest teada.",
        3: "Saate raha tagasi 3 päeva jooksul alates päevast, mil saame tagastusest teada.",
        11: "Saate raha tagasi 11 päeva jooksul alates päevast, mil saame tagastusest teada.",
        30: "Saate raha tagasi 30 päeva jooksul alates päevast, mil saame tagastusest teada.",
        100: "Saate raha tagasi 100 päeva jooksul alates päevast, mil saame tagastusest teada.",
    },
    "pt-br": {
        0: "Você recebe o dinheiro de volta assim que soubermos da devolução.",
        1: "Você recebe o dinheiro de volta em até 1 dia a contar do dia em que soubermos da devolução.",
        2: "Você recebe o dinheiro de volta em até 2 dias a contar do dia em que soubermos da devolução.",
        3: "Você recebe o dinheiro de volta em até 3 dias a contar do dia em que soubermos da devolução.",
        11: "Você recebe o dinheiro de volta em até 11 dias a contar do dia em que soubermos da devolução.",
        30: "Você recebe o dinheiro de volta em até 30 dias a contar do dia em que soubermos da devolução.",
        100: "Você recebe o dinheiro de volta em até 100 dias a contar do dia em que soubermos da devolução.",
    },
    "id": {
        0: "Uang Anda kembali segera setelah kami mengetahui pengembalian itu.",
        1: "Uang Anda kembali dalam 1 hari sejak hari kami mengetahui pengembalian itu.",
        2: "Uang Anda kembali dalam 2 hari sejak hari kami mengetahui pengembalian itu.",
        3: "Uang Anda kembali dalam 3 hari sejak hari kami mengetahui pengembalian itu.",
        11: "Uang Anda kembali dalam 11 hari sejak hari kami mengetahui pengembalian itu.",
        30: "Uang Anda kembali dalam 30 hari sejak hari kami mengetahui pengembalian itu.",
        100: "Uang Anda kembali dalam 100 hari sejak hari kami mengetahui pengembalian itu.",
    },
    "ar": {
        0: "تسترد نقودك فور علمنا بالإرجاع.",
        1: "تسترد نقودك خلال يوم واحد من يوم علمنا بالإرجاع.",
        2: "تسترد نقودك خلال يومين من يوم علمنا بالإرجاع.",
        3: "تسترد نقودك خلال 3 أيام من يوم علمنا بالإرجاع.",
        11: "تسترد نقودك خلال 11 يومًا من يوم علمنا بالإرجاع.",
        30: "تسترد نقودك خلال 30 يومًا من يوم علمنا بالإرجاع.",
        100: "تسترد نقودك خلال 100 يوم من يوم علمنا بالإرجاع.",
    },
}

# A cell of a table.
DAYS = {
    "en": {
        1: "1 day",
        2: "2 days",
        3: "3 days",
        11: "11 days",
        30: "30 days",
        100: "100 days",
    },
    "et": {
        1: "1 päev",
        2: "2 päeva",
        3: "3 päeva",
        11: "11 päeva",
        30: "30 päeva",
        100: "100 päeva",
    },
    "pt-br": {
        1: "1 dia",
        2: "2 dias",
        3: "3 dias",
        11: "11 dias",
        30: "30 dias",
        100: "100 dias",
    },
    "id": {
        1: "1 hari",
        2: "2 hari",
        3: "3 hari",
        11: "11 hari",
        30: "30 hari",
        100: "100 hari",
    },
    "ar": {
        1: "يوم واحد",
        2: "يومان",
        3: "3 أيام",
        11: "11 يومًا",
        30: "30 يومًا",
        100: "100 يوم",
    },
}

# The legal guarantee, in years.
YEARS = {
    "en": {
        1: "Legal guarantee of 1 year: your legal right.",
        2: "Legal guarantee of 2 years: your legal right.",
        3: "Legal guarantee of 3 years: your legal right.",
        11: "Legal guarantee of 11 years: your legal right.",
        30: "Legal guarantee of 30 years: your legal right.",
        100: "Legal guarantee of 100 years: your legal right.",
    },
    "et": {
        1: "Seadusest tulenev garantii on 1 aasta: see on teie õigus.",
        2: "Seadusest tulenev garantii on 2 aastat: see on teie õigus.",
        3: "Seadusest tulenev garantii on 3 aastat: see on teie õigus.",
        11: "Seadusest tulenev garantii on 11 aastat: see on teie õigus.",
        30: "Seadusest tulenev garantii on 30 aastat: see on teie õigus.",
        100: "Seadusest tulenev garantii on 100 aastat: see on teie õigus.",
    },
    "pt-br": {
        1: "Garantia legal de 1 ano: é um direito seu por lei.",
        2: "Garantia legal de 2 anos: é um direito seu por lei.",
        3: "Garantia legal de 3 anos: é um direito seu por lei.",
        11: "Garantia legal de 11 anos: é um direito seu por lei.",
        30: "Garantia legal de 30 anos: é um direito seu por lei.",
        100: "Garantia legal de 100 anos: é um direito seu por lei.",
    },
    "id": {
        1: "Garansi menurut undang-undang 1 tahun: ini hak Anda menurut hukum.",
        2: "Garansi menurut undang-undang 2 tahun: ini hak Anda menurut hukum.",
        3: "Garansi menurut undang-undang 3 tahun: ini hak Anda menurut hukum.",
        11: "Garansi menurut undang-undang 11 tahun: ini hak Anda menurut hukum.",
        30: "Garansi menurut undang-undang 30 tahun: ini hak Anda menurut hukum.",
        100: "Garansi menurut undang-undang 100 tahun: ini hak Anda menurut hukum.",
    },
    "ar": {
        1: "ضمان قانوني لمدة سنة واحدة: هذا حقك بموجب القانون.",
        2: "ضمان قانوني لمدة سنتين: هذا حقك بموجب القانون.",
        3: "ضمان قانوني لمدة 3 سنوات: هذا حقك بموجب القانون.",
        11: "ضمان قانوني لمدة 11 سنة: هذا حقك بموجب القانون.",
        30: "ضمان قانوني لمدة 30 سنة: هذا حقك بموجب القانون.",
        100: "ضمان قانوني لمدة 100 سنة: هذا حقك بموجب القانون.",
    },
}

# The legal guarantee, in months.
MONTHS = {
    "en": {
        1: "Legal guarantee of 1 month: your legal right.",
        2: "Legal guarantee of 2 months: your legal right.",
        3: "Legal guarantee of 3 months: your legal right.",
        11: "Legal guarantee of 11 months: your legal right.",
        30: "Legal guarantee of 30 months: your legal right.",
        100: "Legal guarantee of 100 months: your legal right.",
    },
    "et": {
        1: "Seadusest tulenev garantii on 1 kuu: see on teie õigus.",
        2: "Seadusest tulenev garantii on 2 kuud: see on teie õigus.",
        3: "Seadusest tulenev garantii on 3 kuud: see on teie õigus.",
        11: "Seadusest tulenev garantii on 11 kuud: see on teie õigus.",
        30: "Seadusest tulenev garantii on 30 kuud: see on teie õigus.",
        100: "Seadusest tulenev garantii on 100 kuud: see on teie õigus.",
    },
    "pt-br": {
        1: "Garantia legal de 1 mês: é um direito seu por lei.",
        2: "Garantia legal de 2 meses: é um direito seu por lei.",
        3: "Garantia legal de 3 meses: é um direito seu por lei.",
        11: "Garantia legal de 11 meses: é um direito seu por lei.",
        30: "Garantia legal de 30 meses: é um direito seu por lei.",
        100: "Garantia legal de 100 meses: é um direito seu por lei.",
    },
    "id": {
        1: "Garansi menurut undang-undang 1 bulan: ini hak Anda menurut hukum.",
        2: "Garansi menurut undang-undang 2 bulan: ini hak Anda menurut hukum.",
        3: "Garansi menurut undang-undang 3 bulan: ini hak Anda menurut hukum.",
        11: "Garansi menurut undang-undang 11 bulan: ini hak Anda menurut hukum.",
        30: "Garansi menurut undang-undang 30 bulan: ini hak Anda menurut hukum.",
        100: "Garansi menurut undang-undang 100 bulan: ini hak Anda menurut hukum.",
    },
    "ar": {
        1: "ضمان قانوني لمدة شهر واحد: هذا حقك بموجب القانون.",
        2: "ضمان قانوني لمدة شهرين: هذا حقك بموجب القانون.",
        3: "ضمان قانوني لمدة 3 أشهر: هذا حقك بموجب القانون.",
        11: "ضمان قانوني لمدة 11 شهرًا: هذا حقك بموجب القانون.",
        30: "ضمان قانوني لمدة 30 شهرًا: هذا حقك بموجب القانون.",
        100: "ضمان قانوني لمدة 100 شهر: هذا حقك بموجب القانون.",
    },
}

# Business days from the least to the most, as a sentence.
ARRIVALS = {
    "en": {
        (0, 0): "Your order arrives the same business day.",
        (1, 1): "Your order arrives in 1 business day.",
        (0, 2): "Your order arrives within 2 business days.",
        (1, 2): "Your order arrives in 1 to 2 business days.",
        (2, 3): "Your order arrives in 2 to 3 business days.",
        (3, 11): "Your order arrives in 3 to 11 business days.",
        (11, 30): "Your order arrives in 11 to 30 business days.",
        (30, 100): "Your order arrives in 30 to 100 business days.",
    },
    "et": {
        (0, 0): "Tellimus jõuab kohale samal tööpäeval.",
        (1, 1): "Tellimus jõuab kohale 1 tööpäevaga.",
        (0, 2): "Tellimus jõuab kohale kuni 2 tööpäevaga.",
        (1, 2): "Tellimus jõuab kohale 1 kuni 2 tööpäevaga.",
        (2, 3): "Tellimus jõuab kohale 2 kuni 3 tööpäevaga.",
        (3, 11): "Tellimus jõuab kohale 3 kuni 11 tööpäevaga.",
        (11, 30): "Tellimus jõuab kohale 11 kuni 30 tööpäevaga.",
        (30, 100): "Tellimus jõuab kohale 30 kuni 100 tööpäevaga.",
    },
    "pt-br": {
        (0, 0): "O pedido chega no mesmo dia útil.",
        (1, 1): "O pedido chega em 1 dia útil.",
        (0, 2): "O pedido chega em até 2 dias úteis.",
        (1, 2): "O pedido chega em 1 a 2 dias úteis.",
        (2, 3): "O pedido chega em 2 a 3 dias úteis.",
        (3, 11): "O pedido chega em 3 a 11 dias úteis.",
        (11, 30): "O pedido chega em 11 a 30 dias úteis.",
        (30, 100): "O pedido chega em 30 a 100 dias úteis.",
    },
    "id": {
        (0, 0): "Pesanan tiba pada hari kerja yang sama.",
        (1, 1): "Pesanan tiba dalam 1 hari kerja.",
        (0, 2): "Pesanan tiba paling lambat dalam 2 hari kerja.",
        (1, 2): "Pesanan tiba dalam 1 sampai 2 hari kerja.",
        (2, 3): "Pesanan tiba dalam 2 sampai 3 hari kerja.",
        (3, 11): "Pesanan tiba dalam 3 sampai 11 hari kerja.",
        (11, 30): "Pesanan tiba dalam 11 sampai 30 hari kerja.",
        (30, 100): "Pesanan tiba dalam 30 sampai 100 hari kerja.",
    },
    "ar": {
        (0, 0): "يصل طلبك في يوم العمل نفسه.",
        (1, 1): "يصل طلبك بعد يوم عمل واحد.",
        (0, 2): "يصل طلبك خلال يومي عمل.",
        (1, 2): "يصل طلبك خلال يوم إلى يومي عمل.",
        (2, 3): "يصل طلبك خلال 2 إلى 3 أيام عمل.",
        (3, 11): "يصل طلبك خلال 3 إلى 11 يوم عمل.",
        (11, 30): "يصل طلبك خلال 11 إلى 30 يوم عمل.",
        (30, 100): "يصل طلبك خلال 30 إلى 100 يوم عمل.",
    },
}

# Business days from the least to the most, as a cell of a table.
RANGES = {
    "en": {
        (0, 0): "The same business day",
        (1, 1): "1 business day",
        (0, 2): "Up to 2 business days",
        (1, 2): "1 to 2 business days",
        (2, 3): "2 to 3 business days",
        (3, 11): "3 to 11 business days",
        (11, 30): "11 to 30 business days",
        (30, 100): "30 to 100 business days",
    },
    "et": {
        (0, 0): "Samal tööpäeval",
        (1, 1): "1 tööpäev",
        (0, 2): "Kuni 2 tööpäeva",
        (1, 2): "1 kuni 2 tööpäeva",
        (2, 3): "2 kuni 3 tööpäeva",
        (3, 11): "3 kuni 11 tööpäeva",
        (11, 30): "11 kuni 30 tööpäeva",
        (30, 100): "30 kuni 100 tööpäeva",
    },
    "pt-br": {
        (0, 0): "No mesmo dia útil",
        (1, 1): "1 dia útil",
        (0, 2): "Até 2 dias úteis",
        (1, 2): "1 a 2 dias úteis",
        (2, 3): "2 a 3 dias úteis",
        (3, 11): "3 a 11 dias úteis",
        (11, 30): "11 a 30 dias úteis",
        (30, 100): "30 a 100 dias úteis",
    },
    "id": {
        (0, 0): "Pada hari kerja yang sama",
        (1, 1): "1 hari kerja",
        (0, 2): "Paling lama 2 hari kerja",
        (1, 2): "1 sampai 2 hari kerja",
        (2, 3): "2 sampai 3 hari kerja",
        (3, 11): "3 sampai 11 hari kerja",
        (11, 30): "11 sampai 30 hari kerja",
        (30, 100): "30 sampai 100 hari kerja",
    },
    "ar": {
        (0, 0): "في يوم العمل نفسه",
        (1, 1): "يوم عمل واحد",
        (0, 2): "حتى يومي عمل",
        (1, 2): "من يوم إلى يومي عمل",
        (2, 3): "من 2 إلى 3 أيام عمل",
        (3, 11): "من 3 إلى 11 يوم عمل",
        (11, 30): "من 11 إلى 30 يوم عمل",
        (30, 100): "من 30 إلى 100 يوم عمل",
    },
}

# From when the days count.
STARTS = {
    "en": {
        "delivery": "The days begin the day after the goods arrive.",
        "last_item": "The days begin the day after the last item of your order arrives.",
        "contract": "The days begin the day after you order.",
    },
    "et": {
        "delivery": "Päevi loetakse kauba saabumisele järgnevast päevast.",
        "last_item": "Päevi loetakse tellimuse viimase kauba saabumisele järgnevast päevast.",
        "contract": "Päevi loetakse tellimisele järgnevast päevast.",
    },
    "pt-br": {
        "delivery": "O prazo começa no dia seguinte à chegada dos produtos.",
        "last_item": "O prazo começa no dia seguinte à chegada do último item do pedido.",
        "contract": "O prazo começa no dia seguinte ao do pedido.",
    },
    "id": {
        "delivery": "Hari dihitung mulai sehari setelah barang tiba.",
        "last_item": "Hari dihitung mulai sehari setelah barang terakhir dari pesanan Anda tiba.",
        "contract": "Hari dihitung mulai sehari setelah Anda memesan.",
    },
    "ar": {
        "delivery": "تُحسب الأيام من اليوم التالي لوصول السلع.",
        "last_item": "تُحسب الأيام من اليوم التالي لوصول آخر سلعة من طلبك.",
        "contract": "تُحسب الأيام من اليوم التالي للطلب.",
    },
}
