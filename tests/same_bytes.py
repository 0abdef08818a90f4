"""Say which files of the seeds differ from those of another state: `python tests/same_bytes.py main`.

For changes that are to change nothing: both states map every seed, in every format, and the files are compared byte by byte.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def mapped(tree: Path, output: Path) -> dict[str, str]:
    """Map the seeds with the program in a folder; return the digest of each file by its path."""
    seeds = [*sorted((ROOT / "seeds").glob("*-*.md")), *sorted((ROOT / "seeds" / "gallery").glob("*.md"))]
    command = [sys.executable, "-m", "layers", "map", *map(str, seeds), "-o", str(output)]
    subprocess.run(command, check=True, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)}, capture_output=True)
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differing(state: str) -> list[str]:
    """Return the files that this folder's program and the one of a commit or branch write differently."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(
            ["git", "worktree", "add", "--detach", str(tree), state], check=True, cwd=ROOT, capture_output=True
        )
        try:
            before, now = mapped(tree, Path(folder) / "before"), mapped(ROOT, Path(folder) / "now")
        finally:
            subprocess.run(
                ["git", "worktree", "remove", "--force", str(tree)], check=True, cwd=ROOT, capture_output=True
            )
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


if __name__ == "__main__":
    if found := differing(sys.argv[1]):
        sys.exit("\n".join(f"differs: {name}" for name in found))
    sys.stdout.write(f"every file of the seeds is the same as with {sys.argv[1]}\n")
