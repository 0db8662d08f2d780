#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-house.py - that the rooms of the house are what DESIGN.md says, and that calls go down alone

usage: test-house.py BUILD

Reads the table of rooms in DESIGN.md, the compiler's calls of the build, and what the object files define
and ask for. Calls through a pointer are not seen: they are how a lower file answers a higher one.
"""
import json
import os
import re
import shlex
import subprocess
import sys

import tap

BUILD = os.path.abspath(sys.argv[1])
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
HALLS = ("core", "ui", "app")

# Each asks for a room that comes after its own, or beside it.
AGAINST_THE_ARROWS = [
    ("core/base/nn-rng.c", "nn-trainer.h"),
    ("ui/figures/function/lab-function-figure.c", "lab-function-page.h"),
    ("app/runs/lab-run-load.c", "lab-session.h"),
]
ALONG_THE_ARROWS = [
    ("core/training/nn-trainer.c", "nn-rng.h"),
    ("ui/function/lab-function-page.c", "lab-function-figure.h"),
    ("app/session/lab-session.c", "lab-run-load.h"),
]


def rooms_of_the_table():
    """{room: rooms that it uses}, in the order of the rows."""
    with open(os.path.join(ROOT, "DESIGN.md"), encoding="utf-8") as file:
        rows = re.findall(r"^\| `([a-z/-]+)` \|[^|]*\| ([^|]*) \|$", file.read(), re.MULTILINE)
    return {room: re.findall(r"`([a-z/-]+)`", uses) for room, uses in rows}


def all_below(room, rooms):
    """What a room is given: what it names, and what those are given."""
    below = set(rooms[room])
    for other in rooms[room]:
        below |= all_below(other, rooms)
    return below


def compilers_calls():
    """{file: words of the call} of the files of the halls, by their paths from the root."""
    with open(os.path.join(BUILD, "compile_commands.json"), encoding="utf-8") as file:
        calls = json.load(file)
    found = {}
    for call in calls:
        path = os.path.relpath(os.path.join(call["directory"], call["file"]), ROOT)
        # Some tests compile files of core anew.
        if path.split("/")[0] in HALLS and not call["output"].startswith("tests/"):
            found[path] = shlex.split(call["command"])
    return found


def includes(path, header, calls):
    """Whether the file could be compiled with that header at its beginning."""
    words = [word for word in calls[path] if word.startswith(("-I", "-D", "-std", "-m", "-pthread"))]
    compiler = next(word for word in calls[path] if not word.endswith("ccache"))
    return subprocess.run([compiler, *words, "-fsyntax-only", "-x", "c", "-"], cwd=BUILD, text=True,
                          input=f'#include "{header}"\n', capture_output=True, check=False).returncode == 0


def an_include_against_the_arrows_fails_to_compile():
    calls = compilers_calls()
    for path, header in AGAINST_THE_ARROWS:
        assert not includes(path, header, calls), f"{path} can include {header}"
    for path, header in ALONG_THE_ARROWS:
        assert includes(path, header, calls), f"{path} cannot include {header}"


def a_room_is_given_what_the_table_says():
    rooms = rooms_of_the_table()
    for path, words in compilers_calls().items():
        room = os.path.dirname(path)
        given = {os.path.relpath(os.path.join(BUILD, word[2:]), ROOT) for word in words
                 if word.startswith("-I")}
        given = {folder for folder in given if folder in rooms} - {room}
        assert room == "app" or given == all_below(room, rooms), \
            f"{path} is given {sorted(given ^ all_below(room, rooms))} otherwise than the table says"


def the_arrows_run_down_the_table():
    rooms = rooms_of_the_table()
    order = list(rooms)
    assert len(order) > 25, order
    for room, uses in rooms.items():
        for other in uses:
            assert other in order[:order.index(room)], f"{room} uses {other}"


def a_hall_holds_rooms_alone():
    rooms = rooms_of_the_table()
    for hall in HALLS:
        for folder, _, files in os.walk(os.path.join(ROOT, hall)):
            room = os.path.relpath(folder, ROOT)
            sources = {name for name in files if name.endswith((".c", ".h"))} - {"main.c"}
            assert not sources or room in rooms, f"{room} is in no row of DESIGN.md"


def a_source_says_its_licence():
    for hall in (*HALLS, "tests"):
        for folder, _, names in os.walk(os.path.join(ROOT, hall)):
            for name in names:
                if name.endswith((".c", ".h", ".py")):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        assert "SPDX-License-Identifier: GPL-3.0-or-later" in file.read(200), name


def sources_are_laid_out():
    done = subprocess.run([os.path.join(ROOT, "tools", "format"), "--check"], cwd=ROOT, text=True,
                          capture_output=True, check=False)
    if done.returncode == 77:
        return "SKIP " + done.stderr.strip()
    assert done.returncode == 0, done.stderr
    return None


def symbols(path):
    """(defined, asked for) by an object file."""
    defined, asked = set(), set()
    for line in subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout.splitlines():
        *_, kind, name = line.split()
        if kind == "U":
            asked.add(name)
        elif kind.isupper() or kind in "vw":
            defined.add(name)
    return defined, asked


def calls_between_files():
    """{file: files whose functions or tables it uses}."""
    used, owner = {}, {}
    for path, words in compilers_calls().items():
        defined, used[path] = symbols(os.path.join(BUILD, words[words.index("-o") + 1]))
        owner.update({name: path for name in defined})
    return {path: {owner[name] for name in asked if name in owner} - {path}
            for path, asked in used.items()}


def no_file_is_called_back():
    """Takes away the files that call nobody who is left, and those that nobody calls: what remains is a
    circle."""
    calls = calls_between_files()
    assert len(calls) > 200, f"{len(calls)} files"
    while True:
        called = set().union(*calls.values()) if calls else set()
        left = {path: others & set(calls) for path, others in calls.items()
                if path in called and others & set(calls)}
        if left == calls:
            break
        calls = left
    assert not calls, "; ".join(f"{path} calls {', '.join(sorted(others))}"
                                for path, others in sorted(calls.items()))


CASES = [a_hall_holds_rooms_alone, the_arrows_run_down_the_table, a_room_is_given_what_the_table_says,
         an_include_against_the_arrows_fails_to_compile, no_file_is_called_back, a_source_says_its_licence,
         sources_are_laid_out]

tap.run(CASES)
