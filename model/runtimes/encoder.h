/* The recurrent encoder for one history: model/encoders/recurrent.py and the parts it is made of.

   Letters: H hidden width; T windows; A rows of a window; D columns of a state; N numeric ones, S of them shares, G
   classes; C keys. The fields of each struct are those of the named tuple of the same name in Python, in the same
   order: arrays of float32 where nothing else is said. */

#ifndef ENCODER_H
#define ENCODER_H

#include "arithmetic.h"
#include "packed.h"

enum { ROW = 7, ROW_NUMBERS = 10, WINDOW_FACTS = 6, CLASS_WIDTH = 16, PIECES = 16 };

/* model/runtimes/encoder_weights.py: EncoderWeights */
typedef struct {
    const float *row_kind, *row_button, *row_key, *row_numbers;
    const float *row_gates, *row_gates_bias;
    const uint8_t *row_kept;
    const float *state_values, *state_known, *state_shares, *state_table, *state_class, *state_bias;
    const float *forward_gates, *forward_bias;
    const uint8_t *forward_kept;
    const float *backward_gates, *backward_bias;
    const uint8_t *backward_kept;
    const float *actions, *actions_bias, *actions_scale, *actions_shift;
    const float *present, *present_bias, *present_scale, *present_shift, *present_last, *present_last_bias;
    const float *fusion, *fusion_bias, *fusion_scale, *fusion_shift;
    const int64_t *numeric, *shares, *classes, *first_rows;
} EncoderWeights;

/* model/runtimes/encoder.py: EncoderSizes */
typedef struct {
    int64_t hidden, windows, numeric, shares, classes, present;
} EncoderSizes;

/* One step of torch.nn.LSTM on `hidden` and `cell` (H,); `gates` (4H,) hold what the input gives, the layer of what
   is kept is packed. */
static inline void lstm_step(const uint8_t *kept_gates, const float *gates, float *hidden, float *cell, int64_t h) {
    float kept[4 * h], fresh[h];
    apply_packed(kept_gates, 0, gates, hidden, kept, 4 * h, h);
    memcpy(fresh, kept + 2 * h, sizeof fresh);
    float *in = kept, *forget = kept + h, *out = kept + 3 * h;
    sigmoids(kept, 2 * h);
    sigmoids(out, h);
    tanhs(fresh, h);
    for (int64_t i = 0; i < h; i++)
        cell[i] = forget[i] * cell[i] + in[i] * fresh[i];
    memcpy(fresh, cell, sizeof fresh);
    tanhs(fresh, h);
    for (int64_t i = 0; i < h; i++)
        hidden[i] = out[i] * fresh[i];
}

/* torch.nn.LayerNorm and SiLU, in place. */
static inline void normalise_and_bend(const float *scale, const float *shift, float *values, int64_t size) {
    double mean = 0.0, square = 0.0;
    for (int64_t i = 0; i < size; i++)
        mean += values[i];
    mean /= size;
    for (int64_t i = 0; i < size; i++)
        square += (values[i] - mean) * (values[i] - mean);
    float by = 1.0 / sqrt(square / size + 1e-5);
    for (int64_t i = 0; i < size; i++)
        values[i] = (values[i] - (float)mean) * by * scale[i] + shift[i];
    silus(values, size);
}

#endif
