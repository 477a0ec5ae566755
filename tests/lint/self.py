"""Do the checks of check.py find what they are for? Each row is a small tree with one mistake (or with something that only
looks like one), the check, and whether it must complain."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LONG = "/* Long. */\n" + "int x;\n" * 600

PLACE_OF_BOUNDS = "<!-- bounds: tests/bounds/table.py --write -->\n<!-- end of bounds -->\n"
FEATURES = "| feature | contract | journey |\n|---|---|---|\n"

# A small tree of which the table of bounds is right.
BOUNDS = {
    "server/base/config.def": 'CONFIG_INT(frame_bytes_max, 65536, 1, 9, "bytes", "Help.")\nCONFIG_INT(port, 1, 1, 9, "", "Help.")\n',
    "server/base/errors.def": 'ERROR(TOO_LARGE, "too_large", 413, false, "Text.")\n',
    "server/protocol/schema/a.json": '{"actions": [{"name": "say", "input": {"text": {"type": "text", "max": 9}}}]}',
    "server/net/a.c": "/* . */\nenum { PIECES_MAX = 4, PARTS_MAX = 1 << 4 };\n",
    "server/README.md": None,
    "tests/bounds/rows.txt": "## A\na frame | config:frame_bytes_max + const:net/a.c:PARTS_MAX:parts | `too_large` | contract/a.test.ts: ends\n",
    "tests/bounds/inner.txt": "net/a.c:PIECES_MAX | of one write\n",
    "tests/contract/a.test.ts": 'it("ends", f);\n',
    "tests/contract/40-bounds.test.ts": 'it("is taken at its bound and refused beyond it, by name", f);\n',
}


def bounds_but(name, old, new):
    """That tree with one thing changed after its table was written."""
    return {**BOUNDS, "changed": (name, old, new)}


# check, must it complain, files
ROWS = [
    ("layers", True, {"server/base/a.c": '/* . */\n#include "net/b.h"\n'}),
    ("layers", True, {"server/net/a.c": '/* . */\n#include "protocol/b.h"\n'}),
    ("layers", True, {"server/archive/a.h": '#pragma once\n#include "bus/b.h"\n'}),
    ("layers", True, {"server/gateway/a.c": '/* . */\n#include "worker.h"\n'}),
    ("layers", True, {"tests/unit/net/a_test.c": '#include "bus/b.h"\n'}),
    ("layers", False, {"server/chat/a.c": '/* . */\n#include "chat/b.h"\n#include "base/c.h"\n#include "bus/d.h"\n'}),
    ("layers", False, {"server/worker.c": '/* . */\n#include "worker.h"\n#include "gateway/b.h"\n'}),
    ("layers", False, {"tests/unit/net/a_test.c": '#include "net/b.h"\n#include "unit/harness.h"\n#include "own.h"\n'}),
    ("cycles", True, {"server/net/a.h": '#pragma once\n#include "net/b.h"\n',
                      "server/net/b.h": '#pragma once\n#include "net/a.h"\n'}),
    ("cycles", False, {"server/net/a.h": '#pragma once\n#include "net/c.h"\n',
                       "server/net/b.h": '#pragma once\n#include "net/a.h"\n#include "net/c.h"\n',
                       "server/net/c.h": "#pragma once\n"}),
    ("libraries", True, {"server/chat/a.c": "/* . */\n#include <uv.h>\n"}),
    ("libraries", True, {"server/gateway/a.c": "/* . */\n#include <cjson/cJSON.h>\n"}),
    ("libraries", True, {"server/main.c": "/* . */\n#include <mysql.h>\n"}),
    ("libraries", False, {"server/net/a.c": "/* . */\n#include <uv.h>\n#include <openssl/ssl.h>\n"}),
    ("banned", True, {"server/net/a.c": "/* . */\nvoid f(void) { strcpy(a, b); }\n"}),
    ("banned", True, {"tests/bench/a.c": "int f(void) { return atoi (a); }\n"}),
    ("banned", False, {"server/net/a.c": '/* strcpy(a, b) */\nchar *s = "atoi(1)"; int x = my_atoi(1), y = t->gets(2);\n'}),
    ("banned", False, {"server/net/a.c": "/* . */\n/* lint: banned: the size was checked */\nint f = atoi(a);\n"}),
    ("memory", True, {"server/net/a.c": "/* . */\nvoid f(void) { free(p); }\n"}),
    ("memory", False, {"server/base/memory.c": "/* . */\nvoid f(void) { free(p); }\n"}),
    ("memory", False, {"server/net/a.c": "/* . */\nvoid f(void) { memory_free(p); frame.free(p); }\n"}),
    ("blocking", True, {"server/net/a.c": "/* . */\nvoid f(void) { usleep(1); }\n"}),
    ("blocking", True, {"server/worker.c": "/* . */\nvoid f(void) { sleep(1); }\n"}),
    ("blocking", True, {"server/archive/query.c": "/* . */\nvoid f(void) { mysql_real_query(a, b, c); }\n"}),
    ("blocking", False, {"server/archive/migrate.c": "/* . */\nvoid f(void) { mysql_real_query(a, b, c); }\n"}),
    ("blocking", False, {"server/net/a.c": "/* . */\nvoid f(void) { mysql_real_query_start(a); x = uv_fs_open(b); }\n"}),
    ("length", True, {"server/net/a.c": LONG}),
    ("length", False, {"server/net/a.gen.c": LONG, "server/net/a.def": LONG}),
    ("headers", True, {"server/net/a.h": "int a;\n"}),
    ("headers", True, {"server/net/a.c": "int a;\n"}),
    ("headers", True, {"server/net/a.h": "#pragma once\n", "server/net/a.c": '/* . */\n#include "base/b.h"\n'}),
    ("headers", False, {"server/net/a.h": "/* . */\n#pragma once\n", "server/net/a.c": '/* . */\n#include "net/a.h"\n'}),
    ("words", True, {"README.md": "TO" + "DO: say more\n"}),
    ("words", True, {"a.sh": "cd /wor" + "k/main\n"}),
    ("words", True, {"a.json": '"https://registry.npmjs' + '.org/vue"\n'}),
    ("features", True, {"tests/README.md": "Nothing.\n"}),
    ("features", True, {"tests/README.md": FEATURES + "| edit | `a.test.ts: edits` | `a.spec.ts: edits` |\n",
                        "tests/contract/a.test.ts": 'it("edits", f)\n', "tests/e2e/a.spec.ts": 'test("other", f)\n'}),
    ("features", True, {"tests/README.md": FEATURES + "| edit | `a.test.ts: edits` | |\n",
                        "tests/contract/a.test.ts": 'it("edits", f)\n'}),
    ("features", True, {"tests/README.md": FEATURES + "| edit | | `a.spec.ts: edits` |\n",
                        "tests/e2e/a.spec.ts": 'test("edits", f)\n'}),
    ("features", False, {"tests/README.md": FEATURES + "| edit | `a.test.ts: it's \"old\"` | `a.spec.ts: edits: twice` |\n",
                         "tests/contract/a.test.ts": 'it("it\'s \\"old\\"", f)\n',
                         "tests/e2e/a.spec.ts": 'test("edits: twice", f)\n'}),
    ("bounds", True, {"README.md": "Nothing.\n"}),
    ("bounds", False, BOUNDS),
    ("bounds", True, bounds_but("tests/contract/a.test.ts", "ends", "begins")),
    ("bounds", True, bounds_but("server/base/config.def", "port", "sockets_max")),
    ("bounds", True, bounds_but("server/base/config.def", "frame_bytes_max", "frame_bytes")),
    ("bounds", True, bounds_but("server/base/config.def", "65536", "65535")),
    ("bounds", True, bounds_but("server/base/errors.def", '"too_large"', '"large"')),
    ("bounds", True, bounds_but("server/protocol/schema/a.json", ', "max": 9', "")),
    ("bounds", True, bounds_but("server/protocol/schema/a.json", '"max": 9', '"max": 8')),
    ("bounds", True, bounds_but("server/net/a.c", "PIECES_MAX = 4", "PIECES_MAX = 4, HEADS_MAX = 5")),
    ("bounds", True, bounds_but("server/net/a.c", "PARTS_MAX = 1 << 4", "PARTS = 16")),
    ("bounds", True, bounds_but("tests/bounds/inner.txt", " of one write", "")),
    ("words", False, {"README.md": "See https://example.org/work/ and the server's network/ folder.\n"}),
]


def complains(check, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "tests/lint").mkdir(parents=True)
        for name in ("check.py", "source.py"):
            shutil.copy(HERE / name, root / "tests/lint" / name)
        files = dict(files)
        change = files.pop("changed", None)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(PLACE_OF_BOUNDS if text is None else text)
        if "tests/bounds/rows.txt" in files:
            shutil.copy(HERE.parent / "bounds/table.py", root / "tests/bounds")
            subprocess.run([sys.executable, "tests/bounds/table.py", "--write"], cwd=root, check=True)
        if change:
            name, old, new = change
            (root / name).write_text((root / name).read_text().replace(old, new))
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        done = subprocess.run([sys.executable, "tests/lint/check.py", check], cwd=root, capture_output=True, text=True)
        if done.returncode not in (0, 1) or done.stderr:
            raise RuntimeError(done.stderr)
        return done.returncode == 1


def main():
    wrong = 0
    for number, (check, expected, files) in enumerate(ROWS, 1):
        if complains(check, files) != expected:
            print(f"row {number}: {check} {'finds nothing' if expected else 'complains'} in {files}"[:300])
            wrong += 1
    print(f"{len(ROWS) - wrong} of {len(ROWS)} rows are right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
