"""As much of a WebSocket client as these tests need: sign up, connect, read until the close."""

import base64
import http.client
import json
import os
import socket
import struct


def register(port, name):
    """The session's cookie of a new account; the server must have registration = open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    host = f"localhost:{port}"
    body = json.dumps({"username": name, "password": "correct horse battery"})
    headers = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
    connection.request("POST", "/api/register", body, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    assert answer.status == 200, text
    return answer.getheader("Set-Cookie").split(";")[0]


def connect(port, cookie):
    """A socket on /ws whose first frame has come, as a stream of bytes; closing that closes it."""
    host = f"localhost:{port}"
    s = socket.create_connection(("127.0.0.1", port), timeout=10)
    key = base64.b64encode(os.urandom(16)).decode()
    s.sendall((f"GET /ws HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nUpgrade: websocket\r\n"
               f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
    stream = s.makefile("rb")
    s.close()
    status = stream.readline()
    assert b" 101 " in status, status
    while stream.readline() not in (b"\r\n", b""):
        pass
    opcode, first = read_frame(stream)
    assert opcode == 1 and json.loads(first)["action"] == "setWsId", first
    return stream


def read_frame(stream):
    """(opcode, payload); (None, b"") at the end of the connection."""
    head = stream.read(2)
    if len(head) < 2:
        return None, b""
    size = head[1] & 127
    if size == 126:
        size = struct.unpack("!H", stream.read(2))[0]
    elif size == 127:
        size = struct.unpack("!Q", stream.read(8))[0]
    return head[0] & 15, stream.read(size)


def read_close(stream):
    """(code, reason) of the close frame, whatever comes before it; None when the connection just ended."""
    while True:
        opcode, payload = read_frame(stream)
        if opcode is None:
            return None
        if opcode == 8:
            return struct.unpack("!H", payload[:2])[0], payload[2:].decode()
