"""How a brand speaks to everybody about a crisis: the words of public statements, and what kind of statement it is.

Words of six languages and Russian, signs of Japanese, Chinese and Arabic; chosen by hand from how companies announce,
regret, deny and promise.
"""

from __future__ import annotations

import re
from typing import Literal

Type = Literal["acknowledgement", "holding", "substantive", "apology", "correction", "update", "deletion"]

#: What an ordinary post hardly holds.
_STRONG = {
    "en": r"statement|apolog\w+|sorry|regret\w*|forgive us|investigat\w+|aware of|looking into|working on (?:it|"
    r"this|a fix|a solution)|(?:we|are|is|a|the|product|voluntary) recall(?:s|ed|ing)?|(?:our|full|take|"
    r"accept) responsib\w+|our (?:fault|mistake|failure)|we (?:failed|fell short|were wrong|got (?:it|"
    r"this) wrong|messed up|owe you)|mea culpa|to blame|our (?:hearts|thoughts|deepest)|heartbroken|saddened|"
    r"condolences|mourn\w*|those affected|affected by|victims|(?:is|are|was) (?:not true|untrue)|untrue|hoax|"
    r"rumou?rs?|fact check|never happened|did not happen|for the record|(?:let us|to) be clear|accusations?|"
    r"allegations?|den(?:y|ies) any|out of (?:context|proportion)|exaggerated|misunderst\w+|felt offended|"
    r"as soon as we (?:know|have)|keep you (?:posted|informed|updated)|back to you|where we stand|latest:|"
    r"next (?:update|message|report)|an update|update (?:on|:|\w+day:)|make (?:it|this|things) right|"
    r"put (?:it|this|things) right|should (?:never )?have (?:been|done|happened|gone|acted|said|posted|"
    r"known)|should never|f(?:e|a)ll(?:s|en)? (?:well |far )?short|(?:not|n['’]t) (?:reflect|"
    r"represent) (?:who|our|the)|unacceptable|inexcusable|insensitive|inappropriate|(?:has|"
    r"have) been (?:removed|deleted|taken down|suspended|restored|fixed|resolved|dismissed|withdrawn)|(?:we|"
    r"we['’]ve|have|i) (?:removed|deleted|suspended|withdrawn|taken down|closed|halted|stopped|launched|"
    r"opened an)|our (?:engineers|technicians|teams?|crews?|specialists|experts) (?:are|is|have|will)|(?:is|"
    r"are) (?:back|up again|back online|down)|bear(?:ing)? with us|(?:your|for the) patience|(?:no|"
    r"any) truth|(?:as a|out of an abundance of) (?:precaution|caution)|stop (?:using|eating|selling|"
    r"driving)|(?:top|first|highest|number one) priority|seriously|inconvenience\w*|incident|outages?|"
    r"disruptions?|(?:technical|network|service) (?:issues?|problems?|difficulties|fault)|(?:internal|"
    r"independent|external|full|thorough) (?:review|investigation|inquiry)|condemn\w*|experiencing|"
    r"at this time|authorities|zero tolerance|refunds?|do better|let (?:you|people|them) down|"
    r"learn(?:ed)? from this|learn more as|circulating|loved ones|famil(?:y|ies) of",
    "es": r"comunicado|declaraci[oó]n oficial|actualizaci[oó]n|disculp\w+|perd[oó]n\w*|lament\w+|investigando|"
    r"estamos (?:al tanto|comprobando|con (?:las|los|tod|vosotr|ustedes)\w*)|trabaja(?:mos)? en ello|"
    r"la responsabilidad|la culpa|nuestro error|error nuestro|nos equivocamos|fallamos|afectad[oa]s|"
    r"v[ií]ctimas|no es (?:cierto|cierta|verdad)|bulo|mentira|rumor(?:es)?|acusaciones|exagera(?:ndo|do|da|"
    r"ci[oó]n)|que quede claro|informaremos|en cuanto sepamos|novedades (?:sobre|para todos)|nunca debi[oó]|"
    r"no deber[ií]a|no (?:refleja|representa)n? (?:nuestros|los|quienes|lo que)|inaceptable|intolerable|"
    r"hemos (?:retirado|borrado|eliminado|suspendido|abierto|iniciado|cerrado|detenido)|incidencias?|"
    r"incidente|interrupci[oó]n|problemas (?:t[eé]cnicos|en (?:la|el|nuestr))|(?:trabajando|trabajan|"
    r"trabaja) para|solucionar\w*|restablec\w+|(?:su|vuestra|por la) paciencia|molestias|"
    r"medida de precauci[oó]n|dejen? de (?:usar|consumir)|(?:en serio|con seriedad)|prioridad|"
    r"investigaci[oó]n|condenamos|lo ocurrido|lo sucedido|familiares|autoridades|haremos mejor|reembols\w+|"
    r"circula(?:n|ndo)?",
    "de": r"stellungnahme|aktualisierung|neuer stand|entschuldig\w+|verzeiht|(?:tut|tun) (?:uns|mir) (?:sehr |"
    r"so )?leid|leid tut|bedauern|untersuchen (?:das|den|die)|wir (?:wissen (?:davon|um|dass)|pr[uü]fen|"
    r"kl[aä]ren|gehen dem nach|haben versagt|lagen falsch)|arbeite[tn] daran|die (?:verantwortung|schuld)|"
    r"unser(?:er)? (?:fehler|schuld|verantwortung)|unsere kappe|versagt|betroffenen?|opfer|mitgef[uü]hl|"
    r"f[uü]hlen mit|trauern|falschmeldung|unwahr|nicht wahr|stimmt nicht|ger[uü]chte?|richtigstell\w+|"
    r"klarstell\w+|vorw[uü]rfe|[uü]bertrieben|keine ausrede|auf dem laufenden|melden uns|berichten (?:noch|"
    r"wieder|heute|morgen)|r[uü]ckruf|h[aä]tte (?:nie|niemals|nicht)|(?:entspricht|entsprechen|spiegelt|"
    r"widerspiegelt) nicht|nicht (?:unseren|unsere) werten?|inakzeptabel|nicht akzeptabel|geschmacklos|"
    r"(?:haben|wurde|ist|sind) (?:ihn|sie|es|das|den beitrag)? ?(?:gel[oö]scht|entfernt|zur[uü]ckgezogen|"
    r"gestoppt|freigestellt|behoben|wiederhergestellt)|st[oö]rung(?:en)?|ausfall|ausf[aä]lle|zwischenfall|"
    r"vorfall|technische[ns]? problem\w*|hochdruck|an einer l[oö]sung|techniker|eure geduld|ihre geduld|"
    r"unannehmlichkeiten|vorsorglich|nicht (?:mehr|weiter) (?:verwenden|benutzen|verzehren)|(?:sehr |"
    r"ganz )?ernst|oberste priorit[aä]t|interne (?:pr[uü]fung|untersuchung)|verurteilen|angeh[oö]rigen|"
    r"beh[oö]rden|besser machen|erstatt\w+",
    "fr": r"communiqu[eé]|mise [aà] jour|point de situation|des nouvelles pour tous|excus(?:es|ons|ez)|pardon\w*|"
    r"d[eé]sol[eé]\w*|regrett\w+|enqu[eê]t(?:e|ons)|nous (?:v[eé]rifions|y travaillons|avons failli|"
    r"nous sommes tromp\w+)|y travaille|la responsabilit[eé]|notre (?:faute|erreur|responsabilit[eé])|"
    r"touch[eé]e?s|victimes|nos pens[eé]es|rumeurs?|infox|d[eé]mentons|pas vrai|accusations|exag[eé]r[eé]\w*|"
    r"soyons clairs|(?:inform[eé]s|au courant)|d[eè]s que nous|rappel de|rappelons|n['’]aurait (?:jamais|"
    r"pas) d[uû]|ne (?:refl[eè]te|repr[eé]sente|correspond)\w*|inacceptable|avons (?:retir[eé]|supprim[eé]|"
    r"suspendu|ouvert|lanc[eé]|ferm[eé]|mis)|incidents?|panne|perturbations?|interruption|"
    r"probl[eè]mes? techniques?|mobilis[eé]\w*|r[eé]tabli\w*|r[eé]sou\w+|votre patience|"
    r"g[eê]ne occasionn[eé]e|d[eé]sagr[eé]ment|mesure de pr[eé]caution|par pr[eé]caution|ne (?:plus|"
    r"pas) (?:utiliser|consommer)|au s[eé]rieux|priorit[eé]|enqu[eê]te interne|condamnons|familles|proches|"
    r"autorit[eé]s|faire mieux|rembours\w+",
    "pt": r"comunicado|nota oficial|atualiza[cç][aã]o|desculp(?:a|as|em|amos)|perd[aã]o|perdoem|lament\w+|"
    r"investigando|apurando|estamos (?:a )?(?:verificar|verificando|cientes|com (?:todos|todas|voc[eê]s))|"
    r"trabalha nisso|a responsabilidade|a culpa|nosso erro|erro nosso|erramos|falhamos|afetad[oa]s|"
    r"atingid[oa]s?|v[ií]timas|n[aã]o [eé] verdade|boatos?|mentira|acusa[cç][oõ]es|exager(?:o|ado|ada|ando)|"
    r"que fique claro|informaremos|assim que soubermos|nunca deveria|n[aã]o deveria|n[aã]o (?:reflete|"
    r"representa|condiz)m?|inaceit[aá]vel|inadmiss[ií]vel|(?:removemos|apagamos|suspendemos|abrimos|"
    r"iniciamos|retiramos|afastamos)|(?:foi|foram) (?:desligad|afastad|removid|apagad|suspens|normalizad|"
    r"restabelecid)\w+|instabilidade|falhas?|interrup[cç][aã]o|incidente|problemas? t[eé]cnicos?|(?:atuando|"
    r"trabalhando|trabalham|trabalha) para|normaliz\w+|(?:sua|vossa|pela) (?:paci[eê]ncia|compreens[aã]o)|"
    r"transtornos?|inc[oó]modo|por precau[cç][aã]o|n[aã]o (?:utilizem|consumam)|a s[eé]rio|com seriedade|"
    r"prioridade|investiga[cç][aã]o|sindic[aâ]ncia|repudiamos|fam[ií]lias|autoridades|fazer melhor|"
    r"reembols\w+|ocorrido",
    "lv": r"pazi[nņ]ojums|atvain\w+|piedod\w+|no[zž][eē]lo\w*|izmekl[eē]\w+|p[aā]rbaud[aā]m|zin[aā]m par|"
    r"str[aā]d[aā]jam pie|komanda str[aā]d[aā]|atbild[iī]bu|m[uū]su (?:vaina|k[lļ][uū]da|atbild[iī]ba)|"
    r"attaisnojuma|k[lļ][uū]d[iī]j[aā]mies|cietu\w+|l[iī]dzj[uū]t\w+|s[eē]rojam|nav (?:taisn[iī]ba|patiesa?)|"
    r"nepaties\w+|baumas|p[aā]rmetumus|p[aā]rsp[iī]l[eē]\w+|zi[nņ]osim|past[aā]st[iī]sim|atsaucam|"
    r"nedr[iī]kst[eē]ja|nav pie[nņ]emam\w*|nepie[nņ]emam\w*|neatbilst|(?:esam|tika|ir) (?:no[nņ][eē]m\w+|"
    r"dz[eē]s\w+|izdz[eē]s\w+|apturē\w+|atst[aā]din[aā]t\w*|uzs[aā]ku\w+|nov[eē]rs\w+|atjaunot\w*)|"
    r"trauc[eē]jum\w+|p[aā]rtraukum\w+|avārij\w+|incident\w+|notiku[sš]\w+|speci[aā]listi|nov[eē]r[sš]\w+|"
    r"paciet[iī]bu|ne[eē]rt[iī]b\w+|piesardz[iī]bas|p[aā]rtrauciet lietot|(?:nopietni|priorit[aā]te)|"
    r"iek[sš][eē]j\w+ (?:izmekl|p[aā]rbaud)\w*|nosod[aā]m|[gģ]imen(?:i|es|[eē]m)|tuvinieki\w*|[zž][eē]l par|"
    r"atmaks[aā]sim",
    "ru": r"заявление|обновление|извин\w+|простите|сожале\w+|расследу\w+|выясня\w+|знаем о|ответственност\w+|"
    r"наша вина|наша ошибка|пострада\w+|соболезн\w+|неправда|ложь|слухи?|обвинения|преувелич\w+|сообщим|"
    r"не должн\w+|недопустим\w+|неприемлем\w+|не отражает|сбо(?:й|и|ев)|неполадк\w+|устраня\w+|восстанов\w+|"
    r"терпени\w+|неудобств\w+|удал(?:или|ён|ен)|отстран\w+|служебн\w+|проверк\w+|осуждаем|семь(?:е|ям|ями)",
}  # fmt: skip
_STRONG_SIGNS = (
    r"お詫び|謝罪|申し訳|声明|調査(?:中|して)|確認(?:中|して)|責任|誤り|事実ではありません|デマ|ご心配|ご迷惑|続報|道歉|抱歉|調查|调查|نعتذر|اعتذار|نأسف|بيان|"
    r"نحقق|مسؤولي|شائعة|غير صحيح|على علم|نعمل على|الاتهامات"
)

#: What an ordinary post may hold too: it tells something beside words of the crisis alone.
_WEAK = {
    "en": r"update[sd]?|excuses?|responsib\w+|accountab\w+|affected|false|fake|made up|(?:reports?|posts|news|"
    r"talk) (?:about|of)|meeting on|we (?:understand|know|hear) (?:how|why|that|your|you)|you are not alone|"
    r"worr(?:y|ying|ied)|concerns?|safe(?:ty)?|team|tests?|results?|customers|customer",
    "es": r"novedades|sentimos|falsos?|falsas?|verificaci[oó]n|entendemos|sabemos|responsabilidad|culpa|error|"
    r"equipo|m[aá]s detalles|retirada|seguridad",
    "de": r"update|erkl[aä]rung|falsch|fehler|verantwort\w+|schuld|eure meldungen|team|arbeite[tn]|berichten|"
    r"sicherheit|helfen",
    "fr": r"d[eé]claration|du nouveau|nouvelles|faux|fausse|v[eé]rification|nous (?:savons|comprenons|avons vu|"
    r"cherchons)|erreur|faute|[eé]quipes?|reviendrons|plus d'informations|rappel",
    "pt": r"declara[cç][aã]o|novidades|sentimos|fals[oa]s?|entendemos|sabemos|responsabilidade|culpa|erro|equipes?|"
    r"equipas?|mais detalhes|recall|seguran[cç]a",
    "lv": r"jaun[aā]kais|aktualit[aā]tes?|vain(?:a|u)|k[lļ][uū]da|meli|saprotam|zin[aā]m|komanda|dro[sš][iī]b\w+",
    "ru": r"прост(?:и|ите)|ошибк\w+|понимаем|команда|безопасност\w+",
}  # fmt: skip
_WEAK_SIGNS = "お知らせ|復旧|対応(?:中|して)|تحديث"


def _any(words: dict[str, str], signs: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words.values())})(?!\w)|{signs}", re.IGNORECASE)


_SURE, _PERHAPS = _any(_STRONG, _STRONG_SIGNS), _any(_WEAK, _WEAK_SIGNS)

#: Words to all at once, wherever the message hangs.
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|all of you|to all|to anyone|(?:hi|hello|dear) all|a tod[oa]s|an alle|hallo alle|"
    r"liebe alle|[aà] tous|[aà] toutes|tout le monde|visiem|всем|уважаемые)\b|皆(?:さま|様|さん)|للجميع|📌",
    re.IGNORECASE,
)  # fmt: skip
#: Words that sell.
_SELLS = re.compile(
    r"%|\b(?:sale|off|discount|deals?|offers?|win|giveaway|free|new in|out now|discover|shop now|order now|"
    r"buy|price|collection|launch\w*|coming soon|link in bio|tag (?:a|your|some)|follow us|rebajas|descuento|"
    r"ofertas?|gana|sorteo|gratis|descubre|compra|colecci[oó]n|estren\w+|sale a la venta|rabatt|angebote?|"
    r"gewinn\w*|gewinnspiel|gratis|entdeck\w+|jetzt (?:kaufen|bestellen)|kollektion|neu im|ab sofort|soldes|"
    r"promo\w*|remise|offre|gagnez|concours|gratuit\w*|d[eé]couvr\w+|collection|en rayon|liquida[cç][aã]o|"
    r"desconto|promo[cç][aã]o|ganhe|sorteio|gr[aá]tis|descubra|compre|cole[cç][aã]o|lan[cç]amento|atlaid\w+|"
    r"akcij\w+|izloz\w+|laim[eē]\w*|jaunums|kl[aā]t|скидк\w+|акци\w+|розыгрыш)\b|セール|発売|割引|خصم|عرض",
    re.IGNORECASE,
)  # fmt: skip
_UPDATE = re.compile(
    r"^\W*(?:\[[^\]]*\]\W*)?(?:an? )?(?:update|latest|news on|where we stand|actualizaci[oó]n|novedades|"
    r"aktualisierung|neuer stand|mise [aà] jour|du nouveau|des nouvelles|point de situation|"
    r"atualiza[cç][aã]o|novidades|jaun[aā]kais|aktualit[aā]te|обновление)",
    re.IGNORECASE,
)  # fmt: skip
#: Kinds of statements by their words, the one that commits most first: an apology that promises news is an apology.
_KINDS: dict[Type, re.Pattern[str]] = {
    "apology": re.compile(
        r"\b(?:apologi[sz]\w*|apolog(?:y|ies)|(?:so|very|truly|deeply|are|am|['’]re|['’]m|say) sorry|"
        r"forgive us|disculp\w+|perd[oó]n\w*|entschuldig\w+|verzeih\w*|(?:tut|tun) (?:uns|mir) (?:sehr |"
        r"so )?leid|leid tut|excus(?:es|ons|ez)|pardon\w*|d[eé]sol[eé]\w*|desculp\w+|perd[aã]o|perdoem|"
        r"atvain\w+|piedod\w+|извин\w+|простите)\b|お詫び|謝罪|申し訳|道歉|نعتذر|اعتذار",
        re.IGNORECASE,
    ),
    "correction": re.compile(
        r"\b(?:(?:is|are|it's|was) (?:not true|false|untrue|fake|made up)|untrue|hoax|fact check|"
        r"for the record|none of it is true|never happened|did not happen|no es (?:cierto|cierta|verdad)|"
        r"bulo|es fals[oa]|falschmeldung|nicht wahr|unwahr|stimmt nicht|richtigstell\w+|est (?:faux|fausse)|"
        r"infox|d[eé]mentons|n[aã]o [eé] verdade|[eé] fals[oa]|boato|nav (?:taisn[iī]ba|patiesa?)|"
        r"nepaties\w+|meli|неправда|ложь)\b|デマ|事実ではありません|شائعة|غير صحيح",
        re.IGNORECASE,
    ),
    "deletion": re.compile(
        r"\b(?:(?:deleted|removed|taken down|took down|pulled) (?:the|that|this|our) (?:post|tweet|video|ad|"
        r"image|picture)|hemos (?:borrado|eliminado|retirado)|gel[oö]scht|entfernt|(?:avons|"
        r"a) (?:supprim[eé]|retir[eé])|apagamos|removemos|izdz[eē]s[aā]m|удалили)\b",
        re.IGNORECASE,
    ),
    "holding": re.compile(
        r"\b(?:looking into|investigat\w+|checking|working on|finding out|give us a moment|as soon as we|"
        r"more soon|next (?:update|message)|expect an update|(?:will|'ll) (?:share|report|post|come back|"
        r"update)|investigando|comprobando|trabaja\w* en ello|en cuanto|informaremos|daremos m[aá]s|"
        r"pr[uü]fen|kl[aä]ren|gehen dem nach|arbeite[tn]|melden uns|sobald|v[eé]rifions|y travaill\w+|"
        r"d[eè]s que|reviendrons|apurando|verificando|trabalha\w*|assim que|daremos mais|p[aā]rbaud[aā]m|"
        r"str[aā]d[aā]\w*|zi[nņ]osim|past[aā]st[iī]sim|выясняем|сообщим)\b|調査|確認中|対応中|نحقق",
        re.IGNORECASE,
    ),
}  # fmt: skip
#: Fewer words than this only acknowledge.
_SHORT = 20


def surely(text: str) -> bool:
    """Whether `text` holds words that hardly stand in anything but a public statement."""
    return bool(_SURE.search(text))


def perhaps(text: str) -> bool:
    """Whether `text` holds words of a public statement that ordinary posts use too."""
    return bool(_PERHAPS.search(text)) or surely(text)


def sells(text: str) -> bool:
    """Whether `text` advertises."""
    return bool(_SELLS.search(text))


def to_everybody(text: str) -> bool:
    """Whether `text` addresses all who read it."""
    return bool(_EVERYBODY.search(text))


def type_of(text: str, first: bool = False) -> Type:
    """What kind of statement `text` is. The `first` one is no update, whatever it calls itself."""
    if _UPDATE.search(text) and not first:
        return "update"
    for kind, words in _KINDS.items():
        if words.search(text):
            return kind
    return "acknowledgement" if len(text.split()) < _SHORT else "substantive"
