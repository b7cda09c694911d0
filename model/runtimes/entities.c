/* The set encoder for one history: model/encoders/entities.py.

   Letters: H hidden width; N tokens; W width of a token. The columns of a row are model.tokens.token.TokenField. */

#include "step.h"
#include "tokens.h"

enum { ROW_KIND, ROW_NAME, ROW_DETAIL, ROW_X, ROW_Y, ROW_WIDTH, ROW_HEIGHT, ROW_QUANTITY, ROW_HEALTH = 14 };
enum { ROW_RANK = 9, ROW_COVERED = 15, ROW_SHORTCUT = 18, FIELDS = 19 };
enum { AMOUNTS = ROW_HEALTH - ROW_QUANTITY, PLAIN = ROW_SHORTCUT - ROW_HEALTH, KNOWN = PLAIN + AMOUNTS };
/* where the numbers of a token lie: values, whether they are known, and its place */
enum { TOLD_FLAGS = KNOWN, TOLD_SHARE = TOLD_FLAGS + KNOWN + 1, TOLD_OFFSET = TOLD_SHARE + 2, TOLD_SIZE = TOLD_OFFSET + 2 };
enum { TOLD = TOLD_SIZE + 5, QUERIES = 4, INVENTORY_ITEM = 6, BANK_ITEM = 7, TOKEN_KINDS = 11 };

/* model/runtimes/entity_weights.py: EntityWeights */
typedef struct {
    const float *kind, *name, *detail, *numbers, *rows, *rows_bias;
    const float *query, *query_bias, *found, *found_bias, *found_last, *found_last_bias;
} EntityWeights;

/* _places of one token: where it lies from the pointer; and its middle's share of the canvas, into `share` (2,). */
static int place_token(const float *row, const float *pointer_px, const float *canvas_px, float *offset_px,
                       float *half_px, float *share) {
    int is_placed = !isnan(row[ROW_X]) && !isnan(row[ROW_Y]);
    for (int axis = 0; axis < 2; axis++) {
        float size = row[ROW_WIDTH + axis], middle = row[ROW_X + axis] + (size - 1.0f) / 2.0f;
        offset_px[axis] = is_placed ? middle - pointer_px[axis] : 0.0f;
        half_px[axis] = is_placed ? size / 2.0f : 0.0f;
        share[axis] = is_placed ? middle / canvas_px[axis] : 0.0f;
    }
    return is_placed;
}

/* EntityEncoder._told without the embeddings, into `told` (32,), of which the place's share is there. */
static void tell_token(const float *row, const float *offset_px, const float *half_px, float *told) {
    for (int i = 0; i < PLAIN; i++) {
        float value = row[ROW_HEALTH + i];
        told[i] = isnan(value) ? 0.0f : value;
        told[TOLD_FLAGS + i] = !isnan(value);
    }
    for (int i = 0; i < AMOUNTS; i++) {
        float value = row[ROW_QUANTITY + i];
        told[PLAIN + i] = isnan(value) ? 0.0 : signed_log(value) / 3.0;
        told[TOLD_FLAGS + PLAIN + i] = !isnan(value);
    }
    told[TOLD_FLAGS + KNOWN] = !isnan(row[ROW_X]);
    for (int axis = 0; axis < 2; axis++)
        told[TOLD_OFFSET + axis] = signed_log(offset_px[axis]) / 3.0;
    size_numbers(offset_px, half_px, told + TOLD_SIZE);
}

static int64_t kind_of(const float *row) { return isnan(row[ROW_KIND]) ? 0 : (int64_t)row[ROW_KIND]; }

static int64_t class_row(float value) { return isnan(value) ? 0 : (int64_t)value + 1; }

/* EntityEncoder.hides: a row as one chooses among, into `anywhere` (19,). */
static void hide_place(const float *row, float *anywhere) {
    memcpy(anywhere, row, FIELDS * sizeof(float));
    int64_t kind = kind_of(row);
    for (int column = ROW_X; column <= ROW_HEIGHT && (kind == INVENTORY_ITEM || kind == BANK_ITEM); column++)
        anywhere[column] = NAN;
    if (kind == BANK_ITEM)
        anywhere[ROW_RANK] = NAN;
}

/* EntityEncoder.rows: rows (N, 19) as they are seen from `pointer_px` into `embedded`, which has room for N rounded up to
   four; and where they lie from there. */
static void embed_tokens(const EntityWeights *weights, const float *rows, int64_t count, const float *pointer_px,
                         const float *canvas_px, float *embedded, const TokenArrays *seen) {
    int64_t w = TOKEN_WIDTH, filled = (count + TOGETHER - 1) / TOGETHER * TOGETHER;
    float bent[filled * w + 1];
    memset(bent, 0, sizeof bent);
    for (int64_t i = 0; i < count; i++) {
        const float *row = rows + i * FIELDS;
        float told[TOLD], *offset_px = seen->offset_px + 2 * i, *half_px = seen->half_px + 2 * i, *own = bent + i * w;
        seen->is_placed[i] = place_token(row, pointer_px, canvas_px, offset_px, half_px, told + TOLD_SHARE);
        tell_token(row, offset_px, half_px, told);
        memcpy(own, weights->kind + w * kind_of(row), w * sizeof(float));
        add(weights->name + w * class_row(row[ROW_NAME]), own, w);
        add(weights->detail + w * class_row(row[ROW_DETAIL]), own, w);
        add_scaled(weights->numbers, told, own, TOLD, w);
    }
    silus(bent, count * w);
    apply_to_all(weights->rows, weights->rows_bias, bent, filled, embedded, w, w);
    silus(embedded, count * w);
}

/* EntityEncoder.read: rows (N, 19) into `seen`. */
static void read_tokens(const EntityWeights *weights, const float *rows, int64_t count, const float *pointer_px,
                        const float *canvas_px, const TokenArrays *seen) {
    float middle_px[2] = {floorf(canvas_px[0] / 2.0f), floorf(canvas_px[1] / 2.0f)};
    float anywhere[count * FIELDS + 1];
    for (int64_t i = 0; i < count; i++)
        hide_place(rows + i * FIELDS, anywhere + i * FIELDS);
    embed_tokens(weights, anywhere, count, middle_px, canvas_px, seen->apart, seen);
    embed_tokens(weights, rows, count, pointer_px, canvas_px, seen->embedded, seen);
    for (int64_t i = 0; i < count; i++) {
        const float *row = rows + i * FIELDS;
        seen->covered[i] = isnan(row[ROW_COVERED]) ? 0.0f : row[ROW_COVERED];
        seen->scrolls[i] = row[ROW_RANK] < 0.0f ? seen->covered[i] : row[ROW_RANK] > 0.0f ? -seen->covered[i] : 0.0f;
        seen->shortcuts[i] = isnan(row[ROW_SHORTCUT]) ? -1 : (int64_t)row[ROW_SHORTCUT];
    }
}

/* What a query (W,) finds among `embedded` (N, W), into `found` (W,); attending to nothing has the logit 0. */
static void attend(const float *embedded, int64_t count, const float *query, float *found) {
    float shares[count + 1];
    shares[count] = 0.0f;
    float highest = 0.0f;
    for (int64_t i = 0; i < count; i++) {
        float sum = 0.0f;
        for (int64_t j = 0; j < TOKEN_WIDTH; j++)
            sum += embedded[i * TOKEN_WIDTH + j] * query[j];
        shares[i] = sum / 8.0f; /* the root of the width */
        highest = fmaxf(highest, shares[i]);
    }
    for (int64_t i = 0; i <= count; i++)
        shares[i] -= highest;
    exponentials(shares, count + 1);
    float total = 0.0f;
    for (int64_t i = 0; i <= count; i++)
        total += shares[i];
    for (int64_t i = 0; i < count; i++)
        shares[i] /= total;
    memset(found, 0, TOKEN_WIDTH * sizeof(float));
    add_scaled(embedded, shares, found, count, TOKEN_WIDTH);
}

/* The mean of `embedded` (N, W) over the rows (N, 19) of each kind, into `means` (C, W); 0 where there are none. */
static void mean_by_kind(const float *rows, const float *embedded, int64_t count, float *means) {
    float counts[TOKEN_KINDS] = {0};
    memset(means, 0, TOKEN_KINDS * TOKEN_WIDTH * sizeof(float));
    for (int64_t i = 0; i < count; i++) {
        add(embedded + i * TOKEN_WIDTH, means + kind_of(rows + i * FIELDS) * TOKEN_WIDTH, TOKEN_WIDTH);
        counts[kind_of(rows + i * FIELDS)] += 1.0f;
    }
    for (int64_t i = 0; i < TOKEN_KINDS * TOKEN_WIDTH; i++)
        means[i] /= fmaxf(counts[i / TOKEN_WIDTH], 1.0f);
}

/* EntityEncoder.fuse: what is found among `embedded` (N, W) of rows (N, 19) is added to `fused` (H,). */
static void fuse_tokens(const EntityWeights *weights, int64_t h, const float *rows, const float *embedded,
                        int64_t count, float *fused) {
    int64_t w = TOKEN_WIDTH, told = h + (QUERIES + TOKEN_KINDS) * w;
    float query[QUERIES * w], input[told], bent[h], added[h];
    memcpy(input, fused, h * sizeof(float));
    apply(weights->query, weights->query_bias, fused, query, QUERIES * w, h);
    for (int64_t q = 0; q < QUERIES; q++)
        attend(embedded, count, query + q * w, input + h + q * w);
    mean_by_kind(rows, embedded, count, input + h + QUERIES * w);
    apply(weights->found, weights->found_bias, input, bent, h, told);
    silus(bent, h);
    apply(weights->found_last, weights->found_last_bias, bent, added, h, h);
    add(added, fused, h);
}

/* EntityEncoder for one history: rows (N, 19) into `seen` and, with what is found among them, into `fused` (H,)
   and `afresh` (H,). */
void see_tokens(const EntityWeights *weights, int64_t h, const float *rows, int64_t count, const float *pointer_px,
                const float *canvas_px, TokenArrays *seen, float *fused, float *afresh) {
    read_tokens(weights, rows, count, pointer_px, canvas_px, seen);
    fuse_tokens(weights, h, rows, seen->embedded, count, fused);
    fuse_tokens(weights, h, rows, seen->apart, count, afresh);
}
