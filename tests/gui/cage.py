#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""cage.py - run a program that can write in one folder alone, and reach no network

usage: cage.py FOLDER COMMAND [ARGUMENT...]

Whatever file dialog a random user ends up in, nothing outside of FOLDER changes. By Landlock, which
needs no rights and which a program cannot leave (Linux 5.13; cutting files short 6.2, TCP 6.7; before
that TCP is kept back by a proxy that is not there). Without it the command is not run: status 77.
"""
import ctypes
import os
import sys

SKIPPED = 77

# The system calls and constants of linux/landlock.h, the same on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
WRITE_FILE = 1 << 1
CHANGE_FOLDER = sum(1 << bit for bit in range(4, 13))  # remove and make, of every kind
REFER, TRUNCATE = 1 << 13, 1 << 14
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
PATH_BENEATH, NO_NEW_PRIVS = 1, 38

system = ctypes.CDLL(None, use_errno=True)


class Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def call(number, *arguments):
    answer = system.syscall(number, *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def allow(ruleset, folder, rights):
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(Beneath(rights, place)), 0)
    os.close(place)


def close_cage(folder):
    """From here on this process and all that it becomes write in folder and to devices alone."""
    version = call(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    rights = WRITE_FILE | CHANGE_FOLDER | (REFER if version >= 2 else 0) \
        | (TRUNCATE if version >= 3 else 0)
    rules = Ruleset(rights, BIND_TCP | CONNECT_TCP if version >= 4 else 0)
    size = 16 if version >= 4 else 8
    ruleset = call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    allow(ruleset, folder, rights)
    allow(ruleset, "/dev/null", WRITE_FILE)
    system.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    call(RESTRICT_SELF, ruleset, 0)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__.strip())
    try:
        close_cage(sys.argv[1])
    except OSError as error:
        print(f"cage.py: Landlock is not to be had here: {error}", file=sys.stderr)
        sys.exit(SKIPPED)
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
