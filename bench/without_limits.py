"""Backstride's server without rate limits, for the one conversation that takes two hundred turns without a pause.

Everything else is measured on `backstride serve` itself.
"""

import argparse
import os

import uvicorn

from backstride import logs
from backstride.asgi import build_app
from backstride.channels.front_desk import Limits
from backstride.channels.rate import UNLIMITED
from backstride.settings import Settings
from backstride.wiring import Backstride


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    settings = Settings.from_env(os.environ)
    logs.configure(settings.log_level)
    served = build_app(Backstride(settings), limits=Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED))
    uvicorn.run(served, port=parser.parse_args().port, log_level="warning", access_log=False, ws="none")


if __name__ == "__main__":
    main()
