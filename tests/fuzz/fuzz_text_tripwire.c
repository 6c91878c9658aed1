/* fuzz_text_tripwire.c: any bytes: finds are in order, inside, on character borders; masking them keeps the
 * text whole. */
#include <failwise/tripwire.h>

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 4096, MOST_HITS = LONGEST };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static fw_pii_hit hits[MOST_HITS], again[MOST_HITS];
    static char text[LONGEST];
    if (size > LONGEST) return 0;
    if (size) memcpy(text, data, size);
    const fw_str view = {text, size};
    const size_t count = fw_tripwire_scan(view, hits, MOST_HITS);
    if (count > size || fw_tripwire_scan(view, NULL, 0) != count) abort();
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (hits[i].start < end || hits[i].end <= hits[i].start || hits[i].end > size) abort();
        if ((unsigned)hits[i].type >= FW_PII_TYPE_COUNT) abort();
        end = hits[i].end;
    }
    /* The same text again gives the same finds; masked, it is as well-formed as before. */
    if (fw_tripwire_scan(view, again, MOST_HITS) != count) abort();
    for (size_t i = 0; i < count; i++) {
        if (again[i].start != hits[i].start || again[i].end != hits[i].end) abort();
    }
    const bool valid = fw_utf8_valid_prefix(text, size) == size;
    fw_tripwire_mask(text, hits, count);
    if (valid && fw_utf8_valid_prefix(text, size) != size) abort();
    return 0;
}
