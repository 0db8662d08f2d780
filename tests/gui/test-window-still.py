"""For people who asked their desktop for less motion alpha steps from mark to mark."""
import os
import sys
import time

from person import Person, run
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


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:], XDG_CONFIG_HOME=settings_without_animations()),
    [sweep_rests_at_marks_alone, leaves_without_a_complaint])
