"""The facts on how the brand answered, held against its plan: statements, answers, hub, questions, scorecard."""

from __future__ import annotations

from typing import Literal

from workbench.facts.part import Number, Part, Time


class TimelineEntry(Part):
    """A statement of the brand about the crisis; its own public words may be shown."""

    at: Time
    mention_id: str
    type: Literal["acknowledgement", "holding", "substantive", "apology", "correction", "update", "deletion"] | None = (
        None
    )
    platform: str
    author: str
    speaker: str | None = None
    text: str


class FirstStatement(Part):
    mention_id: str
    created_at: Time
    platform: str
    minutes_after_origin: Number | None = None
    minutes_after_onset: Number | None = None
    minutes_after_alarm: Number | None = None
    on_origin_platform: bool | None = None
    speaker: str | None = None
    responsibility: bool | None = None
    compassion: bool | None = None
    commitment: bool | None = None
    defensive: bool | None = None


class Hub(Part):
    url: str
    first_linked_at: Time | None = None
    share_of_replies: Number | None = None


class AfterStatement(Part):
    volume_change: Number | None = None
    low: Number | None = None
    high: Number | None = None


class Response(Part):
    timeline: list[TimelineEntry] = []
    first_statement: FirstStatement | None = None
    statements: int | None = None
    longest_silence_minutes: Number | None = None
    needs_reply: int | None = None
    answered: int | None = None
    unanswered: int | None = None
    median_reply_minutes: Number | None = None
    p90_reply_minutes: Number | None = None
    median_wait_minutes: Number | None = None
    p90_wait_minutes: Number | None = None
    hub: Hub | None = None
    after_statement: AfterStatement | None = None


class Question(Part):
    question: str
    asked: int
    answered_by_hub: bool | None = None
    examples: list[str] = []


class PlanMatch(Part):
    scenario: str | None = None


class Check(Part):
    tip: Literal["plan", "hub", "monitor", "own"]
    check: str
    target: str | None = None
    observed: str | None = None
    verdict: Literal["met", "missed", "unknown", "not applicable"]
    evidence: list[str] = []
