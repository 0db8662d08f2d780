/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nn-clones.h - NN_CLONES: compile a plain loop for several instruction sets
 *
 * The loader picks the best clone that the processor has. No clone fuses a multiply with an add
 * (-ffp-contract=off) and none reorders a sum, so all give the same bits. Private to core.
 *
 * For static functions alone, no two with one name: clang before 18 gives the choice between clones
 * a name that other files don't look for, and shows what makes it to the linker.
 */

#pragma once

/* A test that compares the clones defines NN_CLONES itself, to have one of them at a time. */
#ifndef NN_CLONES

/* Both compilers can be asked, but for sanitizers each in its own words. */
#ifdef __has_feature
#define NN_HAS_FEATURE(feature) __has_feature (feature)
#else
#define NN_HAS_FEATURE(feature) 0
#endif

/* A resolver runs before a sanitizer's runtime is ready and crashes in it: no clones there. */
#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__) \
    || NN_HAS_FEATURE (address_sanitizer) || NN_HAS_FEATURE (thread_sanitizer) \
    || NN_HAS_FEATURE (memory_sanitizer)
#define NN_CLONES
#elif defined (__x86_64__) && defined (__linux__) && __has_attribute (target_clones)
#define NN_CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define NN_CLONES
#endif

#endif
