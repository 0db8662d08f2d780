# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion: what elu-lab says can come next, and what bash makes of it.

usage: test-completion.py PROGRAM SCRIPT
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tap

PROGRAM, SCRIPT = map(os.path.abspath, sys.argv[1:])

# The line up to the cursor; what it can become. The lists stand in the source once more, in tables.
LINES = [
    ("", []),
    ("elu-lab", []),
    ("elu-lab ", ["eval", "plot", "train", "sweep", "data", "runs", "bench"]),
    ("elu-lab e", ["eval"]),
    ("elu-lab --v", ["--version"]),
    ("elu-lab nosuch ", []),
    ("elu-lab --version ", []),
    ("elu-lab eval se", ["selu"]),
    ("elu-lab eval 'se", ["selu"]),
    ("elu-lab eval \"se", ["selu"]),
    ("elu-lab eval selu ", []),
    ("elu-lab eval selu -1 --o", ["--order="]),
    ("elu-lab eval --order ", ["0", "1", "2"]),
    ("elu-lab eval --order 1 se", ["selu"]),
    ("elu-lab eval --order=1 se", ["selu"]),
    ("elu-lab eval --precision=s", ["--precision=single"]),
    ("elu-lab eval --nonsense=", []),
    ("elu-lab plot elu relu se", ["selu"]),
    ("elu-lab plot elu -o ", [":files"]),
    ("elu-lab plot elu --dark se", ["selu"]),
    ("elu-lab train --model ", ["article-mlp", "paper-mlp", "article-cnn", "live-cnn"]),
    ("elu-lab train --data=m", ["--data=mnist-sample", "--data=mnist", ":files"]),
    ("elu-lab train --optimizer adam", ["adam", "adamw"]),
    ("elu-lab train --schedule ", ["constant", "step", "cosine"]),
    ("elu-lab train --init ", ["he", "glorot", "lecun", "gain"]),
    ("elu-lab train --split ", ["standard", "article"]),
    ("elu-lab train se", []),
    ("elu-lab sweep --metric t", ["test-accuracy"]),
    ("elu-lab sweep --contestant=se", ["--contestant=selu"]),
    ("elu-lab data ", ["list", "fetch", "import", "verify"]),
    ("elu-lab data fetch c", ["cifar10-sample", "cifar10"]),
    ("elu-lab data import ", [":files"]),
    ("elu-lab data list ", []),
    ("elu-lab runs re", ["rename", "restore"]),
    ("elu-lab runs show ", ["one", "two"]),
    ("elu-lab runs rename o", ["one"]),
    ("elu-lab runs rename one ", []),
    ("elu-lab runs restore ", ["gone"]),
    ("elu-lab train --resume t", ["two"]),
    ("elu-lab bench m", ["mlp"]),
    ("elu-lab bench mlp cnn p", ["plot"]),
]

# What bash is to put in the place of the last word, as it divides words.
IN_BASH = [
    ("elu-lab ev", "ev", ["eval"]),
    ("elu-lab train --data=ci", "ci", ["cifar10-sample", "cifar10"]),
    ("elu-lab train --model=", "", ["article-mlp", "paper-mlp", "article-cnn", "live-cnn"]),
    ("elu-lab eval elu:", "", []),
    ("elu-lab runs show o", "o", ["one"]),
    ("elu-lab train --data f", "f", ["fashion-mnist", "file.bin", "folder"]),
]


def environment(home, **more):
    return dict(os.environ, XDG_DATA_HOME=home, **more)


def ask(home, line, **more):
    return subprocess.run([PROGRAM, "complete", line], env=environment(home, **more), text=True,
                          check=True, stdout=subprocess.PIPE).stdout.splitlines()


def lines_are_completed(home):
    wrong = [(line, found, expected) for line, expected in LINES
             if (found := ask(home, line)) != expected]
    assert not wrong, "\n".join(map(str, wrong))


def every_option_is_offered(home):
    for command in ask(home, "elu-lab "):
        text = subprocess.run([PROGRAM, command, "--help"], env=environment(home, LANGUAGE="C"),
                              text=True, check=True, stdout=subprocess.PIPE).stdout
        listed = re.findall("^  (?:-., )?(--[a-z-]+)", text, re.MULTILINE)
        offered = [option.rstrip("=") for option in ask(home, f"elu-lab {command} --")]
        assert listed == offered and len(listed) > 2, (command, listed, offered)


def every_function_is_offered(home):
    text = subprocess.run([PROGRAM, "eval", "--help"], env=environment(home, LANGUAGE="C"), text=True,
                          check=True, stdout=subprocess.PIPE).stdout
    listed = re.findall("[a-z-]+", text.partition("The functions are:")[2])
    assert ask(home, "elu-lab eval ") == listed and len(listed) >= 15, listed


def language_does_not_matter(home):
    for line, expected in LINES:
        assert ask(home, line, LANGUAGE="zh_CN", LC_ALL="C.UTF-8") == expected, line


def bash_completes(home):
    if not shutil.which("bash"):
        return "SKIP bash is not installed"
    for line, word, expected in IN_BASH:
        script = f"""
          compopt () {{ :; }}  # bash allows it only while it completes
          . {SCRIPT!r}
          COMP_LINE={line!r} COMP_POINT={len(line)}
          _elu_lab {PROGRAM!r} {word!r}
          [ ${{#COMPREPLY[@]}} = 0 ] || printf '%s\\n' "${{COMPREPLY[@]}}" """
        done = subprocess.run(["bash", "-c", script], env=environment(home), cwd=home, text=True,
                              check=True, capture_output=True)
        assert (done.stdout.split(), done.stderr) == (expected, ""), (line, done)
    return ""


def furnish(home):
    """Two runs, one that was deleted, and files for bash to find."""
    runs = os.path.join(home, "elu-lab", "runs")
    for name in ("one", "two", os.path.join(".deleted", "gone")):
        os.makedirs(os.path.join(runs, name))
    os.mkdir(os.path.join(home, "folder"))
    with open(os.path.join(home, "file.bin"), "w", encoding="ascii"):
        pass


with tempfile.TemporaryDirectory() as scratch:
    furnish(scratch)
    tap.run([lines_are_completed, every_option_is_offered, every_function_is_offered,
             language_does_not_matter, bash_completes], scratch)
