"""Makes the stubs of the contract when a wheel is built: messages, services, and the types of both."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OWN_PROTO = "comity_client/error_details.proto"


class StubsHook(BuildHookInterface):
    """Generates into a folder of its own, so that the source tree stays as it is."""

    def initialize(self, version, build_data):
        here = pathlib.Path(self.root)
        # A source distribution has the contract beside it, a checkout two levels up.
        contract = next(path for path in (here / "proto", here / "../../proto") if path.is_dir())
        self.made = pathlib.Path(tempfile.mkdtemp(prefix="comity-stubs-"))
        generate(here, contract, self.made)
        for file in sorted(self.made.rglob("*")):
            if file.is_file():
                build_data["force_include"][str(file)] = file.relative_to(self.made).as_posix()

    def finalize(self, version, build_data, artifact_path):
        shutil.rmtree(self.made, ignore_errors=True)


def generate(here, contract, out):
    # `services`: with a stub for each service; the types of messages and of services come from mypy-protobuf.
    of_contract = sorted(str(file.relative_to(contract)) for file in contract.rglob("*.proto"))
    services = [file for file in of_contract if file.endswith("_service.proto")]
    protoc(contract, of_contract, f"--python_out={out}", f"--mypy_out=quiet:{out}")
    protoc(contract, services, f"--grpc_python_out={out}", f"--mypy_grpc_out=quiet:{out}")
    protoc(here, [OWN_PROTO], f"--python_out={out}", f"--mypy_out=quiet:{out}")
    # The tools of types ask for the marker at the top of each package.
    (out / "comity" / "py.typed").touch()


def protoc(root, files, *outs):
    command = [sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={root}", *outs, *files]
    # The plugins of protoc stand beside the interpreter, or where an isolated build was given its scripts.
    folders = [os.path.dirname(sys.executable), *(os.path.join(folder, "bin") for folder in sys.path), os.environ["PATH"]]
    subprocess.run(command, check=True, env=os.environ | {"PATH": os.pathsep.join(folders)})
