# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in Chinese: the views, the plot's words and the buttons."""
import sys

from person import Person, run


def function_view_is_chinese(person):
    person.see("page tab", "函数")
    words = person.description("函数及其导数的图像")
    assert "ELU α = 1.00" in words and "游标" in words, words
    person.picture("function-chinese")


def training_view_is_chinese(person):
    person.press("page tab", "训练")
    person.see("push button", "开始")
    person.picture("training-chinese")


def leaves_without_a_complaint(person):
    person.leave()


run(Person(sys.argv[1:], LANGUAGE="zh_CN"),
    [function_view_is_chinese, training_view_is_chinese, leaves_without_a_complaint])
