"""Rasa's dialogue tracker, with the same states from less replaying; put in place by `rasa_patches.py`.

A tracker is the replay of its events. Rasa replays all of them again for every action it runs, every answer it
validates and every prediction. All files named here are of rasa 3.6.21.
"""

from collections.abc import Generator, Iterable
from dataclasses import replace
from enum import Enum
from itertools import islice
from typing import Any, TypeVar

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core import events
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, REQUESTED_SLOT
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

_T = TypeVar("_T")


class _Kind(Enum):
    """What an event means to a tracker."""

    PLAIN, RESET, ACTION_UNDONE, WORDS_UNDONE, ACTION, LOOP, WORDS, REJECTION, FEATURES, FOLLOW_UP = range(10)


_KINDS: tuple[tuple[type[Event], _Kind], ...] = (
    (events.Restarted, _Kind.RESET), (events.SessionStarted, _Kind.RESET),
    (events.ActionReverted, _Kind.ACTION_UNDONE), (events.UserUtteranceReverted, _Kind.WORDS_UNDONE),
    (events.ActionExecuted, _Kind.ACTION), (events.ActiveLoop, _Kind.LOOP), (events.UserUttered, _Kind.WORDS),
    (events.ActionExecutionRejected, _Kind.REJECTION), (events.DefinePrevUserUtteredFeaturization, _Kind.FEATURES),
    (events.FollowupAction, _Kind.FOLLOW_UP),
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

    rasa/shared/core/trackers.py, `DialogueStateTracker.applied_events`: six calls a turn, each from the first event
    on. Here the walk is kept with the tracker and goes on where it stopped.
    """
    walk: _Walk | None = self.__dict__.get(_WALK)
    if walk is None or not walk.leads_to(self.events):
        walk = self.__dict__[_WALK] = _Walk(self.events)
    walk.go_on()
    return list(walk.applied)


class _Walk:
    """A walk along a tracker's events, of which one counts until a later one takes it back.

    Every further run of a form looks back for its first one. Rasa walks back all the way each time, so a long form
    costs the square of its length, and each step asks `isinstance` of abstract classes up to six times. Here an
    event's kind is looked up, and a look back stops where an earlier one for the same form has already looked and
    taken out what it takes out.
    """

    def __init__(self, said: Any) -> None:
        """Start before the first event of a tracker's own list: a copied tracker has another."""
        self._events = said
        self._begin(set())

    def _begin(self, loops: set[str]) -> None:
        self._loops = loops  # forms that were opened anywhere, before or after they ran
        self._done, self._last = 0, None
        self.applied: list[Event] = []
        # Below `swept` the last look back for `swept_loop` left nothing to stop at or take out.
        self._swept_loop: str | None = None
        self._swept = 0

    def leads_to(self, said: Any) -> bool:
        """Whether these are the events walked along so far, with others after them at most."""
        done = self._done
        return said is self._events and len(said) >= done and (not done or said[done - 1] is self._last)

    def go_on(self) -> None:
        """Walk to the last event."""
        new = list(islice(self._events, self._done, None))
        opened = {event.name for event in new if _kind(event) is _Kind.LOOP}
        if not opened <= self._loops:
            self._begin(self._loops | opened)
            new = list(self._events)
        for event in new:
            self._take(event, _kind(event))
            self._last = event
        self._done = len(self._events)

    def _take(self, event: Event, kind: _Kind) -> None:
        applied = self.applied
        if kind is _Kind.RESET:
            applied.clear()
        elif kind is _Kind.ACTION_UNDONE:
            _undo(applied, _Kind.ACTION)
        elif kind is _Kind.WORDS_UNDONE:
            _undo(applied, _Kind.WORDS)
            _undo(applied, _Kind.ACTION)
        elif kind is _Kind.ACTION and event.action_name and event.action_name in self._loops:
            self._run_again(event)
        else:
            applied.append(event)
        if len(applied) < self._swept:
            self._swept_loop, self._swept = None, 0

    def _run_again(self, event: Event) -> None:
        applied, loop = self.applied, event.action_name
        start = _earlier_run(applied, loop, self._swept if self._swept_loop == loop else 0)
        if start is None:
            applied.append(event)
        else:
            applied[start:] = [each for each in applied[start:] if _kind(each) not in _TAKEN_OUT]
            self._swept_loop, self._swept = loop, len(applied)


_WALK = "_backstride_walk"


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


class SlotCopies:
    """Stands for the module `copy` in rasa/shared/core/trackers.py, which uses it for one thing: to copy a slot.

    Every tracker copies some fifty. `copy.copy` asks each how it wants to be pickled; slots are plain objects, for
    which that comes to a new object with the same attributes.
    """

    @staticmethod
    def copy(value: _T) -> _T:
        """Return a new object of the same class with the same attributes."""
        made = object.__new__(type(value))
        made.__dict__.update(value.__dict__)
        return made


def generate_all_prior_trackers(self: DialogueStateTracker) -> Generator[tuple[DialogueStateTracker, bool], None, None]:
    """Yield the tracker as it was before each action, and whether that action is hidden; last, as it is now.

    rasa/shared/core/trackers.py, `DialogueStateTracker.generate_all_prior_trackers`: the policies replay the whole
    conversation through `update` three or four times a turn. A copy has neither model nor assistant, so all that
    `update` does there is to append and apply; and most events set a slot.
    """
    tracker = self.init_copy()
    slots = tracker.slots
    for event in self.applied_events():
        if _kind(event) is _Kind.ACTION:
            yield tracker, event.hide_rule_turn
        tracker.events.append(event)
        if type(event) is events.SlotSet and event.key in slots:
            slots[event.key].value = event.value
        else:
            event.apply_to(tracker)
    yield tracker, False


_FOLLOW_UP_IS_OVER = frozenset({_Kind.ACTION, _Kind.WORDS})
_FOLLOW_UP_MAY_STAND = frozenset({_Kind.FOLLOW_UP, _Kind.RESET, _Kind.ACTION_UNDONE, _Kind.WORDS_UNDONE})


def copy(self: DialogueStateTracker) -> DialogueStateTracker:
    """Return a tracker that was told the same events.

    rasa/shared/core/trackers.py, `DialogueStateTracker.copy`: replays everything, for every action that runs. What
    a replay comes to already stands in the tracker, but for one thing: the processor clears a follow-up action
    without an event. So where the last event that bears on it did not clear it, the replay is made.
    """
    bearing = (_kind(event) for event in reversed(self.events))
    last = next((kind for kind in bearing if kind in _FOLLOW_UP_IS_OVER or kind in _FOLLOW_UP_MAY_STAND), None)
    if last not in _FOLLOW_UP_IS_OVER or type(self.slots) is not dict:
        return self.travel_back_in_time(float("inf"))
    made = DialogueStateTracker.__new__(DialogueStateTracker)
    made.__dict__.update(self.__dict__)
    made.__dict__.pop(_WALK, None)
    made.sender_id = self.sender_id or DEFAULT_SENDER_ID
    made.sender_source = made.model_id = made.assistant_id = made.followup_action = None
    made.events = self.events.copy()
    made.slots = {name: SlotCopies.copy(slot) for name, slot in self.slots.items()}
    made.latest_action = dict(self.latest_action) if self.latest_action is not None else None
    made.active_loop = replace(self.active_loop) if self.active_loop is not None else None
    return made


def temporary_tracker(
    self: Any, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Any
) -> DialogueStateTracker:
    """Return a tracker that was told of the form's run and of what is to be validated.

    rasa/core/actions/forms.py, `FormAction._temporary_tracker`: a replay since the last restart.
    """
    requested = events.SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker))
    return _told(current_tracker, [requested, events.ActionExecuted(self.name()), *additional_events], domain)


async def execute_validation_action(  # noqa: PLR0917 - Rasa's signature
    self: Any, extraction_events: list[Event], output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Any
) -> list[Event]:
    """Let the project's action validate the slots that were extracted.

    rasa/core/actions/action.py, `ActionExtractSlots._execute_validation_action`: the same replay, every turn.
    """
    extracted = [event for event in extraction_events if isinstance(event, events.SlotSet)]
    if ACTION_VALIDATE_SLOT_MAPPINGS not in domain.user_actions:
        return extracted
    told = _told(tracker, extracted, domain)
    validated = await self._run_custom_action(ACTION_VALIDATE_SLOT_MAPPINGS, output_channel, nlg, told, domain)
    judged = {event.key for event in validated if isinstance(event, events.SlotSet)}
    return [*validated, *(event for event in extracted if event.key not in judged)]


def _told(tracker: DialogueStateTracker, more: Iterable[Event], domain: Any) -> DialogueStateTracker:
    """Return a new tracker of the events since the last restart and these."""
    if any(_kind(event) is _Kind.RESET and isinstance(event, events.Restarted) for event in tracker.events):
        since = [*tracker.events_after_latest_restart(), *more]
        return DialogueStateTracker.from_events(tracker.sender_id, since, slots=domain.slots)
    made = copy(tracker)
    for event in more:
        made.update(event)
    return made
