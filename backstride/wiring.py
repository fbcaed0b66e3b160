"""Puts the parts together; the one place that knows them all. Every entry point starts here.

Nothing is built at import, and a part that cannot be built (no model, no database) is reported by
`readiness`, not by a crash: the safety screen and the last word work without either.
"""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine

from backstride.domain.errors import BackstrideError, ContentError
from backstride.domain.evidence import revive
from backstride.domain.gathering import gather
from backstride.engine import shim
from backstride.engine.agent import ModelError, load_agent, newest_model
from backstride.engine.bilingual import BilingualLastWord
from backstride.engine.conversations import RasaConversations
from backstride.engine.evidence import latest_evidence
from backstride.engine.last_word import LastWord
from backstride.engine.messages import Presenter
from backstride.engine.outcome import Outcome
from backstride.knowledge.appointments import SqlAppointmentBook
from backstride.knowledge.build import ensure_database
from backstride.knowledge.content_archive import archive_content
from backstride.knowledge.content_folder import with_lines
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, migrate
from backstride.knowledge.decision_log import DecisionSpool
from backstride.knowledge.load import Content, load_content
from backstride.knowledge.repository import SqlConditionRepository
from backstride.knowledge.wording import Wording
from backstride.services.assessment import AssessmentService, PrintedPlan
from backstride.services.booking import Booking
from backstride.services.clinic import Clinic, load_clinic
from backstride.services.long_text import LongTextReader
from backstride.services.screening import Screener
from backstride.services.spanish import SpanishWords
from backstride.services.visit_summary import VisitSummaries
from backstride.settings import ROOT, Settings

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]


SPOOL = ROOT / "var" / "decision-spool.jsonl"


def utc_now() -> datetime:
    """Return the current time, aware."""
    return datetime.now(UTC)


@dataclass
class Backstride:
    """Everything that an entry point may need, each part built when it is first asked for.

    Attributes:
        clock: The conversations' clock.
        model: The trained model to serve; None takes the newest.
    """

    settings: Settings
    clock: Clock = utc_now
    model: Path | None = None
    _agent: Any = field(default=None, init=False)
    _agent_error: str = field(default="", init=False)

    @cached_property
    def content(self) -> Content:
        """The clinical content; ContentError if a file of it is wrong."""
        return load_content(self.settings.content_dir)

    @cached_property
    def clinic(self) -> Clinic:
        """The clinic this installation speaks for."""
        return load_clinic(self.settings.clinic_file)

    @cached_property
    def wording(self) -> Wording:
        """All responses."""
        return Wording(ROOT / "data" / "responses", self.clinic.placeholders())

    @cached_property
    def reader(self) -> Any:
        """What reads mentions from text."""
        shim.install(serving=True)
        from backstride.nlu.compiled import build_reader, read_content

        _ = self.content  # what is wrong with a file is told before what its words mean
        try:
            return build_reader(*read_content(self.settings.content_dir))
        except ContentError as error:
            raise ContentError(with_lines(str(error), self.settings.content_dir)) from error

    @cached_property
    def screener(self) -> Screener:
        """The edge screen."""
        reader = LongTextReader(self.reader)
        return Screener(reader, self.content.rules.triage, self.content.rules.vocabulary)

    @cached_property
    def engine(self) -> Engine:
        """The database's engine; nothing is connected yet."""
        return make_engine(self.settings.database_url)

    @cached_property
    def store(self) -> SqlConversationStore:
        """The conversations."""
        return SqlConversationStore(self.engine)

    @cached_property
    def last_word(self) -> LastWord:
        """What is said when everything else fails."""
        shim.install(serving=True)
        from backstride.nlu.lexicon import read_lexicon

        spanish = SpanishWords(read_lexicon(self.settings.content_dir / "lexicon"))
        return BilingualLastWord(self.wording, spanish)

    @cached_property
    def assessment(self) -> AssessmentService:
        """What decides and explains."""
        return AssessmentService(self.content.rules.triage, self.knowledge_base)

    @cached_property
    def booking(self) -> Booking:
        """The appointment book's use cases."""
        return Booking(SqlAppointmentBook(self.engine, self.clock), zone=self.clinic.zone, clock=self.clock)

    @cached_property
    def spool(self) -> DecisionSpool:
        """Where decisions wait that the database could not take."""
        return DecisionSpool(SPOOL)

    @cached_property
    def conversations(self) -> RasaConversations:
        """The engine that takes turns."""
        return RasaConversations(
            agent=self.agent,
            store=self.store,
            screener=self.screener,
            outcome=Outcome(
                Presenter(self.content.rules.questions),
                self.last_word,
                self.content.rules,
                content_version=self.content.version,
                model_id=lambda: self.model_id,
            ),
            last_word=self.last_word,
            spool=self.spool.keep,
            clock=self.clock,
            timeout_s=self.settings.action_timeout_s,
        )

    @cached_property
    def knowledge_base(self) -> SqlConditionRepository:
        """The conditions, as the database holds them."""
        return SqlConditionRepository(self.engine)

    @cached_property
    def summaries(self) -> VisitSummaries:
        """The summaries that staff read before a visit."""
        return VisitSummaries(self.content.rules, self.knowledge_base, self.content.dermatomes)

    def action_services(self) -> Any:
        """Return what the custom actions call."""
        from actions.container import Services

        return Services(
            rules=self.content.rules,
            reader=self.reader,
            assessment=self.assessment,
            booking=self.booking,
            clinic=self.clinic,
            wording=self.wording,
        )

    def run_plan(self, conversation_id: str) -> PrintedPlan | None:
        """Return the plan to run again that a conversation has come to, None if it has come to none."""
        record = self.store.get(conversation_id)
        evidence = revive(latest_evidence(self.store.tracker_events(conversation_id)))
        findings = gather(evidence, self.content.rules.vocabulary)
        return self.assessment.run_plan(findings, record.level if record else None)

    def prepare_database(self) -> None:
        """Migrate the schema and load the knowledge base if it is not the content's version."""
        migrate(self.engine)
        ensure_database(self.engine, self.content)
        archive_content(self.engine, self.settings.content_dir, self.content.version)

    def is_reviewed(self) -> bool:
        """Whether clinicians have approved all content in use."""
        return all(rule.status == "approved" for rule in self.content.rules.triage) and all(
            condition.status == "approved" for condition in self.content.conditions
        )

    def start(self) -> None:
        """Prepare database, screen and model for serving; what fails is retried by nobody and told by `readiness`."""
        self.reader.read("")
        try:
            self.prepare_database()
            self.knowledge_base.knowledge()  # read now, so that no patient waits for it
            self.spool.drain(self.engine)
        except BackstrideError as error:
            log.error("database.unavailable", reason=type(error).__name__)
        self.load()
        gc.collect()
        gc.freeze()  # what is loaded stays: the collector need not walk through it during turns

    def load(self) -> None:
        """Load the model; a failure is kept for `readiness` and ends every turn in the last word until it is mended."""
        from actions import container

        container.provide(self.action_services())
        try:
            self._agent = load_agent(self.model or newest_model(self.settings.model_dir))
            self._agent_error = ""
        except ModelError as error:
            self._agent, self._agent_error = None, str(error)
            log.error("model.missing", reason=str(error))

    def agent(self) -> Any:
        """Return the loaded agent.

        Raises:
            ModelError: There is none; the message says why.
        """
        if self._agent is None:
            raise ModelError(self._agent_error or "the model is not loaded yet")
        return self._agent

    @property
    def model_id(self) -> str:
        """The served model's id, "" if there is none."""
        return str(self._agent.model_id) if self._agent is not None else ""

    def readiness(self) -> Mapping[str, Any]:
        """Return the truth about each part: `ready` only if all of them work."""
        try:
            self.store.ping()
            database = "ok"
        except BackstrideError as error:
            database = str(error)
        return {
            "ready": bool(self.model_id) and database == "ok",
            "decisions_on_disk": self.spool.waiting(),
            "model": self.model_id or self._agent_error or "loading",
            "content_version": self.content.version,
            "database": database,
        }


def action_services_from_env() -> Any:
    """Build the actions' services from the environment: for `backstride rasa run actions`."""
    import os

    return Backstride(Settings.from_env(os.environ)).action_services()
