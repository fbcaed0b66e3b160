"""What is changed of Rasa while it serves: the same results in less time.

Every function that takes the place of one of Rasa's names its file, says what the original spends time on, and
why the result is the same. `tests/engine/test_rasa_patches.py` holds each against the original, and whole
conversations against stock Rasa.

They were written against one version. `apply` refuses every other: read the new version's files, then change
`VERSION` and what has to change with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import rasa
from jsonschema import Draft7Validator
from rasa.core import processor
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import memoization, rule_policy
from rasa.shared.core import events
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from backstride.domain.errors import BackstrideError
from backstride.engine.graph_runner import SequentialGraphRunner
from backstride.engine.in_process import InProcessActions

VERSION = "3.6.21"


class RasaVersionError(BackstrideError):
    """Another Rasa is installed than the one the patches were written for; the message names both."""


@dataclass(frozen=True)
class Patch:
    """One attribute of a class or module of Rasa.

    Attributes:
        stock: What stood there before.
    """

    owner: Any
    name: str
    replacement: Any
    stock: Any = field(init=False)

    def __post_init__(self) -> None:
        """Remember the original."""
        object.__setattr__(self, "stock", vars(self.owner)[self.name])


def apply() -> None:
    """Patch Rasa in this process; doing so again changes nothing.

    Raises:
        RasaVersionError: Rasa is not of `VERSION`.
    """
    if rasa.__version__ != VERSION:
        raise RasaVersionError(
            f"Rasa {rasa.__version__} is installed, but backstride/engine/rasa_patches.py was written for {VERSION}: "
            "install the packages of requirements.lock"
        )
    for patch in PATCHES:
        setattr(patch.owner, patch.name, patch.replacement)


@cache
def _event_classes() -> dict[str, type[Event]]:
    # Where two classes have one name, Rasa takes the first.
    return {cls.type_name: cls for cls in reversed(all_subclasses(Event))}


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Find an event's class by its name.

    rasa/shared/core/events.py, `Event.resolve_by_type`: walks all subclasses of `Event` for each event that is read
    back, some 200 a turn. They are all defined when that module is imported, so a dict of them says the same; a name
    that is not in it goes to the original.
    """
    found = _event_classes().get(type_name)
    return found if found is not None else stock(Event, "resolve_by_type")(type_name, default)


@cache
def _result_format() -> Draft7Validator:
    return Draft7Validator(RemoteAction.action_response_format_spec())


def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Check what an action server answered.

    rasa/core/actions/action.py, `RemoteAction._validate_action_result`: builds the schema and checks it against the
    metaschema for every answer, 21 ms; then the answer against every kind of event, 3 to 10 ms. Here the validator
    is built once. The actions of this process are not checked again: `tests/conversations` check what they return,
    and an event that Rasa cannot read still raises when it is read.
    """
    if not isinstance(self.action_endpoint, InProcessActions):
        _result_format().validate(result)
    return True


class _Kind(Enum):
    """What an event means to `applied_events`."""

    PLAIN, RESET, ACTION_UNDONE, WORDS_UNDONE, ACTION, LOOP, WORDS, REJECTION, FEATURES = range(9)


_KINDS: tuple[tuple[type[Event], _Kind], ...] = (
    (events.Restarted, _Kind.RESET), (events.SessionStarted, _Kind.RESET),
    (events.ActionReverted, _Kind.ACTION_UNDONE), (events.UserUtteranceReverted, _Kind.WORDS_UNDONE),
    (events.ActionExecuted, _Kind.ACTION), (events.ActiveLoop, _Kind.LOOP), (events.UserUttered, _Kind.WORDS),
    (events.ActionExecutionRejected, _Kind.REJECTION), (events.DefinePrevUserUtteredFeaturization, _Kind.FEATURES),
)  # fmt: skip
_TAKEN_OUT = frozenset({_Kind.ACTION, _Kind.WORDS, _Kind.FEATURES})


_kind_of_class: dict[Any, _Kind] = {}


def _kind(event: Event) -> _Kind:
    cls = type(event)
    if cls not in _kind_of_class:
        _kind_of_class[cls] = next((kind for parent, kind in _KINDS if issubclass(cls, parent)), _Kind.PLAIN)
    return _kind_of_class[cls]


def applied_events(self: DialogueStateTracker) -> list[Event]:
    """Return the events that count, without what was taken back and without a form's repeated runs.

    rasa/shared/core/trackers.py, `DialogueStateTracker.applied_events`: six calls a turn. Every further run of a
    form walks back to its first one, so a long form costs the square of its length, and each step asks `isinstance`
    of abstract classes up to six times. Here an event's kind is looked up, and a walk stops where an earlier one for
    the same form has already looked and taken out what it takes out.
    """
    loops = {event.name for event in self.events if _kind(event) is _Kind.LOOP}
    applied: list[Event] = []
    swept_loop, swept = None, 0  # below `swept` the last walk for `swept_loop` left nothing to stop at or take out
    for event in self.events:
        kind = _kind(event)
        if kind is _Kind.RESET:
            applied = []
        elif kind is _Kind.ACTION_UNDONE:
            _undo(applied, _Kind.ACTION)
        elif kind is _Kind.WORDS_UNDONE:
            _undo(applied, _Kind.WORDS)
            _undo(applied, _Kind.ACTION)
        elif kind is _Kind.ACTION and event.action_name and event.action_name in loops:
            start = _earlier_run(applied, event.action_name, swept if swept_loop == event.action_name else 0)
            if start is None:
                applied.append(event)
            else:
                applied[start:] = [each for each in applied[start:] if _kind(each) not in _TAKEN_OUT]
                swept_loop, swept = event.action_name, len(applied)
        else:
            applied.append(event)
        if len(applied) < swept:
            swept_loop, swept = None, 0
    return applied


def _undo(applied: list[Event], kind: _Kind) -> None:
    """Take out the events from the end up to and with the last of a kind; all of them if there is none."""
    while applied and _kind(applied.pop()) is not kind:
        pass


def _earlier_run(applied: list[Event], loop: str, swept: int) -> int | None:
    """Return where the events after a form's earlier run begin; None if this is its first, or it was left in between.

    Args:
        swept: Where an earlier walk for this form came to, found its run and left nothing; 0 if there was none.
    """
    later_action = None
    for i in range(len(applied) - 1, swept - 1, -1):
        event = applied[i]
        kind = _kind(event)
        if kind is _Kind.ACTION:
            if event.action_name == loop:
                return i + 1
            later_action = event.action_name
        elif (
            (kind is _Kind.LOOP and event.name is None)
            or (kind is _Kind.REJECTION and event.action_name == loop)
            or (kind is _Kind.WORDS and later_action is not None)
        ):
            return None
    return swept or None


class _NoCopies:
    """Stands for the module `copy` where Rasa copies only what it hands to a debug log line.

    rasa/core/processor.py, core/policies/rule_policy.py, core/policies/memoization.py, core/actions/forms.py: each
    copies events, states or messages deeply before structlog drops the line for its level. `backstride/logs.py`
    redacts those values even at DEBUG, so no copy is ever looked at.
    """

    @staticmethod
    def deepcopy(value: Any) -> Any:
        """Return the value itself."""
        return value


PATCHES = (
    Patch(processor, "DaskGraphRunner", SequentialGraphRunner),  # what it saves is said there
    Patch(Event, "resolve_by_type", staticmethod(resolve_by_type)),
    Patch(DialogueStateTracker, "applied_events", applied_events),
    Patch(RemoteAction, "_validate_action_result", validate_action_result),
    *(Patch(module, "copy", _NoCopies()) for module in (processor, rule_policy, memoization, forms)),
)


def stock(owner: Any, name: str) -> Callable[..., Any]:
    """Return the original of a patched function."""
    found = next(patch.stock for patch in PATCHES if patch.owner is owner and patch.name == name)
    return found.__func__ if isinstance(found, staticmethod) else found
