#!/usr/bin/env python3
"""Which system calls of a run the unit would have refused: `system_calls.py UNIT TRACE`, a line a call; TRACE is strace's (-f -o)."""

import re
import subprocess
import sys

# Asked for in passing, and done without.
HARMLESS = {"set_mempolicy"}


def group(name):
    """The calls of @name, also those of groups in it."""
    text = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True).stdout
    words = [line.strip() for line in text.splitlines()[1:]]
    return set().union(*(expand(word) for word in words if word and not word.startswith("#")))


def expand(word):
    return group(word) if word.startswith("@") else {word}


def allowed(unit):
    """As systemd reads it: one line after the other, and @default in any case."""
    calls = set()
    with open(unit) as f:
        for line in f:
            if line.startswith("SystemCallFilter="):
                value = line.strip().split("=", 1)[1]
                named = set().union(*(expand(word) for word in value.lstrip("~").split()))
                calls = calls - named if value.startswith("~") else calls | named
    return calls | group("@default")


def used(trace):
    with open(trace, errors="replace") as f:
        found = (re.match(r"\d+ +([a-z_0-9]+)\(", line) for line in f)
        return {match[1] for match in found if match}


def main():
    calls = used(sys.argv[2])
    assert len(calls) > 50, f"too few calls in the trace: {calls}"
    refused = sorted(calls - allowed(sys.argv[1]) - HARMLESS)
    print("\n".join(refused), end="\n" if refused else "")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
