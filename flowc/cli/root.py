"""The group of all commands, loaded lazily."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module

import click

from flowc import __version__

COMMANDS: Mapping[str, tuple[str, str]] = {
    "compile": ("flowc.cli.compile", "Compile flows to an orchestrator's manifest."),
    "check": ("flowc.cli.check", "Report all findings of all flows at once."),
    "show": ("flowc.cli.show", "Show a flow at a glance."),
    "graph": ("flowc.cli.graph", "Draw a flow."),
    "diff": ("flowc.cli.diff", "Compare two versions of a flow."),
    "run": ("flowc.cli.run", "Run a flow on this machine."),
    "resume": ("flowc.cli.resume", "Run a flow again, from where an earlier run failed."),
    "deploy": ("flowc.cli.deploy", "Deploy a flow to an engine."),
    "trigger": ("flowc.cli.trigger", "Start a run of a deployed flow."),
    "runs": ("flowc.cli.runs", "List the runs of a flow."),
    "status": ("flowc.cli.status", "Show how far a run is."),
    "logs": ("flowc.cli.logs", "Print what tasks printed."),
    "artifacts": ("flowc.cli.artifacts", "List the artifacts of a run."),
    "store": ("flowc.cli.store", "Check a store, or remove what nothing refers to."),
    "explain": ("flowc.cli.explain", "Explain a finding's code."),
    "rules": ("flowc.cli.rules", "List all rules."),
    "package": ("flowc.cli.package", "List or write the code package of a flow."),
    "image": ("flowc.cli.image", "Print the Dockerfile that a flow's steps need."),
    "lint-manifest": ("flowc.cli.lint_manifest", "Check the references of a manifest."),
    "completion": ("flowc.cli.completion", "Print the completion script of a shell."),
}
"""Name to the module that has it as `command`, and its line in the help."""


class LazyGroup(click.Group):
    """Imports a command when it is asked for by name, and none to list them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list in the help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the closest name for one that does not exist."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as failure:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1) if args else []
            if close:
                raise click.UsageError(f"{failure.message} Did you mean '{close[0]}'?", ctx) from None
            raise


@click.command("flowc", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="flowc %(version)s")
@click.option("--debug", is_flag=True, help="Show where flowc itself fails, should it fail.")
def root(debug: bool) -> None:
    """Compile Metaflow-style flows to the orchestrators that you already run. Reads source, never runs it."""
    if debug:
        os.environ["FLOWC_DEBUG"] = "1"
