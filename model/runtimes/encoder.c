/* A window's actions, a state, and a history of both as vectors, each worked out once. */

#include "encoder.h"

/* Few, so that what they give to the gates stays near while the recurrence passes over them. */
enum { ROWS_AT_ONCE = 5 * TOGETHER };

/* model.encoders.action_rows._numbers of row `i` of `count` rows (A, 7). */
static void row_numbers(const float *rows, int64_t i, int64_t count, const float *canvas_px, float *numbers) {
    const float *row = rows + ROW * i, *before = i > 0 ? row - ROW : row, *last = rows + ROW * (count - 1);
    float wait_s = i > 0 ? row[0] - before[0] : row[0];
    wait_s = wait_s > 0.0f ? wait_s : 0.0f;
    numbers[0] = row[0] / 0.6f;
    numbers[1] = wait_s / 0.6f;
    numbers[2] = log1p(1000.0f * wait_s) / 3.0;
    numbers[3] = row[6] / 5.0f;
    for (int axis = 0; axis < 2; axis++) {
        numbers[4 + axis] = row[2 + axis] / canvas_px[axis];
        numbers[6 + axis] = signed_log(row[2 + axis] - before[2 + axis]) / 3.0;
        numbers[8 + axis] = signed_log(row[2 + axis] - last[2 + axis]) / 3.0;
    }
}

/* WindowEncoder._embed of row `i`, into `embedded` (H / 2,). */
static void embed_row(const EncoderWeights *weights, int64_t half, const float *rows, int64_t i, int64_t count,
                      const float *canvas_px, float *embedded) {
    const float *row = rows + ROW * i;
    float numbers[ROW_NUMBERS];
    row_numbers(rows, i, count, canvas_px, numbers);
    memcpy(embedded, weights->row_kind + half * (int64_t)row[1], half * sizeof(float));
    add(weights->row_button + half * (int64_t)row[4], embedded, half);
    add(weights->row_key + half * (int64_t)row[5], embedded, half);
    add_scaled(weights->row_numbers, numbers, embedded, ROW_NUMBERS, half);
    silus(embedded, half);
}

/* WindowEncoder: rows (A, 7), at least one, on a canvas (2,) into `encoded` (H,). */
void encode_window(const EncoderWeights *weights, const EncoderSizes *sizes, const float *rows, int64_t count,
                   const float *canvas_px, float *encoded) {
    int64_t h = sizes->hidden, half = h / 2;
    float embedded[ROWS_AT_ONCE * half], gates[ROWS_AT_ONCE * 4 * h], cell[h];
    memset(encoded, 0, h * sizeof(float));
    memset(cell, 0, sizeof cell);
    for (int64_t first = 0; first < count; first += ROWS_AT_ONCE) {
        int64_t rest = count - first < ROWS_AT_ONCE ? count - first : ROWS_AT_ONCE;
        int64_t filled = (rest + TOGETHER - 1) / TOGETHER * TOGETHER;
        for (int64_t i = 0; i < rest; i++)
            embed_row(weights, half, rows, first + i, count, canvas_px, embedded + i * half);
        memset(embedded + rest * half, 0, (filled - rest) * half * sizeof(float));
        apply_to_all(weights->row_gates, weights->row_gates_bias, embedded, filled, gates, 4 * h, half);
        for (int64_t i = 0; i < rest; i++)
            lstm_step(weights->row_kept, gates + i * 4 * h, encoded, cell, h);
    }
}

/* What a share in [0, 1] adds to `embedded` (H,), from what it adds at both ends of the piece it lies in. */
static void add_share(const float *ends, float share, float *embedded, int64_t h) {
    float filled = fminf(fmaxf(share, 0.0f), 1.0f) * PIECES;
    int64_t piece = filled < PIECES ? (int64_t)filled : PIECES - 1;
    const float *below = ends + piece * h, *above = below + h;
    float part = filled - piece;
    for (int64_t i = 0; i < h; i++)
        embedded[i] += below[i] + part * (above[i] - below[i]);
}

/* StateEmbedding of a state (D,), NaN is unknown, into `embedded` (H,). */
void embed_state(const EncoderWeights *weights, const EncoderSizes *sizes, const float *state, float *embedded) {
    int64_t h = sizes->hidden;
    memcpy(embedded, weights->state_bias, h * sizeof(float));
    for (int64_t n = 0; n < sizes->numeric; n++) {
        float value = state[weights->numeric[n]];
        if (isnan(value))
            continue;
        const float *by_value = weights->state_values + n * h, *known = weights->state_known + n * h;
        for (int64_t i = 0; i < h; i++)
            embedded[i] += by_value[i] * value + known[i];
    }
    for (int64_t s = 0; s < sizes->shares; s++)
        if (!isnan(state[weights->shares[s]]))
            add_share(weights->state_shares + s * (PIECES + 1) * h, state[weights->shares[s]], embedded, h);
    for (int64_t g = 0; g < sizes->classes; g++) {
        float value = state[weights->classes[g]];
        int64_t row = weights->first_rows[g] + (isnan(value) ? 0 : (int64_t)value + 1);
        add_scaled(weights->state_class + g * CLASS_WIDTH * h, weights->state_table + row * CLASS_WIDTH, embedded,
                   CLASS_WIDTH, h);
    }
    silus(embedded, h);
}

/* What an embedded state (H,) gives to the gates of both directions of StateHistoryEncoder, into `gates` (2, 2H). */
void open_gates(const EncoderWeights *weights, const EncoderSizes *sizes, const float *embedded, float *gates) {
    int64_t h = sizes->hidden;
    apply(weights->forward_gates, weights->forward_bias, embedded, gates, 2 * h, h);
    apply(weights->backward_gates, weights->backward_bias, embedded, gates + 2 * h, 2 * h, h);
}

/* StateHistoryEncoder from the gates (T, 2, 2H) into `encoded` (H,). */
static void encode_states(const EncoderWeights *weights, const EncoderSizes *sizes, const float *gates,
                          float *encoded) {
    int64_t h = sizes->hidden, half = h / 2, last = sizes->windows - 1;
    float cells[h];
    memset(encoded, 0, h * sizeof(float));
    memset(cells, 0, sizeof cells);
    for (int64_t t = 0; t <= last; t++) {
        const float *onward = gates + t * 4 * h, *back = gates + (last - t) * 4 * h + 2 * h;
        lstm_step(weights->forward_kept, onward, encoded, cells, half);
        lstm_step(weights->backward_kept, back, encoded + half, cells + half, half);
    }
}

/* CurrentStateEncoder: the present (H + 8 + C) into `encoded` (H,). */
static void encode_present(const EncoderWeights *weights, const EncoderSizes *sizes, const float *present,
                           float *encoded) {
    int64_t h = sizes->hidden;
    float now[h];
    apply(weights->present, weights->present_bias, present, now, h, sizes->present);
    normalise_and_bend(weights->present_scale, weights->present_shift, now, h);
    apply(weights->present_last, weights->present_last_bias, now, encoded, h, h);
    silus(encoded, h);
}

/* RecurrentEncoder: the windows' encodings and facts (T, H + 6), the states' gates (T, 2, 2H), and the present
   (H + 8 + C) into `fused` (H,); the present without the hand, and nothing else, into `afresh` (H,). */
void encode_history(const EncoderWeights *weights, const EncoderSizes *sizes, const float *windows,
                    const float *gates, const float *present, const float *game, float *fused, float *afresh) {
    int64_t h = sizes->hidden;
    float parts[3 * h];
    apply(weights->actions, weights->actions_bias, windows, parts, h, sizes->windows * (h + WINDOW_FACTS));
    normalise_and_bend(weights->actions_scale, weights->actions_shift, parts, h);
    encode_states(weights, sizes, gates, parts + h);
    encode_present(weights, sizes, present, parts + 2 * h);
    apply(weights->fusion, weights->fusion_bias, parts, fused, h, 3 * h);
    normalise_and_bend(weights->fusion_scale, weights->fusion_shift, fused, h);
    memset(parts, 0, 2 * h * sizeof(float));
    encode_present(weights, sizes, game, parts + 2 * h);
    apply(weights->fusion, weights->fusion_bias, parts, afresh, h, 3 * h);
    normalise_and_bend(weights->fusion_scale, weights->fusion_shift, afresh, h);
}
