"""The words of content/lexicon/, checked and compiled.

`read_content` reads the YAML files; `Lexicon` is built from that plain data, so that it can travel
inside a trained model. What is done with the matches is in `reader.py` and its neighbours.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from backstride.domain.errors import ContentError
from backstride.domain.findings import FindingType, Kind, Status, Vocabulary
from backstride.nlu.grammar import Grammar, spellings
from backstride.nlu.lexicon_entries import Activity, Entry, FindingWords, Relation, Site
from backstride.nlu.normalise import Spelling
from backstride.nlu.phrases import Automaton
from backstride.nlu.relations import RelationIndex

Content = dict[str, Any]
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads YAML by the safe rules, ten times as fast where the C library is there."""
_MOST_WAYS = 2_000
_STATUSES = {status.value: status for status in Status}
_ROLES = (
    "pain",
    "hurts",
    "fine",
    "worse",
    "better",
    "harmless",
    "useless",
    "wish",
    "spread",
    "no_spread",
    "mask",
    "used",
    "not_activity",
    "idiom",
    "trouble",
    "in_scope",
    "procedure",
    "so_did_i",
    "family_history",
)
_COMMA = "<comma>"
"""Stands for the sign in a group of words, whose entries it parts."""
_GROUPS = ("context", "act_words", "answer_words")


class Lexicon:
    """All words and cues, compiled."""

    def __init__(self, content: Content, vocabulary: Vocabulary) -> None:
        """Compile and check.

        Raises:
            ContentError: A phrase is malformed, or a finding or value is not in the vocabulary.
        """
        self.fingerprint = content_hash(content)
        words, context = content["words"], content["context"]
        short_forms = {short: tuple(str(said).split()) for short, said in words["short_forms"].items()}
        grammar = Grammar({name: split(said) for name, said in words["classes"].items()}, short_forms)
        self.sites = {s["id"]: _site(s, vocabulary) for s in content["sites"]["sites"]}
        self.activities = {a["id"]: _activity(a, vocabulary) for a in content["activities"]["activities"]}
        self.findings: dict[str, FindingWords] = {}
        self.entries: list[Entry] = []
        phrases = []
        for entry, phrase in self._read(content, vocabulary):
            self.entries.append(entry)
            phrases.append(grammar.parse(phrase))
        self.automaton = Automaton(phrases, split(words["gap_stops"]))
        said = [_relation(r, content["relations"]["concepts"], vocabulary) for r in content["relations"]["relations"]]
        said.sort(key=lambda relation: relation.status is not Status.PRESENT)  # the sure ones first
        self.relations = RelationIndex(said)
        self.cues = {
            category: sorted({way for phrase in split(said) for way in _ways(grammar, phrase)})
            for category, said in context["cues"].items()
        }
        self.words = _word_groups(*(content[name] for name in _GROUPS))
        self.quantities = content["quantities"]
        self.spelling = self._spelling(words, content["near_words"], short_forms)

    def _spelling(self, words: Content, near: Content, short_forms: Mapping[str, tuple[str, ...]]) -> Spelling:
        targets, heads = tuple(split(words["typo_targets"])), frozenset(split(words["joined_heads"]))
        pauses = (frozenset(split(words[name])) for name in ("left_open", "carried_on"))
        known = self.automaton.alphabet | set(targets) | set(short_forms) | set(split(near["leave_alone"]))
        known |= {word for said in self.cues.values() for cue in said for word in cue.split()}
        known |= {word for group in self.words.values() for word in group}
        known |= {word for group in self.quantities.values() for said in group for word in str(said).split()}
        return Spelling(
            short_forms, {w: float(n) for w, n in words["numbers"].items()}, frozenset(known), targets, heads, *pauses
        )

    def _read(self, content: Content, vocabulary: Vocabulary) -> Iterator[tuple[Entry, str]]:
        for name in sorted(content):
            for finding, said in content[name].get("findings", {}).items():
                yield from self._finding(finding, said, vocabulary)
        for role, group in (("site", "sites"), ("activity", "activities")):
            for item in content[group][group]:
                yield from ((Entry(role, item["id"]), phrase) for phrase in split(item["phrases"]))
        for role, names in (("side", content["sites"]["sides"]), ("concept", content["relations"]["concepts"])):
            for name, said in names.items():
                yield from ((Entry(role, name), phrase) for phrase in split(said))
        cues = content["activities"]["cues"] | {
            "spread": content["sites"]["spread"],
            "no_spread": content["sites"]["no_spread"],
            "trouble": content["sites"]["trouble"],
            "in_scope": content["sites"]["in_scope"],
            "procedure": content["sites"]["procedures"],
            "mask": content["sites"]["masks"],
            "used": content["sites"]["used"],
            "not_activity": content["activities"]["masks"],
            "idiom": content["idioms"]["masks"],
            "pain": "<pain>",
            "hurts": content["sites"]["hurts"],
            "fine": "<fine>",
            "so_did_i": content["context"]["so_did_i"],
            "family_history": content["context"]["family_history"],
        }
        for role in _ROLES:
            yield from ((Entry(role), phrase) for phrase in split(cues[role]))

    def _finding(self, finding: str, said: Content, vocabulary: Vocabulary) -> Iterator[tuple[Entry, str]]:
        if finding not in vocabulary:
            raise ContentError(f"content/lexicon: finding '{finding}' is not in content/vocabulary.yml")
        kind = vocabulary[finding]
        options = FindingWords(
            bool(said.get("history_counts", False)),
            said.get("time", ""),
            frozenset(split(said.get("ignores", ""))),
            bool(said.get("asked_counts", False)),
            bool(said.get("of_baby", False)),
        )
        if finding not in self.findings or options != FindingWords():
            self.findings[finding] = options
        for name, status in _STATUSES.items():
            by_value = said.get(name) or {}
            if not isinstance(by_value, Mapping):
                by_value = {None: by_value}
            for value, phrases in by_value.items():
                _check(finding, value, kind, status)
                yield from ((Entry("finding", finding, value, status), phrase) for phrase in split(phrases))


def _ways(grammar: Grammar, phrase: str) -> list[str]:
    """Return every way to say a cue. Each takes memory in every server, and some 100,000 keep it from starting."""
    ways = list(spellings(grammar.parse(phrase)))
    if len(ways) > _MOST_WAYS:
        raise ContentError(
            f"content/lexicon/context.yml: cue '{phrase}' can be said in {len(ways):,} ways, at most {_MOST_WAYS:,}: "
            "leave out options, or write two cues"
        )
    return ways


def _check(finding: str, value: str | None, kind: FindingType, status: Status) -> None:
    needs_value = kind.kind in (Kind.CHOICE, Kind.SET) and status not in (Status.NEGATED, Status.HISTORICAL)
    if (value is None and needs_value) or (value is not None and value not in kind.values):
        raise ContentError(f"content/lexicon: finding '{finding}' has no value '{value}'")


def _relation(said: Content, concepts: Content, vocabulary: Vocabulary) -> Relation:
    finding, value, status = said["finding"], said.get("value"), _STATUSES[said.get("status", "present")]
    if finding not in vocabulary:
        raise ContentError(f"content/lexicon: finding '{finding}' is not in content/vocabulary.yml")
    _check(finding, value, vocabulary[finding], status)
    groups = tuple(frozenset(group.split("|")) for group in said["of"])
    between, unless = frozenset(said.get("between", ())), frozenset(said.get("unless", ()))
    unknown = frozenset().union(*groups, between - {"site"}, unless) - concepts.keys()
    if unknown or len(groups) < 2:
        raise ContentError(f"content/lexicon: relation to '{finding}' needs two known concepts: {sorted(unknown)}")
    how = {key: bool(said.get(key)) for key in ("ordered", "commas", "far")}
    return Relation(finding, value, status, groups, int(said["within"]), **how, between=between, unless=unless)


def _word_groups(*files: Content) -> dict[str, frozenset[str]]:
    """Return the groups of words of some files by name; the cues of context.yml are none."""
    names = [name for said in files for name in said]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ContentError(f"content/lexicon: a group of words may stand in one file only: {sorted(twice)}")
    groups = {name: split(block) for said in files for name, block in said.items() if name != "cues"}
    return {name: frozenset("," if word == _COMMA else word for word in words) for name, words in groups.items()}


def _known(value: str | None, finding: str, vocabulary: Vocabulary) -> str | None:
    if value is None or value == "none":
        return None
    if value not in vocabulary[finding].values:
        raise ContentError(f"content/lexicon: '{value}' is no value of {finding}")
    return value


def _site(said: Content, vocabulary: Vocabulary) -> Site:
    return Site(
        said["id"],
        said["region"],
        _known(said.get("location"), "location", vocabulary),
        _known(said.get("radiation"), "radiation", vocabulary),
        bool(said.get("joint", False)),
    )


def _activity(said: Content, vocabulary: Vocabulary) -> Activity:
    return Activity(
        said["id"],
        _known(said.get("trigger"), "triggers", vocabulary),
        _known(said.get("reliever"), "relievers", vocabulary),
        bool(said.get("weak", False)),
    )


def split(block: str) -> list[str]:
    """Split a block of phrases at line ends and at commas outside brackets."""
    phrases, depth, current = [], 0, ""
    for sign in f"{block}\n":
        depth += (sign == "(") - (sign == ")")
        if sign == "\n" or (sign == "," and depth == 0):
            phrases.append(" ".join(current.split()))
            current = ""
        else:
            current += sign
    return [phrase for phrase in phrases if phrase]


def read_lexicon(folder: Path) -> Content:
    """Read the *.yml files of content/lexicon, by file name without ending.

    Raises:
        ContentError: There is none, or one is not YAML.
    """
    try:
        lexicon = {
            path.stem: yaml.load(path.read_text("utf-8"), LOADER)  # noqa: S506 -- both loaders are the safe one
            for path in sorted(folder.glob("*.yml"))
        }
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"content/lexicon could not be read: {error}") from error
    if not lexicon:
        raise ContentError(f"{folder} holds no *.yml file")
    return lexicon


def content_hash(*contents: Content) -> str:
    """Return a fingerprint of what was read, the same for the same words in any order of keys."""
    return hashlib.sha256(json.dumps(contents, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def to_vocabulary(content: Content) -> Vocabulary:
    """Build the vocabulary from the data of content/vocabulary.yml."""
    return {entry["id"]: FindingType.of(entry) for entry in content["findings"]}


def load_lexicon(folder: Path, vocabulary: Vocabulary) -> Lexicon:
    """Read and compile the lexicon of a folder (content/lexicon)."""
    return Lexicon(read_lexicon(folder), vocabulary)
