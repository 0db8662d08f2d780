#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""monkey.py - a random user: clicks, drags, turns the wheel, types nonsense, at every window size

usage: monkey.py [--actions N] [--rounds N] [--tries N] [--seed N] PROGRAM

A round is N actions in user folders of its own, with a fresh program after each end. It fails on a
crash, on a CRITICAL (fatal: G_DEBUG), a WARNING or a sanitizer's report, if the window does not answer
for half a minute, and if it did not come to all the windows in WINDOWS and to a training. Each round
prints its seed, which chooses the same actions again as far as the program shows the same at the same
time; the next round's is one more. What was done is in monkey-SEED.txt in LAB_PICTURES. With --tries 2 a
round that was not good is repeated with its seed, and counts if it is not good again: without a sanitizer
nothing tells a fault within GTK, which hangs on its timing, from one of ours.
"""
import argparse
import collections
import glob
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback

from accessibles import Accessibles
from program import CAGE, Program, xdotool
from gi.repository import GLib

SKIPPED = 77
BURST = 4          # so many actions at most before the program is given time to follow
WINDOWS = {"ELU Lab", "Data Sets", "Runs", "Sweep"}

SHORTCUTS = {  # with how often
    "alt+1": 4, "alt+2": 6, "ctrl+space": 6, "ctrl+Right": 3, "ctrl+r": 2, "ctrl+n": 2, "F9": 3,
    "ctrl+h": 4, "ctrl+d": 4, "ctrl+e": 4, "ctrl+s": 3, "ctrl+shift+c": 1, "F11": 1,
    "ctrl+question": 1, "F10": 2, "alt+Page_Up": 1, "alt+Page_Down": 1,
}
KEYS = [
    "Tab", "Tab", "Tab", "shift+Tab", "Left", "Right", "Up", "Down", "shift+Left", "shift+Right",
    "alt+Left", "alt+Up", "Home", "End", "Page_Up", "Page_Down", "Return", "Return", "space", "space",
    "Escape", "Escape", "plus", "minus", "0", "1", "period", "F2", "Delete", "BackSpace", "Menu",
    "shift+F10", "ctrl+a", "ctrl+z", "ctrl+v", "ctrl+Home", "ctrl+End", "KP_Add", "alt+Down",
    "ctrl+Tab", "ctrl+Page_Down", "alt+F4", "Super_L", "F1",
]
TEXTS = [
    "0", "-0", "1", "2", "64", "0.001", "1,5", "1.5.5", "1e308", "1e999", "-1e-320", "nan", "-inf", "0x10",
    "9" * 400, "100000000", "−3", "１２", " ", "\t", "a" * 300, "A & B", "<b>&\"'", "%s%n%d", "\\", "../../x",
    "😀α한", "\u202eabc", "elu", "elu:-1", "0, 0.3, 1", "0..1", "1,,2", "dense64 dense10", "drop1 dense0",
    "conv3x16 pool2 dense64 drop.5 dense10", "conv3x999999 pool2 dense10",
]
VALUES = [-1e308, -1, 0, 0.5, 1, 3, 1e9, float("nan")]

# A window manager would let it become no smaller, and never leave it where it can't be seen.
LEAST, SCREEN = (700, 294), (1920, 1080)
EDGE = 16          # so near to its edge a window is dragged by it
SIZES = [LEAST, LEAST, (700, 1000), (1920, 294), (1280, 800), (999, 500), SCREEN]


class Monkey:
    def __init__(self, command, seed, folder, log):
        self.program = Program(command, folder)
        self.random = random.Random(seed)
        self.folder = folder
        self.log = log
        self.did = collections.Counter()
        self.met = collections.Counter()  # titles of windows
        self.hand = None

    # --- The program --------------------------------------------------------------------------------

    def start(self):
        animations = self.random.choice([0, 1])
        self.note("start with animations", animations)
        self.program.start(animations)
        self.main = None
        self.main = self.look()[0]
        self.accessibles = Accessibles(self.program.process.pid)

    def wait_until_idle(self):
        """Until X has passed on what was done, and the program has answered since; or until it is
        there again, if it was left."""
        self.move_hand("getmouselocation")
        self.hand.stdout.readline()
        if not self.program.wait_until_idle():
            self.note("it has ended")
            self.start()

    # --- What is there ------------------------------------------------------------------------------

    def look(self):
        self.windows = self.program.windows() or ([self.main] if self.main else [])
        self.met.update({window.name for window in self.windows})
        return self.windows

    def some_window(self):
        """Most often the newest, which may be the only one that listens."""
        newest = max(self.windows, key=lambda window: int(window.number))
        return newest if self.random.random() < 0.7 else self.random.choice(self.windows)

    def frame(self, window):
        return next((frame for frame in self.accessibles.windows()
                     if self.accessibles.name(frame) == window.name), None)

    def some_widget(self, widget):
        """From widget down, at each turn into one of the visible parts, to one that has none."""
        while True:
            parts = self.accessibles.children(widget)
            self.random.shuffle(parts)
            part = next((part for part in parts[:8] if self.accessibles.is_visible(part)), None)
            if part is None:
                return widget
            widget = part

    def some_place(self):
        """(x, y) on the screen, mostly within a widget."""
        window = self.some_window()
        x, y, width, height, border = 0, 0, window.width, window.height, 0
        if self.random.random() < 0.75:
            try:
                frame = self.frame(window)
                if frame:
                    # GTK draws a shadow around its window, and counts places from within it.
                    border = max(0, window.width - self.accessibles.place(frame)[2]) // 2
                    x, y, width, height = self.accessibles.place(self.some_widget(frame))
            except GLib.Error:
                pass  # it went away meanwhile: anywhere in the window, then
        return (window.x + border + x + self.random.randrange(max(1, width)),
                window.y + border + y + self.random.randrange(max(1, height)))

    # --- What is done -------------------------------------------------------------------------------

    def note(self, *words):
        self.log.write(" ".join(map(str, words)) + "\n")
        self.log.flush()

    def do(self, *words):
        self.note(*words)
        self.move_hand(*words)

    def move_hand(self, *words):
        """One process for all: a fresh one for each click takes ten times as long. It ends when the window
        under the pointer closes at the wrong moment."""
        for _ in range(2):
            if self.hand is None:
                self.hand = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE,
                                             stdout=subprocess.PIPE, text=True, bufsize=1)
            try:
                self.hand.stdin.write(" ".join(map(str, words)) + "\n")
                return
            except BrokenPipeError:
                self.hand = None

    def point(self):
        self.do("mousemove", "--", *self.some_place())

    def click(self):
        self.point()
        self.do("click", 1)

    def click_otherwise(self):
        self.point()
        self.do("click", *self.random.choice([("--repeat 2 --delay 30", 1), ("--repeat 3 --delay 30", 1),
                                              (2,), (3,), (3,), (8,)]))

    def wheel(self):
        self.point()
        modifier = self.random.choice([None, None, None, "ctrl", "shift"])
        if modifier:
            self.do("keydown", modifier)
        self.do("click --delay 2 --repeat", self.random.randint(1, 8),
                self.random.choice([4, 4, 5, 5, 5, 6, 7]))
        if modifier:
            self.do("keyup", modifier)

    def off_the_edges(self, x, y):
        """Without a window manager GDK lets an edge be dragged until nothing is left of the window."""
        x, y = max(0, min(x, SCREEN[0] - 1)), max(0, min(y, SCREEN[1] - 1))
        for window in self.windows:
            if window.x <= x < window.x + window.width and window.y <= y < window.y + window.height:
                x = max(window.x + EDGE, min(x, window.x + window.width - EDGE))
                y = max(window.y + EDGE, min(y, window.y + window.height - EDGE))
        return x, y

    def drag(self):
        self.do("mousemove", "--", *self.off_the_edges(*self.some_place()))
        button = self.random.choice([1, 1, 1, 1, 2, 3])
        self.do("mousedown", button)
        for _ in range(self.random.randint(1, 6)):
            if self.random.random() < 0.3:
                self.point()
            else:
                self.do("mousemove_relative --", self.random.randint(-120, 120),
                        self.random.randint(-80, 80))
            self.do("sleep", self.random.choice([0, 0.002, 0.02]))
        if self.random.random() < 0.1:
            self.do("key Escape")
        self.do("mouseup", button)
        self.wait_until_idle()
        self.put_back()

    def put_back(self):
        """GTK 4.8 can't place a popover of its own at what no monitor shows; test-lab-field-note.c does
        this with ours."""
        for window in (window for window in self.look() if not window.is_popup):
            x = max(0, min(window.x, SCREEN[0] - window.width))
            y = max(0, min(window.y, SCREEN[1] - window.height))
            if (x, y) != (window.x, window.y):
                self.note("windowmove", window.number, x, y)
                xdotool("windowmove", "--sync", window.number, x, y)
                window.x, window.y = x, y

    def press_key(self):
        self.do("key", *[self.random.choice(KEYS)] * self.random.choice([1, 1, 1, 2, 5]))

    def press_shortcut(self):
        self.do("key", *self.random.choices(list(SHORTCUTS), SHORTCUTS.values()))

    def type_text(self):
        text = self.random.choice(TEXTS)
        if self.random.random() < 0.7:
            self.do("key ctrl+a")
        self.wait_until_idle()  # two hands would mix their letters
        self.note("type", repr(text))
        xdotool("type", "--delay", 0, "--", text)
        self.do("key", self.random.choice(["Return", "Return", "Tab", "Escape", "Down"]))

    def use_accessible(self):
        """As a screen reader's user does, without pointer and keys."""
        try:
            frame = self.frame(self.some_window())
            widget = self.some_widget(frame) if frame else None
            can = self.accessibles.can(widget) if widget else ()
            text, value = self.random.choice(TEXTS), self.random.choice(VALUES)
            self.note("use", widget, can, repr(text), value)
            if "EditableText" in can:
                self.accessibles.set_text(widget, text)
            elif "Value" in can:
                self.accessibles.set_value(widget, value)
            elif "Action" in can:
                self.accessibles.press(widget)
        except GLib.Error:
            pass  # it went away meanwhile, or takes no such value

    def resize(self):
        size = self.random.choice(SIZES) if self.random.random() < 0.7 \
            else tuple(map(self.random.randint, LEAST, SCREEN))
        window = self.some_window()
        number = self.main.number if window.is_popup else window.number
        self.note("windowsize", number, *size)
        xdotool("windowsize", number, *size)
        self.put_back()

    def close_window(self):
        """Another than the main one."""
        others = [window for window in self.look() if window.number != self.main.number]
        if others:
            window = self.random.choice(others)
            self.do("mousemove --", window.x + 20, window.y + 20)
            self.do("key", self.random.choice(["Escape", "ctrl+w"]))

    def leave(self):
        self.do("key", self.random.choice(["ctrl+q", "ctrl+w"]))

    HABITS = {click: 26, click_otherwise: 5, point: 6, wheel: 8, drag: 8, press_key: 18,
              press_shortcut: 9, type_text: 6, use_accessible: 4, resize: 4, close_window: 6, leave: 0.4}

    def act(self):
        action, = self.random.choices(list(self.HABITS), self.HABITS.values())
        action(self)
        self.did[action.__name__] += 1

    def press_until(self, key, came):
        """With the pointer on the newest window, which gets the keys. Again, if they went to one that was
        just closing."""
        for _ in range(5):
            window = max(self.windows, key=lambda window: int(window.number))
            self.do("mousemove", window.x + 20, window.y + 20)
            self.do("key", key)
            self.did[self.press_shortcut.__name__] += 1
            end = time.monotonic() + 2
            while time.monotonic() < end:
                self.wait_until_idle()
                self.look()
                if came():
                    return
                time.sleep(0.1)

    def visit(self):
        """Each window once, and a training: later whatever opens them by chance may be out of reach."""
        for key, title in (("ctrl+d", "Data Sets"), ("ctrl+h", "Runs"), ("ctrl+e", "Sweep")):
            self.press_until(key, lambda: title in {window.name for window in self.windows})
            self.press_until("ctrl+w", lambda: title not in {window.name for window in self.windows})
        self.do("key", "alt+2")
        self.press_until("ctrl+space", self.runs)

    def live(self, actions):
        self.start()
        self.visit()
        while self.did.total() < actions:
            for _ in range(min(self.random.randint(1, BURST), actions - self.did.total())):
                self.act()
            self.wait_until_idle()
            if self.random.random() < 0.4:
                self.look()

    def runs(self):
        return len(glob.glob(os.path.join(self.folder, "data/elu-lab/runs/*")))


def live_a_round(command, seed, actions):
    """True if nothing was wrong."""
    name = os.path.join(os.environ["LAB_PICTURES"], f"monkey-{seed}.txt")
    with tempfile.TemporaryDirectory(prefix="elu-lab-monkey-") as folder, \
            open(name, "w", encoding="utf-8") as log:
        start = time.monotonic()
        monkey = Monkey(command, seed, folder, log)
        try:
            monkey.live(actions)
            missed = WINDOWS - set(monkey.met)
            assert not missed and monkey.runs(), f"it did not come to {missed or 'a training'}"
            return True
        except Exception:  # whatever it was, it is this round's failure
            for line in traceback.format_exc().splitlines():
                print("#", line)
            return False
        finally:
            monkey.program.kill()
            print(f"# seed {seed}: {monkey.did.total()} actions in {time.monotonic() - start:.0f} s,",
                  f"{monkey.program.starts} starts, {monkey.runs()} runs,",
                  f"slowest answer {monkey.program.slowest:.2f} s")
            print("#", dict(monkey.did))
            print("#", dict(monkey.met))
            print("# not ours:", dict(monkey.program.not_ours + collections.Counter(monkey.program.heard)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    cage = subprocess.run(CAGE + ["/tmp", sys.executable, "-c", ""], stderr=subprocess.PIPE, text=True,
                          check=False)
    if cage.returncode == SKIPPED:
        print("1..0 # SKIP", cage.stderr.strip())
        return
    print(f"1..{options.rounds}", flush=True)
    failed = 0
    for i in range(options.rounds):
        seed = options.seed + i
        is_good = any(live_a_round(options.command, seed, options.actions)
                      for _ in range(options.tries))
        print("ok" if is_good else "not ok", i + 1, f"- {options.actions} random actions, seed {seed}",
              flush=True)
        failed += not is_good
    sys.exit(failed > 0)


main()
