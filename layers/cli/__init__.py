"""The command ``corridors``: arguments, progress, exit codes. No work is done here; each command has a file of its own.

Exit codes: 0 done; 1 bad input or nothing to draw, with one line on stderr; 2 wrong usage. A slip of ours is one line
as well, which asks for a report; ``--debug`` shows where it was.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from geo.errors import CorridorsError
from layers.cli.terminal import clear, fail, leave_pipe, occupy_closed_streams, own_fault, speak_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

COLLECTED = 400_000, 20, 50
"""How seldom rings of objects are looked for: libraries and data make many objects that stay, few that go in rings."""
MENDED = "CORRIDORS_MENDED"  # set for the run that follows a damaged cache


def main() -> NoReturn:
    """Run the command and leave with its exit code; a user's mistake ends in one line, never in a traceback."""
    settings: dict[str, bool] = {}
    gc.set_threshold(*COLLECTED)
    occupy_closed_streams()
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill tidies up as Ctrl-C does
        speak_utf8()
        code = corridors.main(prog_name="corridors", standalone_mode=False, obj=settings)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        clear()
        code = fail("interrupted; nothing half-written was left behind")
    except BrokenPipeError:
        leave_pipe()  # the reader of our output has gone: nobody is left to tell
        code = 1
    except CorridorsError as error:
        clear()
        code = fail(error)
    except OSError as error:
        clear()
        code = fail(f"{error.filename or 'standard output'}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - the last resort: no user is left with a traceback
        clear()
        code = _after(error, settings)
    sys.exit(code or 0)


def _after(error: Exception, settings: dict[str, bool]) -> int:
    """Ask for a report of a slip of ours; where a damaged cache was to blame, mend it and do the same once more."""
    from geo import cache

    with suppress(CorridorsError, OSError):
        if MENDED not in os.environ and (damaged := cache.mend()):
            click.echo(f"the cache was damaged ({', '.join(damaged)}); it is made anew", err=True)
            if {"geoparse", "-"} & set(sys.argv[1:]):  # what was piped in or out cannot be taken back
                return fail("nothing else is wrong; give the same command again")
            import subprocess

            again = [sys.executable, "-m", "layers", *sys.argv[1:]]
            return subprocess.run(again, check=False, env=os.environ | {MENDED: "1"}).returncode
    if settings.get("debug"):
        raise error
    return fail(own_fault(error))


class _Commands(MutableMapping[str, click.Command]):
    """The commands by their names; each is loaded when it is asked for, as one run needs one of them."""

    def __init__(self) -> None:
        self.homes = {name: f"layers.cli.{name}" for name in _ALL} | {EARLIER: "layers.cli.overview"}

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(self.homes[name]), _NAMES.get(name, name))
        if name == EARLIER:
            command = copy(command)
            command.hidden = True
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        raise TypeError(f"{name}: a command is a module of layers.cli")

    def __delitem__(self, name: str) -> None:
        del self.homes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.homes)

    def __len__(self) -> int:
        return len(self.homes)


EARLIER = "atlas"  # what "overview" was called in 0.2, for scripts that call it so
_NAMES = {"map": "map_", "open": "open_", EARLIER: "overview"}  # in their modules; two words are Python's own
_ALL = (
    "map", "open", "review", "geoparse", "geocode", "gazetteer", "network", "trace", "corpus", "overview", "evaluate",
    "data",
)  # fmt: skip


@click.group(commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="corridors", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Where something of ours goes wrong, show where in the program it was.")
@click.pass_obj
def corridors(settings: dict[str, bool] | None, *, debug: bool) -> None:
    """Turn articles into maps of the places and transit corridors they speak of.

    Start with:  corridors map ARTICLE.md   and open the map.html it names. Everything works without the network.
    """
    if settings is not None:
        settings["debug"] = debug
