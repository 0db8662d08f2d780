# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the window: sees what a screen reader sees, moves the mouse, types, takes pictures.

Starts the program, finds accessibles by role and name, and runs a test file's functions as TAP
cases. Needs a display and a session bus (tools/headless), xdotool and ImageMagick's import.
"""
import os
import subprocess
import sys
import tempfile
import time
import traceback

try:
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
except (ImportError, ValueError) as missing:
    print(f"1..0 # SKIP the accessibility library is missing: {missing}")
    sys.exit(0)

# What a person sees as one thing; half of all accessibles are inside of these.
WITHOUT_PARTS = ("button", "combo box", "page tab", "push button", "scroll bar", "slider", "spin button")

# What newer versions of GTK and of the accessibility bus call what older ones call by the first word.
SAME = {"push button": ("button", "toggle button"), "label": ("heading",)}

PATIENCE = 30  # seconds that a person would wait, on a slow and busy machine


def wait_for(what, question, seconds=PATIENCE):
    """The first answer of question () that is true; fails with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


class Person:
    def __init__(self, command, size=(1280, 800), **environment):
        self.errors = tempfile.TemporaryFile("w+")
        self.program = subprocess.Popen(command, stderr=self.errors,
                                        env=dict(os.environ, **environment))
        self.seen = {}
        self.window = wait_for("the window", self._window_number)
        self.xdo("windowsize", "--sync", self.window, *size)
        time.sleep(1)  # who asks a program too early for its widgets is told for good that it has none
        Atspi.init()
        wait_for("the accessible window", lambda: self.find("frame", "ELU Lab"))

    def _window_number(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.program.pid)],
                               capture_output=True, text=True, check=False).stdout.split()
        return found[-1] if found else None

    def everything(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(i)
            if program:
                program.clear_cache()  # nobody tells of its new windows
            yield from self._below(program)

    @staticmethod
    def parts(accessible):
        for i in range(accessible.get_child_count()):
            part = accessible.get_child_at_index(i)
            yield part
            yield from Person.parts(part)

    def _below(self, accessible):
        if accessible is None:
            return
        yield accessible
        try:
            if accessible.get_role_name() in WITHOUT_PARTS:
                return
            children = [accessible.get_child_at_index(i)
                        for i in range(accessible.get_child_count())]
        except gi.repository.GLib.Error:
            return  # it went away while we looked
        for child in children:
            yield from self._below(child)

    @staticmethod
    def words_of(accessible):
        """Its name; newer versions of GTK give none to a label that is a status or an alert, but its
        text."""
        name = accessible.get_name()
        if not name and accessible.get_role_name() in ("alert", "notification", "status bar"):
            name = Atspi.Text.get_text(accessible, 0, -1)
        return name or ""

    @staticmethod
    def _is(accessible, role, name):
        try:
            # GTK 4.8 calls only the window showing; what is hidden it calls not visible.
            return ((role is None or accessible.get_role_name() in (role, *SAME.get(role, ())))
                    and name in Person.words_of(accessible)
                    and accessible.get_state_set().contains(Atspi.StateType.VISIBLE))
        except gi.repository.GLib.Error:
            return False  # it went away while we looked

    def find(self, role, name):
        """Looks where it was last time before it walks through everything, which takes a while."""
        known = self.seen.get((role, name))
        if known:
            known.clear_cache()  # what was true a second ago need not be now
            if self._is(known, role, name):
                return known
        Atspi.get_desktop(0).clear_cache()
        try:
            for accessible in self.everything():
                if self._is(accessible, role, name):
                    self.seen[role, name] = accessible
                    return accessible
        except gi.repository.GLib.Error:
            pass  # a window was closed while we looked through it: who waits looks again
        return None

    def focused(self):
        """Role and name of what has the focus: what a screen reader would say now."""
        Atspi.get_desktop(0).clear_cache()
        window = self.see("frame", "ELU Lab")
        for part in self.parts(window):
            if part.get_state_set().contains(Atspi.StateType.FOCUSED):
                return part.get_role_name(), part.get_name() or ""
        return None

    def see(self, role, name):
        return wait_for(f"{role} “{name}”", lambda: self.find(role, name))

    def value(self, role, name):
        return Atspi.Value.get_current_value(self.see(role, name))

    def set_value(self, role, name, value):
        assert Atspi.Value.set_current_value(self.see(role, name), value)

    def press(self, role, name):
        """The button, or that within it: a drop-down and a menu button are shells around one."""
        whole = self.see(role, name)
        for part in (whole, *self.parts(whole)):
            if "Action" in part.get_interfaces() and Atspi.Action.get_n_actions(part):
                assert Atspi.Action.do_action(part, 0)
                return
        raise AssertionError(f"{role} “{name}” can't be pressed")

    def choose(self, role, name, *keys):
        """Opens a list or a menu, goes to an entry by keyboard, and takes it."""
        self.press(role, name)
        time.sleep(1)  # it opens
        self.key(*keys)
        self.key("Return")

    def click(self, role, name, across=0.5, down=0.5):
        x, y, width, height = self._place(self.see(role, name))
        self.xdo("mousemove", "--window", self.window, int(x + across * width), int(y + down * height),
                 "click", "1")
        time.sleep(0.3)

    def _place(self, accessible):
        """Where it is within the X window. GTK draws a shadow around its window, which GTK 4.8 leaves
        out of the frame and out of all places, and 4.18 takes off both once more."""
        box = Atspi.Component.get_extents(accessible, Atspi.CoordType.WINDOW)
        inner = Atspi.Component.get_extents(self.see("frame", "ELU Lab"), Atspi.CoordType.WINDOW)
        border = max(-inner.x, (self._width() - inner.width) // 2)
        return box.x - inner.x + border, box.y - inner.y + border, box.width, box.height

    def _width(self):
        outer = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.window],
                               capture_output=True, text=True, check=True).stdout
        return int(next(line for line in outer.splitlines() if line.startswith("WIDTH="))[6:])

    def description(self, name):
        return self.see("image", name).get_description() or ""

    def xdo(self, *words):
        subprocess.run(["xdotool", *map(str, words)], check=True)

    def key(self, *keys):
        self.xdo("key", *keys)
        time.sleep(0.2)

    def picture(self, name):
        """Takes the whole screen; says so if it shows nearly nothing."""
        path = os.path.join(os.environ["LAB_PICTURES"], name + ".png")
        subprocess.run(["import", "-window", "root", path], check=True)
        colors = subprocess.run(["identify", "-format", "%k", path], capture_output=True, text=True,
                                check=True).stdout
        assert int(colors) > 200, f"{name}.png has {colors} colours: is there a window?"

    def leave(self, question=None):
        """Closes the window as its close button does, and says Close again where it is asked the
        question; the program must end well and say nothing."""
        self.key("ctrl+q")
        if question:
            self.see(None, question)
            self.key("Tab", "Return")
        assert self.program.wait(PATIENCE) == 0
        self.errors.seek(0)
        complaints = [line for line in self.errors
                      if "elu-lab:" in line and ("CRITICAL" in line or "WARNING" in line)
                      and "session bus" not in line
                      # Of libadwaita 1.7's questions themselves: they measure their heading too narrow.
                      and "Trying to measure GtkLabel" not in line]
        assert not complaints, complaints


def run(person, cases):
    """Each function of cases is a TAP case; the first failure leaves the rest undone."""
    print(f"1..{len(cases)}")
    failed = False
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", "-")
        if failed:
            print(f"not ok {number} {name} # the case before it failed")
            continue
        try:
            case(person)
            print(f"ok {number} {name}", flush=True)
        except Exception:  # whatever it was, it is this case's failure
            failed = True
            print(f"not ok {number} {name}")
            for line in traceback.format_exc().splitlines():
                print("#", line, flush=True)
    if person.program.poll() is None:
        person.program.kill()
    sys.exit(failed)
