"""The worker under valgrind's callgrind, which counts instructions: the same on every machine, however busy it is.

The program is not told to count or to stop: `--dump-before` writes down and forgets what was counted whenever a function is entered, and
the one it names serves GET /health. What that request itself costs is the same each time, and goes in the difference of two steps."""

import collections
import glob
import os
import re
import urllib.request

from server import GuardError

MARK = "health"
COMMAND = (
    "valgrind", "-q", "--tool=callgrind", "--vgdb=no", "--trace-children=yes",
    # Children that are not the worker run as they are.
    "--trace-children-skip=*/mariadb*,*/my_print_defaults,*/resolveip,*/redis*,*/sh,*/bash,*/confab-picture",
    f"--dump-before={MARK}", "--callgrind-out-file=FOLDER/callgrind.%p",
)

# "fn=(12) name", "cob=(3)": a name is spelled out the first time its number is used.
NAME = re.compile(r"^(c?)(ob|fn)=\((\d+)\)(?: (.*))?$")
CALLS = re.compile(r"^calls=(\d+)")
COST = re.compile(r"^[+*-]?\d* ?(\d+)$")


class Profile:
    """`objects` and `functions` hold the instructions of their own, without what they called; `calls` how often (object of the caller,
    object, function) was called."""

    def __init__(self, path):
        self.names = {"ob": {}, "fn": {}}
        self.objects = collections.Counter()
        self.functions = collections.Counter()
        self.calls = collections.Counter()
        with open(path, encoding="utf-8", errors="replace") as lines:
            self._read(lines)

    def _name(self, match):
        names = self.names[match[2]]
        if match[4] is not None:
            names[match[3]] = os.path.basename(match[4]) if match[2] == "ob" else match[4]
        return names[match[3]]

    def _read(self, lines):
        now = {"ob": "", "fn": ""}
        inclusive = False
        for line in lines:
            name = NAME.match(line)
            if name:
                now[name[1] + name[2]] = self._name(name)
                continue
            calls = CALLS.match(line)
            if calls:
                # Without an object of its own the callee is in the caller's.
                self.calls[now["ob"], now.pop("cob", now["ob"]), now["cfn"].split("'")[0]] += int(calls[1])
                inclusive = True
                continue
            cost = COST.match(line)
            if not cost:
                continue
            # The line behind "calls=" is what the callee cost.
            if not inclusive:
                self.objects[now["ob"]] += int(cost[1])
                self.functions[now["ob"], now["fn"]] += int(cost[1])
            inclusive = False

    def calls_of(self, functions):
        return sum(count for (_, _, name), count in self.calls.items() if name in functions)


def profile(server, work):
    """What the worker did during work() and one GET /health."""
    _mark(server)
    work()
    return Profile(_mark(server))


def _mark(server):
    """The file with what was counted up to now."""
    pattern = f"{server.folder}/callgrind.{server.worker}*"
    before = set(glob.glob(pattern))
    urllib.request.urlopen(f"http://localhost:{server.port}/health", timeout=120).read()
    new = set(glob.glob(pattern)) - before
    if len(new) != 1:
        raise GuardError(f"callgrind wrote nothing: is GET /health still served by a function of the name {MARK}?")
    return new.pop()
