/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-fma-peak.h - what this processor could do at best
 *
 * Independent chains of fused multiply-adds on registers alone: nothing that reads memory can be
 * faster, so a benchmark reports its own speed as a share of this one, measured in the same run.
 */

#pragma once

/* Works for some milliseconds on the calling thread and returns how many floating-point operations
 * that were (a multiply-add is two); 0 where no widest instruction is known. The caller takes the
 * time.                                                                                         */
double nn_fma_peak_burn (void);
