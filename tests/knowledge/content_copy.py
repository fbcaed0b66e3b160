"""A copy of the product's content that a test may break."""

import shutil
from functools import cache
from pathlib import Path

from backstride.knowledge.load import Content, load_content

CONTENT = Path(__file__).parents[2] / "content"


@cache
def product_content() -> Content:
    """Return the product's own content, read once."""
    return load_content(CONTENT)


def copy_content(tmp_path: Path) -> Path:
    """Return a folder with all of the content."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(path: Path, before: str, after: str) -> None:
    """Replace the first occurrence of a text in a file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
