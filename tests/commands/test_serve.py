"""`backstride serve` says at once what keeps it from starting."""

import socket

import pytest

from backstride.cli import main

pytestmark = pytest.mark.enable_socket


def test_a_port_in_use_is_told_before_anything_is_prepared(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status = main(["serve", "--prepare", "--port", str(port)])
    said = capsys.readouterr().err
    assert (status, said) == (
        2,
        f"backstride serve: cannot listen on 127.0.0.1:{port} (address already in use); "
        "choose another: make run PORT=8001\n",
    )
