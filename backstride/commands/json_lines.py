"""Reads the requests of an audit from JSON lines, and says of a bad one what is wrong and what a line should be."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, StrictStr, ValidationError

from backstride.nlu.windows import LONGEST

_MEND = "a line is one JSON object; its fields are in docs/contracts.md, section 2"
_SHOWN = 40
_Moment = Annotated[datetime, AfterValidator(lambda at: at if at.tzinfo else at.replace(tzinfo=UTC))]
"""A time without an offset is taken as UTC."""


class Message(BaseModel):
    """One message to understand, not longer than is read of one; `now` says when it was written."""

    id: Any = None
    text: Annotated[StrictStr, Field(max_length=LONGEST)]
    now: _Moment | None = None


class Choose(BaseModel):
    """A turn that picks what was offered, by its label or number."""

    choice: str | int


class Talk(BaseModel):
    """One conversation to hold; the fields are those of the contract."""

    id: Any = None
    channel: Literal["web", "sms"] = "web"
    turns: list[str | int | float | Choose] | None = None
    answers: dict[str, Any] | None = None
    default: str = "no"
    now: _Moment | None = None


Shape = TypeVar("Shape", bound=BaseModel)


def read_lines(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """Yield the number of each line that is not blank, counted from 1, with its value, or the error that it has."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                yield number, error


def shaped(request: Any, shape: type[Shape]) -> Shape:
    """Return a request in its shape.

    Raises:
        ValueError: It is an error itself, or lacks a field, or has a wrong one; the text says which and the mend.
    """
    if isinstance(request, Exception):
        raise ValueError(f"no JSON: {request}; {_MEND}")
    if not isinstance(request, dict):
        raise ValueError(f"no JSON object, but {json.dumps(request)[:_SHOWN]}; {_MEND}")
    try:
        return shape.model_validate(request)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'line'}: {each['msg'].lower()}" for each in told)
        raise ValueError(f"{wrong}; {_MEND}") from error


def refusal(request: Any, error: Exception, *, line: int | None = None) -> dict[str, Any]:
    """Return the answer to a bad line: its `id` if it has one, and what is wrong, with the number of the line."""
    known = request.get("id") if isinstance(request, dict) else None
    return {"id": known, "error": f"line {line}: {error}" if line else str(error)}
