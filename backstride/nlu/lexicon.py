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
from backstride.domain.numerals import NUMERALS
from backstride.nlu.grammar import Grammar, Node, spellings
from backstride.nlu.lexicon_entries import Activity, Entry, FindingWords, Relation, Site, role_words
from backstride.nlu.normalise import Spelling
from backstride.nlu.phrases import Automaton
from backstride.nlu.relations import RelationIndex

Content = dict[str, Any]
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads YAML by the safe rules, ten times as fast where the C library is there."""
_MOST_WAYS = 2_000
_STATUSES = {status.value: status for status in Status}
_NUMBERS = {word: float(number) for word, number in NUMERALS.items() if number}
"""Without `zero`, which denies (`zero pain`)."""
_COMMA = "<comma>"
"""Stands for the sign in a group of words, whose entries it parts."""
_GROUPS = ("context", "act_words", "answer_words")
_ONE_MEANING = frozenset({"site", "side", "finding"})
_MEND_NAME = "write it as it stands there"


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
        phrases = self._parsed(grammar, content, vocabulary)
        self.automaton = Automaton(phrases, split(words["gap_stops"]), split(words["fillers"]))
        concepts = content["relations"]["concepts"]
        said = [_relation(at, r, concepts, vocabulary) for at, r in enumerate(content["relations"]["relations"])]
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
        return Spelling(short_forms, _NUMBERS, frozenset(known), targets, heads, *pauses)

    def _parsed(self, grammar: Grammar, content: Content, vocabulary: Vocabulary) -> list[Node]:
        """Keep the entries and return their phrases, or say of all that are malformed where they stand."""
        parsed, problems = [], []
        meant: dict[tuple[str, str, str], tuple[str, Entry]] = {}
        for place, entry, phrase in self._read(content, vocabulary):
            first, other = meant.setdefault((entry.role, _one_meaning(entry), phrase), (place, entry))
            if other != entry and entry.role in _ONE_MEANING:
                problems.append(f"lexicon/{place}: '{phrase}' stands under {first}, too; leave it in one place")
            try:
                parsed.append(grammar.parse(phrase))
            except ContentError as error:
                problems.append(f"lexicon/{place}: {error}")
            self.entries.append(entry)
        if problems:
            raise ContentError("\n".join(problems))
        return parsed

    def _read(self, content: Content, vocabulary: Vocabulary) -> Iterator[tuple[str, Entry, str]]:
        """Yield each phrase with where it stands (`sites.yml: sites low_back`) and what it stands for."""
        for name in sorted(content):
            for finding, said in content[name].get("findings", {}).items():
                yield from self._finding(f"{name}.yml: findings {finding}", finding, said, vocabulary)
        for role, group in (("site", "sites"), ("activity", "activities")):
            for item in content[group][group]:
                place = f"{group}.yml: {group} {item['id']}"
                yield from ((place, Entry(role, item["id"]), phrase) for phrase in split(item["phrases"]))
        for role, file, group in (("side", "sites", "sides"), ("concept", "relations", "concepts")):
            for name, said in content[file][group].items():
                place = f"{file}.yml: {group} {name}"
                yield from ((place, Entry(role, name), phrase) for phrase in split(said))
        for role, (place, said) in role_words(content).items():
            yield from ((place, Entry(role), phrase) for phrase in split(said))

    def _finding(
        self, place: str, finding: str, said: Content, vocabulary: Vocabulary
    ) -> Iterator[tuple[str, Entry, str]]:
        if finding not in vocabulary:
            raise ContentError(f"lexicon/{place}: '{finding}' is no finding of vocabulary.yml; {_MEND_NAME}")
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
                here = f"{place} {name}"
                _check(here, value, kind, status)
                where = f"{here} {value}" if value else here
                yield from ((where, Entry("finding", finding, value, status), phrase) for phrase in split(phrases))


def _one_meaning(entry: Entry) -> str:
    """Return what a phrase of this entry may stand for but once: a place or a side, or one value of a finding."""
    return entry.name if entry.role == "finding" else ""


def _ways(grammar: Grammar, phrase: str) -> list[str]:
    """Return every way to say a cue. Each takes memory in every server, and some 100,000 keep it from starting."""
    ways = list(spellings(grammar.parse(phrase)))
    if len(ways) > _MOST_WAYS:
        raise ContentError(
            f"content/lexicon/context.yml: cue '{phrase}' can be said in {len(ways):,} ways, at most {_MOST_WAYS:,}: "
            "leave out options, or write two cues"
        )
    return ways


def _check(place: str, value: str | None, kind: FindingType, status: Status) -> None:
    needs_value = kind.kind in (Kind.CHOICE, Kind.SET) and status not in (Status.NEGATED, Status.HISTORICAL)
    if value is None and needs_value:
        raise ContentError(f"lexicon/{place}: needs a value; write one of {', '.join(kind.values)} and the words below")
    if value is not None and value not in kind.values:
        known = ", ".join(kind.values) or "none"
        raise ContentError(f"lexicon/{place}: '{value}' is no value of {kind.id}; its values: {known}")


def _relation(at: int, said: Content, concepts: Content, vocabulary: Vocabulary) -> Relation:
    finding, value, status = said["finding"], said.get("value"), _STATUSES[said.get("status", "present")]
    place = f"relations.yml: relations {at}"
    if finding not in vocabulary:
        raise ContentError(f"lexicon/{place}: '{finding}' is no finding of vocabulary.yml; {_MEND_NAME}")
    _check(place, value, vocabulary[finding], status)
    groups = tuple(frozenset(group.split("|")) for group in said["of"])
    between, unless = frozenset(said.get("between", ())), frozenset(said.get("unless", ()))
    unknown = frozenset().union(*groups, between - {"site"}, unless) - concepts.keys()
    if unknown:
        raise ContentError(f"lexicon/{place}: these are no concepts of the same file: {sorted(unknown)}")
    if len(groups) < 2:
        raise ContentError(f"lexicon/{place}: a relation needs two known concepts or more in 'of'")
    how = {key: bool(said.get(key)) for key in ("ordered", "commas", "far")}
    return Relation(finding, value, status, groups, int(said["within"]), **how, between=between, unless=unless)


def _word_groups(*files: Content) -> dict[str, frozenset[str]]:
    """Return the groups of words of some files by name; the cues of context.yml are none."""
    names = [name for said in files for name in said]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ContentError(f"content/lexicon: a group of words may stand in one file only; rename {sorted(twice)}")
    groups = {name: split(block) for said in files for name, block in said.items() if name != "cues"}
    return {name: frozenset("," if word == _COMMA else word for word in words) for name, words in groups.items()}


def _known(place: str, value: str | None, finding: str, vocabulary: Vocabulary) -> str | None:
    if value is None or value == "none":
        return None
    if value not in vocabulary[finding].values:
        known = ", ".join(vocabulary[finding].values)
        raise ContentError(f"lexicon/{place}: '{value}' is no value of {finding}; its values: {known}")
    return value


def _site(said: Content, vocabulary: Vocabulary) -> Site:
    place = f"sites.yml: sites {said['id']}"
    return Site(
        said["id"],
        said["region"],
        _known(place, said.get("location"), "location", vocabulary),
        _known(place, said.get("radiation"), "radiation", vocabulary),
        bool(said.get("joint", False)),
    )


def _activity(said: Content, vocabulary: Vocabulary) -> Activity:
    place = f"activities.yml: activities {said['id']}"
    return Activity(
        said["id"],
        _known(place, said.get("trigger"), "triggers", vocabulary),
        _known(place, said.get("reliever"), "relievers", vocabulary),
        bool(said.get("weak", False)),
    )


def split(block: str) -> list[str]:
    """Split a block of phrases at line ends and at commas outside brackets; messages are compared in small letters."""
    phrases, depth, current = [], 0, ""
    for sign in f"{block}\n".lower():
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
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ContentError(f"content/lexicon could not be read: {error}") from error
    if not lexicon:
        raise ContentError(f"{folder} holds no *.yml file")
    if empty := [name for name, said in lexicon.items() if not isinstance(said, dict)]:
        raise ContentError(f"{folder}/{empty[0]}.yml holds no words; put the file back or take it away")
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
