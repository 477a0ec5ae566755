"""What a delivery and an archived message cost one worker, beside tests/guard/figures.txt. See run.sh.

A delivery is one message to one member; its cost is the difference between a room of many and a room of one. Everything else that a message
costs, from its frame to its acknowledgement, is the archived message's. Both are taken as the difference of a longer and a shorter step, so
that what does not depend on their length goes away, less what the worker does in that time if nobody talks: a busy machine takes longer.
Deliveries are looked at as single sends and, where the kernel allows that, through io_uring."""

import os
import re
import signal
import statistics
import subprocess
import sys
import time

import callgrind
from server import CONFABD, GuardError, Server, Talk, io_uring_allowed

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "figures.txt")
TOLERANCE = 0.05
MEMBERS = 1000
ROUNDS = 3
# Messages of the shorter and the longer step.
STEPS = {1: (50, 350), MEMBERS: (10, 60)}
WARM_UP = 10
IDLE_S = (0.2, 3.2)

ALLOCATIONS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign", "reallocarray"}
# libc picks its copies of memcpy and the like by the processor: what it costs is told by how often it is called.
LIBC = {"libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libm.so.6"}
OURS = "confabd"


# ---- figures of one profile ----

def own(p):
    return p.objects[OURS]


def libraries(p):
    return sum(cost for name, cost in p.objects.items() if name not in LIBC and name != OURS and name.startswith("lib"))


def libc_calls(p):
    return sum(count for (caller, callee, _), count in p.calls.items() if callee in LIBC and caller not in LIBC)


def allocations(p):
    return p.calls_of(ALLOCATIONS)


# name | of a profile | what it is
COUNTED = (
    ("instructions", own, "instructions of confabd itself"),
    ("library_instructions", libraries, "instructions of libuv, libwebsockets, libmariadb, hiredis, cJSON"),
    ("libc_calls", libc_calls, "calls of functions of libc"),
    ("allocations", allocations, "calls of malloc and the like"),
)

# Compared with figures.txt, 5 % up or down.
COMPARED = ("delivery.instructions", "message.instructions", "message.library_instructions", "message.libc_calls",
            "io_uring.delivery.instructions")
# At most so many, whatever figures.txt says.
BOUNDS = {
    "delivery.library_instructions": 8,
    "delivery.libc_calls": 1.2,
    "delivery.allocations": 0.01,
    "delivery.system_calls": 1.05,
    "delivery.sends": 1.05,
    # Sixteen messages under way: most of them leave together.
    "delivery.sends_in_bursts": 0.5,
    "io_uring.delivery.system_calls": 0.05,
    "io_uring.delivery.libc_calls": 0.1,
    "io_uring.delivery.allocations": 0.01,
    "message.system_calls": 30,
    "message.allocations": 55,
}


# ---- measuring ----

def difference(count, few, many):
    """count(work) for two pieces of work → (seconds, name → count) of what the second has more."""
    results = []
    for work in (few, many):
        begun = time.monotonic()
        results.append((count(work), time.monotonic() - begun))
    (less, less_s), (more, more_s) = results
    return more_s - less_s, {name: more[name] - less[name] for name in less}


def idle_a_second(count):
    seconds, counts = difference(count, *(lambda s=s: time.sleep(s) for s in IDLE_S))
    return {name: value / seconds for name, value in counts.items()}


def a_message(talk, steps, count):
    """name → for one message, the median of some rounds."""
    idle = idle_a_second(count)
    rounds = []
    for _ in range(ROUNDS):
        seconds, counts = difference(count, *(lambda n=n: talk.send(n) for n in steps))
        rounds.append({name: (value - idle[name] * seconds) / (steps[1] - steps[0]) for name, value in counts.items()})
    return {name: statistics.median(r[name] for r in rounds) for name in idle}


def in_room(server, members, count):
    """The same in a room of so many, without the talk's beginning."""
    with Talk(server, members) as talk:
        talk.send(WARM_UP)
        return a_message(talk, STEPS[members], count)


def apart(small, large, prefix=""):
    """The cost of a message in a room of one and of one more member, of what each of both rooms costs."""
    figures = {}
    for name, value in small.items():
        each = (large[name] - value) / (MEMBERS - 1)
        figures[f"{prefix}delivery.{name}"] = each
        figures[f"{prefix}message.{name}"] = value - each
    return figures


def profiled(server):
    def count(work):
        p = callgrind.profile(server, work)
        return {name: of(p) for name, of, _ in COUNTED}
    return count


def traced(server):
    """System calls of the worker: all, and those that send to sockets."""
    table = os.path.join(server.folder, "strace")

    def count(work):
        with subprocess.Popen(["strace", "-f", "-c", "-U", "calls,name", "-o", table, "-p", str(server.worker)],
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as strace:
            try:
                while "attached" not in (line := strace.stderr.readline()):
                    if not line:
                        raise GuardError("strace could not look at the worker")
                work()
            finally:
                strace.terminate()
        with open(table, encoding="ascii") as f:
            rows = re.findall(r"^\s*(\d+) (\w+)$", f.read(), re.M)
        calls = {name: int(number) for number, name in rows if name != "total"}
        return {"system_calls": sum(calls.values()), "sends": calls.get("sendto", 0) + calls.get("sendmsg", 0)}
    return count


def sends_in_bursts(server, count):
    with Talk(server, MEMBERS, window=16) as talk:
        talk.send(WARM_UP)
        return a_message(talk, (32, 160), count)["sends"] / MEMBERS


def measure():
    figures = {}
    for command, counter in ((callgrind.COMMAND, profiled), ((), traced)):
        with Server(command) as server:
            small = in_room(server, 1, counter(server))
            figures |= apart(small, in_room(server, MEMBERS, counter(server)))
            if counter is traced:
                figures["delivery.sends_in_bursts"] = sends_in_bursts(server, counter(server))
        if io_uring_allowed():
            # A room of one does without.
            with Server(command, io_uring=True) as server:
                figures |= apart(small, in_room(server, MEMBERS, counter(server)), "io_uring.")
    return figures


# ---- judging ----

def read_figures():
    figures = {}
    with open(FIGURES, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                name, value = line.split()
                figures[name] = float(value)
    return figures


def compiler():
    return subprocess.run(["cc", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


def write_figures(figures):
    with open(FIGURES, "w", encoding="utf-8") as f:
        f.write("# What a delivery and an archived message cost a worker (RelWithDebInfo). Written by tests/guard/run.sh --write.\n")
        f.write(f"# {os.uname().machine}, {compiler()}\n")
        for name in COMPARED:  # on a machine with io_uring
            f.write(f"{name} {figures[name]:.2f}\n")


def judge_compared(name, value, committed):
    """What is wrong; None: nothing."""
    if name not in committed:
        return "it is not in figures.txt: tests/guard/run.sh --write"
    change = value / committed[name] - 1
    if change > TOLERANCE:
        return (f"{change:+.1%} against {committed[name]:g} of figures.txt: it has become dearer. Find out why; if it is worth it, "
                "tests/guard/run.sh --write, and say so in the commit")
    if change < -TOLERANCE:
        return (f"{change:+.1%} against {committed[name]:g} of figures.txt: it has become cheaper, or no longer does its work. "
                "tests/guard/run.sh --write, so that it stays so")
    return None


def judge_bound(name, value):
    if value > BOUNDS[name]:
        return f"at most {BOUNDS[name]:g} are allowed (BOUNDS in tests/guard/guard.py)"
    return None


def judge(figures):
    committed = read_figures()
    failed = 0
    names = [name for name in (*COMPARED, *BOUNDS) if name in figures]
    if not io_uring_allowed():
        print("io_uring is not there or forbidden: its figures are not looked at")
    for name in names:
        value = figures[name]
        wrong = judge_bound(name, value) if name in BOUNDS else judge_compared(name, value, committed)
        limit = f"≤ {BOUNDS[name]:g}" if name in BOUNDS else f"{committed.get(name, 0):g} ± 5 %"
        print(f"{'FAIL' if wrong else 'ok'} {name} = {value:.3f} ({limit})" + (f"\n\t{wrong}" if wrong else ""))
        failed += wrong is not None
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended
    begun = time.monotonic()
    try:
        figures = measure()
    except GuardError as e:
        print(f"FAIL nothing was measured of {CONFABD}: {e}\n0 passed, 1 failed")
        return 1
    print(f"measured in {time.monotonic() - begun:.0f} s")
    if "--write" in sys.argv[1:]:
        write_figures(figures)
    return judge(figures)


if __name__ == "__main__":
    sys.exit(main())
