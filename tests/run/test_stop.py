"""Stopping: in order, bounded, and nothing left."""

import fcntl
import os
import signal
import time

import websocket
from server import Server, alive, wait_for


def assert_nothing_left(s, children):
    assert not [pid for pid in children if alive(pid)]
    assert s.get("/health")[0] == 0
    assert os.listdir(os.path.join(s.data, "sockets")) == []
    with open(os.path.join(s.data, "lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_stop_leaves_nothing(folder):
    with Server(folder) as s:
        for number in (signal.SIGINT, signal.SIGTERM):
            s.start()
            children = s.children()
            seconds = s.stop(number)
            assert_nothing_left(s, children)
            with open(os.path.join(s.data, "mariadb.log")) as log:
                assert "Shutdown complete" in log.read()
        return f"{seconds:.2f} s"


def test_stop_sends_people_away(folder):
    with Server(folder, "--open", "--drain-ms=500") as s:
        s.start()
        cookie = websocket.register(s.port, "anna")
        connections = [websocket.connect(s.port, cookie) for _ in range(20)]
        s.process.send_signal(signal.SIGTERM)
        delays = []
        for connection in connections:
            code, reason = websocket.read_close(connection)
            assert code == 1001 and 0 <= int(reason) <= 500, (code, reason)
            delays.append(int(reason))
            connection.close()
        assert len(set(delays)) > 5, delays
        assert s.wait() == 0


def test_stop_while_starting(folder):
    with Server(folder) as s:
        s.launch()
        wait_for(lambda: os.path.exists(os.path.join(s.data, "mariadb.cnf")), 10)
        s.stop()
        s.start()
        s.stop()


def test_second_signal_hurries(folder):
    with Server(folder) as s:
        s.start()
        children = s.children()
        # Neither can drain or end by itself.
        for pid in s.children("worker") + s.children("mariadbd"):
            os.kill(pid, signal.SIGSTOP)
        s.process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert s.process.poll() is None
        begun = time.monotonic()
        s.process.send_signal(signal.SIGINT)
        assert s.wait() == 0
        seconds = time.monotonic() - begun
        assert seconds < 4, seconds
        assert not [pid for pid in children if alive(pid)]
        s.start()
        s.stop()
