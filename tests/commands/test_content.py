"""`backstride content`: exit status, one line for each problem, and a database that stays as it was."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backstride.cli import main
from backstride.knowledge.build import build_database
from backstride.knowledge.content_versions import read_content
from backstride.knowledge.database import make_engine, migrate
from tests.knowledge.content_copy import change, copy_content, product_content

SPRAIN = "conditions/lumbar_ligament_sprain.yml"
NERVE, SITES, WORDS = "lexicon/flags_nerve.yml", "lexicon/sites.yml", "lexicon/words.yml"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that the command reads, and a database of its own."""
    directory = copy_content(tmp_path)
    monkeypatch.setenv("BACKSTRIDE_CONTENT_DIR", str(directory))
    monkeypatch.setenv("BACKSTRIDE_DATABASE_URL", f"sqlite:///{tmp_path / 'knowledge.db'}")
    return directory


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the product's content."""
    path = tmp_path_factory.mktemp("built") / "knowledge.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    build_database(engine, product_content())
    engine.dispose()
    return path


def _served(tmp_path: Path) -> str:
    engine = make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
    version = read_content(engine).version
    engine.dispose()
    return version


def test_a_build_shows_its_progress_and_a_second_one_finds_it_done(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "build"]) == 0
    first = capsys.readouterr().err.splitlines()
    assert main(["content", "build"]) == 0
    second = capsys.readouterr().err.splitlines()
    version = product_content().version
    assert first[:2] == [f"• reading {content} …", second[1]]
    assert re.fullmatch(r"• 30 conditions, \d+ rules, \d+ sources; filling the database …", first[1])
    assert re.fullmatch(rf"• knowledge base holds content {version} \(\d+\.\d s\)", first[2])
    assert re.fullmatch(rf"• knowledge base already held content {version} \(\d+\.\d s\)", second[2])


def _write(file: str, text: bytes) -> Callable[[Path], None]:
    return lambda directory: (directory / file).write_bytes(text) and None


def _edit(file: str, before: str, after: str) -> Callable[[Path], None]:
    return lambda directory: change(directory / file, before, after)


def _gone(file: str) -> Callable[[Path], None]:
    return lambda directory: (directory / file).unlink()


def _link(directory: Path) -> None:
    (directory / SPRAIN).unlink()
    (directory / SPRAIN).symlink_to("/etc/hostname")


BROKEN = {
    "wrong YAML": (_write(SPRAIN, b"id: [\n"), rf"{SPRAIN}:2: .*; mend the line"),
    "unknown finding": (_edit(SPRAIN, "finding: onset", "finding: start"), rf"{SPRAIN}:\d+: .*unknown finding 'start'"),
    "unknown source": (_edit(SPRAIN, "{id: expert_", "{id: export_"), rf"{SPRAIN}:\d+: .*no source 'export_judgement'"),
    "no source": (_edit(SPRAIN, "sources: [{id: expert_judgement, at: 'clinical notes, section 2.4'}]", "sources: []"),
                  rf"{SPRAIN}:\d+: .* sources: has 0 entries and needs 1; add one"),
    "circle": (_edit("red_flags.yml", "  ces_present:\n", "  self: {not: {definition: self}}\n  ces_present:\n"),
               r"red_flags.yml:\d+: self: the definitions self > self go in a circle"),
    "duplicate id": (_edit("sources.yml", "- id: fop_2017", "- id: smart_2011"), r"sources.yml:\d+: smart_2011: the "),
    "ratio out of range": (_edit(SPRAIN, "lr_pos: 2.2", "lr_pos: 0"), rf"{SPRAIN}:\d+: features onset_twist lr_pos: 0"),
    "ratio that is no number": (_edit(SPRAIN, "lr_pos: 2.2", "lr_pos: .nan"), rf"{SPRAIN}:\d+: '.nan' is no usable"),
    "too large": (_write("lexicon/words.yml", b"#" * 1_000_001), "lexicon/words.yml: is larger than 1 MB"),
    "lexicon that is no YAML": (_write("lexicon/words.yml", b"a: {\n"), r"lexicon/words.yml:2: .*; mend the line"),
    "lexicon that is empty": (_write("lexicon/sites.yml", b""), "lexicon/sites.yml: file: None is not of type"),
    "lexicon that is binary": (_write("lexicon/course.yml", b"\x00\xff"), "lexicon/course.yml:1: is not UTF-8"),
    "lexicon file that is gone": (_gone("lexicon/idioms.yml"), "lexicon/idioms.yml: cannot be read; put the file back"),
    "status misspelt": (_edit(NERVE, "    present:\n", "    preznt:\n"), rf"{NERVE}:6: findings ces_.*'preznt'"),
    "repeated short form": (_edit(WORDS, "  cant: can", "  wrs: no\n  cant: can"), rf"{WORDS}:\d+: 'wrs' stands twice"),
    "group of words renamed": (_edit("lexicon/context.yml", "\nbreaks:", "\nbraeks:"),
                               r"lexicon/context.yml:\d+: file: 'breaks' is a required property; see docs"),
    "region of no name": (_edit(SITES, "region: back", "region: bakk"), rf"{SITES}:\d+: sites low_back region: 'bakk'"),
    "link out of the tree": (_link, f"{SPRAIN}: is a link out of the folder"),
    "bomb": (_write("ranking.yml", b"a: &a [1,1,1,1,1,1,1,1,1,1]\n" + b"".join(
        f"b{n}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 10)}]\n".encode() for n in range(8))),
        r"ranking.yml:\d: the aliases unfold to over 100000 entries"),
    "not UTF-8": (_write("dermatomes.yml", b"status: draft\n# \xff\n"), "dermatomes.yml:2: is not UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize(("break_it", "told"), BROKEN.values(), ids=BROKEN)
def test_broken_content_gives_one_clear_line_and_changes_nothing(
    content: Path,
    built: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    break_it: Callable[[Path], None],
    told: str,
) -> None:  # fmt: skip
    shutil.copy(built, tmp_path / "knowledge.db")
    break_it(content)
    assert main(["content", "build"]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("•")]
    problems = [line.replace(f"{content}/", "").removeprefix("backstride content: ") for line in lines]
    assert len([line for line in problems if re.match(told, line)]) == 1, problems
    assert all(";" in line for line in problems), "each says how to mend it"
    assert _served(tmp_path) == product_content().version


def test_a_check_tells_the_same_problems(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(content / SPRAIN, "{id: expert_", "{id: export_")
    change(content / SPRAIN, "status: draft", "status: approved")
    assert main(["content", "check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{SPRAIN}:2: lumbar_ligament_sprain: approved by nobody; add a `review:`")
    assert re.match(rf"{SPRAIN}:\d+: .*no source 'export_judgement' in sources.yml; add it there", told[1])
    assert told[-1].endswith(": 2 errors, 0 warnings")
    change(content / SPRAIN, "id: lumbar_ligament_sprain", "id: other")
    assert main(["content", "check"]) == 2


MISSPELT = {
    "bracket": ("down low, low", "down (low, low", r"sites low_down: phrase 'down \(low,.*': unbalanced bracket; "),
    "class": ("down low, low", "<no> down, low", "sites low_down: phrase '<no> down': no usable word class <no>; "),
    "value": ("location: tailbone", "location: tailbon", "sites tailbone: 'tailbon' is no value of location; its "),
    "clash": ("down low, low", "coccyx, low", "sites tailbone: 'coccyx' stands under sites.yml: sites low_down, too; "),
}


@pytest.mark.parametrize(("before", "after", "told"), MISSPELT.values(), ids=MISSPELT)
def test_a_word_that_cannot_be_meant_is_told_with_its_line(
    content: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, told: str
) -> None:
    change(content / SITES, before, after)
    assert main(["content", "check"]) == 2
    assert re.match(rf"backstride content: {content / SITES}:\d+: {told}", capsys.readouterr().err)


def test_a_difference_is_told_and_with_strict_a_case_that_moves_fails(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["content", "build"]) == 0
    assert main(["content", "diff"]) == 0
    assert "0 entries differ, 0 cases come out otherwise" in capsys.readouterr().err
    text = (content / "red_flags.yml").read_text(encoding="utf-8")
    rule = text[text.index("  - id: R02\n") :].split("reason")[0]
    change(content / "red_flags.yml", rule, rule.replace("level: L1", "level: L2"))
    assert main(["content", "diff", "--strict"]) == 1
    told = capsys.readouterr()
    assert "changed: rule R02" in told.out
    assert "    level: L1 -> L2" in told.out
    assert "case R02/numb_when_wiping: L1 by R02 -> L2 by R02" in told.out
    assert main(["content", "diff", product_content().version, str(content)]) == 0
    assert main(["content", "diff", "nowhere"]) == 2
    assert "'nowhere' is no folder and no content version; built were: " in capsys.readouterr().err


def test_an_empty_database_has_nothing_to_compare(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "diff"]) == 2
    assert "the database holds no content yet; run: backstride content build" in capsys.readouterr().err


def test_an_id_is_shown_also_as_an_older_version_had_it(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "build"]) == 0
    change(content / SPRAIN, "lr_pos: 2.2", "lr_pos: 2.3")
    assert main(["content", "show", "lumbar_ligament_sprain.onset_twist"]) == 0
    assert "lr_pos: 2.3" in capsys.readouterr().out
    older = ["--version", product_content().version]
    assert main(["content", "show", "lumbar_ligament_sprain.onset_twist", *older]) == 0
    assert "lr_pos: 2.2" in capsys.readouterr().out
    assert main(["content", "show", "fevr"]) == 1
    assert "nothing has the id 'fevr'; alike: fever" in capsys.readouterr().err


@pytest.mark.usefixtures("content")
def test_coverage_names_what_nothing_tries_and_strict_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "coverage"]) == 0
    told = capsys.readouterr()
    kinds = [line.split(":")[0] for line in told.out.splitlines()]
    assert kinds == ["conditions", "features that a chat can know", "rules", "questions", "findings", "values"]
    rules = product_content().rules.triage
    assert f"rules: {len(rules)} of {len(rules)}" in told.out.splitlines()
    missing = int(re.search(r": (\d+) entries that nothing touches", told.err)[1])  # type: ignore[index]
    assert main(["content", "coverage", "--strict"]) == (1 if missing else 0)
