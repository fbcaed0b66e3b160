"""Knows words that were sent again while they were still being answered: a double click, an impatient thumb.

They are no answer to the question that followed. A retry by a program carries a key and is the store's business.
"""

from collections.abc import Sequence

from backstride.services.ports import ChatMessage


def answer_to_same(so_far: Sequence[ChatMessage], text: str) -> Sequence[ChatMessage]:
    """Return what answered the patient's last message if that said `text`; nothing if it said something else."""
    place = max((i for i, message in enumerate(so_far) if message.sender == "patient"), default=None)
    return () if place is None or so_far[place].text != text else so_far[place + 1 :]
