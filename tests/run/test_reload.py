"""SIGHUP: a new configuration and a new version, without a connection lost."""

import json
import os
import signal
import threading
import time

import websocket
from server import Server, wait_for


class Load:
    """People who open the page all the time."""

    def __init__(self, server, threads=4):
        self.server = server
        self.running = True
        self.answers = []
        self.threads = [threading.Thread(target=self.ask) for _ in range(threads)]

    def ask(self):
        while self.running:
            self.answers.append(self.server.get("/health")[0])

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.running = False
        for thread in self.threads:
            thread.join()


def write_config(path, **values):
    with open(path, "w") as f:
        for key, value in values.items():
            f.write(f"{key} = {value}\n")
    os.chmod(path, 0o644)


def server_name(s):
    return json.loads(s.get("/api/status")[1])["serverName"]


def reload(s):
    reloads = s.log.count("supervisor reloaded")
    s.process.send_signal(signal.SIGHUP)
    wait_for(lambda: s.log.count("supervisor reloaded") > reloads, 30)


def test_reload_under_load(folder):
    with Server(folder, "--open", "--drain-ms=300") as s:
        s.start()
        cookie = websocket.register(s.port, "anna")
        people = [websocket.connect(s.port, cookie) for _ in range(20)]
        with Load(s) as load:
            for _ in range(3):
                before = set(s.children("worker"))
                reload(s)
                wait_for(lambda: len(s.children("worker")) == 2, 10)
                assert not before & set(s.children("worker"))
            time.sleep(0.2)
        assert len(load.answers) > 100 and set(load.answers) == {200}, {a: load.answers.count(a) for a in load.answers}
        for connection in people:
            code, reason = websocket.read_close(connection)
            assert code == 1001 and 0 <= int(reason) <= 300, (code, reason)
            connection.close()
        s.stop()
        return f"{len(load.answers)} requests, none failed"


def test_reload_takes_the_new_configuration(folder):
    file = os.path.join(folder.path, "confab.conf")
    write_config(file, server_name="Before", workers=2)
    with Server(folder, f"--config={file}") as s:
        s.options.remove("--workers=2")
        s.start()
        assert server_name(s) == "Before"
        write_config(file, server_name="After", workers=3)
        reload(s)
        wait_for(lambda: len(s.children("worker")) == 3, 10)
        assert {server_name(s) for _ in range(20)} == {"After"}
        write_config(file, server_name="After", workers=1)
        reload(s)
        wait_for(lambda: len(s.children("worker")) == 1, 15)
        s.stop()


def test_reload_with_a_bad_configuration(folder):
    file = os.path.join(folder.path, "confab.conf")
    write_config(file, server_name="Before")
    with Server(folder, f"--config={file}") as s:
        s.start()
        before = s.children("worker")
        write_config(file, server_name="After", drain_ms="soon")
        s.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "reload refused" in s.log, 5)
        assert "drain_ms" in s.log
        time.sleep(0.5)
        assert s.children("worker") == before and server_name(s) == "Before"
        s.stop()


def test_reload_runs_the_program_on_the_disk(folder):
    """A new binary that cannot run at all: the old workers go on."""
    import shutil
    from server import PROGRAM
    place = os.path.join(folder.path, "build/release")
    os.makedirs(place)
    program = os.path.join(place, "confabd")
    shutil.copy(PROGRAM, program)
    root = os.path.dirname(os.path.dirname(os.path.dirname(PROGRAM)))
    shutil.copytree(os.path.join(root, "migrations"), os.path.join(folder.path, "migrations"))
    with Server(folder, executable=program) as s:
        s.start()
        before = s.children("worker")
        os.rename(program, program + ".old")
        with open(program, "w") as f:
            f.write("#!/bin/sh\nexit 1\n")
        os.chmod(program, 0o755)
        s.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "reload given up" in s.log, 15)
        assert s.children("worker") == before and s.ready()
        os.rename(program + ".old", program)
        reload(s)
        assert not set(before) & set(s.children("worker"))
        s.stop()
