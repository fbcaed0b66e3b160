"""Says what the knowledge base holds, with its sources beside it, so that `ask_source` can name them later.

A message carries `content`, the ids of what it says, and `sources`. Nothing is worded here: statements are
content, and the frames they stand in are data/responses/.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import structlog

from actions.turn import Turn
from backstride.domain.conditions import Citation, ConditionKnowledge, Statement
from backstride.domain.errors import BackstrideError
from backstride.domain.self_care import SelfCare

log = structlog.get_logger(__name__)

Source = dict[str, str]


def knowledge(turn: Turn) -> tuple[ConditionKnowledge, SelfCare] | None:
    """Return what the knowledge base holds, None if it cannot be read."""
    if "known" not in turn.memo:
        try:
            turn.memo["known"] = turn.services.assessment.known()
        except BackstrideError as error:
            log.error("knowledge.unavailable", error=type(error).__name__)
            turn.memo["known"] = None
    known: tuple[ConditionKnowledge, SelfCare] | None = turn.memo["known"]
    return known


def say_statements(turn: Turn, response: str, statements: Sequence[Statement], **values: Any) -> None:
    """Say statements in the frame of a response, as its `{statement}`, with the sources of all of them."""
    words = " ".join(statement.on(turn.channel) for statement in statements)
    cited = [citation for statement in statements for citation in statement.citations]
    content = [statement.id for statement in statements]
    turn.say(response, statement=words, content=content, sources=cite(turn, cited), **values)


def cite(turn: Turn, citations: Iterable[Citation]) -> list[Source]:
    """Return citations as a message carries them, each once; empty if the knowledge base cannot be read."""
    known = knowledge(turn)
    if known is None:
        return []
    return [
        {"id": source.id, "citation": source.citation, "at": place, "url": source.url}
        for source, place in known[0].cite(tuple(citations))
    ]


def short_names(sources: Iterable[Source]) -> str:
    """Return sources by author, year and journal (or whatever stands before the first full stop), each once."""
    return "; ".join(dict.fromkeys(source["citation"].split(". ")[0].rstrip(".") for source in sources))


def last_cited(turn: Turn) -> list[Source]:
    """Return the sources of what was said last that had any: those of one bot turn, each once."""
    found: list[Source] = []
    for event in reversed(turn.tracker.events):
        if event.get("event") == "user" and found:
            break
        if event.get("event") == "bot":
            found = [*((event.get("metadata") or {}).get("sources") or ()), *found]
    return list({(source["id"], source.get("at", "")): source for source in found}.values())
