#!/usr/bin/env python3
"""The table of bounds: what comes from outside, where it ends, what is answered, and which test shows it.

    table.py --check                     says what is wrong (as `tests/lint/run.sh bounds` does); nothing is written
    table.py --write                     makes the table in server/README.md anew
    table.py --results SET FILE…         takes the results of a run (JSON of Vitest, log of CTest or of run.py), writes build/tables/bounds.md

Sources: rows.txt beside this file, inner.txt (constants that are no bounds of inputs), base/config.def, base/errors.def, protocol/schema,
the enums of the server, the titles of the tests. Results of earlier runs are kept: a row has the last result of each of its tests."""

import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/bounds"
README = ROOT / "server/README.md"
BEGIN, END = "<!-- bounds: tests/bounds/table.py --write -->", "<!-- end of bounds -->"
HEAD = "| what comes in | its bound | what is answered | shown by |\n|---|---|---|---|"
RESULTS = ROOT / "build/results"
TABLE = ROOT / "build/tables/bounds.md"

# The test that sends every field of the schema at its bound and beyond it.
SCHEMA_TEST = "contract/40-bounds.test.ts: is taken at its bound and refused beyond it, by name"
# Folders whose constants named …_MAX are bounds, or are said in inner.txt to be none.
GUARDED = ("net", "gateway", "chat", "protocol", "bus", "archive")
# Options that bound something, by their names.
CONFIG_BOUND = re.compile(r"(_max|_at_once)$|^rate_|^http_\w+_ms$|^close_wait_ms$")
TEST = re.compile(r"; (?=[a-z]+/[\w.-]+\.(?:test\.ts|c|py): )")
TITLE = re.compile(r"""\b(?:it|test)(?:\.\w+)*(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(["'`])((?:\\.|(?!\1).)+)\1""", re.S)
UNIT = re.compile(r"\bTEST\((\w+)\)")


class Wrong(Exception):
    """What is wrong with a row."""


def read(path):
    return path.read_text(encoding="utf-8")


# ---- what the sources say ------------------------------------------------------------------------------------------------------------

def config_rows():
    """key -> (default, unit)"""
    rows = {}
    for found in re.finditer(r'^CONFIG_INT\((\w+), (-?\d+), -?\d+, -?\d+, "([^"]*)"', read(ROOT / "server/base/config.def"), re.M):
        rows[found.group(1)] = (int(found.group(2)), found.group(3))
    return rows


def error_codes():
    return set(re.findall(r'^ERROR\(\w+, "(\w+)"', read(ROOT / "server/base/errors.def"), re.M))


CONSTANT = re.compile(r"\b([A-Z][A-Z0-9_]*)\s*=\s*([^,;}/]+?)\s*(?=[,;}]|/\*)", re.S)


def value_of(text):
    """A number written as a product, a shift or a plain number; None for anything else."""
    if not re.fullmatch(r"[\d\s*<()]+", text):
        return None
    return eval(text, {"__builtins__": {}})  # digits, *, << and brackets only


def constants(path):
    """name -> value (None: not a plain number) of the enums and static constants of a file below server/"""
    text = re.sub(r"/\*.*?\*/", "", read(ROOT / "server" / path), flags=re.S)
    text = re.sub(r"\((?:int64_t|size_t)\)", "", text)
    return {found.group(1): value_of(found.group(2)) for found in CONSTANT.finditer(text)}


def guarded_constants():
    """(file, name) of everything called …_MAX in the layers that meet what comes from outside"""
    for folder in GUARDED:
        for path in sorted((ROOT / "server" / folder).glob("*.[ch]")):
            if ".gen." in path.name:
                continue
            name = f"{folder}/{path.name}"
            text = re.sub(r"/\*.*?\*/", "", read(path), flags=re.S)
            for found in re.finditer(r"(?<![\w.>])([A-Z][A-Z0-9_]*_MAX)\s*=[^=]", text):
                yield name, found.group(1)


def case_titles(folder):
    """Where a table of cases makes the tests, any text in the folder may be the name of one."""
    literal = re.compile(r"""(["'`])((?:\\.|(?!\1).)+)\1""")
    texts = {found.group(2) for path in (ROOT / "tests" / folder).rglob("*.ts") for found in literal.finditer(read(path))}
    for path in (ROOT / "tests" / folder).glob("*.test.ts"):
        yield from (f"{folder}/{path.name}: {text}" for text in texts)


def titles():
    """Every test as "folder/file: title"."""
    known = set()
    for folder in ("contract", "faults"):
        for path in (ROOT / "tests" / folder).glob("*.test.ts"):
            for found in TITLE.finditer(read(path)):
                known.add(f"{folder}/{path.name}: " + re.sub(r"\\(.)", r"\1", found.group(2)))
    known.update(case_titles("wire"))
    for path in (ROOT / "tests/run").glob("test_*.py"):
        known.update(f"run/{path.name}: {name}" for name in re.findall(r"^def (test_\w+)", read(path), re.M))
    for path in (ROOT / "tests/unit").glob("*/*_test.c"):
        known.update(f"{path.parent.name}/{path.name}: {name}" for name in UNIT.findall(read(path)))
    return known


# ---- rows ----------------------------------------------------------------------------------------------------------------------------

def number(value):
    return f"{value:,}"


def bound_part(part, config):
    """One part of a row's bound, as it stands in the table."""
    found = re.search(r"config:(\w+)", part)
    if found:
        key = found.group(1)
        if key not in config:
            raise Wrong(f"there is no option {key}")
        default, unit = config[key]
        said = f"`{key}` ({number(default)}{' ' + unit if unit else ''})"
        return part.replace(found.group(0), said)
    found = re.search(r"const:([\w/.]+):(\w+):(.*)", part)
    if not found:
        return part
    path, name, rest = found.groups()
    if not (ROOT / "server" / path).is_file():
        raise Wrong(f"there is no server/{path}")
    value = constants(path).get(name)
    if value is None:
        raise Wrong(f"{name} is no number in server/{path}")
    return part.replace(found.group(0), f"{number(value)} {rest}")


class Row:
    def __init__(self, section, line, text):
        cells = [cell.strip() for cell in text.split(" | ")]
        if len(cells) != 4:
            raise Wrong("a row has four cells")
        self.section, self.line = section, line
        self.what, self.bound, self.answer, tests = cells
        self.tests = TEST.split(tests)

    def shown_bound(self, config):
        return ", ".join(bound_part(part, config) for part in self.bound.split(" + "))


def written_rows():
    """(rows, problems) of rows.txt"""
    rows, problems, section = [], [], ""
    for line, text in enumerate(read(HERE / "rows.txt").split("\n"), 1):
        if text.startswith("## "):
            section = text[3:]
        elif text.strip() and not text.startswith("#"):
            try:
                rows.append(Row(section, line, text))
            except Wrong as wrong:
                problems.append((line, str(wrong)))
    return rows, problems


# ---- the schema ----------------------------------------------------------------------------------------------------------------------

SIZED = ("text", "bytes", "ids", "idMap", "list")


def schemas():
    return [json.loads(read(path)) for path in sorted((ROOT / "server/protocol/schema").glob("*.json"))]


def input_fields():
    """(where it is asked, name, field) of all that clients send, with objects inside lists."""
    all_schemas = schemas()
    types = {name: body["fields"] for schema in all_schemas for name, body in schema.get("types", {}).items()}

    def walk(where, fields, prefix=""):
        for name, field in fields.items():
            if name == "...":
                yield from walk(where, types[field], prefix)
            else:
                yield where, prefix + name, field
                if field.get("type") in ("list", "object"):
                    yield from walk(where, types[field["of"]], f"{prefix}{name}.")

    for schema in all_schemas:
        for action in schema.get("actions", []):
            yield from walk(action["name"], action.get("input", {}))
        for route in schema.get("http", []):
            yield from walk(route["path"].removeprefix("/api/"), route.get("input", {}))


def shown_field_bound(field):
    if field["type"] == "text":
        return f"{number(field['max'])} characters, {number(field.get('maxBytes', 4 * field['max']))} bytes"
    return f"{number(field['max'])} {'bytes' if field['type'] == 'bytes' else 'entries'}"


def schema_rows():
    """One row a bound, with the fields that have it; and the fields that have none."""
    by_bound, unbounded = {}, []
    for where, name, field in input_fields():
        kind = field["type"]
        if kind in SIZED and "max" not in field or kind == "int" and not {"min", "max"} <= field.keys():
            unbounded.append(f"{where}.{name}")
        elif kind in SIZED:
            group = by_bound.setdefault((SIZED.index(kind), field["max"], shown_field_bound(field)), {})
            group.setdefault(name, []).append(where)
    rows = []
    for (_, _, bound), names in sorted(by_bound.items()):
        what = "; ".join(f"`{name}` of {', '.join(wheres)}" for name, wheres in names.items())
        rows.append((what, bound))
    return rows, unbounded


# ---- the table -----------------------------------------------------------------------------------------------------------------------

def table_rows():
    """(section, what, bound, answer, tests), those of the schema last."""
    config = config_rows()
    rows, _ = written_rows()
    for row in rows:
        try:
            yield row.section, row.what, row.shown_bound(config), row.answer, row.tests
        except Wrong:  # told by --check
            yield row.section, row.what, row.bound, row.answer, row.tests
    for what, bound in schema_rows()[0]:
        yield "Fields of actions and routes (protocol/schema)", what, bound, "`invalid`, with the field's name", [SCHEMA_TEST]
    yield ("Fields of actions and routes (protocol/schema)", "whole numbers, ids, words", "as PROTOCOL.md says, ids below 2^53",
           "`invalid`, with the field's name", [SCHEMA_TEST])


def shown_tests(tests):
    return ", ".join(f"`{test.split(': ', 1)[0]}`" for test in dict.fromkeys(tests))


def readme_table():
    """The files of the tests are named here, the tests themselves in build/tables/bounds.md and rows.txt: the lines stay readable."""
    lines, last = [], None
    for section, what, bound, answer, tests in table_rows():
        if section != last:
            lines += ["", f"**{section}**", "", HEAD]
            last = section
        files = ", ".join(dict.fromkeys(f"`{test.split(': ', 1)[0]}`" for test in tests))
        lines.append(f"| {what} | {bound} | {answer} | {files} |")
    return "\n".join(lines[1:])


def readme_with_table():
    text = read(README)
    if BEGIN not in text or END not in text:
        raise Wrong(f"server/README.md has no place for the table ({BEGIN} … {END})")
    before, rest = text.split(BEGIN, 1)
    return before + BEGIN + "\n" + readme_table() + "\n" + END + rest.split(END, 1)[1]


# ---- checking ------------------------------------------------------------------------------------------------------------------------

def row_problems(row, config, known, codes):
    try:
        row.shown_bound(config)
    except Wrong as wrong:
        yield str(wrong)
    for code in re.findall(r"`([^`]+)`", row.answer):
        if code not in codes:
            yield f"there is no error `{code}`"
    for test in row.tests:
        if test not in known:
            yield f"there is no test '{test}'"


def inner_constants():
    """(file, name) -> reason, of inner.txt"""
    inner = {}
    for text in read(HERE / "inner.txt").split("\n"):
        if text.strip() and not text.startswith("#"):
            where, _, reason = text.partition(" | ")
            path, _, name = where.strip().partition(":")
            inner[path, name] = reason.strip()
    return inner


def problems():
    """(file, line, reason)"""
    config, known, codes = config_rows(), titles(), error_codes()
    rows, broken = written_rows()
    name = "tests/bounds/rows.txt"
    for line, reason in broken:
        yield name, line, reason
    if broken:
        return
    for row in rows:
        for reason in row_problems(row, config, known, codes):
            yield name, row.line, f"{row.what}: {reason}"
    if SCHEMA_TEST not in known:
        yield name, 1, f"there is no test '{SCHEMA_TEST}'"
    said = " ".join(row.bound for row in rows)
    for key in config:
        if CONFIG_BOUND.search(key) and not re.search(rf"config:{key}\b", said):
            yield "server/base/config.def", 1, f"{key} bounds something and is not in {name}"
    yield from constant_problems(said)
    for field in schema_rows()[1]:
        yield "server/protocol/schema", 1, f"{field} has no bound"
    yield from readme_problems()


def constant_problems(said):
    inner = inner_constants()
    found = set(guarded_constants())
    for path, name in sorted(found):
        if f"const:{path}:{name}:" not in said and (path, name) not in inner:
            yield f"server/{path}", 1, f"{name}: neither a bound in tests/bounds/rows.txt nor said in inner.txt to be none"
    for (path, name), reason in inner.items():
        if (path, name) not in found:
            yield "tests/bounds/inner.txt", 1, f"there is no {name} in server/{path}"
        elif not reason:
            yield "tests/bounds/inner.txt", 1, f"{name}: why is it no bound of an input?"


def readme_problems():
    try:
        if readme_with_table() != read(README):
            yield "server/README.md", 1, "the table of bounds is not what its sources say: tests/bounds/table.py --write"
    except Wrong as wrong:
        yield "server/README.md", 1, str(wrong)


# ---- results -------------------------------------------------------------------------------------------------------------------------

def vitest_results(folder, text):
    """(test, passed, failed or skipped)"""
    for file in json.loads(text).get("testResults", []):
        name = pathlib.PurePath(file["name"]).name
        for test in file["assertionResults"]:
            yield f"{folder}/{name}: {test['title']}", test["status"].replace("pending", "skipped")


def ctest_results(text):
    program = ""
    for line in text.split("\n"):
        begins = re.match(r"\d+/\d+ Testing: (\S+)", line)
        if begins:
            program = begins.group(1)
        ended = re.match(r"(ok|FAIL) (\w+)$", line)
        if ended:
            yield f"{program}.c: {ended.group(2)}", "passed" if ended.group(1) == "ok" else "failed"


def run_results(text):
    files = {test.split(": ")[1]: test for test in titles() if test.startswith("run/")}
    for state, name in re.findall(r"^(ok|FAIL|skipped) (test_\w+)", text, re.M):
        if name in files:
            yield files[name], {"ok": "passed", "FAIL": "failed"}.get(state, state)


def results_of(set_name, text):
    if set_name == "unit":
        return ctest_results(text)
    return run_results(text) if set_name == "run" else vitest_results(set_name, text or "{}")


def take_results(set_name, paths):
    """Adds the results of a run to those that are known of the set."""
    kept = RESULTS / f"{set_name}.json"
    results = json.loads(read(kept)) if kept.is_file() else {}
    at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
    for path in map(pathlib.Path, paths):
        text = read(path) if path.is_file() else ""
        # Left out of a run is no result.
        results.update({test: [status, at] for test, status in results_of(set_name, text) if status != "skipped"})
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(results, indent=1, sort_keys=True), encoding="utf-8")


def all_results():
    results = {}
    for path in sorted(RESULTS.glob("*.json")):
        results.update(json.loads(read(path)))
    return results


def row_result(tests, results):
    states = [results.get(test, ["not run", ""])[0] for test in tests]
    worst = next((state for state in ("failed", "not run") if state in states), "passed")
    return worst, max((results.get(test, ["", ""])[1] for test in tests), default="")


def write_results_table():
    results, counts, lines, last = all_results(), {}, [], None
    for section, what, bound, answer, tests in table_rows():
        if section != last:
            lines += ["", f"## {section}", "", "| result | what comes in | its bound | what is answered | shown by | run |",
                      "|---|---|---|---|---|---|"]
            last = section
        result, at = row_result(tests, results)
        counts[result] = counts.get(result, 0) + 1
        lines.append(f"| {result} | {what} | {bound} | {answer} | {'; '.join(f'`{test}`' for test in tests)} | {at} |")
    sums = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(f"# Bounds, with the last result of each test\n\n{sums}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"bounds: {sums} (build/tables/bounds.md)")


def main(arguments):
    if arguments[:1] == ["--write"]:
        README.write_text(readme_with_table(), encoding="utf-8")
    elif arguments[:1] == ["--results"] and len(arguments) > 2:
        take_results(arguments[1], arguments[2:])
        write_results_table()
    elif arguments == ["--check"]:
        found = list(problems())
        for where, line, reason in found:
            print(f"{where}:{line}: {reason}")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
