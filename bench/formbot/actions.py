"""The stock bot's action server: checks each slot of the restaurant form, as formbot's does."""

from typing import Any

from rasa_sdk import FormValidationAction
from rasa_sdk.executor import CollectingDispatcher

CUISINES = frozenset({"thai", "greek", "korean", "spanish", "lebanese", "turkish", "japanese", "italian", "mexican"})
SEATING = {"outside": True, "outdoors": True, "terrace": True, "inside": False, "indoors": False}


class ValidateRestaurantForm(FormValidationAction):
    """Validates cuisine, party size and seating; the free texts pass as they are."""

    def name(self) -> str:
        """Return the name Rasa calls it by."""
        return "validate_restaurant_form"

    def validate_cuisine(self, value: Any, dispatcher: CollectingDispatcher, *_: object) -> Any:
        """Accept the kitchens of the list."""
        if value.lower() in CUISINES:
            return {"cuisine": value}
        dispatcher.utter_message(response="utter_wrong_cuisine")
        return {"cuisine": None}

    def validate_num_people(self, value: Any, dispatcher: CollectingDispatcher, *_: object) -> Any:
        """Accept whole numbers above zero."""
        if str(value).isdecimal() and int(value) > 0:
            return {"num_people": value}
        dispatcher.utter_message(response="utter_wrong_num_people")
        return {"num_people": None}

    def validate_outdoor_seating(self, value: Any, dispatcher: CollectingDispatcher, *_: object) -> Any:
        """Accept yes and no, and words for places."""
        if isinstance(value, str):
            value = SEATING.get(value.lower())
        if value is None:
            dispatcher.utter_message(response="utter_wrong_outdoor_seating")
        return {"outdoor_seating": value}
