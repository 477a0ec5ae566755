"""The demo: made-up people in a folder of its own, filled once."""

import http.client
import json
import os
import re
import subprocess

from server import Server, refuse

FILLED_S = 25  # of a busy machine, with everything that a first start does; measured alone: 3 s


class Demo(Server):
    """`confabd demo`; its data directory has another name."""

    def launch(self):
        return super().launch("demo")


def post(s, path, body, cookie=""):
    """(status, answer, cookie)"""
    host = f"localhost:{s.port}"
    connection = http.client.HTTPConnection("127.0.0.1", s.port, timeout=10)
    connection.request("POST", path, json.dumps(body), {"Host": host, "Origin": f"http://{host}", "Cookie": cookie,
                                                        "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = json.loads(answer.read())
    cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
    connection.close()
    return answer.status, text, cookie


def query(s, sql):
    done = subprocess.run(["mariadb", "--no-defaults", f"--socket={s.data}-demo/sockets/mariadb.sock", "--user=confab", "--batch",
                           "--skip-column-names", "confab", "-e", sql], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def links(s):
    return re.findall(r"http://localhost:\d+/enter/([A-Za-z0-9_-]{43})", s.card)


def test_demo_is_filled_once_and_lets_two_in(folder):
    with Demo(folder) as s:
        seconds = s.start()
        assert seconds < FILLED_S, seconds
        assert not os.path.exists(s.data) and os.path.isdir(f"{s.data}-demo")
        assert "Set-up" not in s.card
        names = []
        for token in links(s):
            status, answer, cookie = post(s, "/api/sign_in_link", {"token": token})
            assert status == 200 and cookie, answer
            names.append(answer["user"])
            assert post(s, "/api/sign_in_link", {"token": token})[0] == 410
        assert names == ["mara", "jonas"], s.card
        first = query(s, "SELECT COUNT(*), MAX(id) FROM message")
        s.stop()
        again = s.start()
        assert query(s, "SELECT COUNT(*), MAX(id) FROM message") == first
        assert len(links(s)) == 2
        s.stop()
        return f"first start {seconds:.1f} s, second {again:.1f} s"


def test_demo_holds_what_it_promises(folder):
    with Demo(folder) as s:
        s.start()
        counts = dict(query(s, """
            SELECT 'people', COUNT(*) FROM user WHERE NOT bot UNION ALL
            SELECT 'groups', COUNT(*) FROM room_group WHERE id > 1 UNION ALL
            SELECT 'messages', COUNT(*) FROM message WHERE sender_id <> 9007199254740991 UNION ALL
            SELECT 'pictures', COUNT(*) FROM picture UNION ALL
            SELECT 'shown', COUNT(*) FROM user WHERE image IS NOT NULL UNION ALL
            SELECT 'longest thread', MAX(replies) FROM message UNION ALL
            SELECT 'reacted', COUNT(*) > 50 FROM message WHERE reactions IS NOT NULL UNION ALL
            SELECT 'mentions', COUNT(*) > 5 FROM message_mention UNION ALL
            SELECT 'quotes', COUNT(*) > 3 FROM message WHERE quoted_id > 0 UNION ALL
            SELECT 'pins', COUNT(*) > 5 FROM pinned_message UNION ALL
            SELECT 'edits', COUNT(*) FROM message_history UNION ALL
            SELECT 'code', COUNT(*) > 5 FROM message WHERE content LIKE '%```%' UNION ALL
            SELECT 'drafts', COUNT(*) FROM draft UNION ALL
            SELECT 'future', COUNT(*) FROM message WHERE time_ms > UNIX_TIMESTAMP() * 1000 UNION ALL
            SELECT 'days', COUNT(DISTINCT time_ms DIV 86400000) >= 5 FROM message"""))
        assert counts == {"people": "8", "groups": "3", "messages": "400", "pictures": "8", "shown": "8", "longest thread": "12",
                          "reacted": "1", "mentions": "1", "quotes": "1", "pins": "1", "edits": "1", "code": "1", "drafts": "2",
                          "future": "0", "days": "1"}, counts
        # Every stream is dense: what it holds is numbered 1 … seq.
        holes = query(s, """
            SELECT h.stream_id, h.seq, COUNT(p.seq), COALESCE(MAX(p.seq), 0) FROM stream_head h LEFT JOIN (
                SELECT room_id AS stream_id, seq FROM message UNION ALL SELECT stream_id, seq FROM change_log) p
            ON p.stream_id = h.stream_id GROUP BY h.stream_id, h.seq HAVING h.seq <> COUNT(p.seq) OR h.seq <> MAX(p.seq)""")
        assert [row for row in holes if row[1] != "0"] == [], holes
        # The numbers of a room's messages are dense, too, and its threads count right.
        assert query(s, """SELECT h.stream_id FROM stream_head h JOIN (SELECT room_id, COUNT(*) AS n, MAX(number) AS last
            FROM message GROUP BY room_id) m ON m.room_id = h.stream_id WHERE h.messages <> n OR h.messages <> last""") == []
        assert query(s, """SELECT r.id FROM message r WHERE r.replies <> (SELECT COUNT(*) FROM message a WHERE a.room_id = r.room_id
            AND a.parent_seq = r.seq)""") == []
        unread = query(s, """SELECT h.messages - m.read_number FROM room_member m JOIN user u ON u.id = m.user_id
            JOIN stream_head h ON h.stream_id = m.room_id WHERE u.name = 'mara' AND h.messages > m.read_number ORDER BY 1""")
        assert [int(row[0]) for row in unread] == [1, 2, 2, 2, 3, 4], unread
        s.stop()


def test_demo_is_refused_with_other_databases(folder):
    code, lines = refuse("demo", f"--data-dir={folder.path}/data", "--mysql-url=mysql://a@localhost/b")
    assert code == 64 and "databases of its own" in lines[-1], lines
    assert not os.listdir(folder.path)


def test_demo_does_not_touch_what_is_half_there(folder):
    with Demo(folder) as s:
        s.start()
        query(s, "UPDATE user SET last_seen_ms = 0 WHERE name = 'clara'")
        s.stop()
        s.launch()
        code = s.wait()
        assert code != 0 and "remove it and start again" in s.log, s.log
