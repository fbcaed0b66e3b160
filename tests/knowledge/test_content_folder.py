"""What may lie in a content folder, and on which line a problem is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backstride.domain.errors import ContentError
from backstride.knowledge.content_folder import line_of, with_lines
from backstride.knowledge.load import load_content
from tests.knowledge.content_copy import CONTENT, change, copy_content

SPRAIN = "conditions/lumbar_ligament_sprain.yml"


def _refusal(directory: Path) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load_content(directory)
    return [line.removeprefix(f"{directory}/") for line in str(raised.value).splitlines()]


def _linked_out(directory: Path) -> None:
    outside = directory.parent / "outside.yml"
    (directory / SPRAIN).rename(outside)
    (directory / SPRAIN).symlink_to(outside)


def _linked_folder(directory: Path) -> None:
    (directory / "more").symlink_to("/etc")


def _linked_to_nothing(directory: Path) -> None:
    (directory / "gone.yml").symlink_to(directory / "nothing.yml")


def _large(directory: Path) -> None:
    (directory / "lexicon" / "words.yml").write_bytes(b"# " + b"x" * 1_000_000)


def _pipe(directory: Path) -> None:
    os.mkfifo(directory / "conditions" / "pipe.yml")


def _other_ending(directory: Path) -> None:
    (directory / "conditions" / "new.yaml").write_text("id: new\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (_linked_out, f"{SPRAIN}: is a link out of the folder; put the file itself there"),
        (_linked_folder, "more: is a link out of the folder; put the file itself there"),
        (_linked_to_nothing, "gone.yml: is a link to a folder, or to nothing; put the files themselves there"),
        (_large, "lexicon/words.yml: is larger than 1 MB; split it or take out what does not belong there"),
        (_pipe, "conditions/pipe.yml: is no file; take it away"),
        (_other_ending, "conditions/new.yaml: would not be read; let its name end in .yml"),
    ],
)
def test_what_does_not_belong_there_is_refused_before_it_is_read(
    tmp_path: Path, break_it: Callable[[Path], None], told: str
) -> None:
    directory = copy_content(tmp_path)
    break_it(directory)
    assert _refusal(directory) == [told]


def test_a_link_within_the_folder_is_a_file_like_any_other(tmp_path: Path) -> None:
    directory = copy_content(tmp_path)
    (directory / "shared.yml").write_bytes((directory / SPRAIN).read_bytes())
    (directory / SPRAIN).unlink()
    (directory / SPRAIN).symlink_to(directory / "shared.yml")
    assert "lumbar_ligament_sprain" in [condition.id for condition in load_content(directory).conditions]


def test_a_folder_that_is_not_there_says_which_setting_names_it(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="is no folder; set BACKSTRIDE_CONTENT_DIR"):
        load_content(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        (SPRAIN, "lr_pos: 2.2", "lr_pos: -1", "features onset_twist lr_pos: -1 is less than or equal to"),
        (SPRAIN, "lr_pos: 2.2", "lr_pos: 1001", "features onset_twist lr_pos: 1001 is greater than the maximum of"),
        (SPRAIN, "- id: midline", "- id: onset_twist", "onset_twist: the id stands twice; rename one"),
        (SPRAIN, "finding: onset", "finding: outset", "onset_twist: unknown finding 'outset'; add it to vocab"),
        ("sources.yml", "- id: fop_2017", "- id: smart_2011", "smart_2011: the id stands twice; rename one"),
        ("self_care.yml", "- id: heat", "- id: cut_load", "cut_load: the id stands twice; rename one"),
        ("red_flags.yml", "{definition: midline_", "{definition: mid_", "unknown definition 'mid_not_excluded'"),
        (
            "red_flags.yml",
            "  ces_present:\n",
            "  round: {not: {definition: about}}\n  about: {not: {definition: round}}\n  ces_present:\n",
            "round: the definitions round > about > round go in a circle; take one out",
        ),
        ("red_flags.yml", "  ces_present:\n", "  lost: {finding: nowhere}\n  ces_present:\n", "lost: unknown finding"),
    ],
)
def test_a_problem_names_file_line_and_mend(tmp_path: Path, file: str, before: str, after: str, told: str) -> None:
    directory = copy_content(tmp_path)
    change(directory / file, before, after)
    (line,) = _refusal(directory)
    place, _, rest = line.partition(": ")
    name, _, number = place.partition(":")
    assert name == file
    lines = (directory / file).read_text(encoding="utf-8").splitlines()
    first = rest.split(":")[0].split()[-1]
    assert first in " ".join(lines[int(number) - 1 : int(number) + 2]), (line, lines[int(number) - 1])
    assert told in rest


def test_lines_are_those_of_the_entry_the_key_or_the_nearest_thing_above() -> None:
    path = CONTENT / SPRAIN
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[line_of(path, "features midline tag") - 1].strip() == "tag: J"
    assert lines[line_of(path, "features midline nothing") - 1].strip() == "- id: midline"
    assert lines[line_of(path, "lumbar_ligament_sprain onset_twist") - 1].strip() == "- id: onset_twist"
    assert line_of(path, "nothing") == 1
    assert line_of(CONTENT / "none.yml", "nothing") == 0


def test_a_message_about_another_file_stays_as_it_is(tmp_path: Path) -> None:
    message = f"{tmp_path}/elsewhere.yml: entry: wrong; mend it\nno file at all"
    assert with_lines(message, CONTENT) == message
