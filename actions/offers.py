"""What can be offered after an answer: the label's response and the intent that a choice stands for; what was taken.

The order is the order of the numbers in the SMS texts (data/responses/booking.yml, result.yml).
"""

from actions.contact import read_contact
from actions.turn import Turn
from backstride.domain.wishes import asks_for_the_visit

Offer = tuple[str, str]
CHECK_IN = "check_in"
"""What the choice of a later call carries along with the intent to be called."""

NEXT_STEPS: tuple[Offer, ...] = (
    ("utter_choice_book", "book_appointment"),
    ("utter_choice_call", "ask_callback"),
    ("utter_choice_why", "ask_result"),
    ("utter_choice_self_care", "ask_self_care"),
    ("utter_choice_check_in", f'ask_callback{{"choice": ["{CHECK_IN}"]}}'),
)
L3_OFFER: tuple[Offer, ...] = (
    ("utter_choice_times", "book_appointment"),
    ("utter_choice_call", "ask_callback"),
    ("utter_choice_not_now", "deny"),
)
CALL_OFFER: tuple[Offer, ...] = (("utter_choice_call", "ask_callback"), ("utter_choice_not_now", "deny"))
OPEN_OFFER: tuple[Offer, ...] = (*CALL_OFFER, ("utter_choice_answer_them", "start"))
PARENT_OFFER: tuple[Offer, ...] = (("utter_choice_parent", "other_person"), ("utter_choice_call", "ask_callback"))
AGAIN_OFFER: tuple[Offer, ...] = (
    ("utter_choice_other_times", "book_appointment"),
    ("utter_choice_call", "ask_callback"),
)
PLAN_OFFER: tuple[Offer, ...] = (("utter_choice_plan", "ask_run_plan"), ("utter_choice_not_now", "deny"))
VISIT_OFFER: tuple[Offer, ...] = (
    ("utter_choice_running_visit", "book_running_visit"),
    ("utter_choice_not_now", "deny"),
)
DELETE_OFFER: tuple[Offer, ...] = (("utter_choice_delete", "delete_my_data"), ("utter_choice_keep", "deny"))


def tell_the_visit(turn: Turn) -> bool:
    """Say when the visit is that was booked, and whom to call to change it, or that none was, if the message asks.

    Returns:
        Whether it was said; to another number or address after a booking, too, which only staff can put in.
    """
    booked = turn.slot("booked")
    if booked and (asks_for_the_visit(turn.text) or read_contact(turn.text, turn.services.clinic)):
        turn.say("utter_booking_already", when=booked, kind="booking")
    elif asks_for_the_visit(turn.text):
        turn.say("utter_booking_not_here")
    else:
        return False
    return True


def offered(turn: Turn, offers: tuple[Offer, ...]) -> list[dict[str, str]]:
    """Return the choices as the presenter takes them."""
    return [{"label": turn.words(label), "value": f"intent:{intent}"} for label, intent in offers]
