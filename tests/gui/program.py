# SPDX-License-Identifier: GPL-3.0-or-later
"""A program under watch: started again after each end, in a cage, and heard when it complains.

It lives in user folders of its own, writes in one folder alone and reaches no network (cage.py). A
crash, a CRITICAL (fatal: G_DEBUG), a WARNING, a sanitizer's report or no answer for LONGEST_WAIT
raises AssertionError; what GTK does wrong by itself is told apart (NOT_OURS) and counted.
"""
import collections
import os
import re
import subprocess
import sys
import time

from person import wait_for
from gi.repository import Gio, GLib

CAGE = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "cage.py")]
LONGEST_WAIT = 30  # seconds in which the window must answer, on a slow and busy machine

COMPLAINT = re.compile(r"-(CRITICAL|WARNING|ERROR) \*\*|runtime error:|ERROR: \w+Sanitizer")
MESSAGE_STARTS = re.compile(r"^(?=\(\S+:\d+\): |==\d+==ERROR|\S+ runtime error:)", re.MULTILINE)

# What GTK says about itself. Under AddressSanitizer its code alone must have been at work.
NOT_OURS = {name: re.compile(pattern, re.DOTALL) for name, pattern in {
    "no session bus": "session bus",
    # GTK counts which widgets a pressed button holds, and miscounts where a second button, a window
    # or a popover comes between press and release.
    "active state": "Broken accounting of active state",
    # Each time that its window of shortcuts opens, whatever stands in it.
    "label of the shortcuts": r"GtkLabel \S+ \(label\) reported min width -\d,",
    # libadwaita 1.7's questions measure their heading too narrow.
    "label of a question": "Trying to measure GtkLabel",
    # A click on a column's head in its file dialog while that lists what it searched for; completion
    # of a name in it after its entry has gone.
    "file dialog": "assertion 'GTK_IS_TREE_SORTABLE"
                   r"|gtk_widget_compute_bounds: assertion 'GTK_IS_WIDGET \(widget\)' failed",
    # Without a window manager a window can be dragged off all monitors, where GTK places no popover of its
    # own; test-lab-field-note.c does so with ours.
    "no monitor": "gdk_monitor_get_geometry: assertion",
    # An entry that is selected from the end of a drag while its cursor blinks.
    "blinking": "GtkText - unexpected blinking selection",
    # A reader asks for the parent of an accessible that has just left its window.
    "accessible gone": "g_variant_is_object_path: assertion 'string != NULL' failed",
    # Without a window manager GDK moves a dragged window by itself (ConfigureWindow, 12), also one that
    # has been closed since.
    "dragged window gone": "X Window System error.*BadWindow.*request_code 12 ",
}.items()}
ENDS_IT = re.compile("-CRITICAL|X Window System error")
# Among the ten innermost calls; further out our main loop is, and widgets of ours that GTK lays out.
OURS_ON_STACK = re.compile(r"#\d \S+ in \w+ \.\./(?:app|core|ui)/")


def xdotool(*words):
    return subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True,
                          check=False).stdout


class Window:
    """As the X server knows it."""

    def __init__(self, name, place):
        self.name = name
        self.number = place["WINDOW"]
        self.x, self.y = int(place["X"]), int(place["Y"])
        self.width, self.height = int(place["WIDTH"]), int(place["HEIGHT"])
        self.is_popup = name in ("", "elu-lab")  # a menu or a note: no person moves it


def windows_of(process):
    """Those that are there now; what closes while it is asked for stops xdotool, and is asked for anew."""
    numbers = xdotool("search", "--onlyvisible", "--pid", process).split()
    if not numbers:
        return []
    lines = xdotool(*(word for number in numbers for word in
                      ("getwindowname", number, "getwindowgeometry", "--shell", number))).split("\n")
    if len(lines) < 7 * len(numbers):
        return windows_of(process)
    return [Window(lines[i], dict(line.split("=") for line in lines[i + 1:i + 7]))
            for i in range(0, 7 * len(numbers), 7)]


class Program:
    def __init__(self, command, folder):
        self.command = command
        self.folder = folder
        self.process, self.heard = None, set()
        self.starts = 0
        self.not_ours = collections.Counter()
        self.slowest = 0  # answer, in seconds
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def start(self, animations):
        """Without animations things happen at once, some of them within others."""
        self.starts += 1
        self.write_settings(animations)
        self.said = open(os.path.join(self.folder, "stderr.txt"), "w+", encoding="utf-8",
                         errors="replace")
        self.process = subprocess.Popen(CAGE + [self.folder] + self.command, stderr=self.said,
                                        env=dict(os.environ, **self.surroundings()))
        wait_for("the window", lambda: self.windows() or not self.is_running())
        if not self.is_running():
            self.see_end()

    def write_settings(self, animations):
        folder = os.path.join(self.folder, "config", "gtk-4.0")
        os.makedirs(folder, 0o700, exist_ok=True)
        with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as file:
            file.write(f"[Settings]\ngtk-enable-animations={animations}\n")

    def surroundings(self):
        def own(name):
            path = os.path.join(self.folder, name)
            os.makedirs(path, 0o700, exist_ok=True)
            return path
        return {
            "HOME": own("home"), "TMPDIR": own("tmp"), "XDG_RUNTIME_DIR": own("runtime"),
            "XDG_CONFIG_HOME": own("config"), "XDG_DATA_HOME": own("data"),
            "XDG_STATE_HOME": own("state"), "XDG_CACHE_HOME": own("cache"),
            "GSETTINGS_BACKEND": "keyfile",  # so that a program finds what the one before it kept
            "G_DEBUG": "fatal-criticals",
            "PATH": "/nonexistent",          # whatever link is followed, no browser starts
            "https_proxy": "http://127.0.0.1:9",
            # Leaks are the other tests' affair: libraries keep much, and don't tell from where.
            "ASAN_OPTIONS": "handle_sigtrap=2:detect_leaks=0",
            "UBSAN_OPTIONS": "print_stacktrace=1",
        }

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_running():
            self.process.kill()
            self.process.wait()

    def windows(self):
        return windows_of(self.process.pid)

    def wait_until_idle(self):
        """Until its main loop has answered; FALSE if it has come to its end instead."""
        start = time.monotonic()
        try:
            self.bus.call_sync("io.github.elu_lab.EluLab", "/io/github/elu_lab/EluLab",
                               "org.gtk.Actions", "List", None, None, Gio.DBusCallFlags.NO_AUTO_START,
                               LONGEST_WAIT * 1000, None)
        except GLib.Error as error:
            assert not error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.TIMED_OUT), \
                f"the window did not answer for {LONGEST_WAIT} s"
            self.see_end()
            return False
        self.slowest = max(self.slowest, time.monotonic() - start)
        self.listen()
        return True

    def see_end(self):
        """It has left the bus, so it must be about to end, and to end well."""
        try:
            status = self.process.wait(LONGEST_WAIT)
        except subprocess.TimeoutExpired:
            raise AssertionError("it closed its window and did not end") from None
        was_ended = self.listen()
        for name in self.heard:
            self.not_ours[name] += 1
        self.said.seek(0)
        assert status == 0 or was_ended, f"the program ended with status {status}:\n" + self.said.read()[:6000]

    def listen(self):
        """Fails on a complaint about the program; TRUE if GTK ended it over a fault of its own."""
        self.said.seek(0)
        self.heard = set()
        messages = MESSAGE_STARTS.split(self.said.read())
        for number, message in enumerate(messages):
            name = next((name for name, pattern in NOT_OURS.items() if pattern.search(message)), None)
            if name:
                self.heard.add(name)
                if ENDS_IT.search(message):
                    # What follows is the sanitizer's word on where that was.
                    where = "".join(messages[number:])
                    assert not OURS_ON_STACK.search(where), where[:6000]
                    return True
            elif COMPLAINT.search(message):
                raise AssertionError("the program complained:\n" + "".join(messages[number:])[:6000])
        return False
