/* Which target the next press is foreseen to land on. */

#ifndef GOALS_H
#define GOALS_H

#include "step.h"

/* TargetReader.with_goals and TokenReader.with_goals: from the logits (K + 2) of each target, which count nothing where
   it is unknown, of a press elsewhere and of none soon, each known target's `identity` (K, E) is told how likely it is
   the goal. Where `shares` (K,) are not NULL they tell how likely it would be if it were one of them, 0 for the
   unknown. */
static inline void tell_goals(const float *goal, const float *goal_bias, const Sizes *sizes, const uint8_t *is_known,
                              const float *logits, float *identity, float *shares) {
    int64_t k = sizes->targets, e = sizes->width;
    float best = -INFINITY;
    for (int64_t i = 0; i < k; i++)
        if (is_known[i])
            best = fmaxf(best, logits[i]);
    float highest = fmaxf(best, fmaxf(logits[k], logits[k + 1]));
    double known = 0.0, total = exp(logits[k] - highest) + exp(logits[k + 1] - highest);
    for (int64_t i = 0; i < k; i++) {
        known += is_known[i] ? exp(logits[i] - best) : 0.0;
        total += is_known[i] ? exp(logits[i] - highest) : 0.0;
    }
    for (int64_t i = 0; i < k; i++) {
        float log_share = logits[i] - highest - log(total), told[2] = {log_share / 3.0f, expf(log_share)};
        if (shares != NULL)
            shares[i] = is_known[i] ? exp(logits[i] - best) / known : 0.0f;
        if (!is_known[i])
            continue;
        add(goal_bias, identity + i * e, e);
        add_scaled(goal, told, identity + i * e, 2, e);
    }
}

#endif
