"""Write ``contract.d.ts``, what the page is told: ``python -m layers.map > layers/map/contract.d.ts``."""

import sys

from layers.map.typescript import as_typescript

sys.stdout.write(as_typescript())
