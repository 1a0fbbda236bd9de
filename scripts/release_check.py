"""Build the wheel, lay it out in an empty folder, and compile with it: what people install is what was tested."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOW = ROOT / "golden" / "hello"
SHOW = (
    "import flowc, sys; from flowc.cli import main; print(flowc.__file__, file=sys.stderr); sys.exit(main())"
)


def main() -> int:
    """Exit status 0 when the built wheel gives the expected manifest."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)])
        (wheel,) = folder.glob("*.whl")
        run([*pip, "install", "--no-deps", "--target", str(folder / "site"), str(wheel)])
        return compile_with(folder)


def compile_with(folder: Path) -> int:
    """Compile the golden hello flow with the installed wheel, from outside the checkout."""
    arguments = ["compile", "--target", "argo", "--package", "external", "--no-cache", str(FLOW / "flow.py")]
    environment = {**os.environ, "PYTHONPATH": str(folder / "site")}
    command = [sys.executable, "-c", SHOW, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    if str(folder) not in done.stderr:
        print(f"the wheel was not used: {done.stderr}", file=sys.stderr)
        return 1
    if nameless(done.stdout) != nameless((FLOW / "expected.argo.yaml").read_text(encoding="utf-8")):
        print("the built wheel gives another manifest than the checkout", file=sys.stderr)
        return 1
    print("the built wheel gives the expected manifest")
    return 0


def nameless(manifest: str) -> str:
    """The manifest without the hash of its package: expected files are made with a stand-in for the runtime."""
    return re.sub(r"\b[0-9a-f]{12}\b", "HASH", manifest)


def run(command: list[str]) -> None:
    """Run to success, or stop with its own words."""
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603 - fixed commands
        raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main())
