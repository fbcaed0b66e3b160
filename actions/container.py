"""Builds what the actions need, once, on first use; the only place in `actions/` that wires.

The server hands its own services over with `provide`; under `rasa run actions` they are built from
the environment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from backstride.domain.rules import Rules
from backstride.domain.triage import TriageDecision
from backstride.services.assessment import AssessmentService
from backstride.services.booking import Booking
from backstride.services.clinic import Clinic
from backstride.services.ports import Channel
from backstride.services.screening import TextReader


class Words(Protocol):
    """The responses, where an action has to join some or to pick one by a decision."""

    def say(self, name: str, channel: Channel, /, **values: object) -> str: ...

    def fillers(self, name: str) -> dict[str, str]: ...

    def triage_response(self, decision: TriageDecision, *, said_now: Collection[str] = ()) -> str: ...

    def come_back_response(self, decision: TriageDecision) -> str: ...

    def crisis_responses(self, decision: TriageDecision) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What an action may call; all in memory but `assessment` (knowledge base) and `booking` (appointments)."""

    rules: Rules
    reader: TextReader
    assessment: AssessmentService
    booking: Booking
    clinic: Clinic
    wording: Words


class _Holder:
    services: Services | None = None


def provide(services: Services) -> None:
    """Use these services from now on, in this process."""
    _Holder.services = services


def services() -> Services:
    """Return the services, building them from the environment the first time."""
    if _Holder.services is None:
        from backstride.wiring import action_services_from_env

        _Holder.services = action_services_from_env()
    return _Holder.services
