/* The arithmetic of the kernels: matrices times a vector, and the smooth functions of networks, on float32 arrays.

   Plain loops: the compiler runs them in parallel lanes, sums in any order (model/runtimes/compiling.py says how). */

#ifndef ARITHMETIC_H
#define ARITHMETIC_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* The first `rows` outputs of a layer with weight (O, I) and bias (O,), from `vector` (I,) into `out` (O,).
   Four rows at a time, so that four sums are under way at once. */
static inline void apply(const float *restrict weight, const float *restrict bias, const float *restrict vector,
                  float *restrict out, int64_t rows, int64_t columns) {
    int64_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        const float *a = weight + i * columns, *b = a + columns, *c = b + columns, *d = c + columns;
        float sum_a = 0, sum_b = 0, sum_c = 0, sum_d = 0;
        for (int64_t j = 0; j < columns; j++) {
            sum_a += a[j] * vector[j];
            sum_b += b[j] * vector[j];
            sum_c += c[j] * vector[j];
            sum_d += d[j] * vector[j];
        }
        out[i] = sum_a + bias[i];
        out[i + 1] = sum_b + bias[i + 1];
        out[i + 2] = sum_c + bias[i + 2];
        out[i + 3] = sum_d + bias[i + 3];
    }
    for (; i < rows; i++) {
        float sum = 0;
        for (int64_t j = 0; j < columns; j++)
            sum += weight[i * columns + j] * vector[j];
        out[i] = sum + bias[i];
    }
}

enum { TOGETHER = 4, TILE = 32 };

typedef float Lanes __attribute__((vector_size(TILE / 2 * sizeof(float)), aligned(sizeof(float)), may_alias));

/* One tile (I, 32) on four vectors (4, I), into `sums` (4, 32). */
static inline void apply_tile(const float *restrict tile, const float *restrict vectors, int64_t columns,
                              float *restrict sums) {
    Lanes own[TOGETHER][2] = {0};
    for (int64_t j = 0; j < columns; j++) {
        Lanes first = *(const Lanes *)(tile + TILE * j), second = *(const Lanes *)(tile + TILE * j + TILE / 2);
        for (int v = 0; v < TOGETHER; v++) {
            own[v][0] += first * vectors[v * columns + j];
            own[v][1] += second * vectors[v * columns + j];
        }
    }
    memcpy(sums, own, sizeof own);
}

/* A layer on many vectors (N, I), N a multiple of four, into `out` (N, O). Its outputs lie in tiles: of 32 outputs,
   filled up with zeros, one input after another (O / 32, I, 32). So a weight is fetched once for all vectors, and no sum
   runs across lanes. */
static inline void apply_to_all(const float *restrict tiles, const float *restrict bias, const float *restrict vectors,
                                int64_t number, float *restrict out, int64_t rows, int64_t columns) {
    for (int64_t i = 0; i < rows; i += TILE, tiles += TILE * columns) {
        int64_t count = rows - i < TILE ? rows - i : TILE;
        for (int64_t n = 0; n < number; n += TOGETHER) {
            float sums[TOGETHER * TILE];
            apply_tile(tiles, vectors + n * columns, columns, sums);
            for (int v = 0; v < TOGETHER; v++)
                for (int64_t k = 0; k < count; k++)
                    out[(n + v) * rows + i + k] = sums[v * TILE + k] + bias[i + k];
        }
    }
}

/* Adds a row (O,) to `out` (O,). */
static inline void add(const float *restrict row, float *restrict out, int64_t size) {
    for (int64_t i = 0; i < size; i++)
        out[i] += row[i];
}

/* Adds rows (N, O), each times its scale (N,), to `out` (O,), four at a time. */
static inline void add_scaled(const float *restrict rows, const float *restrict scales, float *restrict out, int64_t count,
                       int64_t size) {
    int64_t n = 0;
    for (; n + 4 <= count; n += 4) {
        const float *a = rows + n * size, *b = a + size, *c = b + size, *d = c + size;
        float by_a = scales[n], by_b = scales[n + 1], by_c = scales[n + 2], by_d = scales[n + 3];
        for (int64_t i = 0; i < size; i++)
            out[i] += a[i] * by_a + b[i] * by_b + c[i] * by_c + d[i] * by_d;
    }
    for (; n < count; n++)
        for (int64_t i = 0; i < size; i++)
            out[i] += rows[n * size + i] * scales[n];
}

/* Adds the rows (N, O) whose flag is set to `out` (O,). */
static inline void add_flagged(const float *rows, const uint8_t *flags, float *out, int64_t count, int64_t size) {
    for (int64_t n = 0; n < count; n++)
        if (flags[n])
            add(rows + n * size, out, size);
}

/* exp in place, by Cephes' expf: 2^n times a polynomial of the rest. Arguments outside -87..88 are cut. */
static inline void exponentials(float *restrict values, int64_t size) {
    for (int64_t i = 0; i < size; i++) {
        float value = values[i] < -87.0f ? -87.0f : values[i];
        value = value > 88.0f ? 88.0f : value;
        float n = floorf(value * 1.44269504f + 0.5f);
        float rest = value - n * 0.693359375f + n * 2.12194440e-4f;
        float series = 1.9875691500e-4f;
        series = series * rest + 1.3981999507e-3f;
        series = series * rest + 8.3334519073e-3f;
        series = series * rest + 4.1665795894e-2f;
        series = series * rest + 1.6666665459e-1f;
        series = series * rest + 5.0000001201e-1f;
        int32_t bits = ((int32_t)n + 127) << 23;
        float power;
        memcpy(&power, &bits, sizeof power);
        values[i] = (series * rest * rest + rest + 1.0f) * power;
    }
}

/* 1 / (1 + exp(-x)) in place. */
static inline void sigmoids(float *restrict values, int64_t size) {
    for (int64_t i = 0; i < size; i++)
        values[i] = -values[i];
    exponentials(values, size);
    for (int64_t i = 0; i < size; i++)
        values[i] = 1.0f / (1.0f + values[i]);
}

/* tanh(x) in place. */
static inline void tanhs(float *restrict values, int64_t size) {
    for (int64_t i = 0; i < size; i++)
        values[i] *= 2.0f;
    sigmoids(values, size);
    for (int64_t i = 0; i < size; i++)
        values[i] = 2.0f * values[i] - 1.0f;
}

/* x / (1 + exp(-x)) in place. */
static inline void silus(float *restrict values, int64_t size) {
    float gates[size];
    memcpy(gates, values, sizeof gates);
    sigmoids(gates, size);
    for (int64_t i = 0; i < size; i++)
        values[i] *= gates[i];
}

static inline double sigmoid(double value) { return 1.0 / (1.0 + exp(-value)); }

/* model.distributions.signed_log and signed_exp of one number. */
static inline double signed_log(double value) { return copysign(log1p(fabs(value)), value); }

static inline double signed_exp(double value) {
    value = fmin(fmax(value, -8.0), 8.0);
    return copysign(expm1(fabs(value)), value);
}

#endif
