"""`python -m tests.faults [--count N] [--seed N] [--s3 N]`: kill -9 at boundaries of the store protocol.

By default 260 points of a folder store and 40 of a real S3 server; the exit status says whether every run, gone on
with, equals an undisturbed one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.campaign import CASES, FOLDER, OBJECTS, Campaign, execute, plan
from tests.faults.s3_server import BUCKET, S3Server

S3_CASES = ("foreach/two", "switch/pass", "loop_over_steps/default")


def main() -> int:
    """Run both campaigns, and print what is wrong and how many points were struck."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=260, help="points of a folder store")
    parser.add_argument("--s3", type=int, default=40, help="points of an S3 store")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the stores of points that went wrong here")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = words.keep or Path(made)
        local = Campaign(
            folder=folder / "folder", variables={}, store=lambda name: f"{folder}/folder/{name}/store"
        )
        failed = _run("folder", local, CASES, words.count, words.seed, FOLDER)
        if words.s3:
            with S3Server() as server:
                remote = Campaign(
                    folder=folder / "s3",
                    variables=server.variables,
                    store=lambda name: f"s3://{BUCKET}/{name}",
                )
                os.environ.update(server.variables)
                failed += _run("s3", remote, S3_CASES, words.s3, words.seed, OBJECTS)
    return 1 if failed else 0


def _run(
    name: str, campaign: Campaign, cases: tuple[str, ...], count: int, seed: int, moments: tuple[str, ...]
) -> int:
    """The number of points after which something is wrong; too few points struck counts as one."""
    begun = time.monotonic()
    baselines = [campaign.baseline(case) for case in cases]
    struck, failed = 0, 0
    victims: Counter[str] = Counter()
    for point, wrong in execute(
        campaign, baselines, plan(baselines, count, seed, moments), os.cpu_count() or 1
    ):
        if wrong is None:
            print(f"not reached  {point.flow} {point}", flush=True)
            continue
        struck += 1
        victims[f"{point.role}: {point.victim}"] += 1
        if wrong:
            failed += 1
            print(f"WRONG  {point.flow} {point}", *wrong, sep="\n    ", flush=True)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(victims.items()))
    print(
        f"{name}: {struck} of {count} points struck in {len(cases)} flows, seed {seed}, {failed} wrong ({kinds})"
    )
    print(f"{name}: {time.monotonic() - begun:.0f} s")
    return failed + (struck < count * 0.9)


if __name__ == "__main__":
    sys.exit(main())
