# SPDX-License-Identifier: GPL-3.0-or-later
"""The Function view: alpha by slider, by typing and by keyboard; curves; the cursor."""
import os
import subprocess
import sys
import time

from person import Atspi, Person, run, wait_for
from plot import PLOT, expect, note, seen

def opens_with_elu_and_relu(person):
    expect(person, "ELU α = 1.00: value −0.6988, slope 0.3012.")
    expect(person, "ReLU: value 0, slope 0.")
    person.picture("function")


def slider_moves_the_curve(person):
    person.set_value("slider", "Alpha", 0.3)
    expect(person, "ELU α = 0.30: value −0.2096, slope 0.0904.")
    person.picture("function-alpha-0.3")


def slider_is_dragged_to_a_mark(person):
    # The mark of 0.5 stands at asinh (0.5 / 0.15) / asinh (20) of the way.
    person.click("slider", "Alpha", across=0.52)
    assert person.value("slider", "Alpha") == 0.5
    expect(person, "ELU α = 0.50")


def keyboard_moves_the_slider(person):
    person.key("Right", "Right")
    wait_for("0.52", lambda: abs(person.value("slider", "Alpha") - 0.52) < 1e-9)
    person.key("Home")
    wait_for("0", lambda: person.value("slider", "Alpha") == 0)
    expect(person, "ELU α = 0.00: value 0, slope 0.")


def alpha_is_typed(person):
    person.click("spin button", "Alpha, typed", across=0.2)
    person.key("ctrl+a")
    person.xdo("type", "0.75")
    person.key("Return")
    wait_for("0.75", lambda: abs(person.value("slider", "Alpha") - 0.75) < 1e-9)


def typed_nonsense_changes_nothing(person):
    person.click("spin button", "Alpha, typed", across=0.2)
    for nonsense in ("abc", "nan", "1e999", "0.5x", ""):
        person.key("ctrl+a", "Delete")
        if nonsense:
            person.xdo("type", nonsense)
        person.key("Return")
        assert abs(person.value("slider", "Alpha") - 0.75) < 1e-9, nonsense
        wait_for("a note", lambda: "It stays at 0.75" in note(person))
    person.picture("function-nonsense")


def alpha_beyond_the_slider_is_typed(person):
    person.key("ctrl+a")
    person.xdo("type", "101")
    person.key("Return")
    wait_for("a note", lambda: "between 0 and 100. It stays at 0.75" in note(person))
    assert abs(person.value("slider", "Alpha") - 0.75) < 1e-9
    person.key("ctrl+a")
    person.xdo("type", "40")
    person.key("Return")
    wait_for("40", lambda: person.value("slider", "Alpha") == 40)
    expect(person, "ELU α = 40.00")
    person.picture("function-alpha-40")
    person.key("ctrl+a")
    person.xdo("type", "3")
    person.key("Return")
    wait_for("3", lambda: person.value("slider", "Alpha") == 3)


def pointer_moves_the_cursor(person):
    before = person.description(PLOT)
    person.click("image", PLOT, across=0.3, down=0.3)
    wait_for("another description", lambda: person.description(PLOT) != before)


def keyboard_moves_the_cursor(person):
    person.key("Home")
    expect(person, "Cursor at x = 0.00.")
    person.key("Left", "Left", "shift+Left")
    expect(person, "Cursor at x = −0.21.")
    person.key("Down")
    wait_for("2.95", lambda: abs(person.value("slider", "Alpha") - 2.95) < 1e-9)


def another_curve_is_switched_on(person):
    person.click("list item", "Softplus")
    expect(person, "Softplus: value")
    person.picture("function-softplus")
    person.click("list item", "Softplus")
    wait_for("Softplus to go", lambda: "Softplus" not in person.description(PLOT))


def scroll_zooms_and_double_click_resets(person):
    rest = seen(person)
    person.click("image", PLOT, across=0.3, down=0.3)
    person.xdo("click", "--repeat", 4, 4)
    wait_for("a nearer view", lambda: seen(person) != rest)
    person.picture("function-zoomed")
    person.xdo("click", "--repeat", 2, "--delay", 60, 1)
    wait_for("the whole picture", lambda: seen(person) == rest)


def drag_pans_and_keys_do_all_of_it(person):
    rest = seen(person)
    person.click("image", PLOT, across=0.5, down=0.3)
    person.xdo("mousedown", 1, "mousemove_relative", 60, 20, "mousemove_relative", 60, 20, "mouseup", 1)
    wait_for("another range", lambda: seen(person) != rest)
    person.key("0")
    wait_for("the whole picture", lambda: seen(person) == rest)
    for key in ("plus", "alt+Left", "minus"):
        before = seen(person)
        person.key(key)
        wait_for(f"what {key} does", lambda: seen(person) != before)
    person.key("0")
    wait_for("the whole picture", lambda: seen(person) == rest)


def space_sweeps_alpha(person):
    before = person.value("slider", "Alpha")
    person.key("space")
    wait_for("alpha to move", lambda: person.value("slider", "Alpha") != before)
    person.key("space")
    wait_for("the Play button", lambda: person.find("push button", "Move alpha back and forth"))
    person.set_value("slider", "Alpha", 0.3)


def options_are_switched_by_keyboard(person):
    for name, words in (("Tangent", "A tangent touches ELU"), ("Gap", "Largest gap of ELU − ReLU"),
                        ("f″ curve", "second derivative"), ("Ghosts", "Thin curves of ELU for alpha 0.1")):
        if name == "Tangent":
            person.click("push button", name)
        else:
            person.key("Tab", "space")
        expect(person, words)
    expect(person, "over all x α = 0.30, approached as x → −∞, never reached")
    person.picture("function-everything")
    for name in ("Tangent", "Gap", "f″ curve", "Ghosts"):
        person.press("push button", name)
    wait_for("them to go", lambda: "Thin curves" not in person.description(PLOT))


def studies_are_chosen(person):
    def choose(place):  # from the first one: GTK 4.18 does not open the list at what is chosen
        person.choose("combo box", "Below the plot", "Home", *["Down"] * place)
    person.set_value("slider", "Alpha", 1)
    choose(1)
    person.set_value("spin button", "Mean of z", 1)
    wait_for("the means", lambda: "mean 1 and" in person.description("Distribution before"))
    person.set_value("spin button", "Mean of z", 0)
    wait_for("the means", lambda: "ELU α = 1.00: mean 0.1605" in person.description("Distribution before"))
    person.picture("function-distribution")
    choose(2)
    wait_for("the product", lambda: "over 8 layers" in person.description("Product of slopes"))
    person.set_value("slider", "Layers", 50)
    wait_for("50 layers", lambda: "over 50 layers" in person.description("Product of slopes"))
    person.picture("function-depth")
    choose(3)
    person.set_value("slider", "Step h", -3)
    wait_for("the step", lambda: person.value("spin button", "Step h, typed") == 0.001)
    person.picture("function-quotients")
    choose(4)
    person.see("table", "Table of values")
    person.picture("function-table")


def picture_is_saved(person):
    folder = os.environ["LAB_PICTURES"]
    path = os.path.join(folder, "saved.png")
    if os.path.exists(path):
        os.remove(path)
    person.click("image", PLOT, across=0.5, down=0.3)
    person.key("ctrl+s")
    time.sleep(2)
    person.xdo("key", "ctrl+a")
    person.xdo("type", path)
    person.xdo("key", "Return")
    wait_for("the file", lambda: os.path.exists(path))
    made = subprocess.run(["identify", "-format", "%[Description]", path], capture_output=True,
                          text=True, check=True).stdout
    assert made.startswith("elu-lab plot elu:1 relu "), made


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:]),
    [opens_with_elu_and_relu, slider_moves_the_curve, slider_is_dragged_to_a_mark,
     keyboard_moves_the_slider, alpha_is_typed, typed_nonsense_changes_nothing,
     alpha_beyond_the_slider_is_typed,
     pointer_moves_the_cursor, keyboard_moves_the_cursor, another_curve_is_switched_on,
     scroll_zooms_and_double_click_resets, drag_pans_and_keys_do_all_of_it, space_sweeps_alpha,
     options_are_switched_by_keyboard, studies_are_chosen, picture_is_saved,
     leaves_without_a_complaint])
