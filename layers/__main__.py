"""``python -m layers`` is the command ``corridors``."""

from layers.cli import main

if __name__ == "__main__":
    main()
