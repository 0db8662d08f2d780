# SPDX-License-Identifier: GPL-3.0-or-later
"""The data sets: chosen, imported, and asked about before a download. Nothing here uses the network."""
import os
import struct
import sys
import tempfile
import time

from gi.repository import Atspi

from person import Person, run, wait_for

# A build without it says so in its place.
HAS_CIFAR_SAMPLE = os.path.exists(os.path.join(os.path.dirname(sys.argv[1]), "..", "resources",
                                               "samples", "cifar10"))

HOME = tempfile.TemporaryDirectory(prefix="elu-lab-home-")


class PersonAtDialog(Person):
    """Looks at what lies on top first: here nearly everything is in the dialog."""

    def everything(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(i)
            for k in reversed(range(program.get_child_count())):
                yield from self._below(program.get_child_at_index(k))


def write_small_set(folder):
    """Twenty-four images of 28 x 28 to learn from and five to test with, in the form of MNIST's."""
    os.makedirs(folder)
    for part, count in (("train", 24), ("t10k", 5)):
        with open(os.path.join(folder, part + "-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">IIII", 0x803, count, 28, 28) + bytes(count * 784))
        with open(os.path.join(folder, part + "-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">II", 0x801, count) + bytes(i % 10 for i in range(count)))


def is_checked(person, name):
    row = person.see("radio button", name)
    row.clear_cache()
    return row.get_state_set().contains(Atspi.StateType.CHECKED)


def field_with_focus(person):
    """The text field that the keys go to, or None."""
    for part in person.everything():
        if (part.get_role_name() == "text"
                and part.get_state_set().contains(Atspi.StateType.FOCUSED)):
            return part
    return None


def import_folder(person, folder):
    person.press("push button", "Import folder…")
    person.see(None, "Import a folder")
    # Again and again: a chooser that is still being filled takes no keys.
    field = wait_for("a field for the folder", lambda: person.key("ctrl+l") or field_with_focus(person))
    # As a whole: between two letters typed, the chooser completes the name, and the rest stands there twice.
    Atspi.EditableText.set_text_contents(field, folder)
    wait_for("the folder's name", lambda: Atspi.Text.get_text(field, 0, len(folder)) == folder)
    person.key("Return")


def opens_with_what_is_in_use(person):
    # Without a window manager the keys go, after a window has closed, to the one under the pointer.
    person.xdo("mousemove", 300, 25)
    person.key("ctrl+d")
    person.see("frame", "Data Sets")
    wait_for("the mark", lambda: is_checked(person, "MNIST sample"))
    person.see("label", "60,000 training and 10,000 test images of handwritten digits")
    person.picture("data-sets")


def chooses_by_keyboard(person):
    if not HAS_CIFAR_SAMPLE:
        person.see("label", "Not part of this program. The whole set can be downloaded below.")
        return
    person.key("Down", "Return")
    wait_for("the mark", lambda: is_checked(person, "CIFAR-10 sample"))
    assert not is_checked(person, "MNIST sample")


def imports_files_of_ones_own(person):
    folder = os.path.join(HOME.name, "twenty-four")
    write_small_set(folder)
    import_folder(person, folder)
    wait_for("the mark", lambda: is_checked(person, "twenty-four"))
    person.see("label", "24 training and 5 test images, 28")
    person.picture("data-sets-own")


def says_what_is_wrong_with_a_folder(person):
    folder = os.path.join(HOME.name, "nothing")
    os.makedirs(folder)
    import_folder(person, folder)
    person.see("label", "train-images-idx3-ubyte” is missing")
    person.see("push button", "Take off the list: nothing")
    assert is_checked(person, "twenty-four")


def asks_before_a_download(person):
    person.press("push button", "Download…: CIFAR-10")
    person.see("label", "Download CIFAR-10?")
    person.see("label", "170 MB from www.cs.toronto.edu")
    person.picture("data-sets-question")
    person.press("push button", "Cancel")
    person.see("label", "The download has 170 MB")
    assert not os.path.exists(os.path.join(HOME.name, "elu-lab", "data", "cifar10"))


def closes_and_opens_again(person):
    wait_for("the question's end", lambda: person.find("label", "Download CIFAR-10?") is None)
    time.sleep(1)
    person.key("Escape")
    wait_for("the window alone", lambda: person.find("frame", "Data Sets") is None)
    person.key("ctrl+d")
    wait_for("the mark", lambda: is_checked(person, "twenty-four"))
    time.sleep(1)


def leaves_from_within(person):
    person.leave()


run(PersonAtDialog(sys.argv[1:], HOME=HOME.name, XDG_DATA_HOME=HOME.name),
    [opens_with_what_is_in_use, chooses_by_keyboard, imports_files_of_ones_own,
     says_what_is_wrong_with_a_folder, asks_before_a_download, closes_and_opens_again,
     leaves_from_within])
