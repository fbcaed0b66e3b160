"""How long one assessment takes, and a build of the knowledge base. Real content, a database of its own, no server."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from backstride.domain.findings import Evidence, Findings, Kind, Status
from backstride.domain.gathering import gather
from backstride.knowledge.build import build_database
from backstride.knowledge.database import make_engine, migrate
from backstride.knowledge.load import Content, load_content
from backstride.knowledge.repository import SqlConditionRepository
from backstride.services.assessment import AssessmentService

CONTENT = Path(__file__).resolve().parents[1] / "content"


def measure(rounds: int = 5) -> tuple[float, float]:
    """Return the median time of an assessment with its advice (ms), and of reading and building all content (s).

    The patients deny every red flag, so that patterns are ranked and advice is given.
    """
    with tempfile.TemporaryDirectory(prefix="backstride-bench-") as folder:
        engine = make_engine(f"sqlite:///{folder}/knowledge.db")
        migrate(engine)
        builds = []
        for number in range(rounds):
            start = time.perf_counter()
            content = load_content(CONTENT)
            build_database(engine, replace(content, version=f"{content.version}-{number}"))
            builds.append(time.perf_counter() - start)
        service = AssessmentService(content.rules.triage, SqlConditionRepository(engine))
        patients = [_patient(content, number) for number in range(len(content.conditions))]
        times = []
        for _ in range(rounds):
            for patient in patients:
                start = time.perf_counter()
                service.self_care(patient, service.assess(patient))
                times.append((time.perf_counter() - start) * 1000)
        engine.dispose()
    return median(times), median(builds)


def _patient(content: Content, number: int) -> Findings:
    """Return somebody who denies every red flag and says one value of every other finding, others for each number."""
    said = []
    for kind in content.rules.vocabulary.values():
        if kind.red_flag:
            said.append(Evidence(kind.id, Status.NEGATED, None, "Q04"))
        elif kind.kind in {Kind.SET, Kind.CHOICE}:
            said.append(Evidence(kind.id, Status.PRESENT, kind.values[number % len(kind.values)]))
        elif kind.id == "age":
            said.append(Evidence("age", Status.PRESENT, float(18 + 2 * number)))
        elif kind.id == "duration_days":
            said.append(Evidence("duration_days", Status.PRESENT, float(3 * number)))
    return gather(said, content.rules.vocabulary)
