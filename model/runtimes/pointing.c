/* What all steps of a window share where the decoder points at tokens: model/decoders/pointing.py.

   Letters: H hidden width; K tokens with a place; E target width; W width of a token; G width of a goal. */

#include "goals.h"
#include "tokens.h"

enum { GOAL_WIDTH = 64 };

/* Nats by which the hand can speak for a token, or against it. */
static const float SAY = 2.0f;

/* model/runtimes/token_setting.py: PointingWeights */
typedef struct {
    const float *start, *start_bias, *context, *context_bias;
    const float *identity, *identity_bias, *goal, *goal_bias, *query, *query_bias;
    const float *token, *token_bias, *wanted, *wanted_bias, *sought, *sought_bias, *score, *score_bias;
    const float *hand, *hand_bias, *hand_score, *hand_score_bias;
    const float *others, *others_bias, *right, *right_bias;
} PointingWeights;

/* model/runtimes/token_setting.py: PointingOut, what is worked out here */
typedef struct {
    float *hidden, *context, *identity, *goals, *queries, *means;
} PointingOut;

/* PointingHead.forward up to the softmax, into `logits` (K + 2,), and how likely each is pressed by the right button,
   into `by_right` (K,). */
static void score_tokens(const PointingWeights *weights, const Sizes *sizes, const float *fused, const float *afresh,
                         const float *apart, const View *view, float *logits, float *by_right) {
    int64_t h = sizes->hidden, k = sizes->targets, e = sizes->width;
    float wanted[GOAL_WIDTH], sought[GOAL_WIDTH];
    apply(weights->wanted, weights->wanted_bias, afresh, wanted, GOAL_WIDTH, h);
    apply(weights->sought, weights->sought_bias, afresh, sought, GOAL_WIDTH, h);
    for (int64_t i = 0; i < k; i++) {
        float seen[GOAL_WIDTH], bent[GOAL_WIDTH], reached[GOAL_WIDTH], sum = 0.0f, say = weights->hand_score_bias[0];
        float right = weights->right_bias[0];
        memcpy(seen, weights->token_bias, sizeof seen);
        add_scaled(weights->token, apart + i * TOKEN_WIDTH, seen, TOKEN_WIDTH, GOAL_WIDTH);
        memcpy(reached, weights->hand_bias, sizeof reached);
        add_scaled(weights->hand, view->embedded + i * e, reached, e, GOAL_WIDTH);
        add_scaled(weights->hand + e * GOAL_WIDTH, view->numbers + i * TOKEN_NUMBERS, reached, TOKEN_NUMBERS,
                   GOAL_WIDTH);
        silus(reached, GOAL_WIDTH);
        memcpy(bent, seen, sizeof bent);
        add(wanted, bent, GOAL_WIDTH);
        silus(bent, GOAL_WIDTH);
        for (int64_t j = 0; j < GOAL_WIDTH; j++) {
            sum += weights->score[j] * bent[j] + seen[j] * sought[j] / 8.0f; /* the root of the width */
            say += weights->hand_score[j] * reached[j];
            right += weights->right[j] * bent[j];
        }
        by_right[i] = 1.0f / (1.0f + expf(-right));
        logits[i] = sum + weights->score_bias[0] + SAY * tanhf(say);
    }
    apply(weights->others, weights->others_bias, fused, logits + k, 2, h);
}

/* model.decoders.means.means_of, into `means` (5 + C). */
static void weigh_means(const Sizes *sizes, const TokenArrays *seen, const float *shares, const float *by_right,
                        float *means) {
    memset(means, 0, (PLAIN_MEANS + sizes->keys) * sizeof(float));
    for (int64_t i = 0; i < sizes->targets; i++) {
        means[COVERED] += shares[i] * seen->covered[i];
        means[ABOVE] += shares[i] * fmaxf(seen->scrolls[i], 0.0f);
        means[BELOW] += shares[i] * fmaxf(-seen->scrolls[i], 0.0f);
        means[BY_RIGHT] += shares[i] * by_right[i];
        if (seen->shortcuts[i] < 0)
            continue;
        means[KEYED] += shares[i];
        means[PLAIN_MEANS + seen->shortcuts[i]] += shares[i];
    }
}

/* PointProcessDecoder.setting and initial from the fused context (H,), what is known without the past (H,), its tokens, of which the first K have a place,
   and the pointer's velocity (2,). */
void begin_tokens(const PointingWeights *weights, const StepWeights *step_weights, const Sizes *sizes,
                  const float *fused, const float *afresh, const TokenArrays *seen, float *velocity, PointingOut *out) {
    int64_t h = sizes->hidden, k = sizes->targets, e = sizes->width;
    apply(weights->start, weights->start_bias, fused, out->hidden, h, h);
    tanhs(out->hidden, h);
    apply(weights->context, weights->context_bias, fused, out->context, h, h);
    apply(weights->query, weights->query_bias, fused, out->queries, sizes->queries * e, h);
    for (int64_t i = 0; i < k; i++) {
        memcpy(out->identity + i * e, weights->identity_bias, e * sizeof(float));
        add_scaled(weights->identity, seen->embedded + i * TOKEN_WIDTH, out->identity + i * e, TOKEN_WIDTH, e);
    }
    float still[2] = {0.0f, 0.0f}, offset_px[2 * k + 1], embedded[k * e + 1], numbers[k * TOKEN_NUMBERS + 1];
    float logits[k + 2], by_right[k + 1];
    WindowSetting before = {.offset_px = seen->offset_px,
                            .identity = out->identity,
                            .half_px = seen->half_px,
                            .is_known = seen->is_placed};
    Hand hand = {.displacement_px = still, .velocity = velocity};
    View view = {offset_px, embedded, numbers};
    look(step_weights, sizes, &before, &hand, &view);
    score_tokens(weights, sizes, fused, afresh, seen->apart, &view, logits, by_right);
    tell_goals(weights->goal, weights->goal_bias, sizes, seen->is_placed, logits, out->identity, out->goals);
    weigh_means(sizes, seen, out->goals, by_right, out->means);
}
