# SPDX-License-Identifier: GPL-3.0-or-later
"""The widgets of a program as its accessibles on the bus: names, places, states; what can be done to them.

Straight from the bus, nothing remembered: a random user's program ends at any moment, and opens and
closes windows faster than a library's memory of them is told. An accessible is (bus name, path). What
went away meanwhile raises GLib.Error.
"""
from gi.repository import Gio, GLib

PATIENCE_MS = 5000
VISIBLE = 30     # the bit among the states
IN_WINDOW = 1    # places are counted from the window's corner

PREFIX = "org.a11y.atspi."
ROOT = (PREFIX + "Registry", "/org/a11y/atspi/accessible/root")


class Accessibles:
    """Of the program with this process id."""

    def __init__(self, pid):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
                                    None, Gio.DBusCallFlags.NONE, PATIENCE_MS, None).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT \
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.pid = pid
        self.program = None

    def call(self, accessible, interface, method, signature="()", *arguments):
        answer = self.bus.call_sync(*accessible, interface, method, GLib.Variant(signature, arguments),
                                    None, Gio.DBusCallFlags.NO_AUTO_START, PATIENCE_MS, None)
        return answer.unpack()

    def _process_of(self, name):
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        return self.call(bus, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "(s)", name)[0]

    def windows(self):
        """None before the program is on the bus."""
        if self.program is None:
            self.program = next((program for program in self.children(ROOT)
                                 if self._process_of(program[0]) == self.pid), None)
        return self.children(self.program) if self.program else []

    def children(self, accessible):
        return self.call(accessible, PREFIX + "Accessible", "GetChildren")[0]

    def name(self, accessible):
        return self.call(accessible, "org.freedesktop.DBus.Properties", "Get", "(ss)",
                         PREFIX + "Accessible", "Name")[0]

    def place(self, accessible):
        """x, y, width and height in its window."""
        return self.call(accessible, PREFIX + "Component", "GetExtents", "(u)", IN_WINDOW)[0]

    def is_visible(self, accessible):
        states = self.call(accessible, PREFIX + "Accessible", "GetState")[0]
        return bool(states[0] >> VISIBLE & 1) and min(self.place(accessible)[2:]) > 0

    def can(self, accessible):
        """Which interfaces it has, "Action", "Value", "EditableText" and others."""
        return {name.removeprefix(PREFIX)
                for name in self.call(accessible, PREFIX + "Accessible", "GetInterfaces")[0]}

    def press(self, accessible):
        self.call(accessible, PREFIX + "Action", "DoAction", "(i)", 0)

    def set_value(self, accessible, value):
        self.call(accessible, "org.freedesktop.DBus.Properties", "Set", "(ssv)", PREFIX + "Value",
                  "CurrentValue", GLib.Variant("d", value))

    def set_text(self, accessible, text):
        self.call(accessible, PREFIX + "EditableText", "SetTextContents", "(s)", text)
