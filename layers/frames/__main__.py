"""Write ``README.md``, the columns of every table: ``python -m layers.frames > layers/frames/README.md``."""

import sys

from layers.frames.columns import as_markdown

sys.stdout.write(as_markdown())
