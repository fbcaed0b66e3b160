"""Writes docs/settings.md from backstride/settings.py.

With --check it only says whether the page is fresh; exit status 1 if it is not.
"""

import sys
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backstride.settings import PREFIX, Settings  # noqa: E402 - the checkout must be on the path first

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Made from `backstride/settings.py` by `python scripts/settings_doc.py`; do not edit it here.

Every setting is an environment variable, read once at start. `.env.example` shows the ones that an installation needs.
An unknown `BACKSTRIDE_` variable, a value of the wrong type or a secret that is too short stops the start with the name
of the setting, never its value. In production a secret key must be given; in development one is made and kept in
`var/secret_key`.

| Variable | Type | Default | Meaning |
|---|---|---|---|
"""


def page() -> str:
    """Return the text of docs/settings.md."""
    return HEAD + "".join(f"{_row(setting)}\n" for setting in fields(Settings))


def _row(setting: "Field[Any]") -> str:
    kind = getattr(setting.type, "__name__", str(setting.type)) + (", secret" if setting.metadata["secret"] else "")
    return f"| `{PREFIX}{setting.name.upper()}` | {kind} | {_default(setting)} | {setting.metadata['doc']} |"


def _default(setting: "Field[Any]") -> str:
    value = setting.default
    if isinstance(value, Path):
        value = value.relative_to(ROOT).as_posix() if value.is_relative_to(ROOT) else value
    return f"`{value}`" if str(value) else "empty"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
            return 0
        sys.stderr.write("docs/settings.md is out of date: run `python scripts/settings_doc.py`\n")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
