/* Kind, button, key and notches of an action: the classes among its marks, as model.decoders.heads draws them. */

#ifndef MARKS_H
#define MARKS_H

#include "classes.h"
#include "step.h"

enum { MAX_NOTCHES = 5 };

/* model.decoders.legality.allowed_kinds, into `allowed` (6,). */
static inline void allow_kinds(const Sizes *sizes, const Hand *hand, uint8_t *allowed) {
    int64_t buttons = 0, keys = 0;
    for (int64_t b = 0; b < BUTTONS; b++)
        buttons += hand->held_buttons[b];
    for (int64_t c = 0; c < sizes->keys; c++)
        keys += hand->held_keys[c];
    allowed[MOVE] = allowed[SCROLL] = 1;
    allowed[PRESS] = buttons < BUTTONS;
    allowed[RELEASE] = buttons > 0;
    allowed[KEY_PRESS] = keys < sizes->keys;
    allowed[KEY_RELEASE] = keys > 0;
}

/* MarkHeads.kind_logits, and a kind of them. */
static inline int64_t draw_kind(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting,
                                const Hand *hand, const View *view, const float *trunk, double uniform) {
    float logits[KINDS];
    uint8_t allowed[KINDS];
    apply(weights->mark_kind, weights->mark_kind_bias, trunk, logits, KINDS, sizes->hidden);
    if (sizes->queries) {
        const float *told = setting->means;
        float means[KIND_MEANS] = {told[COVERED], told[KEYED], told[ABOVE] + told[BELOW], 0.0f};
        for (int64_t k = 0; k < sizes->targets; k++)
            if (setting->is_known[k]) /* how likely the pointer is on what is wanted */
                means[KIND_THERE] += setting->goals[k] * view->numbers[k * TOKEN_NUMBERS + INSIDE];
        for (int64_t c = 0; c < KINDS; c++)
            for (int64_t m = 0; m < KIND_MEANS; m++)
                logits[c] += weights->means_kind[c * KIND_MEANS + m] * means[m];
    }
    allow_kinds(sizes, hand, allowed);
    return draw_class(logits, allowed, 1, KINDS, uniform);
}

/* MarkHeads.button_logits, and one of the buttons that are held as is wanted. */
static inline int64_t draw_button(const StepWeights *weights, const Sizes *sizes, const float *means, const Hand *hand,
                                  const float *trunk, int is_held, double uniform) {
    float logits[BUTTONS];
    apply(weights->mark_button, weights->mark_button_bias, trunk, logits, BUTTONS, sizes->hidden);
    if (sizes->queries) {
        logits[0] -= weights->means_button[0] * means[BY_RIGHT];
        logits[BUTTONS - 1] += weights->means_button[0] * means[BY_RIGHT];
    }
    return draw_class(logits, hand->held_buttons, is_held, BUTTONS, uniform);
}

/* MarkHeads.key_logits, and one of the keys that are held as is wanted. */
static inline int64_t draw_key(const StepWeights *weights, const Sizes *sizes, const float *means, const Hand *hand,
                               const float *trunk, int is_held, double uniform) {
    float logits[sizes->keys];
    apply(weights->mark_key, weights->mark_key_bias, trunk, logits, sizes->keys, sizes->hidden);
    for (int64_t c = 0; sizes->queries && c < sizes->keys; c++)
        logits[c] += weights->means_gain[0] * means[PLAIN_MEANS + c];
    return draw_class(logits, hand->held_keys, is_held, sizes->keys, uniform);
}

/* MarkHeads.scroll_logits, and notches of them. */
static inline int64_t draw_notches(const StepWeights *weights, const Sizes *sizes, const float *means,
                                   const float *trunk, double uniform) {
    float logits[2 * MAX_NOTCHES];
    apply(weights->mark_scroll, weights->mark_scroll_bias, trunk, logits, 2 * MAX_NOTCHES, sizes->hidden);
    for (int64_t c = 0; sizes->queries && c < 2 * MAX_NOTCHES; c++)
        logits[c] += (c < MAX_NOTCHES ? -1.0f : 1.0f) * weights->means_wheel[0] * (means[ABOVE] - means[BELOW]);
    int64_t drawn = draw_class(logits, NULL, 1, 2 * MAX_NOTCHES, uniform);
    return drawn < MAX_NOTCHES ? drawn - MAX_NOTCHES : drawn - MAX_NOTCHES + 1;
}

#endif
