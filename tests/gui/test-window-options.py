# SPDX-License-Identifier: GPL-3.0-or-later
"""The Function view's menus, lists and files: speeds, ghosts, gaps, ranges, saving, copying."""
import os
import subprocess
import sys
import time

from person import Atspi, Person, run, wait_for
from plot import PLOT, expect, note, seen

PICTURES = os.environ["LAB_PICTURES"]
MENU = "Speed, and keeping a curve"


def alpha(person):
    return person.value("slider", "Alpha")


def range_is_typed(person):
    person.click("list item", "Range")
    time.sleep(1)  # it unfolds
    for text, complaint in (("nonsense", "is not a number"), ("nan", "is not a number"),
                            ("inf", "is not a number"), ("1e999", "is not a number"),
                            ("5", "x must begin below its end"), ("2.5", "x must begin below its end"),
                            ("2.4999999999", "Too narrow"), ("-2e6", "between −1,000,000 and"),
                            ("", "A number is missing")):
        type_range(person, text)
        wait_for(f"“{complaint}” about “{text}”", lambda c=complaint: c in note(person, "x from"))
        assert person.value("spin button", "x from") == -5, text
    type_range(person, "-2")
    expect(person, "x from −2 to 2.5.")
    assert note(person, "x from") == ""
    type_range(person, "-5")
    expect(person, "x from −5 to 2.5.")


def type_range(person, text):
    person.click("spin button", "x from", across=0.2)
    person.key("ctrl+a", "Delete")
    if text:
        person.xdo("type", "--", text)
    person.key("Return")


def gap_is_between_two_that_are_chosen(person):
    person.press("push button", "Gap")
    expect(person, "Largest gap of ELU − ReLU: in view 0.9933, reached at x = −5.00; over all x α = 1.00")
    person.choose("combo box", "Gap and", "End")
    expect(person, "Largest gap of ELU − PELU: in view 0, the two are equal")
    person.choose("combo box", "Gap and", "Home")
    expect(person, "Largest gap of PELU − ELU")
    person.choose("combo box", "Gap between", "Home", "Down")
    expect(person, "Largest gap of ReLU − ELU")
    person.press("push button", "Gap")
    wait_for("the gap to go", lambda: "Largest gap" not in person.description(PLOT))


def curve_is_kept_as_a_ghost(person):
    person.set_value("slider", "Alpha", 0.7)
    person.choose("push button", MENU, "Up")
    expect(person, "Thin curves of ELU for alpha 0.7.")
    person.set_value("slider", "Alpha", 0.2)
    person.choose("push button", MENU, "Up")
    expect(person, "Thin curves of ELU for alpha 0.7, 0.2.")
    person.press("push button", "Ghosts")
    wait_for("the ghosts to go", lambda: "Thin curves" not in person.description(PLOT))


def speed_is_chosen(person):
    """Over half of a period of 12 s, slow goes 2.4 times less far than usual, fast 2.5 times more."""
    went = {}
    for speed, keys in (("slow", ("Home",)), ("fast", ("Home", "Down", "Down"))):
        person.set_value("slider", "Alpha", 0.3)
        person.choose("push button", MENU, *keys)
        start = alpha(person)
        time.sleep(0.6)
        went[speed] = alpha(person) - start
        person.press("push button", "Stop moving alpha")
        person.see("push button", "Move alpha back and forth")
        stopped = alpha(person)
        time.sleep(0.3)
        assert alpha(person) == stopped
    assert went["fast"] > went["slow"] > 0, went


def alpha_of_100_is_followed_by_the_axis(person):
    person.click("spin button", "Alpha, typed", across=0.2)
    person.key("ctrl+a")
    person.xdo("type", "100")
    person.key("Return")
    expect(person, "ELU α = 100.00: value")
    person.picture("options-alpha-100")
    person.set_value("slider", "Alpha", 1)
    expect(person, "ELU α = 1.00: value")


def picture_is_pasted_elsewhere(person):
    plot = Atspi.Component.get_extents(person.see("image", PLOT), Atspi.CoordType.WINDOW)
    person.click("image", PLOT, across=0.5, down=0.3)
    person.key("ctrl+shift+c")
    pasted = subprocess.run([os.path.join(PICTURES, "paste-picture")], capture_output=True, text=True,
                            timeout=20, check=True).stdout
    assert pasted == f"{2 * plot.width} {2 * plot.height}\n", (pasted, plot.width, plot.height)


def save_as(person, path, shortcut):
    if shortcut:
        person.click("image", PLOT, across=0.5, down=0.3)
        person.key(shortcut)
    time.sleep(2)
    person.key("ctrl+a")
    person.xdo("type", path)
    person.key("Return")


def file_that_cannot_be_written_is_named(person):
    path = os.path.join(PICTURES, "second-try.svg")
    if os.path.exists(path):
        os.remove(path)
    save_as(person, "/proc/elu.svg", "ctrl+s")
    words = "“/proc/elu.svg” could not be written: No such file or directory. Check that the folder"
    person.see("label", words)
    person.picture("options-not-saved")
    person.key("Return")  # another name
    save_as(person, path, None)
    wait_for("the file", lambda: os.path.exists(path))
    save_as(person, os.path.join(PICTURES, "picture.bmp"), "ctrl+s")
    person.see("label", "does not say which kind of file it is to be. End the name with .png, .svg or .pdf")
    person.key("Escape")


def no_curve_is_nothing_to_save(person):
    person.click("list item", "more curves")
    time.sleep(1)  # it unfolds
    for name in ("ELU α = 1.00", "ReLU", "PELU"):
        person.press("check box", name)
    expect(person, "No curve is switched on")
    person.key("ctrl+s")
    person.see("label", "There is no curve to save. Switch one on first.")
    person.picture("options-no-curve")


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:], size=(1280, 1000)),
    [range_is_typed, gap_is_between_two_that_are_chosen, curve_is_kept_as_a_ghost, speed_is_chosen,
     alpha_of_100_is_followed_by_the_axis, picture_is_pasted_elsewhere,
     file_that_cannot_be_written_is_named, no_curve_is_nothing_to_save, leaves_without_a_complaint])
