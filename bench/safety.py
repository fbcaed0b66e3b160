"""`make safety-report`: takes every rule, every clause and every screening call out in turn, and says what notices.

A mutant that nothing notices is a hole in the evidence of safety: it needs a case under tests/content/cases/, or
an entry in bench/safety_equivalents.yml that argues why nothing could notice. Exit status 1 if there is neither.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from backstride.domain.findings import Findings
from backstride.domain.triage import Rule, decide
from backstride.engine import shim
from bench.mutants import Mutant, rule_mutants
from tests.content.given import RULES
from tests.content.test_cases import CASES, expected, known_of, read

HERE = Path(__file__).parent
EQUIVALENTS = HERE / "safety_equivalents.yml"
RESULTS = HERE / "results" / "safety-report.md"


@dataclass(frozen=True)
class Case:
    """A case with its evidence gathered once."""

    name: str
    body: dict[str, Any]
    known: Findings
    wanted: dict[str, Any]

    def fails(self, rules: tuple[Rule, ...]) -> bool:
        """Whether the case comes out otherwise than it says."""
        body = self.body
        made = decide(self.known, rules, complete=body.get("intake", False), gates_open=body.get("open", ()))
        said: dict[str, Any] = {
            "level": made.level,
            "fires": [rule for rule in body["fires"] if rule in made.rules],
            "silent": [rule for rule in body["silent"] if rule not in made.rules],
        }
        said |= {key: getattr(made, key) for key in ("gate", "no_running") if key in body}
        return said != self.wanted


def cases() -> dict[str, list[Case]]:
    """Return all cases by the rule whose folder they stand in."""
    found: dict[str, list[Case]] = defaultdict(list)
    for path in CASES:
        body = read(path)
        found[path.parent.name].append(Case(f"{path.parent.name}/{path.stem}", body, known_of(body), expected(body)))
    return found


def noticed_by(mutant: Mutant, known: dict[str, list[Case]]) -> str:
    """Return the first case that fails, its own rule's first; "" if none does."""
    own = known.get(mutant.rule, [])
    others = (case for rule, found in known.items() if rule != mutant.rule for case in found)
    return next((case.name for case in (*own, *others) if case.fails(mutant.rules)), "")


def survey() -> Iterator[tuple[str, str]]:
    """Yield every mutant's id with what notices it, "" for nothing."""
    known = cases()
    wrong = [case.name for found in known.values() for case in found if case.fails(RULES.triage)]
    if wrong:
        raise SystemExit(f"these cases fail as it is: {', '.join(wrong)}")
    for mutant in rule_mutants(RULES.triage, RULES.vocabulary):
        yield mutant.id, noticed_by(mutant, known)
    yield from asyncio.run(_all_of_them())


async def _all_of_them() -> list[tuple[str, str]]:
    shim.install()  # before Rasa is imported
    from bench.screening_calls import screening_mutants

    return [found async for found in screening_mutants()]


def main() -> int:
    """Print what is not noticed, write the whole table, and return the exit status."""
    started = time.monotonic()
    argued: dict[str, str] = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8"))["equivalents"] or {}
    found = dict(survey())
    survivors = [name for name, by in found.items() if not by]
    holes = [name for name in survivors if name not in argued]
    stale = [name for name in argued if name not in survivors]
    rows = [f"| {name} | {by or argued.get(name, '**nothing**')} |" for name, by in found.items()]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(["| Taken out | Noticed by |", "|---|---|", *rows, ""]), encoding="utf-8")
    for name in holes:
        print(f"not noticed: {name}")
    for name in stale:
        print(f"argued in {EQUIVALENTS.name}, but noticed or gone: {name}")
    print(
        f"{len(found)} taken out: {len(found) - len(survivors)} noticed, {len(survivors) - len(holes)} argued, "
        f"{len(holes)} not noticed; {time.monotonic() - started:.0f} s; {RESULTS.relative_to(HERE.parent)}"
    )
    return 1 if holes or stale else 0


if __name__ == "__main__":
    sys.exit(main())
