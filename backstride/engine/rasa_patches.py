"""What is changed of Rasa while it serves: the same results in less time.

`PATCHES` at the end lists all of it. Every function that takes the place of one of Rasa's, here, in
`rasa_trackers.py` and in `rasa_rules.py`, names its file, says what the original spends time on, and why the
result is the same; `rasa_training.py` has those for training. `tests/engine` holds each against the original,
`tests/conversations/test_stock_rasa.py` whole conversations against stock Rasa.

They were written against one version. `apply` refuses every other: read the new version's files, then change
`VERSION` and what has to change with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import rasa
from jsonschema import Draft7Validator
from rasa.core import processor
from rasa.core.actions import forms
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies import memoization, rule_policy
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core import trackers
from rasa.shared.core.constants import DEFAULT_SLOT_NAMES, SlotMappingType
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from backstride.domain.errors import BackstrideError
from backstride.engine import rasa_rules, rasa_trackers
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


def apply(patches: Sequence[Patch] = ()) -> None:
    """Patch Rasa in this process, for serving if nothing else is given; doing so again changes nothing.

    Raises:
        RasaVersionError: Rasa is not of `VERSION`.
    """
    if rasa.__version__ != VERSION:
        raise RasaVersionError(
            f"Rasa {rasa.__version__} is installed, but backstride/engine/rasa_patches.py was written for {VERSION}: "
            "install the packages of requirements.lock"
        )
    for patch in patches or PATCHES:
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


def unless_nothing_is_mapped(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return `ActionExtractSlots.run` that looks for what fills a slot only if anything but the validation may.

    rasa/core/actions/action.py: asks of every slot, some sixty, what in the message fills it. A custom mapping
    without an action fills none; where all are such, the validation is all there is to do.
    """

    async def run(self: Any, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Any) -> list[Event]:
        is_mapped = any(_is_filled(slot) for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES)
        filled: list[Event] = await (
            original(self, output_channel, nlg, tracker, domain)
            if is_mapped
            else self._execute_validation_action([], output_channel, nlg, tracker, domain)
        )
        return filled

    return run


def _is_filled(slot: Any) -> bool:
    return any(m.get("type") != str(SlotMappingType.CUSTOM) or m.get("action") for m in slot.mappings)


@cache
def _empty_domain() -> dict[str, Any]:
    empty: dict[str, Any] = Domain.empty().as_dict()
    return empty


def is_empty(self: Domain) -> bool:
    """Tell whether a domain is empty.

    rasa/shared/core/domain.py, `Domain.is_empty`: builds an empty domain for every message, to compare it.
    """
    return bool(self.as_dict() == _empty_domain())


def log_slots(tracker: DialogueStateTracker) -> None:
    """Do nothing.

    rasa/core/processor.py, `MessageProcessor._log_slots`: writes every slot's value into one text after every action,
    for a debug log line that `backstride/logs.py` would redact.
    """


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


def around(owner: Any, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Patch:
    """Return the patch by what makes it from the original."""
    return Patch(owner, name, wrap(vars(owner)[name]))


PATCHES = (
    Patch(processor, "DaskGraphRunner", SequentialGraphRunner),  # what it saves is said there
    Patch(MessageProcessor, "_log_slots", staticmethod(log_slots)),
    Patch(Domain, "is_empty", is_empty),
    Patch(Event, "resolve_by_type", staticmethod(resolve_by_type)),
    Patch(DialogueStateTracker, "applied_events", rasa_trackers.applied_events),
    Patch(DialogueStateTracker, "generate_all_prior_trackers", rasa_trackers.generate_all_prior_trackers),
    Patch(DialogueStateTracker, "copy", rasa_trackers.copy),
    Patch(trackers, "copy", rasa_trackers.SlotCopies()),
    Patch(FormAction, "_temporary_tracker", rasa_trackers.temporary_tracker),
    around(ActionExtractSlots, "run", unless_nothing_is_mapped),
    Patch(ActionExtractSlots, "_execute_validation_action", rasa_trackers.execute_validation_action),
    Patch(RulePolicy, "_get_possible_keys", rasa_rules.get_possible_keys),
    around(RulePolicy, "_find_action_from_rules", rasa_rules.without_end_to_end_rules),
    around(RulePolicy, "predict_action_probabilities", rasa_rules.noting_what_is_settled),
    around(MemoizationPolicy, "predict_action_probabilities", rasa_rules.unless_settled),
    Patch(RemoteAction, "_validate_action_result", validate_action_result),
    *(Patch(module, "copy", _NoCopies()) for module in (processor, rule_policy, memoization, forms)),
)


def stock(owner: Any, name: str) -> Callable[..., Any]:
    """Return the original of a patched function."""
    found = next(patch.stock for patch in PATCHES if patch.owner is owner and patch.name == name)
    return found.__func__ if isinstance(found, staticmethod) else found
