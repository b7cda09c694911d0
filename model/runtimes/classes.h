/* Drawing classes by inversion, as model.distributions.draw_class does. */

#ifndef CLASSES_H
#define CLASSES_H

#include "arithmetic.h"

/* The class that a uniform in [0, 1) draws by masses (C,) of any positive sum; one of mass 0 is never drawn. */
static inline int64_t draw_mass(const float *masses, int64_t size, double uniform) {
    double total = 0.0, cumulative = 0.0;
    for (int64_t c = 0; c < size; c++)
        total += masses[c];
    /* below the total even after rounding, so that a class of positive mass is found */
    double threshold = fmin(uniform * total, nextafter(total, 0.0));
    for (int64_t c = 0; c < size; c++) {
        cumulative += masses[c];
        if (cumulative > threshold)
            return c;
    }
    return size - 1;
}

/* The class that a uniform draws by logits (C,), which are overwritten, among those whose flag is as wanted. Where
   `flags` is NULL, all can be drawn; else at least one can. */
static inline int64_t draw_class(float *logits, const uint8_t *flags, int wanted, int64_t size, double uniform) {
    float highest = -INFINITY;
    for (int64_t c = 0; c < size; c++)
        if ((flags == NULL || flags[c] == wanted) && logits[c] > highest)
            highest = logits[c];
    for (int64_t c = 0; c < size; c++)
        logits[c] -= highest;
    exponentials(logits, size);
    for (int64_t c = 0; c < size; c++)
        if (flags != NULL && flags[c] != wanted)
            logits[c] = 0.0f;
    return draw_mass(logits, size, uniform);
}

#endif
