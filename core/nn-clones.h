/* nn-clones.h - NN_CLONES: compile a plain loop for several instruction sets
 *
 * The loader picks the best clone that the processor has. No clone fuses a multiply with an add
 * (-ffp-contract=off) and none reorders a sum, so all give the same bits. Private to core.
 */

#pragma once

/* A test that compares the clones defines NN_CLONES itself, to have one of them at a time. */
#ifndef NN_CLONES

/* A resolver runs before a sanitizer's runtime is ready and crashes in it: no clones there. */
#if defined (__x86_64__) && defined (__linux__) && !defined (__SANITIZE_ADDRESS__) \
    && !defined (__SANITIZE_THREAD__)
#define NN_CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define NN_CLONES
#endif

#endif
