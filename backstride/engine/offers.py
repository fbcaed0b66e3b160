"""Reads what was chosen from the last offer: ids from a button, or a label or number that was typed."""

import json
from collections.abc import Sequence

from backstride.domain.errors import UnknownChoiceError
from backstride.domain.option_names import named_place
from backstride.domain.replies import Reply, short_reply
from backstride.domain.wishes import is_only_a_wish
from backstride.services.ports import ChatMessage

_YES_OR_NO = (Reply.YES, Reply.NO)
"""In the order of the choices of an offer that ends with leaving it."""


def typed_choice(offer: ChatMessage | None, text: str) -> Sequence[str]:
    """Return the id of the choice that was typed by label, number, place or some words of its label; () if none was.

    Only for offers that are no question: how a question reads its answers is the domain's business. A yes or a no
    answers an offer of one thing and of leaving it ("do you want to see it?").
    """
    if offer is None or offer.question:
        return ()
    reply = short_reply(text)
    if len(offer.choices) == len(_YES_OR_NO) and offer.choices[1].value == "intent:deny" and reply in _YES_OR_NO:
        return (offer.choices[_YES_OR_NO.index(reply)].id,)
    labels = [choice.label for choice in offer.choices]
    numbers = [place if choice.number is None else choice.number for place, choice in enumerate(offer.choices, start=1)]
    place = named_place(labels, numbers, text)
    return () if place is None else (offer.choices[place].id,)


def wished_times(offer: ChatMessage | None, text: str) -> str | None:
    """Return the payload of a text that says when somebody would like to come, and nothing else, to an offer of times.

    Only there: "not friday" or "none of these" would be a refusal anywhere else.
    """
    if offer is None or not any(choice.value.startswith("opening:") for choice in offer.choices):
        return None
    return f'/book_appointment{{"choice": [{json.dumps(f"wish:{text}")}]}}' if is_only_a_wish(text) else None


def chosen(offer: ChatMessage | None, ids: Sequence[str]) -> tuple[str, str]:
    """Return what the patient is shown to have said, and the payload that stands for it.

    Raises:
        UnknownChoiceError: An id that the offer does not hold, or several where one may be chosen.
    """
    offered = {choice.id: choice for choice in offer.choices} if offer else {}
    if any(i not in offered for i in ids) or (len(ids) > 1 and not (offer and offer.multiple)):
        raise UnknownChoiceError("that choice is not part of the last question")
    picked = [offered[i] for i in ids]
    shown = ", ".join(choice.label for choice in picked)
    if picked[0].value.startswith("intent:"):
        return shown, "/" + picked[0].value.removeprefix("intent:")
    values = ", ".join(f'"{choice.value}"' for choice in picked)
    return shown, f'/answer{{"choice": [{values}]}}'
