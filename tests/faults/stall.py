#!/usr/bin/env python3
"""Lets processes stand still for moments while another set runs, so that what waits for too little shows on a quiet machine.

Usage: stall.py BINARY SECONDS. Takes the processes of that confabd and what they started (MariaDB, Redis), one at a time:

    tests/faults/stall.py "$PWD/build/sanitize/confabd" 600 & CONFABD="$PWD/build/sanitize/confabd" tests/contract/run.sh; wait
"""

import contextlib
import os
import pathlib
import random
import signal
import sys
import time

STILL_S = (0.03, 0.08, 0.15, 0.3, 0.6)
BETWEEN_S = 0.05


def parents_and_programs():
    """Of every process that can be looked at: its parent's id, its program."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text()
            parent = int(stat.rpartition(")")[2].split()[1])
            found[int(folder.name)] = parent, os.readlink(folder / "exe").removesuffix(" (deleted)")
    return found


def servers(binary):
    """Ids of its processes and of what they started."""
    found = parents_and_programs()

    def is_of_it(pid):
        while pid in found:
            pid, program = found[pid]
            if program == binary:
                return True
        return False

    return [pid for pid in found if is_of_it(pid)]


def stand_still(pid, seconds):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            os.kill(pid, signal.SIGCONT)


def main(binary, seconds):
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        candidates = servers(os.path.realpath(binary))
        if candidates:
            stand_still(random.choice(candidates), random.choice(STILL_S))
            count += 1
        time.sleep(random.uniform(0, BETWEEN_S))
    print(f"{count} times something stood still")


if __name__ == "__main__":
    # Nobody is left standing still.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main(sys.argv[1], float(sys.argv[2]))
