"""`--lan`: an authority of one's own, one port for both schemes, and the card that leads there."""

import ctypes
import http.client
import os
import re
import signal
import socket
import ssl
import stat
import subprocess

from server import PROGRAM, Server, wait_for
from skip import Skip


def address():
    """One that other machines could use."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect(("192.0.2.1", 9))
        own = s.getsockname()[0]
    if own.startswith("127."):
        raise Skip("this machine is on no network")
    return own


def authority(s, name="ca.crt"):
    return os.path.join(s.data, "authority", name)


def get(s, host, path="/health", tls=False, **headers):
    """(status, headers, body) over either scheme; over TLS only if the authority vouches for `host`."""
    if tls:
        context = ssl.create_default_context(cafile=authority(s))
        connection = http.client.HTTPSConnection(host, s.port, timeout=10, context=context)
    else:
        connection = http.client.HTTPConnection(host, s.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=True).stdout


def test_lan_serves_both_schemes_everywhere(folder):
    own = address()
    with Server(folder, "--lan") as s:
        s.start()
        for host in ("127.0.0.1", "localhost", own):
            assert get(s, host)[0] == 200, host
            assert get(s, host, tls=True)[0] == 200, host
        with socket.socket(socket.AF_INET6) as six:
            six.settimeout(5)
            six.connect(("::1", s.port))
        name = socket.gethostname()
        sent = http.client.HTTPConnection(own, s.port, timeout=10)
        sent.request("GET", "/health", headers={"Host": f"{name}.local:{s.port}"})
        assert sent.getresponse().status == 200
        sent.close()
        assert get(s, own, Host="elsewhere.example")[0] == 421
        s.stop()


def test_lan_card(folder):
    own = address()
    with Server(folder, "--lan") as s:
        s.start()
        assert f"Address  http://localhost:{s.port}  https://localhost:{s.port}\n" in s.card, s.card
        assert f"Network  http://{own}:{s.port}  https://{own}:{s.port}\n" in s.card, s.card
        assert f"Trust    http://{own}:{s.port}/ca\n" in s.card, s.card
        assert re.search(rf"Set-up +http://{re.escape(own)}:{s.port}/setup/[\w-]+\n", s.card), s.card
        shown = re.search(r"SHA-256 +((?:[0-9A-F]{2}:){16})\s+((?:[0-9A-F]{2}:){15}[0-9A-F]{2})\n", s.card)
        real = openssl("x509", "-in", authority(s), "-noout", "-fingerprint", "-sha256").strip().split("=")[1]
        assert shown and shown[1] + shown[2] == real, (s.card, real)
        assert "█" not in s.card
        s.stop()
        # Somebody has an account: the link is an invitation now.
        subprocess.run([PROGRAM, "user", "create", "anna", "--role=administrator", f"--data-dir={s.data}"], check=True,
                       capture_output=True)
        s.start()
        assert re.search(rf"Invite +http://{re.escape(own)}:{s.port}/invite/[\w-]+\n", s.card), s.card
        assert "/setup/" not in s.card
        s.stop()


def read_code(card):
    """What a phone's camera reads off the card."""
    try:
        zbar = ctypes.CDLL("libzbar.so.0")
    except OSError as reason:
        raise Skip(f"no reader of QR codes: {reason}")
    squares = {" ": (0, 0), "▄": (0, 1), "▀": (1, 0), "█": (1, 1)}
    lines = [line[2:] for line in card.split("\n") if set(line) <= set(squares) and len(line) > 25]
    rows = [[squares[c][half] for c in line] for line in lines for half in (0, 1)]
    scale = 4
    width, height = len(rows[0]) * scale, len(rows) * scale
    grey = bytes(0 if rows[y // scale][x // scale] else 255 for y in range(height) for x in range(width))
    for name in ("zbar_image_scanner_create", "zbar_image_create", "zbar_image_first_symbol"):
        getattr(zbar, name).restype = ctypes.c_void_p
    zbar.zbar_symbol_get_data.restype = ctypes.c_char_p
    image = ctypes.c_void_p(zbar.zbar_image_create())
    zbar.zbar_image_set_format(image, ctypes.c_ulong(int.from_bytes(b"Y800", "little")))
    zbar.zbar_image_set_size(image, width, height)
    zbar.zbar_image_set_data(image, grey, ctypes.c_ulong(len(grey)), None)
    found = zbar.zbar_scan_image(ctypes.c_void_p(zbar.zbar_image_scanner_create()), image)
    assert found == 1, f"{found} codes on the card"
    return zbar.zbar_symbol_get_data(ctypes.c_void_p(zbar.zbar_image_first_symbol(image))).decode()


def test_lan_code_leads_to_the_link(folder):
    with Server(folder, "--lan", "--qr") as s:
        s.start()
        link = re.search(r"Set-up +(\S+)", s.card)[1]
        assert read_code(s.card) == link, s.card
        s.stop()


def test_lan_authority_is_made_once_and_kept_tight(folder):
    with Server(folder, "--lan") as s:
        s.start()
        place = os.path.dirname(authority(s))
        assert stat.S_IMODE(os.stat(place).st_mode) == 0o700
        files = sorted(os.listdir(place))
        assert files == ["ca.crt", "ca.key", "server.pem"], files
        assert {stat.S_IMODE(os.stat(authority(s, file)).st_mode) for file in files} == {0o600}
        before = {file: open(authority(s, file), "rb").read() for file in files}
        s.stop()
        s.start()
        assert {file: open(authority(s, file), "rb").read() for file in files} == before
        # The key itself is in no process: it is read to sign and wiped.
        key = b"".join(before["ca.key"].split(b"\n")[1:-2])
        for pid in [s.process.pid, *s.children("worker")]:
            with open(f"/proc/{pid}/environ", "rb") as f:
                assert key[:40] not in f.read()
        s.stop()
        # Its certificate is gone: another one is signed by the same authority.
        os.unlink(authority(s, "server.pem"))
        s.start()
        assert open(authority(s), "rb").read() == before["ca.crt"]
        assert open(authority(s, "server.pem"), "rb").read() != before["server.pem"]
        assert get(s, "localhost", tls=True)[0] == 200
        s.stop()


def test_lan_refuses_half_an_authority(folder):
    with Server(folder, "--lan") as s:
        s.start()
        s.stop()
        os.unlink(authority(s, "ca.key"))
        os.unlink(authority(s, "server.pem"))
        s.launch()
        assert s.wait() == 65
        assert "ca.crt and ca.key do not belong together" in s.log, s.log


def test_lan_old_certificate_is_renewed_at_start(folder):
    with Server(folder, "--lan") as s:
        s.start()
        s.stop()
        # One of the same authority for another name.
        request, signed, key = (os.path.join(folder.path, name) for name in ("request", "signed", "key"))
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request,
                "-subj", "/CN=other.local", "-addext", "subjectAltName=DNS:other.local")
        openssl("x509", "-req", "-in", request, "-CA", authority(s), "-CAkey", authority(s, "ca.key"), "-out", signed, "-days", "300",
                "-copy_extensions", "copy")
        with open(authority(s, "server.pem"), "w") as f:
            f.write(open(signed).read() + open(key).read())
        s.start()
        assert get(s, "localhost", tls=True)[0] == 200
        s.stop()


def test_lan_how_to_trust(folder):
    with Server(folder, "--lan") as s:
        s.start()
        pages = {}
        for language in ("en", "de", "ar"):
            status, headers, body = get(s, "localhost", "/ca", **{"Accept-Language": f"{language}, en;q=0.5"})
            assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
            pages[language] = body.decode()
        assert len(set(pages.values())) == 3
        fingerprint = openssl("x509", "-in", authority(s), "-noout", "-fingerprint", "-sha256").strip().split("=")[1]
        for language, page in pages.items():
            assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
            assert fingerprint in page.replace("<wbr>", "") and f'href="https://localhost:{s.port}/"' in page
            assert page.count("<details") == 6 and page.count("<ol>") == 6
            for part in ("<script", "<style", " style=", " on"):
                assert part + ("click" if part == " on" else "") not in page
        assert get(s, "localhost", "/ca?lang=de")[2].decode() == pages["de"]
        phone = get(s, "localhost", "/ca", **{"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"})[2].decode()
        assert re.search(r"<details open>\n<summary>iPhone", phone)
        der = get(s, "localhost", "/ca.crt")[2]
        assert ssl.DER_cert_to_PEM_cert(der).strip() == open(authority(s)).read().strip()
        assert get(s, "localhost", "/ca.pem")[2].decode() == open(authority(s)).read()
        import plistlib
        profile = plistlib.loads(get(s, "localhost", "/ca.mobileconfig")[2])
        assert profile["PayloadContent"][0]["PayloadContent"] == der
        assert profile["PayloadContent"][0]["PayloadUUID"] != profile["PayloadUUID"]
        s.stop()


def test_without_lan_there_is_no_authority(folder):
    with Server(folder) as s:
        s.start()
        assert not os.path.exists(os.path.dirname(authority(s)))
        assert s.get("/ca.crt")[0] == 404
        with socket.socket() as outside:
            outside.settimeout(3)
            try:
                outside.connect((address(), s.port))
                raise AssertionError("reached from outside")
            except OSError:
                pass
        s.stop()


def test_lan_new_address_gets_a_new_certificate(folder):
    """In a network of its own, where addresses come as the test wants them."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode != 0:
        raise Skip("no network namespace can be made here")
    inside = os.path.join(folder.path, "inside")
    with open(inside, "w") as f:
        f.write('#!/bin/sh\nip link set lo up\nip link add lan0 type bridge\nip address add 10.20.30.1/24 dev lan0\n'
                f'ip link set lan0 up\nexec {PROGRAM} "$@"\n')
    os.chmod(inside, 0o755)

    def names():
        return openssl("x509", "-in", authority(s, "server.pem"), "-noout", "-ext", "subjectAltName")
    with Server(folder, "--lan", "--drain-ms=200", executable="/usr/bin/unshare") as s:
        s.options = ["-n", inside, "run", *s.options]
        s.launch(command="--kill-child")
        wait_for(lambda: "Stop " in s.card, 60)
        assert "http://10.20.30.1:" in s.card and "IP Address:10.20.30.1" in names(), s.card
        trusted = open(authority(s), "rb").read()
        pid = next(int(pid) for pid in os.listdir("/proc") if pid.isdigit() and command_of(pid)[1:2] == ["run"]
                   and f"--data-dir={s.data}" in command_of(pid))
        subprocess.run(["nsenter", "-t", str(pid), "-n", "ip", "address", "add", "10.20.30.99/24", "dev", "lan0"], check=True)
        wait_for(lambda: "supervisor reloaded" in s.log, 90, 0.2)
        assert "certificate renewed" in s.log and "IP Address:10.20.30.99" in names(), names()
        assert open(authority(s), "rb").read() == trusted
        asked = subprocess.run(["nsenter", "-t", str(pid), "-n", "curl", "-sS", "--cacert", authority(s),
                                f"https://10.20.30.99:{s.port}/health"], capture_output=True, text=True)
        assert asked.stdout == "ok\n", asked
        os.kill(pid, signal.SIGINT)
        s.wait()


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as f:
            return f.read().split("\0")
    except OSError:
        return []
