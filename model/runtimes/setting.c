/* What all steps of a window share: PointProcessDecoder.setting, initial and what they are made of.

   Letters: H hidden width; K targets; E target width; D columns of a state. */

#include "goals.h"

/* model/runtimes/setting.py: SettingWeights */
typedef struct {
    const float *start, *start_bias, *context, *context_bias;
    const float *slot, *name, *goal, *goal_bias, *query, *query_bias, *slots, *slots_bias;
    const float *others, *others_bias, *scale_px;
    const int64_t *columns, *name_columns;
} SettingWeights;

/* model/runtimes/setting.py: SettingOut, what is worked out here */
typedef struct {
    float *hidden, *context, *offset_px, *identity;
    uint8_t *is_known;
} SettingOut;

/* TargetReader.at_start: where the targets are, and what each is. */
static void find_targets(const SettingWeights *weights, const Sizes *sizes, const float *state, SettingOut *out) {
    int64_t e = sizes->width;
    for (int64_t k = 0; k < sizes->targets; k++) {
        float x = state[weights->columns[2 * k]] * weights->scale_px[k];
        float y = state[weights->columns[2 * k + 1]] * weights->scale_px[k];
        out->is_known[k] = !isnan(x) && !isnan(y);
        out->offset_px[2 * k] = out->is_known[k] ? x : 0.0f;
        out->offset_px[2 * k + 1] = out->is_known[k] ? y : 0.0f;
        int64_t column = weights->name_columns[k];
        float named = column < 0 ? NAN : state[column];
        memcpy(out->identity + k * e, weights->slot + k * e, e * sizeof(float));
        add(weights->name + e * (isnan(named) ? 0 : (int64_t)named + 1), out->identity + k * e, e);
    }
}

/* GoalHead.forward and TargetReader.with_goals: each known target knows how likely it is the goal. */
static void foresee(const SettingWeights *weights, const Sizes *sizes, const float *fused, const float *afresh,
                    const float *embedded, SettingOut *out) {
    int64_t k = sizes->targets, e = sizes->width;
    float query[e], logits[k + 2];
    apply(weights->query, weights->query_bias, afresh, query, e, sizes->hidden);
    apply(weights->slots, weights->slots_bias, afresh, logits, k, sizes->hidden);
    apply(weights->others, weights->others_bias, fused, logits + k, 2, sizes->hidden);
    for (int64_t i = 0; i < k; i++)
        for (int64_t j = 0; out->is_known[i] && j < e; j++)
            logits[i] += embedded[i * e + j] * query[j];
    tell_goals(weights->goal, weights->goal_bias, sizes, out->is_known, logits, out->identity, NULL);
}

/* From the fused context (H,), what is known without the past (H,), the current state (D,) and the pointer's velocity (2,). */
void begin_window(const SettingWeights *weights, const StepWeights *step_weights, const Sizes *sizes,
                  const float *fused, const float *afresh, const float *state, float *velocity, SettingOut *out) {
    int64_t h = sizes->hidden;
    apply(weights->start, weights->start_bias, fused, out->hidden, h, h);
    tanhs(out->hidden, h);
    apply(weights->context, weights->context_bias, fused, out->context, h, h);
    find_targets(weights, sizes, state, out);
    float still[2] = {0.0f, 0.0f}, offset_px[2 * sizes->targets + 1], embedded[sizes->targets * sizes->width + 1];
    WindowSetting before = {.offset_px = out->offset_px, .identity = out->identity, .is_known = out->is_known};
    Hand hand = {.displacement_px = still, .velocity = velocity};
    float numbers[sizes->targets * TOKEN_NUMBERS + 1];
    View view = {offset_px, embedded, numbers};
    look(step_weights, sizes, &before, &hand, &view);
    foresee(weights, sizes, fused, afresh, embedded, out);
}
