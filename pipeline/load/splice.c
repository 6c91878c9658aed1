/* splice.c: asks the libcsv that is loaded how it goes through a quoted field. */
#include "load/splice.h"

#include <csv.h>
#include <stddef.h>

#define KNOWN_LIBCSV (CSV_MAJOR == 3 && CSV_MINOR == 0 && CSV_RELEASE == 3)

static bool feed(struct csv_parser *csv, char byte) {
    return csv_parse(csv, &byte, 1, NULL, NULL, NULL) == 1;
}

/* Inside the field, with `held` bytes of it kept and nothing else remembered. */
static bool stands_inside(const struct csv_parser *csv, int state, size_t held) {
    return csv->pstate == state && csv->quoted == 1 && csv->spaces == 0 && csv->entry_pos == held;
}

/* Every byte but a quote is kept and changes nothing: what lies between two quotes can be skipped. */
static bool copies_bodies(struct csv_parser *csv, int state) {
    size_t held = csv->entry_pos;
    for (int byte = 0; byte < 256; byte++) {
        if (byte == CSV_QUOTE) continue;
        if (!feed(csv, (char)byte) || !stands_inside(csv, state, ++held)) return false;
    }
    return true;
}

/* Inside an unquoted field every byte of a word is kept and changes nothing, and a blank is only counted: of
 * a word that follows on anything, all but the first byte can be skipped. */
static bool copies_words(struct csv_parser *csv) {
    if (!feed(csv, 'a')) return false;
    const int state = csv->pstate;
    size_t held = csv->entry_pos;
    for (int byte = 0; byte < 256; byte++) {
        if (!fw_splice_word((char)byte)) continue;
        if (!feed(csv, (char)byte) || csv->pstate != state || csv->quoted || csv->spaces ||
            csv->entry_pos != ++held)
            return false;
    }
    const bool blank = feed(csv, ' ') && csv->spaces == 1 && feed(csv, '\t') && csv->spaces == 2;
    return blank && feed(csv, 'b') && csv->pstate == state && csv->spaces == 0 && csv->entry_pos == held + 3;
}

/* A quote leaves the field for another state; a second one comes back with one literal quote. */
static bool doubles_quotes(struct csv_parser *csv, int state) {
    const size_t held = csv->entry_pos;
    return feed(csv, '"') && csv->pstate != state && feed(csv, '"') && stands_inside(csv, state, held + 1);
}

int fw_splice_state(void) {
    struct csv_parser csv;
    if (!KNOWN_LIBCSV || csv_init(&csv, FW_CSV_FLAGS) != 0) return -1;
    int state = -1;
    if (feed(&csv, '"')) state = csv.pstate;
    const bool proved = state >= 0 && stands_inside(&csv, state, 0) && copies_bodies(&csv, state) &&
                        doubles_quotes(&csv, state) && copies_bodies(&csv, state) && feed(&csv, '"') &&
                        feed(&csv, '\n') && copies_words(&csv);
    csv_free(&csv);
    return proved ? state : -1;
}
