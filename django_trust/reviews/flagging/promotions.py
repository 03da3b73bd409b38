"""Phrases that sell something other than the item, by language and by points.

A person who tells of a product also writes "free" or "offer", so such words have few points and flag nothing
by themselves. The lists are ours, short on purpose: the phrases of common advertising, not of one sender.
"""

from __future__ import annotations

PHRASES: dict[str, dict[int, str]] = {
    "en": {
        25: """
            promo code, coupon code, discount code, referral code, use my code, use code, claim your,
            to claim, claim code, claim now, you have won, you won, u have won, has won, been selected,
            been chosen, been awarded, cash prize, win cash, win a, win up to, prize draw, free entry,
            free gift card, earn money, make money, extra income, passive income, work from home,
            financial freedom, get rich, quick loan, instant loan, personal loan, loan offer, payday loan,
            guaranteed profit, guaranteed returns, daily profit, investment plan, invest with,
            forex trading, crypto trading, binary options, recover your, online casino, sports betting,
            free spins, betting tips, buy followers, buy likes, buy reviews, seo services, backlinks,
            weight loss pills, male enhancement, viagra, cialis, cheap meds, escort, escorts, hot girls,
            sexy singles, adult dating, secret admirer, check out my, visit my, visit our, follow me on,
            subscribe to my, join my, dm me, message me on, text me on, contact me on, whatsapp me,
            add me on, spell caster, love spell, secure your, unclaimed
        """,
        15: """
            call now, call free, call today, call us, contact us, click here, click the link, click below,
            link in bio, order now, buy now, sign up, signup, register now, subscribe, unsubscribe,
            opt out, optout, reply stop, send stop, stop to, txt stop, text stop, to stop, limited time,
            limited offer, special offer, exclusive offer, act now, hurry up, while stocks last,
            no obligation, risk free, 100% free, free trial, free delivery code, absolutely free,
            giveaway, jackpot, lottery, winner, winners, prize, prizes, cash, casino, bitcoin, crypto,
            forex, bonus, vouchers, voucher code, ringtone, ringtones, wallpapers, subscription, unlimited
            calls, t&c, t&cs, ts&cs, terms apply, dating, singles, per msg, adults only, guaranteed,
            mobile upgrade, awarded, to win, chance to win, collect your, redeem, txt
        """,
        5: """
            free, win, won, claim, urgent, congratulations, congrats, offer, offers, discount, voucher,
            reward, rewards, reply, text, sms, deals, sale, visit, valid, expires, latest, chat, per
            week, per min, valued customer, important message, customer services, apply, receive, entry,
            from only, only today, pounds, weekly, mobile, msg, info, download, chance
        """,
    },
    "pt": {
        25: """
            codigo promocional, codigo de desconto, cupom de desconto, use meu cupom, use o cupom,
            ganhe dinheiro, ganhar dinheiro, renda extra, trabalhe em casa, dinheiro facil, fique rico,
            emprestimo rapido, emprestimo facil, lucro garantido, aposte, apostas esportivas,
            cassino online, voce ganhou, foi sorteado, resgate seu, acesse meu, visite meu, visite nossa,
            siga me, me siga, chama no zap, chame no whats, chama no whatsapp, comprar seguidores,
            perca peso, emagreca, garotas de programa, acompanhantes
        """,
        15: """
            clique aqui, clique no link, link na bio, ligue agora, ligue ja, compre agora, inscreva se,
            cadastre se, oferta especial, oferta imperdivel, tempo limitado, por tempo limitado, sorteio,
            premio, gratis, cassino, bitcoin, criptomoedas, aproveite ja, nao perca
        """,
        5: "promocao, oferta, desconto, cupom, brinde, ganhe, aproveite, ligue, acesse",
    },
    "es": {
        25: """
            codigo promocional, codigo de descuento, cupon de descuento, usa mi codigo, gana dinero,
            ganar dinero, ingresos extra, trabaja desde casa, dinero facil, hazte rico, prestamo rapido,
            prestamos rapidos, ganancias garantizadas, apuestas deportivas, casino online, has ganado,
            usted ha ganado, reclama tu, reclame su, visita mi, visite nuestra, sigueme en,
            escribeme al, comprar seguidores, pierde peso, chicas calientes, amarres de amor
        """,
        15: """
            haz clic, haga clic, clic aqui, enlace en mi, llama ahora, llame ahora, compra ahora,
            suscribete, registrate, oferta especial, oferta limitada, tiempo limitado, sorteo, premio,
            gratis, criptomonedas, no te lo pierdas
        """,
        5: "promocion, oferta, ofertas, descuento, cupon, regalo, gana, llama, visita",
    },
    "fr": {
        25: """
            code promo, code promotionnel, code de reduction, utilisez mon code, gagnez de l'argent,
            gagner de l'argent, revenu complementaire, travaillez a domicile, argent facile,
            pret rapide, credit rapide, offre de pret, gains garantis, paris sportifs, casino en ligne,
            vous avez gagne, reclamez votre, visitez mon, visitez notre, suivez moi, contactez moi,
            acheter des abonnes, perdre du poids rapidement, retour affectif, grand marabout
        """,
        15: """
            cliquez ici, cliquez sur, lien en bio, appelez maintenant, appelez vite, achetez maintenant,
            abonnez vous, inscrivez vous, offre speciale, offre limitee, duree limitee, tirage au sort,
            gratuit, gratuitement, cryptomonnaie, profitez vite
        """,
        5: "promotion, offre, reduction, remise, cadeau, gagnez, profitez, appelez",
    },
    "de": {
        25: """
            gutscheincode, rabattcode, aktionscode, nutzt meinen code, geld verdienen, verdiene geld,
            nebenverdienst, passives einkommen, heimarbeit, schnelles geld, sofortkredit, schnellkredit,
            kredit ohne schufa, garantierter gewinn, sportwetten, online casino, sie haben gewonnen,
            du hast gewonnen, besucht meine, besuchen sie unsere, folgt mir, folge mir auf,
            schreib mir auf, follower kaufen, schnell abnehmen
        """,
        15: """
            hier klicken, klick hier, klicken sie, link in der bio, jetzt anrufen, jetzt bestellen,
            jetzt kaufen, jetzt anmelden, abonniert, sonderangebot, nur fur kurze zeit, gewinnspiel,
            verlosung, gratis, kostenlos, kryptowahrung, jackpot
        """,
        5: "angebot, aktion, rabatt, gutschein, geschenk, gewinnen, gewinne, anrufen",
    },
    "id": {
        25: """
            kode promo, kode voucher, kode referral, pakai kode, dapatkan uang, uang gratis,
            penghasilan tambahan, kerja dari rumah, pinjaman online, pinjaman cepat, dana cepat,
            pinjol, slot gacor, situs slot, judi online, taruhan bola, togel, anda menang,
            selamat anda, hadiah undian, klaim hadiah, klaim bonus, kunjungi toko saya, kunjungi situs,
            hubungi wa, chat wa, wa saya, jual follower, obat kuat, pelangsing, pesugihan
        """,
        15: """
            klik disini, klik di sini, klik link, link di bio, hubungi kami, order sekarang,
            beli sekarang, pesan sekarang, daftar sekarang, promo terbatas, stok terbatas, undian, gacor,
            maxwin, jackpot, bitcoin, kripto, investasi
        """,
        5: "promo, diskon, gratis, hadiah, bonus, voucher, klaim, hubungi, daftar",
    },
    "et": {
        25: """
            sooduskood, allahindluskood, kampaaniakood, kasuta koodi, teeni raha, lisaraha, kiirlaen,
            kiirlaenu, laenupakkumine, tootamine kodus, kerge raha, garanteeritud kasum, spordiennustus,
            onlain kasiino, sa voitsid, olete voitnud, lunasta oma, kulasta minu, kulastage meie,
            jalgi mind, kirjuta mulle, osta jalgijaid
        """,
        15: """
            kliki siia, klikka siia, vajuta siia, helista kohe, osta kohe, telli kohe, liitu kohe,
            registreeru kohe, eripakkumine, piiratud aeg, ainult tana, loosimine, auhind, tasuta,
            kasiino, kruptoraha
        """,
        5: "pakkumine, soodustus, allahindlus, kampaania, kingitus, voida, helista, kupong",
    },
    "ar": {
        25: """
            كود خصم, كوبون خصم, رمز ترويجي, استخدم كود, استخدموا كود, اربح المال, ربح المال, دخل إضافي,
            العمل من المنزل, قرض سريع, قروض سريعة, أرباح مضمونة, تداول الفوركس, مراهنات, كازينو,
            لقد ربحت, لقد فزت, مبروك فزت, استلم جائزتك, زوروا متجري, زوروا موقعنا, تابعوني,
            تواصل معي, راسلني واتساب, زيادة متابعين, شيخ روحاني, جلب الحبيب
        """,
        15: """
            اضغط هنا, اضغط على الرابط, الرابط في, اتصل الآن, اطلب الآن, اشتر الآن, سجل الآن, اشترك الآن,
            عرض خاص, عرض محدود, لفترة محدودة, سحب على, جائزة, مجانا, عملات رقمية, بيتكوين
        """,
        5: "عرض, عروض, خصم, تخفيضات, هدية, كوبون, اربح, للتواصل",
    },
}
