#!/bin/sh
# Finds a Python that can make the virtual environment and hands over to set_up.py.
for python in "${PYTHON:-}" python3.12 python3.11 python3 python; do
  [ -n "$python" ] || continue
  # A name on PATH proves nothing (version managers put empty shims there): run it.
  "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1 &&
    exec "$python" toolbox/set_up.py "$@"
done
echo "Missing: Python 3.11 or 3.12 with its venv module, on PATH or named by PYTHON=/path/to/python." >&2
exit 1
