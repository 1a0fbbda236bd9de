"""`make demo`: look at a flow, compile it to Argo Workflows, and see what a mistake looks like."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("build") / "demo"
MISSPELLED = ("self.next(self.join)", "self.next(self.jion)")


def flowc(*arguments: str) -> int:
    """Run one command as a user would, and show it."""
    print(f"\n$ flowc {' '.join(arguments)}", flush=True)
    return subprocess.run([sys.executable, "-m", "flowc", *arguments], cwd=ROOT, check=False).returncode  # noqa: S603 - flowc itself


def say(text: str) -> None:
    """A line of explanation."""
    print(f"\n# {text}", flush=True)


def main() -> int:
    """Exit with 0 when everything went as the text says."""
    flow = "golden/foreach/flow.py"
    say(f"A Metaflow flow, as it is. ({flow})")
    print((ROOT / flow).read_text(encoding="utf-8"), end="", flush=True)
    say("At a glance:")
    statuses = [flowc("show", flow)]
    say(
        "As an Argo Workflow, without running or importing it. (The code package is left out to fit the screen.)"
    )
    statuses.append(flowc("compile", "--target", "argo", "--package", "external", flow))
    say("A realistic flow, with its code, ready for `kubectl apply -f`:")
    output = (FOLDER / "training.yaml").as_posix()
    statuses.append(
        flowc("compile", "--target", "argo", "--output", output, "golden/training_pipeline/flow.py")
    )
    say("And a mistake:")
    broken = ROOT / FOLDER / "broken.py"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_bytes((ROOT / flow).read_text(encoding="utf-8").replace(*MISSPELLED).encode())
    statuses.append(1 - flowc("check", broken.relative_to(ROOT).as_posix()))
    say(f"Done. {output} has {len((ROOT / output).read_bytes()):,} bytes. Next: make test")
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
