"""The checks that read the source themselves. `check.py NAME` prints what is wrong as file:line: reason and exits with 1;
`check.py --list` prints the names. Each check is one function that yields (source, line, reason)."""

import re
import subprocess
import sys

from source import ROOT, c_sources, tracked

BELOW = {
    "base": set(),
    "net": {"base"},
    "protocol": {"base"},
    "picture": {"base"},
    "bus": {"base", "net", "protocol"},
    "archive": {"base", "net", "protocol"},
    "chat": {"base", "net", "protocol", "bus", "archive"},
    "gateway": {"base", "net", "protocol", "bus", "archive", "chat"},
    "demo": {"base", "net", "protocol", "bus", "archive", "chat"},
    "program": {"base", "net", "protocol", "bus", "archive", "chat", "gateway", "demo"},
}

# Headers of outside libraries, and the layers that may include them.
LIBRARIES = [
    (r"uv(\.h|/)", {"net"}),
    (r"(libwebsockets\.h|lws)", {"net"}),
    (r"liburing\.h", {"net"}),
    (r"curl/", {"net"}),
    (r"(cjson/|cJSON)", {"protocol"}),
    (r"hiredis", {"bus"}),
    (r"(mysql|mariadb|errmsg\.h|ma_)", {"archive"}),
    (r"openssl/", {"chat", "net"}),
    (r"sodium", {"chat"}),
    (r"(systemd/|qrencode\.h)", {"program"}),
    (r"(jpeglib\.h|jerror\.h|png\.h|webp/|gif_lib\.h)", {"picture"}),
    (r"seccomp\.h", {"picture"}),
]

BANNED = "strcpy strcat sprintf vsprintf strtok atoi atol atoll atof sscanf gets system alloca".split()

MEMORY = ("malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf getline aligned_alloc "
          "posix_memalign memalign").split()
MEMORY_FILES = {"server/base/memory.c"}

BLOCKING = (
    # time, files, names, children
    "sleep usleep nanosleep clock_nanosleep select pselect poll ppoll epoll_wait popen fopen freopen fread fgets "
    "open openat creat opendir scandir readdir getaddrinfo getnameinfo gethostbyname gethostbyaddr wait waitpid "
    "flock lockf fsync fdatasync syncfs "
    # the waiting forms of the libraries
    "mysql_query mysql_real_query mysql_real_connect mysql_stmt_prepare mysql_stmt_execute mysql_stmt_store_result "
    "mysql_store_result mysql_commit mysql_rollback mysql_autocommit mysql_ping mysql_select_db mysql_next_result "
    "curl_easy_perform redisConnect redisConnectUnix redisCommand redisGetReply").split()
# Regular files before or beside the loop; and the supervisor's process, which serves nobody.
BLOCKING_FILES = re.compile(r"server/(base/config|net/static\w*|archive/(migrate|schema_\w+)|(?!worker\.c)\w+)\.c$")

FILE_LINES_MAX = 600


def layers():
    """An #include points to the own layer or to one below; net and protocol, bus and archive ignore each other."""
    for source in c_sources():
        if source.layer not in BELOW:
            continue
        for line, system, path in source.includes:
            test = source.name.startswith("tests/")
            target = path.split("/")[0] if "/" in path else source.layer if test else "program"
            if system or path == "version.h" or target in ("unit", source.layer):
                continue
            if target not in BELOW[source.layer]:
                yield source, line, f"{source.layer} may not include \"{path}\""


def cycles():
    """No file includes itself, over whatever others."""
    graph = {}
    for source in c_sources():
        if source.name.startswith("server/"):
            graph[source.name] = [(line, f"server/{path}") for line, system, path in source.includes if not system]
    by_name = {source.name: source for source in c_sources()}
    done = set()

    def visit(name, trail):
        if name in done or name not in graph:
            return
        for line, target in graph[name]:
            if target in trail:
                circle = " -> ".join(trail[trail.index(target):] + [target])
                yield by_name[name], line, f"include cycle: {circle}"
            else:
                yield from visit(target, trail + [target])
        done.add(name)

    for name in graph:
        yield from visit(name, [name])


def libraries():
    """Each outside library is included by its own layer only."""
    for source in c_sources():
        if not source.name.startswith("server/"):
            continue
        for line, _, path in source.includes:
            for pattern, allowed in LIBRARIES:
                if re.match(pattern, path) and source.layer not in allowed:
                    yield source, line, f"<{path}> belongs to {' and '.join(sorted(allowed))}"


def calls(names, check, skip):
    """Calls of `names` in server/ and tests/, but for the files that `skip` tells."""
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")
    for source in c_sources():
        if skip(source):
            continue
        for number, text in enumerate(source.code.split("\n"), 1):
            for match in pattern.finditer(text):
                if not source.allows(check, number):
                    yield source, number, f"{match.group(1)}()"


def banned():
    """strcpy and its kind have no place anywhere."""
    yield from calls(BANNED, "banned", lambda source: False)


def memory():
    """malloc's family is called in base/memory.c alone."""
    yield from calls(MEMORY, "memory",
                     lambda source: source.name in MEMORY_FILES or not source.name.startswith("server/"))


def blocking():
    """Nothing in a worker waits but its loop."""
    yield from calls(BLOCKING, "blocking",
                     lambda source: BLOCKING_FILES.match(source.name) or not source.name.startswith("server/"))


def length():
    """A file holds one concept: at most 600 lines."""
    for source in c_sources():
        count = source.text.count("\n")
        if count > FILE_LINES_MAX and not source.generated and not source.name.endswith(".def"):
            yield source, count, f"{count} lines, at most {FILE_LINES_MAX}"


def headers():
    """Headers begin with #pragma once; a .c of the server begins with a comment and its own header, if it has one."""
    for source in c_sources():
        if source.name.endswith(".h"):
            if not re.match(r"(\s*/\*.*?\*/)?\s*#pragma once\n", source.text, re.S):
                yield source, 1, "a header begins with #pragma once"
        elif source.name.startswith("server/") and source.name.endswith(".c"):
            own = source.name.removeprefix("server/")[:-2] + ".h"
            local = [path for _, system, path in source.includes]
            if (ROOT / "server" / own).is_file() and local[:1] != [own]:
                yield source, 1, f"the first include is its own header, {own}"
            if not source.generated and not source.text.startswith("/*"):
                yield source, 1, "a file begins with a comment that says what it is for"


def words():
    """Nothing is left open, and no path of a developer's machine or a registry is in the tree."""
    open_ends = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    machine = re.compile(r"https?://(registry|deb|security|proxy|files|static|index|crates)\.[a-z]+\.(org|com|io)"
                         r"|[\" =`(](/wor" + r"k|/far" + r"m)/")
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if open_ends.search(line):
                yield name, number, "something is left open here"
            if machine.search(line):
                yield name, number, "the path of a machine or a registry"


TITLE = re.compile(r"""\b(?:it|test|journey)(?:\.\w+)*(?:\([^()]*\))?\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")


def titles(path):
    """The titles of a file's tests, or None without the file."""
    if not path.is_file():
        return None
    return {re.sub(r"\\(.)", r"\1", found.group(2)) for found in TITLE.finditer(path.read_text(encoding="utf-8"))}


def features():
    """Each row of the table of features in tests/README.md names tests that exist: a contract test and a journey."""
    name = "tests/README.md"
    readme = ROOT / name
    if not readme.is_file() or "| feature | contract | journey |" not in readme.read_text(encoding="utf-8"):
        yield name, 1, "there is no table of features"
        return
    inside = False
    for number, line in enumerate(readme.read_text(encoding="utf-8").split("\n"), 1):
        inside = line.startswith("|") and (inside or line.startswith("| feature | contract |"))
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not inside or cells[0] in ("feature", "---|---|---"):
            continue
        if len(cells) != 3:
            yield name, number, "a feature has two cells: its contract tests and its journeys"
            continue
        for cell, folder in ((cells[1], "contract"), (cells[2], "e2e")):
            named = re.findall(r"`([^`]+?): ([^`]+)`", cell)
            if not named:
                yield name, number, f"{cells[0]}: no test of {folder} is named"
            for file, title in named:
                known = titles(ROOT / "tests" / folder / file)
                if known is None or title not in known:
                    yield name, number, f"there is no test '{title}' in tests/{folder}/{file}"


def bounds():
    """Each row of the table of bounds names options, constants, errors and tests that exist; nothing that bounds an input is left out of it."""
    table = ROOT / "tests/bounds/table.py"
    if not table.is_file():
        yield "tests/bounds", 1, "there is no table of bounds"
        return
    done = subprocess.run([sys.executable, table, "--check"], capture_output=True, text=True)
    for text in (done.stdout + done.stderr).splitlines():
        found = re.match(r"([^:]+):(\d+): (.*)", text)
        yield (found.group(1), int(found.group(2)), found.group(3)) if found else (table.name, 1, text)


CHECKS = [layers, cycles, libraries, banned, memory, blocking, length, headers, words, features, bounds]


def main():
    by_name = {check.__name__: check for check in CHECKS}
    if sys.argv[1:] == ["--list"]:
        print("\n".join(by_name))
        return 0
    found = list(by_name[sys.argv[1]]())
    for where, line, reason in found:
        print(f"{getattr(where, 'name', where)}:{line}: {reason}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
