/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h - what every target has: the entry that libFuzzer and mutate.c call, and a check */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* An assert that no build leaves out. */
static inline void
fuzz_expect (bool is_true)
{
  if (!is_true)
    abort ();
}
