/* Drawing one window from the point process, as model.decoders.drawing.draw_sequences does, action after action. */

#include "arithmetic.h"
#include "marks.h"

enum { CLOCK_U, KIND_U, CLASS_U, SHARE_U, COMPONENT_U, PLACE_U, UNIFORMS = 7 };
/* where a component's parts lie in its outputs: weight, aim, inertia, deviation (2), log scale (2), query (E) */
enum { AIM = 1, INERTIA = 2, DEVIATION = 3, SCALE = 5, QUERY = 7 };
/* where the parts of PointerHead lie in its outputs: gate, place inside (2), log scale (2), query (E) */
enum { POINT_INSIDE = 1, POINT_SCALE = 3, POINT_QUERY = 5 };
enum { HAZARDS_AT_ONCE = GROUP, SHARES = 3, STAY = 0, CORNER = 1, POINTED = 3 };

/* ClockHead: the wait that a uniform draws, by the hazards of its milliseconds; WAITS - 1 where it does not fit into the
   window, and none that ends before `until_ms` of it. A millisecond needs to know only of those before it: they are
   worked out a few at a time. */
static int64_t draw_wait(const StepWeights *weights, int64_t h, const Hand *hand, int64_t until_ms, double uniform) {
    int64_t least_ms = until_ms > *hand->elapsed_ms ? until_ms - *hand->elapsed_ms : 0;
    int64_t left_ms = *hand->step < MAX_ACTIONS ? HORIZON_MS - *hand->elapsed_ms : 0;
    int has_gap = *hand->step == 0 && hand->idle_ms[0] < LONGEST_IDLE_MS;
    double passed = 0.0, level = -log1p(-uniform);
    for (int64_t start = least_ms; start < left_ms; start += HAZARDS_AT_ONCE) {
        float logits[HAZARDS_AT_ONCE], added[HAZARDS_AT_ONCE];
        int64_t count = left_ms - start < HAZARDS_AT_ONCE ? left_ms - start : HAZARDS_AT_ONCE;
        apply_packed(weights->clock, start, weights->clock_bias + start, hand->hidden, logits, count, h);
        if (has_gap) {
            int64_t first = (int64_t)hand->idle_ms[0] + start;
            apply(weights->clock_gap + first * h, weights->clock_gap_bias + first, hand->hidden, added, count, h);
            add(added, logits, count);
        }
        for (int64_t c = 0; c < count; c++) {
            passed += fmax(logits[c], 0.0) + log1p(exp(-fabs(logits[c])));
            if (passed > level)
                return start + c;
        }
    }
    return WAITS - 1;
}

/* MarkHeads.trunk_after_wait, into `trunk` (H,). */
static void think_after_wait(const StepWeights *weights, int64_t h, const Hand *hand, int64_t wait_ms,
                             const float *carried_px, float *trunk) {
    float numbers[6] = {log1p(wait_ms) / 3.0, (*hand->elapsed_ms + wait_ms) / (double)HORIZON_MS,
                        signed_log(carried_px[0]) / 3.0, signed_log(carried_px[1]) / 3.0,
                        tanh(carried_px[0] / 3.0), tanh(carried_px[1] / 3.0)};
    apply_packed(weights->after_wait, 0, weights->wait + wait_ms * h, hand->hidden, trunk, h, h);
    add_scaled(weights->wait_numbers, numbers, trunk, 6, h);
    silus(trunk, h);
}

/* MarkHeads.trunk_after_kind, from `trunk` into `after` (H,). */
static void think_after_kind(const StepWeights *weights, int64_t h, int64_t kind, const float *trunk, float *after) {
    apply_packed(weights->after_kind, 0, weights->after_kind_bias, trunk, after, h, h);
    add(weights->kind_shift + kind * h, after, h);
    silus(after, h);
}

/* The mean way to the known targets by attention; attending to nothing has the logit 0. */
static void attend(const Sizes *sizes, const uint8_t *is_known, const View *view, const float *query, double *way) {
    double shares[sizes->targets + 1];
    share_attention(sizes, is_known, view, query, shares);
    way[0] = way[1] = 0.0;
    for (int64_t k = 0; k < sizes->targets; k++) {
        if (!is_known[k])
            continue;
        way[0] += shares[k] * view->offset_px[2 * k];
        way[1] += shares[k] * view->offset_px[2 * k + 1];
    }
}

/* A component of PlaceMixture along both axes, and its masses below pixel 0 and on it. */
typedef struct {
    double mean[2], scale[2], below[2], at_zero[2];
} Component;

static double logistic(double edge, double mean, double scale) { return sigmoid((edge - mean) / scale); }

/* MarkHeads.place_mixture: one component. */
static void place_component(const StepWeights *weights, const Sizes *sizes, const uint8_t *is_known,
                             const View *view, const float *trunk, int64_t component, const float *carried_px,
                             Component *out) {
    int64_t h = sizes->hidden, width = QUERY + sizes->width, first = SHARES + component * width;
    float parts[width];
    double way[2];
    apply(weights->place + first * h, weights->place_bias + first, trunk, parts, width, h);
    attend(sizes, is_known, view, parts + QUERY, way);
    double reach = sigmoid(parts[AIM] + weights->aim_bias[0]), inertia = 2.0 * sigmoid(parts[INERTIA]);
    for (int axis = 0; axis < 2; axis++)
        out->mean[axis] = reach * way[axis] + inertia * carried_px[axis] + signed_exp(parts[DEVIATION + axis]);
    double grown = log1p(hypot(out->mean[0], out->mean[1]));
    for (int axis = 0; axis < 2; axis++) {
        double raw = parts[SCALE + axis] + weights->scale_bias[2 * component + axis];
        out->scale[axis] = exp(1.75 + 4.75 * tanh(raw / 4.75) + grown);
        out->below[axis] = logistic(-0.5, out->mean[axis], out->scale[axis]);
        out->at_zero[axis] = logistic(0.5, out->mean[axis], out->scale[axis]) - out->below[axis];
    }
}

/* model.place_mixture: whole pixels of a logistic of which pixel 0 keeps `at_zero` and has lost `left_out`. */
static int64_t draw_around(double uniform, const Component *of, int axis, double at_zero, double left_out) {
    double level = uniform * (1.0 - left_out), below = of->below[axis];
    if (level >= below && level < below + at_zero)
        return 0;
    double inside = fmin(fmax(level < below ? level : level + left_out, 1e-12), 1.0 - 1e-12);
    double pixel = rint(of->mean[axis] + of->scale[axis] * log(inside / (1.0 - inside)));
    return (int64_t)(level < below ? fmin(pixel, -1.0) : fmax(pixel, 1.0));
}

/* PointerHead and PointedPlaces.draw: the token by attention, then the step to a pixel of it, along one axis by itself. */
static void draw_pointed(const Sizes *sizes, const WindowSetting *setting, const Hand *hand, const View *view,
                         const float *parts, const double *uniforms, int64_t *step_px) {
    float scores[sizes->targets + 1];
    for (int64_t k = 0; k < sizes->targets; k++) {
        scores[k] = 0.0f;
        for (int64_t e = 0; setting->is_known[k] && e < sizes->width; e++)
            scores[k] += view->embedded[k * sizes->width + e] * parts[POINT_QUERY + e];
    }
    int64_t k = draw_class(scores, setting->is_known, 1, sizes->targets, uniforms[COMPONENT_U]);
    for (int axis = 0; axis < 2; axis++) {
        double size = fmax(rint(2.0 * setting->half_px[2 * k + axis]), 1.0), half = size / 2.0;
        double middle = view->offset_px[2 * k + axis] - hand->hand_px[axis], low = rint(middle - (size - 1.0) / 2.0);
        double mean = middle + tanh(parts[POINT_INSIDE + axis]) * half;
        double scale = exp(-1.0 + 2.0 * tanh(parts[POINT_SCALE + axis] / 2.0)) * fmax(half, 1.0);
        double below = logistic(low - 0.5, mean, scale), above = logistic(low + size - 0.5, mean, scale);
        double level = fmin(fmax(below + uniforms[PLACE_U + axis] * (above - below), 1e-12), 1.0 - 1e-12);
        double pixel = rint(mean + scale * log(level / (1.0 - level)));
        step_px[axis] = (int64_t)fmin(fmax(pixel, low), low + size - 1.0);
    }
}

static int knows_any(const Sizes *sizes, const uint8_t *is_known) {
    for (int64_t k = 0; k < sizes->targets; k++)
        if (is_known[k])
            return 1;
    return 0;
}

/* PlaceMixture.draw: the hand's step in whole pixels. Only what is drawn is worked out. */
static void draw_place(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting, const Hand *hand,
                       const View *view, const float *trunk, int64_t kind, const float *carried_px,
                       const int64_t *corner_px, const double *uniforms, int64_t *step_px) {
    int64_t h = sizes->hidden, width = QUERY + sizes->width, pointing = POINT_QUERY + sizes->width;
    int points = sizes->points && knows_any(sizes, setting->is_known);
    float shares[SHARES + 1], logits[sizes->components], parts[pointing];
    apply(weights->place, weights->place_bias, trunk, shares, SHARES, h);
    add(weights->share_bias + SHARES * kind, shares, SHARES);
    if (points) {
        apply(weights->point, weights->point_bias, trunk, parts, pointing, h);
        shares[POINTED] = parts[0];
    }
    int64_t share = draw_class(shares, NULL, 1, SHARES + points, uniforms[SHARE_U]);
    if (share == POINTED) {
        draw_pointed(sizes, setting, hand, view, parts, uniforms, step_px);
        return;
    }
    for (int axis = 0; axis < 2; axis++)
        step_px[axis] = share == CORNER ? corner_px[axis] : 0;
    if (share == CORNER || share == STAY)
        return;
    for (int64_t m = 0; m < sizes->components; m++) {
        int64_t row = SHARES + m * width;
        apply(weights->place + row * h, weights->place_bias + row, trunk, logits + m, 1, h);
    }
    Component drawn;
    place_component(weights, sizes, setting->is_known, view, trunk,
                    draw_class(logits, NULL, 1, sizes->components, uniforms[COMPONENT_U]), carried_px, &drawn);
    double left_out = drawn.at_zero[0] * drawn.at_zero[1];
    step_px[0] = draw_around(uniforms[PLACE_U], &drawn, 0, drawn.at_zero[0] - left_out, left_out);
    double lost = step_px[0] == 0 ? drawn.at_zero[1] : 0.0;
    step_px[1] = draw_around(uniforms[PLACE_U + 1], &drawn, 1, drawn.at_zero[1] - lost, lost);
}

static int64_t pointer_px(const WindowSetting *setting, const Hand *hand, int axis) {
    return (int64_t)rintf(setting->pointer_px[axis] + hand->displacement_px[axis]);
}

/* What happens after a wait, into `action` (7,), by the step's uniforms (7,). */
static void draw_marks(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting, const Hand *hand,
                       const View *view, int64_t wait_ms, const double *uniforms, int64_t *action) {
    int64_t h = sizes->hidden;
    float carried_px[2], before[h], trunk[h];
    carry_on(hand, wait_ms, carried_px);
    think_after_wait(weights, h, hand, wait_ms, carried_px, before);
    int64_t kind = draw_kind(weights, sizes, setting, hand, view, before, uniforms[KIND_U]);
    think_after_kind(weights, h, kind, before, trunk);
    memset(action, 0, MARKS * sizeof *action);
    action[WAIT] = wait_ms;
    action[KIND] = kind;
    if (kind < KEY_PRESS) {
        int64_t step_px[2], corner_px[2];
        for (int axis = 0; axis < 2; axis++)
            corner_px[axis] = -(int64_t)rintf(setting->pointer_px[axis] + hand->displacement_px[axis] +
                                              hand->hand_px[axis]);
        draw_place(weights, sizes, setting, hand, view, trunk, kind, carried_px, corner_px, uniforms, step_px);
        for (int axis = 0; axis < 2; axis++) {
            int64_t here = pointer_px(setting, hand, axis), edge = (int64_t)setting->canvas_px[axis] - 1;
            int64_t there = here + (int64_t)hand->hand_px[axis] + step_px[axis];
            there = there < 0 ? 0 : there;
            action[DX + axis] = (there > edge ? edge : there) - here;
        }
    }
    if (kind == PRESS || kind == RELEASE) {
        action[BUTTON] = draw_button(weights, sizes, setting->means, hand, trunk, kind == RELEASE, uniforms[CLASS_U]);
    } else if (kind == SCROLL) {
        action[NOTCHES] = draw_notches(weights, sizes, setting->means, trunk, uniforms[CLASS_U]);
    } else if (kind >= KEY_PRESS) {
        action[KEY] = draw_key(weights, sizes, setting->means, hand, trunk, kind == KEY_RELEASE, uniforms[CLASS_U]);
    }
}

/* Draws until the clock passes the horizon or `slots` actions are there.

   The first `given_count` actions are `given` (P, 7), as steps from the pointer; nothing else happens before `until_ms`.
   `uniforms` (slots, 7) are all the randomness. `actions` (slots, 7) receives wait, kind, x, y, button, key and notches
   of each action; `hand` is left as it was before the step that was drawn last. Returns the number of actions. */
int64_t draw_window(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting, Hand *hand,
                    const int64_t *given, int64_t given_count, int64_t until_ms, const double *uniforms,
                    int64_t horizon_ms, int64_t slots, int64_t *actions) {
    float offset_px[2 * sizes->targets + 1], embedded[sizes->targets * sizes->width + 1];
    float inputs[sizes->hidden], numbers[sizes->targets * TOKEN_NUMBERS + 1];
    View view = {offset_px, embedded, numbers};
    for (int64_t slot = 0; slot < slots; slot++) {
        const double *own = uniforms + slot * UNIFORMS;
        int64_t *action = actions + slot * MARKS;
        look(weights, sizes, setting, hand, &view);
        read_feedback(weights, sizes, setting, hand, &view, inputs);
        remember(weights, sizes->hidden, inputs, hand->hidden);
        if (slot < given_count) {
            memcpy(action, given + slot * MARKS, MARKS * sizeof *action);
        } else {
            int64_t wait_ms = draw_wait(weights, sizes->hidden, hand, until_ms, own[CLOCK_U]);
            if (*hand->elapsed_ms + wait_ms >= horizon_ms)
                return slot;
            draw_marks(weights, sizes, setting, hand, &view, wait_ms, own, action);
        }
        advance(hand, action);
        for (int axis = 0; axis < 2; axis++)
            action[DX + axis] = pointer_px(setting, hand, axis);
    }
    return slots;
}
