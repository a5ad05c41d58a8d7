"""The `byline` command: thin commands over the same functions that a build uses."""

from __future__ import annotations

import difflib
import importlib

import click

from mkdocs_byline import __version__

# In the order of the help. Each is a module here, and in it a command of this name.
COMMANDS = (
    "init",
    "new",
    "check",
    "preview",
    "who",
    "summary",
    "calendar",
    "schedule",
    "stale",
    "topics",
    "urls",
    "comments",
    "editions",
    "ping",
    "schema",
    "profile",
)


class _Commands(click.Group):
    """Imports a command when it is called, so that none waits for what others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not ctx.resilient_parsing:
            near = difflib.get_close_matches(args[0].lower(), COMMANDS, n=1, cutoff=0.5)
            hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command '{args[0]}'. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="byline")
def main() -> None:
    """Author and date metadata done right, for blogs built with MkDocs."""
