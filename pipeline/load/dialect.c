/* dialect.c: finds out what separates the columns. */
#include "load/dialect.h"

#include <string.h>

enum { SEPARATORS = sizeof FW_SEPARATORS - 1 };

char fw_dialect_separator(const char *bytes, size_t len, bool *whole) {
    size_t count[SEPARATORS] = {0}; /* of those that no blank follows, as one does in "Cohort, spring" */
    bool quoted = false, begun = false, comma = false;
    *whole = false;
    for (size_t i = 0; i < len && !*whole; i++) {
        const char c = bytes[i];
        if (c == '"') quoted = !quoted; /* a doubled quote closes and opens */
        if (quoted) continue;
        const bool line_end = c == '\n' || c == '\r';
        *whole = line_end && begun; /* blank lines may go before the header */
        begun = begun || (!line_end && c != ' ');
        const char *separator = c ? strchr(FW_SEPARATORS, c) : NULL;
        if (!separator) continue;
        const bool loose = i + 1 < len && bytes[i + 1] == ' ';
        comma = comma || c == FW_SEPARATORS[0];
        if (!loose || c != FW_SEPARATORS[0]) count[separator - FW_SEPARATORS]++;
    }
    if (count[0]) return FW_SEPARATORS[0];
    size_t best = 0;
    for (size_t i = 1; i < SEPARATORS; i++) {
        if (count[i] > count[best]) best = i;
    }
    return comma && count[best] < 2 ? FW_SEPARATORS[0] : FW_SEPARATORS[best];
}
