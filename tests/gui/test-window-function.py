"""The Function view: alpha by slider, by typing and by keyboard; curves; the cursor."""
import sys

from person import Person, run, wait_for

PLOT = "Plot of the functions"


def expect(person, words):
    wait_for(f"“{words}” in the description", lambda: words in person.description(PLOT), 10)


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
    person.key("ctrl+a")
    person.xdo("type", "99")
    person.key("Return")
    wait_for("the largest alpha", lambda: person.value("slider", "Alpha") == 3)
    person.picture("function-alpha-3")


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


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:]),
    [opens_with_elu_and_relu, slider_moves_the_curve, slider_is_dragged_to_a_mark,
     keyboard_moves_the_slider, alpha_is_typed, typed_nonsense_changes_nothing,
     pointer_moves_the_cursor, keyboard_moves_the_cursor, another_curve_is_switched_on,
     leaves_without_a_complaint])
