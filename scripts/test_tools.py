"""Finds what the tests use beside Python, and installs it where that is possible: Chromium and PostgreSQL.

Both come as Debian packages, so they are installed only where apt-get is there and may be used.
Elsewhere the tests that need them are skipped, and say why.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "chromium": ("a browser", ("chromium", "chromium-browser", "google-chrome")),
    "postgresql": ("a PostgreSQL server", ("postgres", "initdb")),
}


def is_there(commands: tuple[str, ...]) -> bool:
    """Whether one of the commands is on the path, or below Debian's folder of PostgreSQL versions."""
    folders = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    path = os.pathsep.join([os.environ.get("PATH", ""), *folders])
    return any(shutil.which(command, path=path) for command in commands)


def main() -> None:
    """Install what is missing; never fail, since the tests can do without."""
    missing = [package for package, (_, commands) in PACKAGES.items() if not is_there(commands)]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"• installing {', '.join(missing)} for the tests")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=False, env=environment, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "--no-install-recommends", *missing], check=False, env=environment, **quiet
        )
    for package, (what, commands) in PACKAGES.items():
        if not is_there(commands):
            print(f"• {what} ({package}) was not found: its tests will be skipped", file=sys.stderr)


if __name__ == "__main__":
    main()
