# SPDX-License-Identifier: GPL-3.0-or-later
"""The Sweep window: alphas typed, swept over seeds, cancelled, judged, saved; the main one stays."""
import re
import sys
import time

from person import PATIENCE, Person, run, wait_for

PLOT = "Plot of the sweep"


def ended(person):
    found = re.search(r"(\d+) of (\d+) runs ended", person.description(PLOT))
    return int(found.group(1)) if found else 0


def type_alphas(person, text):
    person.click("text", "of ELU", across=0.3)
    time.sleep(0.3)
    person.key("ctrl+a")
    person.xdo("type", "--delay", 20, text)
    time.sleep(0.3)


def opens_beside_the_main_window(person):
    person.key("ctrl+e")
    person.see("frame", "Sweep")
    person.see("push button", "Start")
    person.see(None, "Does α matter more than the seed?")
    assert "0 of 20 runs ended" in person.description(PLOT), person.description(PLOT)
    person.picture("sweep-ready")


def explains_what_is_no_alpha(person):
    type_alphas(person, "0, x1")
    person.see(None, "“x1” is not a number")
    person.key("Return")
    time.sleep(0.5)
    assert ended(person) == 0
    person.picture("sweep-problem")


def sweeps_and_judges(person):
    type_alphas(person, "0, 0.3")
    person.set_value("spin button", "Seeds", 3)
    person.key("ctrl+space")
    wait_for("all runs", lambda: ended(person) == 6, 4 * PATIENCE)
    person.see("push button", "Start")
    text = person.description(PLOT)
    assert re.search(r"(No difference b|B)eyond the seed", text), text
    assert re.search(r"α = 0: mean 9\d\.\d\d, spread \d\.\d\d, seeds: 3\.", text), text
    person.picture("sweep-done")


def one_seed_proves_nothing(person):
    person.set_value("spin button", "Seeds", 1)
    person.key("ctrl+space")
    person.see(None, "One seed proves nothing")
    wait_for("two runs", lambda: ended(person) == 2)  # the numbers come with another signal


def cancel_keeps_what_is_done(person):
    person.set_value("spin button", "Seeds", 100)
    person.key("ctrl+space")
    wait_for("four runs", lambda: ended(person) >= 4)
    person.press("push button", "Cancel")
    person.see(None, "of 100 seeds are complete")
    assert 4 <= ended(person) < 200
    person.picture("sweep-cancelled")


def closing_cancels_and_opening_shows_what_is_done(person):
    person.key("ctrl+space")
    wait_for("a run", lambda: ended(person) >= 1)
    person.key("ctrl+w")
    wait_for("no Sweep window", lambda: person.find("frame", "Sweep") is None)
    person.xdo("windowfocus", person.window)
    person.key("ctrl+e")
    person.see(None, "of 100 seeds are complete")
    person.see("push button", "Start")


def earlier_sweeps_can_be_gone_back_to(person):
    person.key("alt+Page_Up")
    person.see(None, "sweep 3 of 4")
    for position in (2, 1):
        person.press("push button", "Earlier sweep")
        person.see(None, f"sweep {position} of 4")
    wait_for("its words", lambda: "seeds: 3." in person.description(PLOT))
    assert ended(person) == 6
    assert "α = 0: mean 9" in person.description(PLOT), person.description(PLOT)
    person.picture("sweep-earlier")
    for _ in range(3):
        person.key("alt+Page_Down")


def leaves_while_it_sweeps(person):
    person.key("ctrl+space")
    wait_for("a run", lambda: ended(person) >= 1)
    started = time.monotonic()
    person.leave()
    assert time.monotonic() - started < 5, "the program waits too long for its last step"


run(Person(sys.argv[1:]),
    [opens_beside_the_main_window, explains_what_is_no_alpha, sweeps_and_judges,
     one_seed_proves_nothing, cancel_keeps_what_is_done,
     closing_cancels_and_opening_shows_what_is_done,
     earlier_sweeps_can_be_gone_back_to, leaves_while_it_sweeps])
