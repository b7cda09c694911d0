/* Packing layers; packed.h says how they lie. */

#include "packed.h"

#include <math.h>
#include <string.h>

int64_t packed_bytes(int64_t rows, int64_t columns) { return layer_bytes(rows, columns); }

#if defined(__AVX512VBMI__) && !defined(FLOAT_WEIGHTS)

static void pack_row(const float *row, int64_t columns, int64_t place, uint8_t *group) {
    float largest = 0.0f;
    for (int64_t j = 0; j < columns; j++)
        largest = fmaxf(largest, fabsf(row[j]));
    float lane_scale = largest / LARGEST_WEIGHT / 256.0f; /* a lane holds 256 times the number */
    memcpy(group + place * sizeof lane_scale, &lane_scale, sizeof lane_scale);
    for (int64_t j = 0; j < columns && lane_scale > 0.0f; j++) {
        double number = rint(row[j] / (256.0 * lane_scale));
        uint32_t weight = (uint32_t)(int32_t)fmax(fmin(number, LARGEST_WEIGHT), -LARGEST_WEIGHT);
        uint8_t *bytes = group + SCALE_BYTES + WEIGHT_BYTES * (j * GROUP + place);
        for (int b = 0; b < WEIGHT_BYTES; b++)
            bytes[b] = weight >> 8 * b & 0xff;
    }
}

#else

static void pack_row(const float *row, int64_t columns, int64_t place, uint8_t *group) {
    for (int64_t j = 0; j < columns; j++)
        memcpy(group + WEIGHT_BYTES * (j * GROUP + place), row + j, sizeof *row);
}

#endif

/* A weight (O, I) into `packed`, of packed_bytes(O, I) zeros. */
void pack_layer(const float *weight, int64_t rows, int64_t columns, uint8_t *packed) {
    for (int64_t i = 0; i < rows; i++)
        pack_row(weight + i * columns, columns, i % GROUP, packed + i / GROUP * group_bytes(columns));
}
