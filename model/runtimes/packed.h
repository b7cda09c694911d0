/* Layers as a kernel reads them at once: outputs in groups of 64, in each group the inputs one after another.

   A window's steps read the same weights a hundred times. As floats they do not fit the cache beside a core (2 MB), and
   each step then waits for the next one. Where the processor can spread bytes over lanes (AVX-512 VBMI), a weight is
   therefore kept as a whole number of 24 bits, times a scale of its output: as exact as a float is near the largest
   weight of that output, and a quarter shorter. Elsewhere it is kept as a float. Only this file and packed.c know. */

#ifndef PACKED_H
#define PACKED_H

#include <stddef.h>
#include <stdint.h>

enum { GROUP = 64 };

#if defined(__AVX512VBMI__) && !defined(FLOAT_WEIGHTS)
#include <immintrin.h>

enum { LANES = 16, WEIGHT_BYTES = 3, LARGEST_WEIGHT = (1 << 23) - 1, SCALE_BYTES = GROUP * sizeof(float) };
/* Eight inputs ahead are fetched meanwhile: measured on a processor with 2 MB beside each core, a sixth quicker. */
enum { AHEAD_BYTES = 8 * WEIGHT_BYTES * GROUP };

static inline __m512 spread(const uint8_t *weights, __m512i order, __mmask64 used) {
    return _mm512_cvtepi32_ps(_mm512_maskz_permutexvar_epi8(used, order, _mm512_loadu_si512(weights)));
}

/* The sums of a group, without bias, into `sums` (64,). */
static inline void sum_group(const uint8_t *group, const float *vector, int64_t columns, float *sums) {
    /* 24 bits become the upper ones of a lane of 32: byte b of weight l goes to byte 4 l + b + 1 */
    const __m512i first = _mm512_setr_epi32(0x02010000, 0x05040300, 0x08070600, 0x0b0a0900, 0x0e0d0c00, 0x11100f00,
                                            0x14131200, 0x17161500, 0x1a191800, 0x1d1c1b00, 0x201f1e00, 0x23222100,
                                            0x26252400, 0x29282700, 0x2c2b2a00, 0x2f2e2d00);
    const __mmask64 used = 0xeeeeeeeeeeeeeeeeull;
    __m512 a = _mm512_setzero_ps(), b = a, c = a, d = a;
    const uint8_t *weights = group + SCALE_BYTES;
    for (int64_t j = 0; j < columns; j++, weights += WEIGHT_BYTES * GROUP) {
        __m512 input = _mm512_set1_ps(vector[j]);
        for (int line = 0; line < AHEAD_BYTES / 8; line += 64)
            _mm_prefetch((const char *)weights + AHEAD_BYTES + line, _MM_HINT_T0);
        a = _mm512_fmadd_ps(spread(weights, first, used), input, a);
        b = _mm512_fmadd_ps(spread(weights + WEIGHT_BYTES * LANES, first, used), input, b);
        c = _mm512_fmadd_ps(spread(weights + 2 * WEIGHT_BYTES * LANES, first, used), input, c);
        d = _mm512_fmadd_ps(spread(weights + 3 * WEIGHT_BYTES * LANES, first, used), input, d);
    }
    const float *scale = (const float *)group;
    _mm512_storeu_ps(sums, _mm512_mul_ps(a, _mm512_loadu_ps(scale)));
    _mm512_storeu_ps(sums + LANES, _mm512_mul_ps(b, _mm512_loadu_ps(scale + LANES)));
    _mm512_storeu_ps(sums + 2 * LANES, _mm512_mul_ps(c, _mm512_loadu_ps(scale + 2 * LANES)));
    _mm512_storeu_ps(sums + 3 * LANES, _mm512_mul_ps(d, _mm512_loadu_ps(scale + 3 * LANES)));
}

#else

enum { WEIGHT_BYTES = sizeof(float), SCALE_BYTES = 0 };

static inline void sum_group(const uint8_t *group, const float *vector, int64_t columns, float *sums) {
    const float *weights = (const float *)group;
    float own[GROUP] = {0};
    for (int64_t j = 0; j < columns; j++)
        for (int64_t i = 0; i < GROUP; i++)
            own[i] += weights[j * GROUP + i] * vector[j];
    for (int64_t i = 0; i < GROUP; i++)
        sums[i] = own[i];
}

#endif

/* The last group is read a little past its end. */
enum { MARGIN_BYTES = 64 };

static inline int64_t group_bytes(int64_t columns) { return SCALE_BYTES + WEIGHT_BYTES * GROUP * columns; }

static inline int64_t layer_bytes(int64_t rows, int64_t columns) {
    return (rows + GROUP - 1) / GROUP * group_bytes(columns) + MARGIN_BYTES;
}

/* `rows` outputs of a packed layer from its output `first` on, which a group begins with: from `vector` (I,), with
   `bias` (O,) of those outputs, into `out` (O,). `bias` may be `out`. */
static inline void apply_packed(const uint8_t *packed, int64_t first, const float *bias, const float *vector,
                                float *out, int64_t rows, int64_t columns) {
    const uint8_t *group = packed + first / GROUP * group_bytes(columns);
    for (int64_t i = 0; i < rows; i += GROUP, group += group_bytes(columns)) {
        float sums[GROUP];
        int64_t count = rows - i < GROUP ? rows - i : GROUP;
        sum_group(group, vector, columns, sums);
        for (int64_t k = 0; k < count; k++)
            out[i + k] = sums[k] + bias[i + k];
    }
}

#endif
