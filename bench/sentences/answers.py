"""Asks the reader: every sentence through what `backstride understand` does, and how long reading takes."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from backstride.commands.train import ensure_model
from backstride.commands.understand import understand
from backstride.nlu.windows import LONGEST
from backstride.settings import Settings
from backstride.wiring import Backstride
from bench.figures import percentile
from bench.sentences.judge import Answer
from bench.sentences.load import Sentence

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
"""When the sentences are read; months and weekdays in them have a length from here."""
_STORY = "my low back hurts on the left when i sit, no numbness, " * 400
STRESS = {
    "20,000 letters": "a" * 20_000,
    "20,000 characters of one story": _STORY[:20_000],
    "6,000 characters of one story": _STORY[:LONGEST],
    "500 mentions in one sentence": "pain " + " and ".join(["numb", "weak", "left leg", "fever", "low back"] * 100),
    "500 negations": "no fever, " * 500,
    "2,000 times no": "no " * 2_000,
    "control characters": "".join(map(chr, range(32))) * 180 + " low back",
    "one long emoji line": "😖" * 5_000,
    "other scripts": "моя спина болит 腰が痛い ظهري يؤلمني मेरी पीठ में दर्द है " * 100,
    "no spaces": "lowbackpainleftsidenofever" * 200,
    "only punctuation": "?!.,;:-()" * 600,
    "only digits": "7 " * 3_000,
}
"""Hostile messages; each is to be answered within `STRESS_MS`, or refused where it is longer than what is read."""
STRESS_MS = 200


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast messages are read on this machine, in one thread, without the intent classifier."""

    per_second: float
    p50_ms: float
    p99_ms: float
    stress_ms: Mapping[str, float | None]
    """None where it is longer than what is read, and so refused."""


def answers(app: Backstride, sentences: Sequence[Sentence], *, second_look: bool = True) -> dict[str, Answer]:
    """Return sentence id -> its answer, with the doubts of the second look or as the rules alone read it."""
    requests = [{"id": s.id, "text": s.text, "now": NOW.isoformat()} for s in sentences]
    return {answer["id"]: answer for answer in understand(app, requests, second_look=second_look)}


def speed(app: Backstride, texts: Sequence[str]) -> Speed:
    """Time the reading alone, each text once; the stress texts, the faster of two."""
    times = [_ms(app, text) for text in texts]
    stress = {
        name: None if len(text) > LONGEST else round(min(_ms(app, text), _ms(app, text)), 1)
        for name, text in STRESS.items()
    }
    return Speed(
        round(1000 * len(times) / sum(times), 1),
        round(percentile(times, 50), 2),
        round(percentile(times, 99), 2),
        stress,
    )


def ready(environ: Mapping[str, str]) -> Backstride:
    """Return the assistant with its model, trained if it is stale."""
    settings = Settings.from_env(environ)
    app: Any = Backstride(settings, model=ensure_model(settings))
    app.load()
    app.agent()
    return app  # type: ignore[no-any-return]


def _ms(app: Backstride, text: str) -> float:
    started = time.perf_counter()
    app.screener.screen(text, now=NOW)
    return 1000 * (time.perf_counter() - started)
