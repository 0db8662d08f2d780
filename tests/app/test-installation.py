# SPDX-License-Identifier: GPL-3.0-or-later
"""An installed elu-lab: every file in its place, found from there, and found again when moved.

usage: test-installation.py BUILD

Where the prefix lies inside the build folder, as ./check has it, that is where the program is
installed to; any other prefix may be the system's own and goes below a DESTDIR. Needs a display.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import tap

BUILD = pathlib.Path(sys.argv[1])
ID = "io.github.elu_lab.EluLab"

# Below the prefix; what is in the folders of the samples and of pictures is no matter here.
FILES = ["bindir/elu-lab",
         "datadir/elu-lab/gschemas.compiled",
         "datadir/elu-lab/samples/mnist/train-images-idx3-ubyte.gz",
         "datadir/bash-completion/completions/elu-lab",
         "mandir/man1/elu-lab.1",
         "mandir/zh_CN/man1/elu-lab.1",
         "docdir/README.md",
         "docdir/docs/screenshot.png",
         "docdir/docs/training.png",
         "localedir/zh_CN/LC_MESSAGES/elu-lab.mo",
         f"datadir/applications/{ID}.desktop",
         f"datadir/metainfo/{ID}.metainfo.xml",
         f"datadir/icons/hicolor/scalable/apps/{ID}.svg"]


class Installation:
    def __init__(self, scratch):
        options = json.loads(subprocess.check_output(
            ["meson", "introspect", "--buildoptions", BUILD], text=True))
        self.option = {option["name"]: str(option["value"]) for option in options}
        self.prefix = pathlib.Path(self.option["prefix"])
        self.scratch = scratch
        self.is_whole = BUILD in self.prefix.parents
        self.root = self.prefix if self.is_whole else scratch / str(self.prefix).lstrip("/")

    def path(self, place):
        """Of "bindir/elu-lab", say."""
        option, _, rest = place.partition("/")
        folder = {"docdir": f"{self.option['datadir']}/doc/elu-lab"}.get(option) or self.option[option]
        return self.root / folder / rest

    def run(self, *arguments, **environment):
        alone = {name: value for name, value in os.environ.items()
                 if name not in ("GSETTINGS_SCHEMA_DIR", "LANGUAGE")}
        return subprocess.run([self.path("bindir/elu-lab"), *arguments], env=dict(alone, **environment),
                              text=True, check=True, stdout=subprocess.PIPE).stdout

    def works(self):
        assert self.run("eval", "elu", "-1") == "-0.63212055882855767\n"
        place = str(self.path("datadir/elu-lab/samples/mnist"))
        assert f"in {place}\n" in self.run("data", "list"), place
        assert "输出版本号" in self.run("--help", LANGUAGE="zh_CN")
        # The first frame, after so many seconds. Without its schema it would not come to that.
        assert float(self.run("--exit-after-startup")) > 0


def is_installed(installation):
    command = ["meson", "install", "-C", BUILD, "--no-rebuild"]
    if installation.is_whole:
        shutil.rmtree(installation.prefix, ignore_errors=True)
    else:
        command += ["--destdir", installation.scratch]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    missing = [place for place in FILES if not installation.path(place).is_file()]
    assert not missing, missing


def works_from_there(installation):
    installation.works()


def works_when_moved(installation):
    before, installation.root = installation.root, installation.scratch / "moved to here"
    shutil.move(before, installation.root)
    installation.works()


def manual_tells_what_the_program_says(installation):
    """In each language, every command and the words for an option of the first and the last."""
    for place, words in (("mandir/man1/elu-lab.1", ["Print the version", "Processors to use"]),
                         ("mandir/zh_CN/man1/elu-lab.1", ["输出版本号", "使用的处理器数"])):
        page = installation.path(place).read_text(encoding="utf-8")
        for command in installation.run("complete", "elu-lab ").split():
            assert f".SS elu\\-lab {command} " in page, (place, command)
        for text in words:
            assert text in page, (place, text)
        assert installation.run("--version").strip() in page


def validates(installation, place, *command):
    if not shutil.which(command[0]):
        return f"SKIP {command[0]} is not installed"
    done = subprocess.run([*command, installation.path(place)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0 and "hint:" not in done.stdout, done.stdout
    return ""


def is_valid_in_menus(installation):
    return validates(installation, f"datadir/applications/{ID}.desktop", "desktop-file-validate")


def is_valid_in_software_centres(installation):
    place = f"datadir/metainfo/{ID}.metainfo.xml"
    text = installation.path(place).read_text(encoding="utf-8")
    assert len(re.findall("<screenshot[ >]", text)) == 2 and '<url type="homepage">https://' in text
    return validates(installation, place, "appstreamcli", "validate", "--no-net")


with tempfile.TemporaryDirectory() as folder:
    tap.run([is_installed, works_from_there, works_when_moved, manual_tells_what_the_program_says,
             is_valid_in_menus, is_valid_in_software_centres], Installation(pathlib.Path(folder)))
