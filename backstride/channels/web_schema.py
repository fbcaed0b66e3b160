"""The shapes of the chat API: what a browser may send and what it gets back.

Trusted values of choices stay on the server: a choice goes out as an opaque id and a label.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from backstride.channels.cleaning import clean_text
from backstride.services.ports import ChatMessage, MessageKind, Sender, TurnResult

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:~-]{1,64}$")]
_Text = Annotated[str, BeforeValidator(lambda value: clean_text(value) if isinstance(value, str) else value)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SessionRequest(_Strict):
    """Opens a conversation."""

    channel: Literal["web"] = "web"
    locale: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")] = "en-US"
    site: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:~-]{0,64}$")] = ""


class MessageRequest(_Strict):
    """One message of the patient: free text, or what was picked from the choices offered last."""

    text: _Text | None = Field(default=None, description="Up to the body's limit; too long is screened only.")
    choice: _Id | Annotated[list[_Id], Field(min_length=1, max_length=30)] | None = None
    client_message_id: _Id | None = Field(default=None, description="Same id, same answer: repeat it with a retry.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.text is None) == (self.choice is None):
            raise ValueError("send either text or choice")
        return self

    @property
    def choices(self) -> list[str]:
        """Return the picked ids, in the order given; empty for a text."""
        return [self.choice] if isinstance(self.choice, str) else self.choice or []


class ChoiceOut(BaseModel):
    """An option; send its `id` back as `choice`."""

    id: str
    label: str


class MessageOut(BaseModel):
    """A message of the conversation."""

    seq: int
    sender: Sender = Field(serialization_alias="from")
    at: datetime
    text: str
    kind: MessageKind
    choices: list[ChoiceOut]
    multiple: bool
    body_map: dict[str, Any] | None
    sources: list[dict[str, str]]

    @classmethod
    def of(cls, message: ChatMessage) -> Self:
        """Show a stored message."""
        return cls(
            seq=message.seq,
            sender=message.sender,
            at=message.at.astimezone(UTC),
            text=message.text,
            kind=message.kind,
            choices=[ChoiceOut(id=choice.id, label=choice.label) for choice in message.choices],
            multiple=message.multiple,
            body_map=dict(message.body_map) if message.body_map is not None else None,
            sources=[dict(source) for source in message.sources],
        )


class SessionAnswer(BaseModel):
    """A new conversation. The token is the only key to it; the conversation id opens nothing."""

    token: str
    conversation: str
    messages: list[MessageOut]


class StateOut(BaseModel):
    """Where the conversation stands. `question` is the id of the open question; `done`: the result was given."""

    level: Literal["L1", "L2", "L3", "L4", "L5"] | None
    state: Literal["open", "declined", "paused", "ended", "opted_out"]
    question: str | None
    done: bool


class TurnAnswer(BaseModel):
    """What the bot answered."""

    messages: list[MessageOut]
    state: StateOut

    @classmethod
    def of(cls, result: TurnResult) -> Self:
        """Show the outcome of a turn."""
        state = result.state
        return cls(
            messages=[MessageOut.of(message) for message in result.messages],
            state=StateOut(
                level=state.get("level") or None,
                state=state.get("state") or "open",
                question=state.get("question") or None,
                done=bool(state.get("done")),
            ),
        )


class MessagesAnswer(BaseModel):
    """Stored messages, oldest first."""

    messages: list[MessageOut]
