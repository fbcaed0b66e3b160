"""Filling in a form that asks for a name and a contact: what both forms do with the answer to an open question.

How names and contacts are written is for `contact.py`; which slots there are, and what they are for, for each form.
"""

from typing import Any

from rasa_sdk.events import SlotSet

from actions import asides, slots
from actions.base import Events
from actions.contact import introduced, read_contact, read_name
from actions.slots import RED_FLAG
from actions.turn import Turn
from backstride.domain.asking_back import About, asked_back
from backstride.services.ports_sms import OWN_NUMBER

_UNCLEAR = {
    "opening": "utter_booking_opening_unclear",
    "patient_name": "utter_booking_name_unclear",
    "contact": "utter_booking_contact_unclear",
}


def name_or_contact(turn: Turn, requested: str) -> str | None:
    """Return the name or the contact that answers the open question, None if the message says something else."""
    if turn.choices or turn.intent == RED_FLAG:
        return None
    if requested == "contact":
        return read_contact(turn.text, turn.services.clinic)
    return None if asides.tells_of_the_pain(turn) else read_name(turn.text)


def fill_in(turn: Turn, filled: dict[str, Any], requested: str, value: str | None, *, says_when: bool = False) -> bool:
    """Fill in an answer, and the contact that a name brings along; say so if there was no answer.

    Args:
        turn: The message.
        filled: The form's slots in the order of asking; changed.
        requested: The open one.
        value: The answer, None if the message gives none.
        says_when: The message says when somebody would like to come, or gives something else, and need not answer.

    Returns:
        Whether the form goes on; False where the message leaves it for the rules, which fills nothing in.
    """
    is_told = asides.tells_of_the_leg(turn) or (asides.tells_of_the_pain(turn) and not says_when)
    if value is None and (slots.leaves(turn) or is_told):
        return False
    if value is None and not says_when:
        is_on_file = (asked := asked_back((), turn.text, turn.channel)) is not None and asked.about is About.ON_FILE
        turn.say("utter_no_records" if is_on_file else _UNCLEAR[requested])  # "same number as last time"
    filled[requested] = value
    if requested == "patient_name" and value and not filled["contact"]:
        filled["contact"] = read_contact(turn.text, turn.services.clinic)  # "Ann Lee, 212 555 0142"
    return True


def give_what_was_told(turn: Turn, filled: dict[str, Any], requested: str | None) -> bool:
    """Fill in the name and number that were told unasked, and say so of earlier ones; return whether any were.

    Args:
        filled: The form's slots.
        requested: The slot that is asked for, which is read from the answer.
    """
    now, ever = introduced([turn.text], turn.services.clinic), introduced(turn.said, turn.services.clinic)
    if requested == "opening" and not any(now) and not turn.choices:
        contact = read_contact(turn.text, turn.services.clinic)
        if contact:  # "Ann Lee, 212 555 0142", said before it is asked for
            now = (read_name(turn.text), contact)
    told = {}
    for slot, new, old in zip(("patient_name", "contact"), now, ever, strict=True):
        value = new or (old if filled[slot] is None else None)
        if value and value != filled[slot] and slot != requested:
            told[slot] = value
    filled.update(told)
    is_of_before = any(value not in now for value in told.values())
    if told and (is_of_before or requested == "opening"):  # what is told right now needs no reminder
        turn.say("utter_booking_known", told=", ".join(told.values()))
    return bool(told)


def ask_contact(turn: Turn, response: str) -> None:
    """Ask how to reach somebody; who texts may choose the number that they text from."""
    own = [{"label": turn.words("utter_choice_own_number"), "value": OWN_NUMBER}] if turn.channel == "sms" else []
    turn.say(response, choices=own)


def asks_next(filled: dict[str, Any]) -> Events:
    """Return events that keep what is filled in and ask for the first that is not."""
    following = next((name for name, value in filled.items() if value is None), None)
    return [*(SlotSet(name, value) for name, value in filled.items()), SlotSet("requested_slot", following)]
