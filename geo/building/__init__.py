"""How a wheel is built: the hook that setuptools calls, and the compiled data that it puts in. No part of a run."""
