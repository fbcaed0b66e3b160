"""Everything clinicians agreed on that the domain decides with, as one value.

Built once from `content/` by `knowledge/load_rules.py`, held in memory, never changed.
"""

from dataclasses import dataclass

from backstride.domain.findings import Vocabulary
from backstride.domain.interview import Question
from backstride.domain.triage import Disposition, Level, RedFlag, Rule


@dataclass(frozen=True, slots=True)
class Rules:
    """The vocabulary, the triage rules, the red flags, the questions and what the levels mean.

    Attributes:
        questions: In the order of asking.
    """

    vocabulary: Vocabulary
    triage: tuple[Rule, ...]
    red_flags: tuple[RedFlag, ...]
    questions: tuple[Question, ...]
    dispositions: tuple[Disposition, ...]

    def question(self, question_id: str, *, channel: str = "web", part: int = 1) -> Question:
        """Return a question by its id.

        Raises:
            KeyError: There is none of this id on the channel.
        """
        for question in self.questions:
            if question.id == question_id and question.part == part and channel in question.channels:
                return question
        raise KeyError(question_id)

    def disposition(self, level: Level) -> Disposition:
        """Return what a level means; the loader sees to it that there is one of each."""
        return next(disposition for disposition in self.dispositions if disposition.level is level)
