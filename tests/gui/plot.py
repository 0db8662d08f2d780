# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the Function view ask its plot."""
from person import wait_for

PLOT = "Plot of the functions"


def expect(person, words):
    wait_for(f"“{words}” in the description", lambda: words in person.description(PLOT), 10)


def seen(person):
    """What the picture shows and over which range, without what follows the cursor."""
    return person.description(PLOT).split("Cursor")[0]


def note(person, field="Alpha, typed"):
    """What a field complains about."""
    return person.see("spin button", field).get_description() or ""
