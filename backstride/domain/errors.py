"""The errors of Backstride. Each says in one line what was wrong, where, and what to do."""


class BackstrideError(Exception):
    """Parent of every error that Backstride raises on purpose."""


class ContentError(BackstrideError):
    """A file of `content/` is wrong. The message names the file and the entry."""


class UnknownFindingError(BackstrideError):
    """A finding id that content/vocabulary.yml does not list."""

    def __init__(self, finding: str) -> None:
        """Name the id."""
        super().__init__(f"no finding '{finding}' in content/vocabulary.yml")


class BookingRefusedError(BackstrideError):
    """An opening cannot be booked. The message is a reason id, shown to the patient by a response."""


class ServiceUnavailableError(BackstrideError):
    """Something outside this process did not answer in time; trying again later may work."""


class TurnNotKeptError(ServiceUnavailableError):
    """A turn was answered but could not be stored. `messages` must still be spoken, in order."""

    def __init__(self, messages: tuple[object, ...]) -> None:
        """Carry the messages (`services.ports.ChatMessage`) to the channel."""
        super().__init__("the conversation cannot be stored right now")
        self.messages = messages


class ConflictError(BackstrideError):
    """Another process changed the same conversation in between; the caller reads again and repeats."""


class UnknownChoiceError(BackstrideError):
    """A choice id that the last offer of this conversation does not hold, or too many of them."""
