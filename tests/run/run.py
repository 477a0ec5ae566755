"""Runs every test_… function of the test_*.py files beside it, each in a folder of its own."""

import importlib
import os
import signal
import sys
import time
import traceback

from server import Folder
from skip import Skip


# Fewer tests than this mean that some were not found.
LEAST = 65


def find(wanted):
    here = os.path.dirname(os.path.abspath(__file__))
    for file in sorted(os.listdir(here)):
        if not (file.startswith("test_") and file.endswith(".py")):
            continue
        module = importlib.import_module(file[:-3])
        for name, function in list(vars(module).items()):
            if name.startswith("test_") and (not wanted or any(part in name for part in wanted)):
                yield name, function


def main():
    # Run in the background we ignore SIGINT, and whatever we start would as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    passed = failed = skipped = 0
    for name, function in find(sys.argv[1:]):
        begun = time.monotonic()
        try:
            with Folder() as folder:
                note = function(folder)
            passed += 1
            print(f"ok {name} ({time.monotonic() - begun:.1f} s{'; ' + note if note else ''})", flush=True)
        except Skip as reason:
            skipped += 1
            print(f"skipped {name}: {reason}", flush=True)
        except Exception:  # a test may fail in any way
            failed += 1
            print(f"FAIL {name}", flush=True)
            print("\t" + traceback.format_exc().replace("\n", "\n\t"), flush=True)
    if skipped and os.environ.get("CI") == "true":
        failed, skipped = failed + skipped, 0
    if len(sys.argv) == 1 and passed + failed + skipped < LEAST:
        print(f"at least {LEAST} tests were expected")
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
