"""Real servers: the built binary with the project's plugins, on loopback ports, each with a ledger of its own."""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest
from comity.v1.record_pb2 import Record
from comity_client import Client
from google.protobuf import json_format

ROOT = pathlib.Path(__file__).resolve().parents[3]


def record(name: str = "C14") -> Record:
    value = json.loads((ROOT / f"examples/records/{name}.json").read_text())
    return json_format.ParseDict(value, Record())


class Server:
    """A server that can be killed and started anew, on the same port and with the same ledger."""

    def __init__(self, folder: pathlib.Path, **settings: str) -> None:
        self._folder = folder
        self._settings = settings
        self.address = "127.0.0.1:0"
        self.start()

    def _environment(self) -> dict[str, str]:
        own = {"COMITY_LEDGER__DIR": str(self._folder / "ledger")}
        return os.environ | own | {f"COMITY_{name}": value for name, value in self._settings.items()}

    def start(self) -> None:
        command = [os.environ["SERVER_BINARY"], "serve", "--address", self.address, "--plugins", "target/plugins"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout
        found = re.match(r"listening on (\S+)", self._process.stdout.readline())
        assert found, "the server did not say where it listens"
        self.address = found[1]

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=60)

    def ledger(self, *arguments: str) -> str:
        """What a command of the ledger prints. The server must not run."""
        command = [os.environ["SERVER_BINARY"], "ledger", *arguments]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = Server(tmp_path_factory.mktemp("server"))
    yield server.address
    assert server.stop() == 0, "a server that is told to stop ends well"


@pytest.fixture()
def client(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client
