/* What a step of the point process reads and remembers: targets, feedback and recurrence.

   Letters: H hidden width; K targets; E target width; C keys; M mixture components. The fields of each struct are those
   of the named tuple of the same name in Python, in the same order: arrays of float32 where nothing else is said. */

#ifndef STEP_H
#define STEP_H

#include "arithmetic.h"
#include "packed.h"

enum { MOVE, PRESS, RELEASE, SCROLL, KEY_PRESS, KEY_RELEASE, KINDS };
enum { WAIT, KIND, DX, DY, BUTTON, KEY, NOTCHES, MARKS };
enum { HORIZON_MS = 600, WAITS = 601, MAX_ACTIONS = 100, BUTTONS = 3, TARGET_NUMBERS = 11, FEEDBACK_NUMBERS = 20 };
enum { TOKEN_NUMBERS = 16, INSIDE = 13 };
/* model/decoders/means.py: means_of, before the keys; and what MeansHead.kinds makes of them */
enum { COVERED, KEYED, ABOVE, BELOW, BY_RIGHT, PLAIN_MEANS };
enum { KIND_COVERED, KIND_KEYED, KIND_HIDDEN, KIND_THERE, KIND_MEANS };
enum { IDLE_CLASSES = 1024, LONGEST_IDLE_MS = 600 };

/* model/runtimes/weights.py: StepWeights */
typedef struct {
    const float *target_numbers, *target_bias;
    const float *kind, *key, *gap, *numbers, *button, *held_buttons, *held_keys;
    const uint8_t *targets, *input_gates, *hidden_gates, *clock, *after_wait, *after_kind;
    const float *input_bias, *hidden_bias, *clock_bias, *clock_gap, *clock_gap_bias;
    const float *wait, *wait_numbers, *mark_kind, *mark_kind_bias, *means_kind, *means_gain, *means_wheel, *means_button, *after_kind_bias, *kind_shift;
    const float *mark_button, *mark_button_bias, *mark_key, *mark_key_bias, *mark_scroll, *mark_scroll_bias;
    const float *place, *place_bias, *share_bias, *scale_bias, *aim_bias, *point, *point_bias;
} StepWeights;

/* model/runtimes/setting.py: StepKernels.sizes. Without queries the targets are those of the features, else tokens;
   where it points, a share of each place lies in them. */
typedef struct {
    int64_t hidden, targets, width, keys, components, queries, points;
} Sizes;

/* model/runtimes/setting.py: WindowSetting */
typedef struct {
    const float *context, *offset_px, *identity, *pointer_px, *canvas_px, *half_px, *goals, *queries, *means;
    const uint8_t *is_known, *is_seen;
} WindowSetting;

/* model/runtimes/point_process.py: Hand, changed in place */
typedef struct {
    float *hidden, *displacement_px, *hand_px, *way_px, *velocity, *idle_ms, *rest_ms;
    uint8_t *held_buttons, *held_keys;
    int64_t *previous, *step, *elapsed_ms;
} Hand;

/* The targets as they are before a step: offset (K, 2), embedding (K, E) and numbers (K, 16), set for known ones only. */
typedef struct {
    float *offset_px, *embedded, *numbers;
} View;

/* model.decoders.targets: the numbers of a target that lies (x, y) pixels from the pointer. */
static inline void target_numbers(double x, double y, const float *velocity, float *numbers) {
    double speed = hypot(velocity[0], velocity[1]), distance = hypot(x, y), far = log1p(distance);
    double heading_x = velocity[0] / fmax(speed, 0.01), heading_y = velocity[1] / fmax(speed, 0.01);
    double ahead_x = x / fmax(distance, 1.0), ahead_y = y / fmax(distance, 1.0);
    numbers[0] = x / 200.0;
    numbers[1] = y / 200.0;
    numbers[2] = signed_log(x) / 3.0;
    numbers[3] = signed_log(y) / 3.0;
    numbers[4] = tanh(x / 10.0);
    numbers[5] = tanh(y / 10.0);
    numbers[6] = far / 3.0;
    numbers[7] = exp(-distance / 10.0);
    numbers[8] = ahead_x * heading_x + ahead_y * heading_y;
    numbers[9] = fabs(ahead_x * heading_y - ahead_y * heading_x);
    numbers[10] = (far - log(speed + 0.01)) / 3.0;
}

/* model.decoders.pointing: the numbers of a token beside those of any target. */
static inline void size_numbers(const float *offset_px, const float *half_px, float *numbers) {
    for (int axis = 0; axis < 2; axis++) {
        numbers[axis] = tanh(offset_px[axis] / fmaxf(half_px[axis], 1.0f));
        numbers[3 + axis] = log1p(half_px[axis]) / 3.0;
    }
    numbers[2] = fabsf(offset_px[0]) < half_px[0] && fabsf(offset_px[1]) < half_px[1];
}

/* TargetReader.forward, and TokenReader.forward: where the known targets are now. */
static inline void look(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting, const Hand *hand,
                 View *view) {
    int64_t count = sizes->queries ? TOKEN_NUMBERS : TARGET_NUMBERS;
    for (int64_t k = 0; k < sizes->targets; k++) {
        if (!setting->is_known[k])
            continue;
        float *offset = view->offset_px + 2 * k, *embedded = view->embedded + k * sizes->width;
        float *numbers = view->numbers + k * TOKEN_NUMBERS;
        for (int axis = 0; axis < 2; axis++)
            offset[axis] = setting->offset_px[2 * k + axis] - hand->displacement_px[axis];
        target_numbers(offset[0], offset[1], hand->velocity, numbers);
        if (sizes->queries)
            size_numbers(offset, setting->half_px + 2 * k, numbers + TARGET_NUMBERS);
        memcpy(embedded, setting->identity + k * sizes->width, sizes->width * sizeof(float));
        add(weights->target_bias, embedded, sizes->width);
        add_scaled(weights->target_numbers, numbers, embedded, count, sizes->width);
        silus(embedded, sizes->width);
    }
}

/* How much of a query (E,) each known target gets by attention, into `shares` (K,), 0 for the unknown; attending to
   nothing has the logit 0. */
static inline void share_attention(const Sizes *sizes, const uint8_t *is_known, const View *view, const float *query,
                                   double *shares) {
    double highest = 0.0;
    for (int64_t k = 0; k < sizes->targets; k++) {
        shares[k] = 0.0;
        for (int64_t e = 0; is_known[k] && e < sizes->width; e++)
            shares[k] += view->embedded[k * sizes->width + e] * query[e];
        highest = fmax(highest, shares[k]);
    }
    double total = exp(-highest);
    for (int64_t k = 0; k < sizes->targets; k++) {
        shares[k] = is_known[k] ? exp(shares[k] - highest) : 0.0;
        total += shares[k];
    }
    for (int64_t k = 0; k < sizes->targets; k++)
        shares[k] /= total;
}

/* TokenView.found: the tokens weighed by the goals, then by each query, into `found` (1 + Q, E + 16). */
static inline void find_tokens(const Sizes *sizes, const WindowSetting *setting, const View *view, float *found) {
    int64_t e = sizes->width, size = e + TOKEN_NUMBERS;
    memset(found, 0, (1 + sizes->queries) * size * sizeof *found);
    for (int64_t q = 0; q <= sizes->queries; q++, found += size) {
        double shares[sizes->targets + 1];
        if (q > 0)
            share_attention(sizes, setting->is_known, view, setting->queries + (q - 1) * e, shares);
        for (int64_t k = 0; k < sizes->targets; k++) {
            if (!setting->is_known[k])
                continue;
            float share = q > 0 ? shares[k] : setting->goals[k];
            add_scaled(view->embedded + k * e, &share, found, 1, e);
            add_scaled(view->numbers + k * TOKEN_NUMBERS, &share, found + e, 1, TOKEN_NUMBERS);
        }
    }
}

static inline void feedback_numbers(const WindowSetting *setting, const Hand *hand, float *numbers) {
    const int64_t *previous = hand->previous;
    double wait_ms = previous[WAIT], since_s = hand->idle_ms[0] / 1000.0;
    numbers[0] = *hand->step > 0;
    numbers[1] = *setting->is_seen;
    numbers[2] = log1p(wait_ms) / 3.0;
    numbers[3] = exp(-wait_ms / 16.0);
    numbers[4] = *hand->elapsed_ms / (double)HORIZON_MS;
    numbers[5] = *hand->step / (double)MAX_ACTIONS;
    numbers[6] = log1p(since_s);
    numbers[7] = exp(-since_s / 0.1);
    numbers[8] = previous[NOTCHES] / 5.0;
    numbers[9] = previous[DX] != 0 || previous[DY] != 0;
    for (int axis = 0; axis < 2; axis++) {
        float hand_px = hand->displacement_px[axis] + hand->hand_px[axis], way_px = hand->way_px[axis];
        numbers[10 + axis] = signed_log(way_px) / 3.0;
        numbers[12 + axis] = tanh(way_px / 3.0);
        numbers[14 + axis] = signed_log(10.0f * hand->velocity[axis]) / 3.0;
        numbers[16 + axis] = signed_log(hand_px) / 3.0;
        numbers[18 + axis] = (setting->pointer_px[axis] + hand_px) / setting->canvas_px[axis];
    }
}

/* The row of the gap's table: the previous action's wait or, before the first, the time since the last action. */
static inline int64_t gap_class(const Hand *hand) {
    float idle_ms = fminf(fmaxf(hand->idle_ms[0], 0.0f), IDLE_CLASSES - 1);
    return *hand->step > 0 ? hand->previous[WAIT] : HORIZON_MS + (int64_t)idle_ms;
}

/* Feedback.forward: what the recurrence is told, into `inputs` (H,). */
static inline void read_feedback(const StepWeights *weights, const Sizes *sizes, const WindowSetting *setting,
                          const Hand *hand, const View *view, float *inputs) {
    int64_t h = sizes->hidden, kind = hand->previous[KIND], key = hand->previous[KEY];
    float numbers[FEEDBACK_NUMBERS];
    memcpy(inputs, setting->context, h * sizeof(float));
    add(weights->kind + h * (*hand->step > 0 ? kind + 1 : 0), inputs, h);
    add(weights->key + h * (kind >= KEY_PRESS ? key + 1 : 0), inputs, h);
    add(weights->gap + h * gap_class(hand), inputs, h);
    feedback_numbers(setting, hand, numbers);
    add_scaled(weights->numbers, numbers, inputs, FEEDBACK_NUMBERS, h);
    if (kind == PRESS || kind == RELEASE)
        add(weights->button + h * hand->previous[BUTTON], inputs, h);
    add_flagged(weights->held_buttons, hand->held_buttons, inputs, BUTTONS, h);
    add_flagged(weights->held_keys, hand->held_keys, inputs, sizes->keys, h);
    if (sizes->queries) {
        int64_t size = (1 + sizes->queries) * (sizes->width + TOKEN_NUMBERS);
        float found[size];
        find_tokens(sizes, setting, view, found);
        apply_packed(weights->targets, 0, inputs, found, inputs, h, size);
    }
    for (int64_t k = 0; !sizes->queries && k < sizes->targets; k++)
        if (setting->is_known[k])
            apply_packed(weights->targets + k * layer_bytes(h, sizes->width), 0, inputs,
                         view->embedded + k * sizes->width, inputs, h, sizes->width);
    silus(inputs, h);
}

/* One step of torch.nn.GRU on `hidden` (H,), in place. */
static inline void remember(const StepWeights *weights, int64_t h, const float *inputs, float *hidden) {
    float given[3 * h], kept[3 * h];
    apply_packed(weights->input_gates, 0, weights->input_bias, inputs, given, 3 * h, h);
    apply_packed(weights->hidden_gates, 0, weights->hidden_bias, hidden, kept, 3 * h, h);
    add(kept, given, 2 * h);
    sigmoids(given, 2 * h);
    float *reset = given, *update = given + h, *fresh = given + 2 * h;
    for (int64_t i = 0; i < h; i++)
        fresh[i] += reset[i] * kept[2 * h + i];
    tanhs(fresh, h);
    for (int64_t i = 0; i < h; i++)
        hidden[i] = fresh[i] + update[i] * (hidden[i] - fresh[i]);
}

/* Progress.carried_px: where the hand's motion would carry it by the end of a wait. */
static inline void carry_on(const Hand *hand, int64_t wait_ms, float *carried_px) {
    float passed_ms = fminf(hand->rest_ms[0] + wait_ms, 130.0f);
    for (int axis = 0; axis < 2; axis++)
        carried_px[axis] = hand->velocity[axis] * passed_ms;
}

/* Progress.advanced by an action (7,). */
static inline void advance(Hand *hand, const int64_t *action) {
    float passed_ms = hand->rest_ms[0] + action[WAIT];
    int is_placed = action[KIND] <= RELEASE; /* model.encoders.hand_motion.places_hand */
    for (int axis = 0; axis < 2; axis++) {
        float left_px = hand->hand_px[axis] - action[DX + axis];
        if (is_placed) {
            hand->way_px[axis] = -left_px;
            hand->velocity[axis] = -left_px / fmaxf(passed_ms, 1.0f);
        }
        hand->displacement_px[axis] += action[DX + axis];
        hand->hand_px[axis] = is_placed ? 0.0f : left_px;
    }
    hand->idle_ms[0] = 0.0f;
    hand->rest_ms[0] = is_placed ? 0.0f : passed_ms;
    if (action[KIND] == PRESS || action[KIND] == RELEASE)
        hand->held_buttons[action[BUTTON]] = action[KIND] == PRESS;
    if (action[KIND] >= KEY_PRESS)
        hand->held_keys[action[KEY]] = action[KIND] == KEY_PRESS;
    *hand->step += 1;
    *hand->elapsed_ms += action[WAIT];
    memcpy(hand->previous, action, MARKS * sizeof *action);
}

#endif
