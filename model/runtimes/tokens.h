/* The tokens of a state as the set encoder leaves them. */

#ifndef TOKENS_H
#define TOKENS_H

#include <stdint.h>

enum { TOKEN_WIDTH = 64 };

/* model/runtimes/token_arrays.py: TokenArrays */
typedef struct {
    float *embedded, *apart, *offset_px, *half_px, *covered, *scrolls;
    int64_t *shortcuts;
    uint8_t *is_placed;
} TokenArrays;

#endif
