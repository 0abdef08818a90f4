"""Start the studio of an installed Corridors, paste a text as its page does, wait for the map, end the studio.

Uses nothing but Python itself, as a fresh machine has it: ``python3 newcomer.py COMMAND FOLDER``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

TEXT = "Freight by rail\n\nTrains run from Baku to Tbilisi and on to Kars. Ferries link Poti with Constanta."


def main(command: str, folder: str) -> None:
    """Do so; an assertion fails where a newcomer would have no map."""
    with subprocess.Popen([command, "open", "--no-browser", folder], stdout=subprocess.PIPE, text=True) as studio:
        try:
            assert studio.stdout is not None
            address = next(line.split()[-1] for line in studio.stdout if "open:" in line)
            home, token = address.split("/?token=")

            def ask(path: str, body: object = None) -> dict[str, object]:
                headers = {"X-Corridors-Token": token, "Origin": home}
                data = None if body is None else json.dumps(body).encode()
                request = urllib.request.Request(home + path, data=data, headers=headers)
                with urllib.request.urlopen(request, timeout=300) as answer:
                    told: dict[str, object] = json.load(answer)
                    return told

            with urllib.request.urlopen(address, timeout=60) as page:
                assert b"Corridors" in page.read()
            article = f"/a/{ask('/paste', {'title': '', 'text': TEXT})['id']}"
            told = ask(f"{article}/make", {"formats": ["html", "png"]})
            while told["step"]:
                time.sleep(0.2)
                told = ask(f"{article}/progress")
            assert not told["error"], told["error"]
            page = (Path(folder) / "output" / "freight-by-rail" / "map.html").read_text(encoding="utf-8")
            assert "Kars" in page
        finally:
            studio.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
