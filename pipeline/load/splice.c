/* splice.c: asks the libcsv that is loaded how it goes through a quoted field. */
#include "load/splice.h"
#include "load/dialect.h"

#include <csv.h>
#include <pthread.h>

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

/* Whether a byte belongs to a word, where `separator` separates. */
static bool of_word(char c, char separator) {
    return c != '"' && c != '\n' && c != '\r' && c != separator &&
           !fw_is_blank(c, (fw_dialect){separator, '\n'});
}

/* Outside quotes, with `held` bytes kept, the last `blanks` of which are blanks. */
static bool stands_outside(const struct csv_parser *csv, int state, size_t held, size_t blanks) {
    return csv->pstate == state && csv->quoted == 0 && csv->spaces == blanks && csv->entry_pos == held;
}

/* Inside an unquoted field every byte of a word is kept and changes nothing, and a blank is only counted, up
 * to the next word: of a word that follows on anything, all but the first byte can be skipped. */
static bool copies_words(struct csv_parser *csv, char separator) {
    if (!feed(csv, 'a')) return false;
    const int state = csv->pstate;
    size_t held = csv->entry_pos;
    for (int byte = 0; byte < 256; byte++) {
        if (!of_word((char)byte, separator)) continue;
        if (!feed(csv, (char)byte) || !stands_outside(csv, state, ++held, 0)) return false;
    }
    return feed(csv, ' ') && stands_outside(csv, state, held + 1, 1) && feed(csv, ' ') &&
           stands_outside(csv, state, held + 2, 2) && feed(csv, 'b') &&
           stands_outside(csv, state, held + 3, 0);
}

/* Behind a separator blanks are passed over, and whatever word comes, the next separator leaves the parser as
 * the one before did: fields between two of them can be skipped. */
static bool returns_behind_fields(struct csv_parser *csv, char separator) {
    if (!feed(csv, separator)) return false;
    const int state = csv->pstate;
    /* So does the first one of a row, with a word before it or without. */
    if (!feed(csv, '\n') || !feed(csv, separator) || !stands_outside(csv, state, 0, 0) || !feed(csv, '\n') ||
        !feed(csv, 'a') || !feed(csv, separator) || !stands_outside(csv, state, 0, 0))
        return false;
    for (int byte = 0; byte < 256; byte++) {
        if (!of_word((char)byte, separator)) continue;
        if (!feed(csv, ' ') || !stands_outside(csv, state, 0, 0) || !feed(csv, (char)byte) ||
            !stands_outside(csv, csv->pstate, 1, 0) || !feed(csv, ' ') || !feed(csv, separator) ||
            !stands_outside(csv, state, 0, 0))
            return false;
    }
    return feed(csv, separator) && stands_outside(csv, state, 0, 0);
}

/* Behind the quote that closes a field, with one byte kept for it, blanks are only counted: one tells as much
 * as many. */
static bool counts_blanks(struct csv_parser *csv, char separator) {
    if (!feed(csv, separator) || !feed(csv, '"') || !feed(csv, '"')) return false;
    const int state = csv->pstate;
    for (int blanks = 1; blanks < 4; blanks++)
        if (!feed(csv, ' ') || csv->pstate != state || csv->spaces != (size_t)blanks) return false;
    return feed(csv, separator) && csv->entry_pos == 0 && csv->spaces == 0 && csv->quoted == 0;
}

/* A quote leaves the field for another state; a second one comes back with one literal quote. */
static bool doubles_quotes(struct csv_parser *csv, int state) {
    const size_t held = csv->entry_pos;
    return feed(csv, '"') && csv->pstate != state && feed(csv, '"') && stands_inside(csv, state, held + 1);
}

/* The state inside a quoted field of a file in which `separator` separates, or -1. */
static int state_with(char separator) {
    struct csv_parser csv;
    if (csv_init(&csv, FW_CSV_FLAGS) != 0) return -1;
    csv_set_delim(&csv, (unsigned char)separator);
    int state = -1;
    if (feed(&csv, '"')) state = csv.pstate;
    const bool proved = state >= 0 && stands_inside(&csv, state, 0) && copies_bodies(&csv, state) &&
                        doubles_quotes(&csv, state) && copies_bodies(&csv, state) && feed(&csv, '"') &&
                        feed(&csv, '\n') && copies_words(&csv, separator) &&
                        returns_behind_fields(&csv, separator) && counts_blanks(&csv, separator);
    csv_free(&csv);
    return proved ? state : -1;
}

/* The same with every separator, or -1; a library does not change while it is loaded. */
static int state_of_library = -1;
static void ask_library(void) {
    if (!KNOWN_LIBCSV) return;
    const int state = state_with(FW_SEPARATORS[0]);
    for (const char *separator = FW_SEPARATORS; *separator; separator++)
        if (state_with(*separator) != state) return;
    state_of_library = state;
}

int fw_splice_state(void) {
    static pthread_once_t asked = PTHREAD_ONCE_INIT;
    (void)pthread_once(&asked, ask_library); /* fails only on an invalid `asked` */
    return state_of_library;
}
