"""Parses single messages with the model's pipeline, many in one run; no conversation, no policy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


def parse_messages(agent: Any, messages: Sequence[tuple[str, datetime]]) -> list[Mapping[str, Any]]:
    """Return what the pipeline says of each message (`intent`, `entities`, ...), in their order.

    Args:
        messages: The words, without a leading slash, and when they were written.
    """
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker

    if not messages:
        return []
    processor = agent.processor
    target = processor.model_metadata.nlu_target
    sent = [UserMessage(text, metadata={"now": now.isoformat()}) for text, now in messages]
    inputs = {PLACEHOLDER_MESSAGE: sent, PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("", [])}
    parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
    return [message.data for message in parsed]
