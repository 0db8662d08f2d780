# SPDX-License-Identifier: GPL-3.0-or-later
"""The Training view: ELU and ReLU learn live; start, pause, one step, reset."""
import re
import sys
import time

from person import Person, run, wait_for

PLOT = "Plot of loss and accuracy"


def step(person):
    found = re.search(r"Step (\d+) of (\d+)", person.description(PLOT))
    return int(found.group(1)) if found else 0


def accuracies(person):
    """The validation accuracies in per cent, as far as they are known."""
    return [float(number) for number in
            re.findall(r"alidation accuracy ([\d.]+)", person.description(PLOT))]


def is_ready_with_one_button_to_press(person):
    person.key("alt+2")
    wait_for("Nothing trained yet", lambda: "Nothing trained yet" in person.description(PLOT))
    person.see("push button", "Start")
    person.see("label", "9,000 to learn, 1,000 to validate")
    person.picture("training-ready")


def learning_rate_that_is_none_is_explained(person):
    for text, complaint in (("0", "It must be above 0, or nothing is learned"),
                            ("nan", "“nan” is not a number that can be used here. It stays at 0.001")):
        person.click("list item", "Learning rate", across=0.3)
        person.key("ctrl+a")
        person.xdo("type", text)
        person.key("Return")
        person.see(None, complaint)
    person.key("Tab")  # whoever leaves the field finds what stayed


def starts_and_moves(person):
    person.press("push button", "Start")
    wait_for("ten steps", lambda: step(person) >= 10)
    person.picture("training-running")


def pauses_and_stays(person):
    person.press("push button", "Pause")
    person.see("push button", "Resume")
    time.sleep(0.5)
    paused = step(person)
    time.sleep(1)
    assert step(person) == paused


def takes_one_step(person):
    before = step(person)
    person.press("push button", "One step")
    wait_for("one step", lambda: step(person) == before + 1)
    time.sleep(0.5)
    assert step(person) == before + 1


def learns_at_full_speed(person):
    person.click("combo box", "Speed")
    person.key("End", "Return")
    person.key("ctrl+space")
    wait_for("both above 90 %", lambda: len(accuracies(person)) == 2 and min(accuracies(person)) > 90)
    wait_for("the end", lambda: step(person) == 710)
    person.see("push button", "Start again")
    assert min(accuracies(person)) > 93, accuracies(person)
    person.see(None, "on the test images")
    person.picture("training-finished")


def reset_forgets(person):
    person.key("ctrl+r")
    wait_for("the start", lambda: step(person) == 0)
    person.see("push button", "Start")


def repeats_the_same_run(person):
    descriptions = []
    for _ in range(2):
        person.press("push button", "Start")
        wait_for("the end", lambda: step(person) == 710)
        person.see("push button", "Start again")
        time.sleep(0.5)
        descriptions.append(person.description(PLOT))
        person.key("ctrl+r")
        person.see("push button", "Start")
    assert descriptions[0] == descriptions[1], descriptions


def equal_contestants_are_explained(person):
    person.click("combo box", "Function of contestant 2")
    person.key("Home", "Return")
    person.see(None, "Two contestants are the same function")
    person.picture("training-equal")
    person.key("ctrl+space")
    time.sleep(0.5)
    assert step(person) == 0


def leaves_while_it_trains(person):
    person.set_value("slider", "Alpha of contestant 2", 0.3)
    person.press("push button", "Start")
    wait_for("ten steps", lambda: step(person) >= 10)
    person.leave("Close while it trains?")


run(Person(sys.argv[1:]),
    [is_ready_with_one_button_to_press, learning_rate_that_is_none_is_explained,
     starts_and_moves, pauses_and_stays, takes_one_step,
     learns_at_full_speed, reset_forgets, repeats_the_same_run, equal_contestants_are_explained,
     leaves_while_it_trains])
