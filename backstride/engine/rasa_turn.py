"""Hands one message to Rasa's agent and says whether it took the turn.

Rasa logs most failures and goes on with half a turn. Here a turn counts only if no action failed, something
was said and events were saved; anything else is for the last word.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from backstride.engine.turn import Turn, current_turn

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Inbound:
    """What is handed over.

    Attributes:
        text: Typed words without a leading slash, or a payload that the server made.
        is_trusted: It is such a payload.
        subject: Whom the answers are about.
    """

    text: str
    is_trusted: bool
    subject: str


async def ask_rasa(agent: Callable[[], Any], turn: Turn, message: Inbound, *, timeout_s: float) -> bool:
    """Let Rasa take the turn; False if it raised, was too slow, or said nothing that can be shown."""
    token = current_turn.set(turn)
    try:
        await asyncio.wait_for(_handle(agent, turn, message), timeout_s)
    except Exception as error:  # noqa: BLE001 - whatever broke, the last word follows
        log.error("turn.failed", error=type(error).__name__)
        return False
    finally:
        current_turn.reset(token)
    return bool(turn.said and turn.new_events) and not turn.failures and not any(m.get("failed") for m in turn.said)


async def _handle(agent: Callable[[], Any], turn: Turn, message: Inbound) -> None:
    from rasa.core.channels.channel import UserMessage

    from backstride.engine.collector import TurnCollector

    metadata = {
        "now": turn.now.isoformat(),
        "trusted_payload": message.is_trusted,
        "channel": turn.channel,
        "subject": message.subject,
    }
    await agent().handle_message(
        UserMessage(message.text, TurnCollector(), turn.conversation_id, input_channel=turn.channel, metadata=metadata)
    )
