"""The whole of `facts.json`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from workbench.facts.happened import Control, Crisis, Detection, Origin, Phase, Recovery, Sentiment, Spread
from workbench.facts.part import Part, Time
from workbench.facts.people import Action, Edition, Lessons
from workbench.facts.planned import Check, PlanMatch
from workbench.facts.quality import Quality, Settings
from workbench.facts.response import Question, Response
from workbench.facts.told import Cause, Claims, Comparison, Stories, Subtopic

SCHEMA_VERSION = 1


class Facts(Part):
    """Everything one report says. `crisis` is null in the report of an archive in which no crisis was found; what stood
    out there and was none is its `attention`. `archive_fingerprint` tells the archive's contents, however loaded.
    """

    schema_: int = Field(default=SCHEMA_VERSION, serialization_alias="schema", validation_alias="schema")
    brand: str
    name: str | None = None
    generated_at: Time
    archive_version: int
    archive_fingerprint: str | None = None
    crisis: Crisis | None = None
    attention: list[Crisis] = []
    detection: Detection | None = None
    phases: list[Phase] | None = None
    controls: list[Control] | None = None
    origin: Origin | None = None
    cause: Cause | None = None
    spread: Spread | None = None
    subtopics: list[Subtopic] | None = None
    stories: Stories | None = None
    claims: Claims | None = None
    comparison: Comparison | None = None
    sentiment: Sentiment | None = None
    response: Response | None = None
    recovery: Recovery | None = None
    questions: list[Question] | None = None
    plan: PlanMatch | None = None
    scorecard: list[Check] | None = None
    quality: Quality
    settings: Settings | None = None
    lessons: Lessons | None = None
    actions: list[Action] = []
    earlier_actions: list[Action] = []
    edition: Edition | None = None
    tables: dict[str, str] = {}
    unknown: dict[str, str] = {}

    def to_json(self) -> str:
        """The text of `facts.json`: two spaces of indent, keys in the order of the contract, a final line end."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> Facts:
        """The facts in the file at `path`; pydantic's ValidationError when it is not of this shape."""
        return cls.model_validate_json(path.read_bytes())
