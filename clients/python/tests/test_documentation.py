"""The programs of the documentation run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from conftest import ROOT


def test_the_programs_of_the_documentation_run(address: str) -> None:
    text = (ROOT / "docs/client.md").read_text()
    programs = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert programs and all("127.0.0.1:50551" in program for program in programs)
    for program in programs:
        command = [sys.executable, "-c", program.replace("127.0.0.1:50551", address)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ, timeout=60)
        assert run.returncode == 0, run.stderr
        for said in ("Summary(evaluated=1000, refused=0, incomplete=1000)", "options.as_of[0]: "):
            assert said in run.stdout
