"""A file that could hang, crash or fool the reader is refused in one line that names the mend."""

import os
from pathlib import Path

import pytest

from backstride.domain.errors import ContentError
from backstride.knowledge.yaml_files import read_yaml

_TEN = ", ".join
_BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{_TEN([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"a: 1\na: 2\n", ":2: 'a' stands twice; mend the line"),
        (b"a:\n\t- 1\n", ":2: found character that cannot start any token; mend the line"),
        (b"a: [1, 2\nb: 3\n", ":2: did not find expected ',' or ']'; mend the line"),
        (b"a: 1\n---\nb: 2\n", ":2: but found another document; mend the line"),
        (b"? [a, b]\n: 1\n", ":1: a list is no key; mend the line"),
        (b"a: 1\nb: caf\xe9\n", ":2: is not UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), ":1: is not UTF-8; save the file as UTF-8"),
        (b"a: \x00\n", ": control characters are not allowed; mend the line"),
        (b"a: 1\nb: .nan\n", ":2: '.nan' is no usable number; mend the line"),
        (b"a: -.inf\n", ":1: '-.inf' is no usable number; mend the line"),
        (b"a: !!int seven\n", ": a value cannot be read"),
        (b"a: !!timestamp 2026-13-01\n", ": a value cannot be read"),
        (b"a: !!python/object/apply:os.system [ls]\n", ":1: could not determine a constructor"),
        (_BOMB.encode(), ":5: the aliases unfold to over 100000 entries; write the entry out"),
        (b"a: &a [1, *a]\n", ":1: the anchor contains itself; write the entry out"),
        (b"a: *b\n", ":1: found undefined alias; mend the line"),
        (b"[" * 200_000, ":1: is nested over 40 deep; mend the brackets or the indent"),
        (b"\n".join(b" " * n + b"a:" for n in range(60)), ":41: is nested over 40 deep"),
        (b"a: 1\n" * 250_000, ": is larger than 1 MB; split it"),
    ],
)
def test_it_is_refused_with_its_line(tmp_path: Path, written: bytes, told: str) -> None:
    path = tmp_path / "broken.yml"
    path.write_bytes(written)
    with pytest.raises(ContentError) as raised:
        read_yaml(path)
    assert str(raised.value).startswith(f"{path}{told}")
    assert "\n" not in str(raised.value)


def test_a_missing_file_and_a_folder_in_its_place_say_so(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yml", tmp_path):
        with pytest.raises(ContentError, match="cannot be read; put the file back"):
            read_yaml(path)


def test_a_file_that_never_ends_is_read_to_the_limit_only() -> None:
    if not os.access("/dev/zero", os.R_OK):
        pytest.skip("no endless file on this system")
    with pytest.raises(ContentError, match="larger than 1 MB"):
        read_yaml(Path("/dev/zero"))


def test_what_is_meant_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.yml"
    path.write_text("on: off\nday: 2026-11-22\nis: true\nones: &one [yes, 1.5]\nagain: *one\n", encoding="utf-8")
    assert read_yaml(path) == {
        "on": "off",
        "day": "2026-11-22",
        "is": True,
        "ones": ["yes", 1.5],
        "again": ["yes", 1.5],
    }
    path.write_bytes(b"")
    assert read_yaml(path) is None
