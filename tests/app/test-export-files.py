# SPDX-License-Identifier: GPL-3.0-or-later
"""elu-lab plot's files, opened by other programs: what they see, and the settings that they carry."""
import csv
import math
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

PROGRAM = sys.argv[1]
SETTINGS = ["elu:0.3", "relu", "--equal-aspect", "--cursor=-1.2", "--gap=1:2", "--ghosts=0.1,1",
            "--tangent", "--second", "--size=900x700"]


def out(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def plot(folder, name, *options):
    path = os.path.join(folder, name)
    subprocess.run([PROGRAM, "plot", *(options or SETTINGS), "-o", path], check=True)
    return path


def png_is_seen_by_imagemagick(folder):
    path = plot(folder, "a.png", *SETTINGS, "--density=2")
    assert out("identify", "-format", "%w %h", path) == "1800 1400"
    assert int(out("identify", "-format", "%k", path)) > 200
    description = out("identify", "-format", "%[Description]", path)
    assert description.startswith("elu-lab plot elu:0.3 relu --second --gap=1:2 --ghosts=0.1,1"), description
    assert out("identify", "-format", "%[Software]", path).startswith("elu-lab ")


def settings_make_the_same_picture(folder):
    first = plot(folder, "a.png")
    command = out("identify", "-format", "%[Description]", first).split()
    second = plot(folder, "b.png", *command[2:])
    with open(first, "rb") as a, open(second, "rb") as b:
        assert a.read() == b.read()


def svg_is_drawn_by_librsvg(folder):
    path = plot(folder, "a.svg")
    picture = os.path.join(folder, "svg.png")
    out("rsvg-convert", path, "-o", picture)
    assert out("identify", "-format", "%w %h", picture) == "900 700"
    assert int(out("identify", "-format", "%k", picture)) > 200
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert "<desc>elu-lab plot elu:0.3 relu" in text


def pdf_has_fonts_and_settings(folder):
    path = plot(folder, "a.pdf")
    info = out("pdfinfo", path)
    assert "Subject:" in info and "elu-lab plot elu:0.3 relu" in info, info
    assert "900 x 700 pts" in info, info
    fonts = out("pdffonts", path).splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts), fonts  # embedded
    assert "ELU" in out("pdftotext", path, "-")
    assert out("pdfimages", "-list", path).count("\n") <= 2  # nothing but lines and letters


def csv_has_the_numbers(folder):
    path = plot(folder, "a.csv", "elu:0.3", "relu", "pelu:1,2", "--range=-5:2.5")
    with open(path, encoding="utf-8", newline="") as file:
        settings = file.readline()
        rows = list(csv.reader(file))
    assert settings.startswith("# elu-lab plot elu:0.3 relu pelu:1,2 --range=-5:2.5"), settings
    assert rows[0] == ["x"] + [f + p for f in ("elu:0.3", "relu", "pelu:1,2") for p in ("", "'", "''")]
    for row in rows[1:]:
        x, f, slope = (float(row[i]) for i in range(3))
        assert math.isclose(f, max(x, 0) + 0.3 * math.expm1(min(x, 0)), rel_tol=1e-15, abs_tol=1e-300)
        assert slope == 1 or math.isclose(slope, 0.3 * math.exp(x), rel_tol=1e-15)
    at_kink = [row for row in rows[1:] if float(row[0]) == 0]
    assert [row[2] for row in at_kink] == ["0.29999999999999999", "1"], at_kink


CASES = [png_is_seen_by_imagemagick, settings_make_the_same_picture, svg_is_drawn_by_librsvg,
         pdf_has_fonts_and_settings, csv_has_the_numbers]
missing = [tool for tool in ("identify", "rsvg-convert", "pdfinfo") if not shutil.which(tool)]
if missing:
    print(f"1..0 # SKIP not installed: {', '.join(missing)}")
    sys.exit(0)
print(f"1..{len(CASES)}")
failed = False
for number, case in enumerate(CASES, 1):
    with tempfile.TemporaryDirectory() as scratch:
        try:
            case(scratch)
            print(f"ok {number} {case.__name__.replace('_', '-')}", flush=True)
        except Exception:  # whatever it was, it is this case's failure
            failed = True
            print(f"not ok {number} {case.__name__.replace('_', '-')}")
            for line in traceback.format_exc().splitlines():
                print("#", line, flush=True)
sys.exit(failed)
