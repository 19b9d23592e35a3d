"""One real server for all tests: the built binary with the project's plugins, on a free loopback port."""

import os
import pathlib
import re
import signal
import subprocess

import grpc
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    command = [os.environ["SERVER_BINARY"], "serve", "--address", "127.0.0.1:0", "--plugins", "target/plugins"]
    environment = os.environ | {"COMITY_LEDGER__DIR": str(tmp_path_factory.mktemp("ledger"))}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    found = re.match(r"listening on (\S+)", server.stdout.readline())
    assert found, "the server did not say where it listens"
    yield found[1]
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0, "a server that is told to stop ends well"


@pytest.fixture()
def channel(address):
    with grpc.insecure_channel(address, options=[("grpc.max_send_message_length", 16 << 20)]) as channel:
        yield channel
