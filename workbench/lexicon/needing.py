"""What people say to a brand when they need an answer, and what they say when they don't, in six languages."""

from __future__ import annotations

import re

#: Somebody else's words begin here.
QUOTED = re.compile(r"(?<!^)\bRT @")
NOT_SAID = re.compile(r"@\S+|https?://\S+|www\.\S+")
LINK = re.compile(r"https?://|www\.")
#: I, we and you in six languages, their forms and possessives; in Spanish the verb says "you" by its ending.
PERSON = re.compile(
    r"\b(i|i'm|i’m|i've|i’ve|im|ive|me|my|mine|we|our|us|you|your|u|ur|"
    r"yo|mi|mis|nos|nuestr[oa]s?|vosotr[oa]s|ustede?s?|tus?|te|os|vuestr[oa]s?|\w{2,}(?:áis|éis|steis)|"
    r"ich|mein\w*|mir|mich|wir|uns\w*|ihr|euch|euer|eure\w*|du|dein\w*|"
    r"je|moi|mon|ma|mes|nous|notre|vous|votre|vos|"
    r"eu|meus?|minhas?|nós|noss[oa]s?|vocês?|"
    r"es|man|mans|mana|mani|manu|manai|mums|mūsu|jūs|jums|jūsu)\b|\b[jm][’']\w",
    re.IGNORECASE,
)
LAUGHS = re.compile(
    r"\b(lo+l|lmf?ao+|rofl|(?:ja){2,}\w*|(?:ha){2,}\w*|k{3,}|mdr+|ptdr|hihi)\b|[😂🤣🍿💀]", re.IGNORECASE
)
#: That the brand knew, hid or lied, in six languages.
ACCUSES = re.compile(
    r"\b(knew|kept (?:it )?(?:quiet|secret)|cover(?:ed|ing)?[ -]?up|hushed up|you (?:all )?lied|hid (?:it|this|the)|"
    r"(?:lo )?sabía(?:is|n|s)|callasteis|callaron|ocultasteis|ocultaron|encubri\w+|mentisteis|mintieron|"
    r"wusste(?:t|n)?|verschw(?:iegen|eigt|ieg)|vertusch\w+|gelogen|"
    r"saviez|savaient|savait|caché|cachiez|étouffé|menti|"
    r"sabiam|esconderam|encobriram|mentiram|"
    r"zinājāt|zināja|noklusē\w+|slēpāt|slēpa|melojāt)\b",
    re.IGNORECASE,
)  # fmt: skip

#: What is demanded of a brand to its face: say sorry, answer, pay, go; in six languages.
DEMANDS = re.compile(
    r"\b(apologi[sz]e|resign|step down|answer (?:us|me)|explain yourselves|pay up|own up|own it|do better|"
    r"say something|stop (?:hiding|lying)|"
    r"pedid (?:perdón|disculpas)|pidan (?:perdón|disculpas)|contestad|contesten|respondan|despedid|despidan|dimitid|"
    r"dimitan|devolved(?:nos|me)?|devuelvan(?:me)?|explicad|expliquen|dad la cara|den la cara|"
    r"entschuldigt euch|tretet zurück|rücktritt jetzt|antwortet|erklärt (?:euch|uns)|"
    r"zahlt (?:uns|endlich)|sagt (?:was|etwas)|"
    r"excusez[- ]vous|présentez vos excuses|démissionnez|répondez|remboursez|expliquez|assumez|"
    r"peçam (?:desculpas|perdão)|respondam|devolvam|demitam|renunciem|expliquem|assumam|"
    r"atvainojieties|atbildiet|atmaksājiet|atkāpieties|paskaidrojiet)\b",
    re.IGNORECASE,
)  # fmt: skip
#: That somebody leaves, has been faithful for long, waits on the line, or is let down once more, in six languages.
FED_UP = re.compile(
    r"\b((?:i(?:['’]m| am| have|['’]ve)? |am |we(?:['’]re)? )?(?:just )?(?:cancell?ing|cancell?ed my|closing my)|"
    r"(?:account|subscription|contract) (?:closed|cancell?ed)|"
    r"(?:voy a|vamos a) cancelar|me doy de baja|cancelo (?:mi|la|el)|(?:vou|vamos) cancelar|cancelei|cancelando|"
    r"(?:ich )?kündige|gekündigt|je résilie|je vais résilier|j[’']annule|(?:es )?laužu līgumu|atsakos no|anulēju|"
    r"(?:\d+|\w+) (?:years?|años|anos|jahre|ans|gadus) (?:(?:a|as a|de|als|der|treuer?|loyal|lojāls) )*"
    r"(?:customer|client[es]?|kund\w+|klient\w*)|loyal for \w+ years|"
    r"\d+ (?:minutes?|minutos|minuten|minūtes|hours?|horas|stunden|heures|stundas) "
    r"(?:on hold|waiting|esperando|gewartet|warten|d[’']attente|gaidu|gaidot)|"
    r"(?:has|have) doubled|se ha duplicado|el doble de|o dobro d[ao]|(?:hat|haben) sich verdoppelt|a doublé|"
    r"divkāršoj\w+)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Praise for what went wrong once more: "in the rain again, well done", "brilliant, the screen is dead. again."
_CHEER = (
    r"(?:brilliant|well done|nice one|great job|good job|bravo|genial|enhorabuena|muy bien|klasse|na toll|parabéns|"
    r"ótimo|maravilha|félicitations|génial|lieliski|malači|apsveicu)\b"
)
_AGAIN = (
    r"(?:again|for the (?:second|third|fourth) time|otra vez|de nuevo|schon wieder|zum (?:zweiten|dritten) mal|"
    r"encore une fois|une fois de plus|de novo|outra vez|pela \w+ vez|atkal)\b"
)
MOCKS = re.compile(
    rf"\b{_AGAIN}\W{{1,3}}{_CHEER}|\b{_CHEER}(?:\W+\w+){{3,15}}?\W+(?:{_AGAIN}|encore|wieder)\s*[.!]", re.IGNORECASE
)
#: That an apology is taken, or the answer to the crisis praised, in six languages: nobody waits behind that.
FORGIVES = re.compile(
    r"\b(apology accepted|(?:accept|appreciate) (?:your|the) apology|(?:mistakes|these things) happen|forgiven|"
    r"(?:credit|respect|kudos|props|hats off|fair play) to|good on|(?:thank you|thanks|respect) for (?:owning|"
    r"apologi\w+|saying sorry|the apology)|owned (?:it|up|their)|how (?:crisis )?pr (?:is done|should)|"
    r"(?:apology|response) (?:is|was) textbook|textbook (?:apology|response)|class act|"
    r"well handled|handled (?:it|this) (?:so |very )?well|everyone makes mistakes|give them a break|"
    r"disculpas? aceptadas?|(?:errar|equivocarse) es humano|todos nos equivocamos|(?:bien|olé) por|así se hace|"
    r"entschuldigung (?:ist )?angenommen|fehler (?:passieren|machen)|kann (?:ja )?(?:mal )?passieren|"
    r"respekt (?:für|an)|"
    r"excuses acceptées|(?:l[’'])?erreur est humaine|ça (?:peut )?arrive|bien joué|chapeau (?:à|aux)|"
    r"desculpas? aceit[ae]s?|errar é humano|todo mundo erra|parabéns pela|"
    r"atvainošan\w+ pieņemta|kļūdīties ir cilvēcīgi|gadās|cieņa)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Who opens with a handle speaks to somebody; applause.
SPEAKS_TO, APPLAUSE = re.compile(r"\s*[@＠]\w"), "👏"
