"""Coarse and insulting words, by the reason they would stand for. Folded: small letters, no accents.

A moderation list has to spell out what it looks for. It is ours, and short. Left out is what honest people
write of a product, a pet or a shop: "crap" and "scam" (criticism), "dog" as an insult, "boobs" (of a dress),
"dykes" (pliers). What is an ordinary word in another language of the list counts in its own language only:
"dick" is "thick" in German. A shop's own callable in ``SIGNALS`` may bring a longer list.
"""

from __future__ import annotations

OBSCENE, ABUSIVE, DISCRIMINATORY = "obscene", "abusive", "discriminatory"

EVERYWHERE: dict[str, str] = {
    OBSCENE: """
        fuck fucks fucked fucker fuckers fuckin fucking fuckup motherfucker motherfuckers motherfucking
        clusterfuck fck fcking fuk fuking shit shits shitty shitter shittiest bullshit shithole shitshow
        cunt cunts pussy pussies blowjob blowjobs handjob cumshot dildo dildos jizz porn porno pornography
        titties wank wanking cocksucker cocksuckers
        caralho foder fodase fodido fodida buceta boceta punheta piroca
        follando cojones gilipolleces chingar chingada pendejada mierda mierdas
        putain foutre branlette
        scheisse scheiss scheissding beschissen beschissene ficken gefickt verfickt verfickte
        kontol memek ngentot ngentod jembut
        vittu
        كسمك كسم زب طيز انيك نياكه متناك خرا
    """,
    ABUSIVE: """
        asshole assholes arsehole arseholes bastard bastards bitch bitches bitching dickhead dickheads
        dipshit dumbass jackass wanker wankers bellend twat twats scumbag scumbags moron morons
        arrombado arrombada cuzao babaca babacas otario otarios vagabunda
        hijoputa gilipollas pendejo pendejos cabron cabrones imbecil
        connard connards connasse connasses salope salopes encule encules enculee abruti abrutis
        arschloch arschlocher hurensohn hurensohne wichser fotze drecksau drecksack missgeburt
        bangsat bajingan brengsek goblok tolol
        tobras tohman litapea varganagu
        منيوك شرموط شرموطه عاهره قحبه
    """,
    DISCRIMINATORY: """
        nigger niggers nigga niggas faggot faggots wetback wetbacks gook gooks raghead ragheads towelhead
        towelheads viado viadinho traveco maricon maricones sudaca sudacas bougnoule bougnoules
        kanake kanaken schwuchtel schwuchteln zigeunerpack neekri neegripask homopede
    """,
}

IN_ITS_LANGUAGE: dict[str, dict[str, str]] = {
    "en": {
        OBSCENE: "ass asses arse dick dicks cock cocks prick pricks",
        ABUSIVE: "idiots whore whores slut sluts retard retards retarded imbecile imbeciles scum",
        DISCRIMINATORY: "spic spics kike kikes paki pakis",
    },
    "pt": {
        OBSCENE: "merda bosta porra porras foda cu xoxota cacete",
        ABUSIVE: "puta putas puto idiota idiotas imbecis canalha canalhas",
    },
    "es": {
        OBSCENE: "joder jodido jodida polla pollas verga culo carajo",
        ABUSIVE: "puta putas puto putos idiota idiotas mamon zorra capullo",
        DISCRIMINATORY: "negrata panchito panchitos marica maricas",
    },
    "fr": {
        OBSCENE: "merde merdes merdique bite bites couilles chiant chiante chier bordel",
        ABUSIVE: "pute putes conne connes cons idiots cretin cretins",
        DISCRIMINATORY: "pede pedes tapette tapettes youpin youpins negre negres",
    },
    "de": {
        OBSCENE: "kacke arsch fick titten pisse verpiss",
        ABUSIVE: "idiot idioten depp deppen trottel vollidiot vollidioten nutte hure schlampe abschaum",
        DISCRIMINATORY: "neger schlitzauge schlitzaugen spast spasti kruppel",
    },
    "id": {
        OBSCENE: "tai taik asu jancok jancuk pepek entot peler pantat lonte perek",
        ABUSIVE: "bego dungu bodoh bacot kampret keparat sialan",
        DISCRIMINATORY: "bencong banci aseng",
    },
    "et": {
        OBSCENE: "pask pasa paska pasane perse perses persest munn munni puts putsi nussima",
        ABUSIVE: "idioot idioodid debiilik debiilikud lollid lits litsid hoor raisk raiped",
        DISCRIMINATORY: "pede peded tibla tiblad neeger neegrid",
    },
    "ar": {
        ABUSIVE: "غبي اغبياء حقير حقراء سافل",
        DISCRIMINATORY: "زنجي عبيد",
    },
}
