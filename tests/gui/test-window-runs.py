# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of recorded runs: list, rename, delete and undo, compare, open; damaged runs among them."""
import json
import os
import shutil
import sys

from person import Person, run, wait_for

PLOT = "Plot of loss and accuracy"
RUNS = os.path.join(os.environ["XDG_DATA_HOME"], "elu-lab", "runs")
NEWEST, GOOD = "20261124-120000-b", "20261124-101500-a"


def name_on_disk(run_id):
    with open(os.path.join(RUNS, run_id, "run.json"), encoding="utf-8") as file:
        return json.load(file)["name"]


def is_there(run_id):
    return os.path.isdir(os.path.join(RUNS, run_id))


def lists_good_and_bad(person):
    person.key("ctrl+h")
    person.see("label", "ELU against ReLU")
    person.see("label", "MNIST sample · Article MLP · Adam 0.001 · batch 128 · 2 epochs · seed 42")
    person.see("label", "96.9 %")
    person.see("label", "Its file run.json is missing.")
    person.picture("runs")


def renames_in_place(person):
    person.key("F2")
    person.see("text", "Name of the run")
    person.key("ctrl+a")
    person.xdo("type", "Lesson 3")
    person.key("Return")
    wait_for("the name on disk", lambda: name_on_disk(NEWEST) == "Lesson 3")
    person.see("label", "Lesson 3")


def thinks_better_of_a_name(person):
    person.key("F2")
    person.see("text", "Name of the run")
    person.xdo("type", "Nonsense")
    person.key("Escape")
    person.see("label", "Lesson 3")
    assert name_on_disk(NEWEST) == "Lesson 3"


def deletes_and_undoes(person):
    person.key("Delete")
    wait_for("the run to go", lambda: not is_there(NEWEST))
    person.press("push button", "Undo")
    wait_for("the run to come back", lambda: is_there(NEWEST))
    person.see("label", "Lesson 3")


def sees_what_others_do(person):
    shutil.move(os.path.join(RUNS, NEWEST), os.path.join(RUNS, "..", NEWEST))
    wait_for("the row to go", lambda: not person.find("label", "Lesson 3"))
    shutil.move(os.path.join(RUNS, "..", NEWEST), os.path.join(RUNS, NEWEST))
    person.see("label", "Lesson 3")


def compares(person):
    # At the same place as the main window; and in its lower right corner, since GTK 4.18 tells of places
    # within a list as if this had no padding.
    person.click("check box", "Compare “ELU against ReLU”", across=0.9, down=0.9)
    person.see("label", "1 run chosen")
    person.press("push button", "Compare")
    wait_for("the window to close", lambda: not person.find("label", "1 run chosen"))
    person.see("image", PLOT)
    person.picture("runs-compared")


def opens(person):
    person.key("ctrl+h")
    person.see("label", "1 run chosen")
    person.key("Down")
    person.key("Return")
    wait_for("the run", lambda: "Step 4 of 4" in (person.find("image", PLOT)
                                                  and person.description(PLOT) or ""))
    person.picture("runs-opened")


def leaves(person):
    person.key("ctrl+h")
    person.see("label", "ELU against ReLU")
    person.leave()


shutil.rmtree(RUNS, ignore_errors=True)  # what the tests before it have trained
shutil.copytree(sys.argv[2], RUNS)
run(Person(sys.argv[1:2]),
    [lists_good_and_bad, renames_in_place, thinks_better_of_a_name, deletes_and_undoes,
     sees_what_others_do, compares, opens, leaves])
