# SPDX-License-Identifier: GPL-3.0-or-later
"""For people who asked their desktop for less motion, and for those who use the keyboard alone."""
import os
import sys
import time

from person import Person, run, wait_for
from plot import PLOT

MARKS = {0, 0.1, 0.3, 0.5, 1, 2, 3}


def settings_without_animations():
    folder = os.path.join(os.environ["LAB_PICTURES"], "still")
    os.makedirs(os.path.join(folder, "gtk-4.0"), exist_ok=True)
    with open(os.path.join(folder, "gtk-4.0", "settings.ini"), "w", encoding="utf-8") as file:
        file.write("[Settings]\ngtk-enable-animations=0\n")
    return folder


def sweep_rests_at_marks_alone(person):
    person.click("image", PLOT, across=0.3, down=0.3)
    person.key("space")
    seen = set()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        seen.add(round(person.value("slider", "Alpha"), 6))
        time.sleep(0.05)
    person.key("space")
    assert seen <= MARKS, seen
    assert len(seen) >= 3, seen


CONTROLS = ("Below the plot: At the cursor", "Cursor x", "Alpha, typed", "Move alpha back and forth",
            "Speed, and keeping a curve", "Alpha", "ELU α", "Softplus", "9 more curves", "Tangent", "Gap",
            "f″ curve", "Ghosts", "Range", "Zoom out", "Whole picture", "Zoom in", "Save or copy", PLOT)


def tab_reaches_every_control_by_name(person):
    person.click("image", PLOT, across=0.3, down=0.3)
    first, reached = person.focused(), []
    assert first[1].startswith(PLOT), first
    while len(reached) < 60 and (not reached or reached[-1] != first):
        person.xdo("key", "Tab")
        time.sleep(0.1)
        reached.append(wait_for("the focus", person.focused))
    nameless = [entry for entry in reached if entry[1] == "" or entry[1].startswith(("Gtk", "Lab", "Adw"))]
    assert not nameless, nameless
    for name in CONTROLS:
        assert any(entry[1].startswith(name) for entry in reached), (name, reached)


def keeps_the_focus(person, plot, name):
    """A control over the plot changes its place with the window's size; hidden, it leaves the focus to
    the next one."""
    person.click("image", plot, across=0.3, down=0.4)
    person.key("shift+Tab", "shift+Tab")
    wait_for("the focus", lambda: person.focused()[1].startswith(name))
    for size in ((700, 294), (1280, 800)):
        person.xdo("windowsize", "--sync", person.window, *size)
        time.sleep(1)  # it is moved once the program has nothing else to do
        focus = person.focused()
        assert focus and not focus[1].startswith(plot), (name, size, focus)


def buttons_keep_the_focus(person):
    keeps_the_focus(person, PLOT, "Zoom in")


def choices_keep_the_focus(person):
    person.key("alt+2")
    keeps_the_focus(person, "Plot of loss", "Log scale")


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:], XDG_CONFIG_HOME=settings_without_animations()),
    [sweep_rests_at_marks_alone, tab_reaches_every_control_by_name, buttons_keep_the_focus,
     choices_keep_the_focus, leaves_without_a_complaint])
