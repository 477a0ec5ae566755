"""The command line, with the server running and without."""

import os
import subprocess

from server import PROGRAM, Server, refuse

EX_USAGE, EX_DATAERR, EX_NOUSER = 64, 65, 67


def run(s, *arguments, given=""):
    """(exit code, output, standard error)"""
    done = subprocess.run([PROGRAM, *arguments, f"--data-dir={s.data}"], input=given, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.strip(), done.stderr.strip()


def sign_in(s, name, password):
    import http.client
    import json
    connection = http.client.HTTPConnection("127.0.0.1", s.port, timeout=10)
    host = f"localhost:{s.port}"
    connection.request("POST", "/api/auth", json.dumps({"username": name, "password": password}),
                       {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_commands_while_it_runs(folder):
    with Server(folder) as s:
        s.start()
        here = f"http://localhost:{s.port}"
        code, out, _ = run(s, "setup-link")
        assert code == 0 and out.startswith(f"{here}/setup/"), out
        code, out, _ = run(s, "user", "create", "anna", "--role=administrator")
        assert code == 0 and out.startswith(f"{here}/reset/"), out
        code, out, error = run(s, "setup-link")
        assert code == EX_DATAERR and "an account" in error, error
        code, out, _ = run(s, "user", "create", "bert", "--password", "--display-name=Bert B", given="one two three four\n")
        assert (code, out) == (0, "bert is created")
        assert sign_in(s, "bert", "one two three four") == 200
        assert run(s, "user", "disable", "bert")[:2] == (0, "bert is disabled")
        assert sign_in(s, "bert", "one two three four") == 403
        assert run(s, "user", "enable", "bert")[:2] == (0, "bert is active")
        assert run(s, "user", "password", "bert", given="five six seven eight\n")[0] == 0
        assert sign_in(s, "bert", "one two three four") == 401
        assert sign_in(s, "bert", "five six seven eight") == 200
        assert run(s, "user", "admin", "bert")[:2] == (0, "bert is an administrator")
        assert run(s, "user", "admin", "bert", "--revoke")[:2] == (0, "bert is a member")
        code, out, error = run(s, "user", "admin", "anna", "--revoke")
        assert code == EX_DATAERR and error, error
        code, out, _ = run(s, "user", "reset", "bert")
        assert code == 0 and out.startswith(f"{here}/reset/"), out
        code, out, _ = run(s, "invite", "--hours=2", "--uses=1", "--guest", "--room=1")
        assert code == 0 and out.startswith(f"{here}/invite/"), out
        s.stop()


def test_commands_that_are_refused(folder):
    with Server(folder) as s:
        s.start()
        assert run(s, "user", "create", "anna", "--password", given="password\n")[0] == EX_DATAERR
        assert run(s, "user", "create", "anna", "--password")[0] == EX_DATAERR
        assert run(s, "user", "create", "anna", "--role=king")[0] == EX_USAGE
        assert run(s, "user", "create", "a b")[0] == EX_DATAERR
        # Cut, it would be another password than was given.
        for longer in ["a1" * 512 + "x\n", "a1" * 512 + "x"]:
            code, _, error = run(s, "user", "create", "longer", "--password", given=longer)
            assert code != 0 and "at most 1024 bytes" in error, (code, error)
        for name, end in [("longest", "\n"), ("bare", ""), ("returned", "\r\n")]:
            assert run(s, "user", "create", name, "--password", given="a1" * 512 + end)[0] == 0, name
        assert run(s, "user", "disable", "nobody")[0] == EX_NOUSER
        assert run(s, "invite", "--hours=soon")[0] == EX_USAGE
        assert run(s, "invite", "--dump=x")[0] == EX_USAGE
        s.stop()


def test_commands_while_it_does_not_run(folder):
    """They start the databases for their own time."""
    with Server(folder) as s:
        assert run(s, "user", "create", "anna", "--role=administrator", "--password", given="one two three four\n")[0] == 0
        code, out, _ = run(s, "migrate")
        assert (code, out) == (0, "0 migrations applied")
        code, first, _ = run(s, "epoch")
        code, second, _ = run(s, "epoch")
        assert code == 0 and int(second.split()[1]) == int(first.split()[1]) + 1
        s.start()
        assert "/setup/" not in s.card
        assert sign_in(s, "anna", "one two three four") == 200
        s.stop()


def test_configuration_is_printed_as_it_is_read(folder):
    file = os.path.join(folder.path, "confab.conf")
    first = subprocess.run([PROGRAM, "print-config", "--port=4321", "--open"], capture_output=True, text=True, check=True).stdout
    with open(file, "w") as f:
        f.write(first)
    second = subprocess.run([PROGRAM, "print-config", f"--config={file}"], capture_output=True, text=True, check=True).stdout
    assert "port = 4321" in first and first == second
    assert refuse("check-config", f"--config={file}") == (0, [])


def test_version_and_help(folder):
    version = subprocess.run([PROGRAM, "version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("confabd 0."), version
    text = subprocess.run([PROGRAM, "help"], capture_output=True, text=True, check=True).stdout
    for word in ("run", "user create NAME", "invite", "--dump FILE", "check-config"):
        assert word in text, text
    assert "worker" not in text
