# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs functions as the cases of a test that speaks TAP."""
import sys
import traceback


def run(cases, *arguments):
    """Each of cases is called with arguments, whatever became of those before it, and then the
    process ends. One that can't be run here returns "SKIP" and why."""
    failed = False
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", "-")
        try:
            note = case(*arguments)
            print(f"ok {number} {name}" + (f" # {note}" if note else ""), flush=True)
        except Exception:  # whatever it was, it is this case's failure
            failed = True
            print(f"not ok {number} {name}")
            for line in traceback.format_exc().splitlines():
                print("#", line, flush=True)
    sys.exit(failed)
