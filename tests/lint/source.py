"""The project's own source files as the checks see them: text, code without comments and strings, includes."""

import functools
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Comments, string and character literals; kept line breaks keep the line numbers.
LITERALS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
# `lint: name: why` in a comment on the line or the one before allows what the check of that name refuses.
ALLOWED = re.compile(r"lint: ([a-z]+): \S+")


class Source:
    def __init__(self, path):
        self.path = path
        self.name = path.relative_to(ROOT).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.generated = ".gen." in path.name

    @functools.cached_property
    def lines(self):
        return self.text.split("\n")

    @functools.cached_property
    def code(self):
        def blank(match):
            literal = match.group(0)
            ends = literal[0] if literal[0] in "\"'" else ""
            return ends + "\n" * literal.count("\n") + ends

        return LITERALS.sub(blank, self.text)

    @functools.cached_property
    def includes(self):
        """(line, True for <…>, path) of every #include."""
        return [(self.text.count("\n", 0, m.start()) + 1, m.group(1) == "<", m.group(2))
                for m in INCLUDE.finditer(self.text)]

    @property
    def layer(self):
        """The folder under server/ (or tests/unit/), "program" for server/*.c, else None."""
        parts = self.name.split("/")
        if parts[0] == "server":
            return parts[1] if len(parts) > 2 else "program"
        if parts[:2] == ["tests", "unit"] and len(parts) > 3:
            return parts[2]
        return None

    def allows(self, check, line):
        """True if a comment at `line` (from 1) or on the line before says why `check` does not hold here."""
        for text in self.lines[max(0, line - 2):line]:
            match = ALLOWED.search(text)
            if match and match.group(1) == check:
                return True
        return False


def tracked(*patterns):
    """Files that git knows or would add."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
                         cwd=ROOT, check=True, capture_output=True).stdout
    paths = [ROOT / name for name in out.decode().split("\0") if name]
    return sorted({path for path in paths if path.is_file()})


@functools.cache
def c_sources():
    paths = tracked("server/*.c", "server/*.h", "server/*.def", "tests/*.c", "tests/*.h")
    return [Source(path) for path in paths]
