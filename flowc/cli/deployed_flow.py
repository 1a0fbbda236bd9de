"""FLOW|NAME on the command line: a flow file, or the name of what is deployed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.backends.deployment import Deployed, Deployer
from flowc.backends.protocol import Request
from flowc.cli.connecting import connect, is_file
from flowc.cli.exits import NoFlow
from flowc.cli.printing import displayed_from, report
from flowc.deploying.compiled import Aim, read_for
from flowc.diagnostics.record import record
from flowc.pipeline.options import Options


@record
class Subject:
    """What was named. `request` is there for a file: what a deployment of it would be asked for."""

    word: str
    deployer: Deployer
    settings: Mapping[str, Any]
    request: Request | None = None

    def deployed(self) -> Deployed:
        """What is live. Raises `DeployError`."""
        name = self.word if self.request is None else self.deployer.name(self.request)
        return self.deployer.find(name)

    def store(self, given: str | None, deployed: Deployed) -> str:
        """The URL of the store of its runs, "" when nobody knows: as given, as deployed, as configured."""
        return given or deployed.store or str(self.settings.get("store") or "")


def subject_of(word: str, options: Options, aim: Aim) -> Subject:
    """Read the file, or the configuration of the working folder. Raises `NoFlow` when the file has errors."""
    if not is_file(word):
        settings = {**settings_here(options), **options.settings}
        return Subject(word=word, deployer=connect(aim, settings), settings=settings)
    path = Path(word)
    read = read_for(path, options, aim)
    if read.request is None:
        report(displayed_from(path.parent, read.findings), [path.as_posix()], "full", sys.stderr)
        raise NoFlow
    deployer = connect(aim, read.settings)
    return Subject(word=word, deployer=deployer, settings=read.settings, request=read.request)


def settings_here(options: Options) -> Mapping[str, Any]:
    """The configuration of the working folder; what is wrong in it is left out."""
    from flowc.config import load_configuration
    from flowc.frontend.files import Files

    return load_configuration(
        Path.cwd() / "flow.py", environment=options.environment, profile=options.profile, files=Files()
    ).values
