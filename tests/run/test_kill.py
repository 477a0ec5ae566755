"""kill -9 of each part, and parts that hang."""

import os
import signal
import time

from server import Server, alive, wait_for

# Seconds until all is well again.
BACK_S = 3
GONE_S = 1
START_AGAIN_S = 5


def killed_and_back(s, name, count):
    victim = s.children(name)[0]
    begun = time.monotonic()
    os.kill(victim, signal.SIGKILL)

    def back():
        now = s.children(name)
        return victim not in now and len(now) == count
    wait_for(back, BACK_S)
    time.sleep(0.05)
    wait_for(lambda: all(s.ready() for _ in range(8)), BACK_S)
    seconds = time.monotonic() - begun
    assert seconds < BACK_S, seconds
    return f"{seconds:.2f} s"


def test_worker_killed(folder):
    with Server(folder) as s:
        s.start()
        note = killed_and_back(s, "worker", 2)
        s.stop()
        return note


def test_redis_killed(folder):
    with Server(folder) as s:
        s.start()
        note = killed_and_back(s, "redis-server", 1)
        s.stop()
        return note


def test_mariadb_killed(folder):
    with Server(folder) as s:
        s.start()
        note = killed_and_back(s, "mariadbd", 1)
        s.stop()
        return note


def test_supervisor_killed(folder):
    with Server(folder) as s:
        s.start()
        children = s.children()
        s.process.kill()
        s.wait()
        gone = wait_for(lambda: not any(alive(pid) for pid in children), GONE_S)
        again = s.start()
        assert again < START_AGAIN_S, again
        s.stop()
        return f"all gone after {gone:.2f} s, ready again in {again:.2f} s"


def bootstrapping(s):
    """The MariaDB processes that make this server's tables."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        try:
            with open(f"/proc/{pid}/cmdline") as f:
                words = f.read().split("\0")
        except OSError:
            continue
        if "--bootstrap" in words and any(s.data in word for word in words) and alive(pid):
            found.append(pid)
    return found


def halted(s):
    """Starts the server; the MariaDB that makes its tables, which then stands still."""
    s.launch()
    wait_for(lambda: bootstrapping(s), 10, step_s=0.002)
    pid = bootstrapping(s)[0]
    os.kill(pid, signal.SIGSTOP)
    return pid


def test_supervisor_killed_while_making_the_database(folder):
    """What is half made is made anew."""
    with Server(folder) as s:
        s.launch()
        wait_for(lambda: os.path.exists(os.path.join(s.data, "mariadb.new")), 10)
        s.process.kill()
        s.wait()
        assert not os.path.exists(os.path.join(s.data, "mariadb"))
        s.start()
        assert s.ready()
        s.stop()


def test_database_still_being_made_by_who_was_killed(folder):
    """The kernel ends the installer's shell with the supervisor, not what the shell had started: the next start waits for it."""
    with Server(folder) as s:
        left = halted(s)
        try:
            s.process.kill()
            s.wait()
            s.launch()
            wait_for(lambda: "mariadb.making" in s.log or len(bootstrapping(s)) > 1, 10)
            assert bootstrapping(s) == [left], s.log
        finally:
            os.kill(left, signal.SIGCONT)
        wait_for(lambda: "Stop " in s.card, 30)
        assert not alive(left) and s.ready()
        s.stop()


def test_stopped_while_making_the_database(folder):
    """Nobody goes on making it."""
    with Server(folder) as s:
        left = halted(s)  # who does not run cannot end of itself
        try:
            s.stop()
            wait_for(lambda: not alive(left), 5)
        finally:
            if alive(left):
                os.kill(left, signal.SIGKILL)
        s.start()
        assert s.ready()
        s.stop()


def test_hanging_worker_is_replaced(folder):
    with Server(folder, "--watchdog-ms=1000") as s:
        s.start()
        victim = s.children("worker")[0]
        os.kill(victim, signal.SIGSTOP)
        seconds = wait_for(lambda: not alive(victim), 5)
        wait_for(lambda: len(s.children("worker")) == 2, BACK_S)
        assert "hangs" in s.log
        s.stop()
        return f"{seconds:.1f} s"


def test_supervisor_that_waited_for_a_command(folder):
    """Its first links took long: who was not heard meanwhile has spoken all the same."""
    with Server(folder, "--watchdog-ms=3000") as s:
        s.launch()
        wait_for(lambda: s.log.count("worker ready") == 2, 20, step_s=0.002)
        wait_for(lambda: s.children("confabd"), 5, step_s=0.002)
        slow = s.children("confabd")[0]
        os.kill(slow, signal.SIGSTOP)
        time.sleep(5)
        before = s.children("worker")
        os.kill(slow, signal.SIGCONT)
        wait_for(lambda: "Stop " in s.card, 20)
        time.sleep(2)
        assert "hangs" not in s.log and s.children("worker") == before, s.log
        s.stop()


def test_worker_that_dies_again_and_again(folder):
    """It is started ever more slowly, and the other one serves."""
    with Server(folder) as s:
        s.start()
        steady = s.children("worker")[0]
        killed = 0
        end = time.monotonic() + 4
        while time.monotonic() < end:
            for pid in s.children("worker"):
                if pid != steady:
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            time.sleep(0.01)
        assert 3 <= killed <= 10, killed
        assert s.ready() and alive(steady)
        wait_for(lambda: len(s.children("worker")) == 2, 10)
        s.stop()
