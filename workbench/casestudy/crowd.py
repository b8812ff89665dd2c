"""Who writes: invented people whose handles begin with `sim_`, regulars by a long tail, newcomers as they come."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from workbench.casestudy.chance import draw, happens, lognormal, one_of, weighted

_FIRST = (
    "amber", "apple", "basil", "birch", "brook", "cedar", "cherry", "clover", "cocoa", "copper", "coral", "daisy",
    "ember", "fern", "flour", "ginger", "hazel", "honey", "indigo", "ivy", "juniper", "lemon", "linen", "maple",
    "meadow", "mint", "nutmeg", "oak", "olive", "onyx", "pecan", "pepper", "plum", "poppy", "quartz", "river",
    "rye", "saffron", "sage", "sienna", "slate", "tawny", "thyme", "velvet", "walnut", "willow", "winter", "zinnia",
)  # fmt: skip
_SECOND = (
    "acorn", "anchor", "badger", "beacon", "bramble", "bundt", "canoe", "cloud", "comet", "cricket", "crumb", "dawn",
    "engine", "falcon", "finch", "forest", "garnet", "harbor", "heron", "island", "kettle", "lantern", "larder",
    "lynx", "marble", "marsh", "meteor", "otter", "paddle", "parcel", "pillow", "prairie", "puffin", "quill",
    "rabbit", "rocket", "saddle", "skillet", "spoon", "sparrow", "teacup", "thicket", "trellis", "tundra", "wagon",
    "whisk", "window", "wren",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes; `followers` is unknown for news outlets, `owned` true of those who speak for the brand."""

    id: str
    handle: str
    followers: int | None
    owned: bool = False


class Crowd:
    """The people of one simulation, made as they are needed, each handle once."""

    def __init__(self, rng: Random, regulars: int) -> None:
        self._rng = rng
        self._made = 0
        people = [self.newcomer() for _ in range(regulars)]
        self._regulars = weighted((person, 1.0 / (rank + 5.0)) for rank, person in enumerate(people))

    def newcomer(self) -> Author:
        """Somebody never seen before; followers are log-normal, with a few very loud voices."""
        rng = self._rng
        self._made += 1
        handle = f"sim_{one_of(rng, _FIRST)}{one_of(rng, _SECOND)}{self._made}"
        loud = happens(rng, 0.004)
        followers = lognormal(rng, 60_000.0, 1.0) if loud else lognormal(rng, 190.0, 1.2)
        return Author(f"sim-a{self._made:06d}", handle, int(followers))

    def someone(self, newcomers: float) -> Author:
        """A newcomer with that probability, else a regular, the most faithful most often."""
        return self.newcomer() if happens(self._rng, newcomers) else draw(self._rng, self._regulars)
