"""Booking a visit: which time, whose name, how to reach them; then one write.

Nothing is booked while the level asks for other care: `offers_visit` is asked at every step, so a red
flag said in the middle of a booking stops it.
"""

from datetime import datetime
from typing import Any

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import BackstrideAction, Events
from actions.contact import read_contact
from actions.explaining import assess
from actions.filling import ask_contact, asks_next, fill_in, give_what_was_told, name_or_contact
from actions.offers import AGAIN_OFFER, CALL_OFFER, NEXT_STEPS, offered
from actions.run_plan import plan_of
from actions.slots import RED_FLAG
from actions.turn import Turn
from backstride.domain.errors import BookingRefusedError
from backstride.domain.replies import is_a_question
from backstride.domain.run_plan import RunPlan
from backstride.domain.scheduling import Wish
from backstride.domain.trimming import only_takes_in
from backstride.domain.whom import wants_somebody
from backstride.domain.wishes import is_only_a_wish, read_wish, wants_others, wants_sooner, wants_the_soonest
from backstride.services.booking import Offered

OPENING, WISH = "opening:", "wish:"
RUNNING_VIDEO = "running_video"
_NOT_AS_WISHED = {
    "others": "utter_booking_not_then",
    "first": "utter_booking_first_times",
    "last": "utter_booking_last_times",
}


def offers_visit(turn: Turn) -> bool:
    """Whether a visit may be booked at the level that was told last."""
    return turn.slot("stage") == "result" and turn.slot("triage_level") in {"L3", "L4", "L5"}


class ValidateBookingForm(BackstrideAction):
    """Fill the booking's slots in order; the first empty one is asked for."""

    def name(self) -> str:
        """Return the action's name."""
        return "validate_booking_form"

    async def act(self, turn: Turn) -> Events:
        """Read the answer to the open question; leave side questions to the rules."""
        requested = turn.slot("requested_slot")
        if not offers_visit(turn) or turn.slot("booked") or _only_takes_in(turn):
            return [SlotSet("requested_slot", None)]
        filled = {name: turn.slot(name) for name in ("opening", "patient_name", "contact")}
        is_given = give_what_was_told(turn, filled, requested)
        wished = _wished(turn, requested)
        if requested not in filled or (wished and requested != "opening"):
            filled["opening"] = None  # begun again after it was left, or "saturday instead?" in place of a name
        if slots.active_loop(turn) == "booking_form" and requested in filled and slots.is_new(turn):
            value = None if wished else name_or_contact(turn, requested)
            value = _picked(turn) if requested == "opening" else value
            if not fill_in(turn, filled, requested, value, says_when=bool(wished) or is_given):
                return []
        said = [*(turn.slot("wishes") or [] if requested in filled else []), *wished]
        return [SlotSet("wishes", said), *asks_next(filled)]


def _only_takes_in(turn: Turn) -> bool:
    """Whether "ok" was said to a result, and not to the offer of times that ends that of L3."""
    is_to_a_result = turn.slot("requested_slot") is None and turn.slot("triage_level") != "L3"
    return is_to_a_result and turn.slot("opening") is None and turn.intent == "affirm" and only_takes_in(turn.text)


def _wished(turn: Turn, requested: str | None) -> list[str]:
    """Return what a message says about when to come, as the question for a time is open or about to be asked."""
    said = _about_times(turn)
    if not slots.is_new(turn) or read_contact(said, turn.services.clinic):
        return []
    if requested in {"patient_name", "contact"}:
        return [said] if is_only_a_wish(said) else []
    names_a_time = read_wish(said, turn.now.astimezone(turn.services.clinic.zone).date()) != Wish()
    asks_for_others = requested == "opening" and (
        wants_others(said) or wants_sooner(said) or _asks_for_the_soonest(said)
    )
    return [said] if names_a_time or asks_for_others else []


def _about_times(turn: Turn) -> str:
    """Return the words of a message, also where the server has found them to be about times only."""
    wish = next((choice for choice in turn.choices if choice.startswith(WISH)), None)
    return wish.removeprefix(WISH) if wish else turn.text


def _asks_for_the_soonest(said: str) -> bool:
    """Whether a text asks which time is the first, and does not take it: "whats the earliest"."""
    return wants_the_soonest(said) and is_a_question(said)


def _offer(turn: Turn) -> Offered:
    return turn.services.booking.offer(level=turn.slot("triage_level"), wishes=turn.slot("wishes") or ())


def _picked(turn: Turn) -> str | None:
    """Return the id of the opening that was chosen, None if there is none or danger was told of."""
    if turn.intent == RED_FLAG:
        return None
    picked = next((choice for choice in turn.choices if choice.startswith(OPENING)), None)
    said = _about_times(turn)
    if picked is None and wants_the_soonest(said) and not _asks_for_the_soonest(said):
        soonest = next(iter(_offer(turn).openings), None)
        if soonest is not None:
            turn.say("utter_booking_soonest", when=when(turn, soonest.starts_at))
        return str(soonest.id) if soonest else None
    return picked.removeprefix(OPENING) if picked else None


class ActionAskOpening(BackstrideAction):
    """Offer the times that suit the level."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_opening"

    async def act(self, turn: Turn) -> Events:
        """List the openings as choices; say whom to call if there are none."""
        if slots.is_new(turn) and wants_somebody(turn.text):
            turn.say("utter_booking_who")
        offer = _offer(turn)
        if not offer.openings:
            turn.say("utter_booking_none_free", choices=offered(turn, CALL_OFFER))
            return []
        listed = [
            {"label": when(turn, opening.starts_at), "value": f"{OPENING}{opening.id}"} for opening in offer.openings
        ]
        if offer.answers in _NOT_AS_WISHED and slots.is_new(turn) and _wished(turn, "opening"):
            turn.say(_NOT_AS_WISHED[offer.answers])
        texts = "\n".join(f"{number} {choice['label']}" for number, choice in enumerate(listed, start=1))
        turn.say("utter_ask_opening", openings=texts, choices=listed, kind="booking")
        return []


class ActionAskBookingContact(BackstrideAction):
    """Ask how to reach who comes."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_booking_form_contact"

    async def act(self, turn: Turn) -> Events:
        """Ask it."""
        ask_contact(turn, "utter_ask_booking_form_contact")
        return []


class ActionChooseVisit(BackstrideAction):
    """Note that a running video check is wanted, where the person may run."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_choose_visit"

    async def act(self, turn: Turn) -> Events:
        """Say so, or that a PT should see them first; an ordinary visit is then booked."""
        if offers_visit(turn) and isinstance(plan_of(turn, assess(turn)), RunPlan):
            turn.say("utter_booking_running_visit")
            return [SlotSet("visit", RUNNING_VIDEO)]
        turn.say("utter_booking_running_visit_not")
        return [SlotSet("visit", None)]


class ActionBook(BackstrideAction):
    """Write the booking once; the request id makes a repeated turn harmless."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_book"

    async def act(self, turn: Turn) -> Events:
        """Book, or say why not and offer again."""
        if _only_takes_in(turn):
            _tell_ways_on(turn)
            return slots.without_booking()
        if not offers_visit(turn):
            turn.say("utter_booking_not_yet")
            return slots.without_booking()
        if turn.slot("booked"):
            turn.say("utter_booking_already", when=turn.slot("booked"), kind="booking")
            return slots.without_booking()
        request: dict[str, Any] = {
            "conversation_id": turn.conversation_id,
            "request_id": f"{turn.conversation_id}:visit",
        }
        try:
            booked = turn.services.booking.book(
                int(turn.slot("opening")),
                **request,
                name=turn.slot("patient_name"),
                contact=turn.slot("contact"),
                visit=turn.slot("visit") or "",
            )
        except BookingRefusedError as error:
            turn.say(
                "utter_booking_past" if str(error) == "past" else "utter_booking_taken",
                choices=offered(turn, AGAIN_OFFER),
            )
            return [SlotSet("opening", None)]
        told = when(turn, booked.opening.starts_at)
        turn.say("utter_booking_done", when=told, name=booked.name, kind="booking")
        return [SlotSet("booked", told), *slots.without_booking()]


def _tell_ways_on(turn: Turn) -> None:
    """Answer an "ok": what can be done next, or after urgent advice that first."""
    if assess(turn).decision.gate == "guardian" and offers_visit(turn):
        turn.say("utter_gate_guardian_offer", choices=offered(turn, NEXT_STEPS[:2]))
    elif offers_visit(turn) and not turn.slot("booked"):
        turn.say("utter_result_ok", choices=offered(turn, NEXT_STEPS[:2]))
    else:
        turn.say("utter_thank" if turn.slot("booked") else "utter_urgent_reminder")


def when(turn: Turn, at: datetime) -> str:
    """Return a time as the clinic says it, in its own zone."""
    return turn.services.clinic.spoken(at)
