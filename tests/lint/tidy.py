"""clang-tidy over every C file of a build directory, and each header compiled alone; two at a time, and nothing again that
passed before: a result is remembered under a hash of the file, all of ours that it includes, the command and the rules.
    tidy.py BUILD_DIR          (the cache is in $XDG_CACHE_HOME/confab-lint, else /tmp/confab-lint-UID)"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

from source import ROOT, c_sources


# A header by itself is the main file, and nobody uses its inline functions.
HEADER_ALONE = ["-Wno-pragma-once-outside-header", "-Wno-unused-function", "-fsyntax-only", "-x", "c"]


def cache_directory():
    base = os.environ.get("XDG_CACHE_HOME")
    path = pathlib.Path(base) / "confab-lint" if base else pathlib.Path(f"/tmp/confab-lint-{os.getuid()}")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def closure(source, by_path, seen):
    """The file and all of ours that it includes, directly or not."""
    if source.path in seen:
        return
    seen[source.path] = source
    for _, system, path in source.includes:
        if system:
            continue
        for folder in (ROOT / "server", ROOT / "tests", source.path.parent):
            if (folder / path) in by_path:
                closure(by_path[folder / path], by_path, seen)


def key_of(source, command, rules):
    by_path = {other.path: other for other in c_sources()}
    seen = {}
    closure(source, by_path, seen)
    digest = hashlib.sha256(rules)
    digest.update("\0".join(command).encode())
    for path in sorted(seen):
        digest.update(path.as_posix().encode() + b"\0" + seen[path].text.encode())
    return digest.hexdigest()


def flags_of(entry):
    """The compiler's options of a compile command: without the compiler, -c, -o and the file."""
    words = shlex.split(entry["command"])[1:]
    flags = []
    while words:
        word = words.pop(0)
        if word in ("-o", "-MF", "-MT"):
            words.pop(0)
        elif word not in ("-c", "-MD") and word != entry["file"]:
            flags.append(word)
    return flags


def header_flags(entries):
    """Options under which a header of each layer compiles: those of some file of the layer, or of the project."""
    by_folder = {}
    for entry in entries:
        by_folder.setdefault(pathlib.Path(entry["file"]).parent, flags_of(entry))
    return by_folder


def jobs(build):
    """(source, command) of everything to check."""
    entries = json.loads((build / "compile_commands.json").read_text())
    sources = {source.path: source for source in c_sources()}
    for entry in entries:
        source = sources.get(pathlib.Path(entry["file"]))
        if source and not source.generated:
            yield source, ["clang-tidy", "--quiet", entry["file"], "--"] + flags_of(entry)
    by_folder = header_flags(entries)
    any_flags = next(iter(by_folder.values()), [])
    for source in sources.values():
        if source.name.endswith(".h"):
            flags = by_folder.get(source.path.parent, any_flags)
            yield source, ["clang", *flags, "-Werror", *HEADER_ALONE, source.path.as_posix()]


def check(source, command, passed):
    if passed.exists():
        return True
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        passed.touch()
        return True
    print(f"{source.name}:\n{done.stdout}", flush=True)
    # clang-tidy counts suppressed warnings on standard error, clang has its errors there.
    if command[0] == "clang" or not done.stdout:
        print(done.stderr, flush=True)
    return False


def main():
    build = pathlib.Path(sys.argv[1])
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True).stdout
    rules = version + (ROOT / ".clang-tidy").read_bytes()
    cache = cache_directory()
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda job: check(*job, cache / key_of(*job, rules)), jobs(build)))
    print(f"{sum(results)} of {len(results)} files are clean")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
