/* fuzz_text_quantity.c: any well-formed text: quantities stay finite, in order and inside the text. */
#include "../unit/quantity_fixture.h"

#include "base/str.h"

#include <math.h>

enum { LONGEST = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static quantity_fixture fixture;
    if (!fixture.words && !quantity_fixture_open(&fixture)) abort();
    if (size > LONGEST) return 0;
    const char *text = (const char *)data;
    if (fw_utf8_valid_prefix(text, size) != size) return 0;
    if (quantity_fixture_find(&fixture, text, size) != FW_OK) abort();
    uint32_t end = 0;
    for (uint32_t i = 0; i < fixture.ws.quantities.count; i++) {
        const fw_quantity *q = &fixture.ws.quantities.items[i];
        if (!isfinite(q->value) || isinf(q->from) || !q->unit || q->kind >= FW_KIND_COUNT_OF) abort();
        if (q->first < end || q->count == 0 || q->first + q->count > fixture.ws.tokens.count) abort();
        if (q->span.start >= q->span.end || q->span.end > size) abort();
        end = q->first + q->count;
    }
    return 0;
}
