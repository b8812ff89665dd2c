from __future__ import annotations

import pandas as pd
import pytest

from tests.made_up import START, archive, mention
from workbench import facts, sentiment
from workbench.accuracy import Checked
from workbench.judge import Judgement

#: In each language: anger, displeasure without anger, grief, praise, a matter of fact.
SAID = {
    "en": ("This is outrageous, you liars!", "My parcel is three weeks late",
           "Rest in peace, thoughts with the families", "Thank you, wonderful service", "The shop is in Riga"),
    "es": ("Qué vergüenza, sois unos estafadores", "Mi pedido lleva tres semanas de retraso",
           "Descansen en paz, un abrazo a las familias de las víctimas", "Gracias, un servicio maravilloso",
           "La tienda está en Riga"),
    "de": ("Eine Frechheit, ihr Lügner!", "Mein Paket ist drei Wochen zu spät und keiner antwortet",
           "Ruhet in Frieden, unser Mitgefühl den Angehörigen", "Danke, wunderbarer Service",
           "Der Laden liegt in Riga"),
    "fr": ("C'est une honte, menteurs !", "Mon colis a trois semaines de retard",
           "Reposez en paix, toutes mes pensées aux familles des victimes", "Merci, service formidable",
           "La boutique est à Riga"),
    "pt": ("Que vergonha, seus mentirosos!", "A minha encomenda está três semanas atrasada",
           "Descansem em paz, os meus sentimentos às famílias das vítimas", "Obrigado, serviço maravilhoso",
           "A loja fica em Riga"),
    "lv": ("Kauns, jūs esat meļi!", "Mans sūtījums kavējas jau trīs nedēļas", "Dusiet saldi, līdzjūtība tuviniekiem",
           "Paldies, brīnišķīga apkalpošana", "Veikals atrodas Rīgā"),
}  # fmt: skip


def felt(rows: list[tuple[str, str | None]], checked: Checked | None = None) -> facts.Sentiment:
    """The sentiment of an archive that holds nothing but `rows` of (text, lang), all on the topic."""
    made = archive(mention(n, START + pd.Timedelta(minutes=n), text, lang=lang) for n, (text, lang) in enumerate(rows))
    made.execute("CREATE TABLE on_topic AS FROM mentions")
    tones = {"before": (0.5, 0.1, 0.2), "after": (0.0, None, None)}
    judged = Judgement("crisis", "", 0.9, 0.1, 0.5, None, tones=tones, sampled={"before": 200})
    return sentiment.felt(made, judged, pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(days=1), checked)


@pytest.mark.parametrize("lang", SAID)
def test_anger_displeasure_grief_and_praise_are_told_apart(lang: str) -> None:
    angry, displeased, grieving, pleased, plain = ((text, lang) for text in SAID[lang])
    found = felt([*[angry] * 20, *[displeased] * 30, *[grieving] * 20, *[pleased] * 10, *[plain] * 20])
    assert (found.angry_share, found.grief_share, found.positive_share) == (0.2, 0.2, 0.1)
    # Grief is no hostility: half are negative, and the true share lies within the interval.
    assert found.corrected is not None
    assert found.corrected.low < 0.5 < found.corrected.high
    assert found.corrected.low <= found.corrected.share <= found.corrected.high


def test_what_is_not_scored_is_no_share_of_anything() -> None:
    unread = [("これはひどい会社ですね", None), ("Tämä on aivan kauheaa palvelua teiltä", "fi")]
    found = felt([*unread * 10, *[("Thank you, wonderful service", "en")] * 5])
    assert (found.positive_share, found.angry_share) == (1.0, 0.0)
    assert felt(unread).corrected is None


@pytest.mark.parametrize(
    ("text", "share"), [("😡😡😡", "angry_share"), ("❤️👏", "positive_share"), ("🕯️", "grief_share")]
)
def test_signs_alone_are_read_whatever_the_language(text: str, share: str) -> None:
    assert getattr(felt([(text, None)] * 5), share) == 1.0


def test_ordinary_times_are_corrected_too_as_far_as_they_were_scored() -> None:
    (before,) = felt([("Thank you, wonderful service", "en")]).periods
    assert (before.period, before.scored_share, before.negative_share) == ("before", 0.5, 0.1)
    assert before.corrected is not None
    # 10 of 100 are found negative where of the others more than every sixth is: none may be so.
    assert (before.corrected.share, before.corrected.low) == (0.0, 0.0)
    assert before.corrected.high < 0.1


def test_labels_of_this_crisis_go_before_those_of_other_brands() -> None:
    found = felt([("Thank you, wonderful service", "en")], Checked(50, 50, 20, 18, 20, 2))
    assert found.corrected is not None
    assert (found.corrected.share, found.corrected.basis) == (0.5, "messages of this crisis that people labelled")
