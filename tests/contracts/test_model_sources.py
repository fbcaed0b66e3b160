"""A model is named after everything it was made from, so that old content cannot hide in a new model's name."""

from pathlib import Path

import pytest

from backstride.commands import train


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "config.yml",
        "domain.yml",
        "data/nlu/greet.yml",
        "content/red_flags.yml",
        "content/lexicon/words.yml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "backstride" / "nlu").mkdir(parents=True)
    (tmp_path / "backstride" / "nlu" / "reader.py").write_text("# reader\n", encoding="utf-8")
    monkeypatch.setattr(train, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/greet.yml",
        "content/red_flags.yml",
        "content/lexicon/words.yml",
        "backstride/nlu/reader.py",
    ],
)
def test_a_model_is_named_after_everything_it_was_made_from(project: Path, name: str) -> None:
    before = train.fingerprint()
    (project / name).write_text("changed\n", encoding="utf-8")
    assert train.fingerprint() != before


def test_a_renamed_file_is_another_model(project: Path) -> None:
    before = train.fingerprint()
    (project / "data/nlu/greet.yml").rename(project / "data/nlu/hello.yml")
    assert train.fingerprint() != before
