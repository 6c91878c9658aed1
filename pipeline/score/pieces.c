/* pieces.c: neighbouring clauses that do the same, as one piece of the story. */
#include <failwise/coach.h>

enum { ASIDE_WORDS = 3 };

/* "So, um," and "you know" are no pieces of their own. */
static bool is_aside(const fw_clause *c) { return c->part == FW_PART_OTHER && c->words <= ASIDE_WORDS; }

/* The part that a piece starting with clause `first` has: that of its first clause that is no aside. */
static fw_part part_of(const fw_analysis *a, uint32_t first, uint32_t end) {
    for (uint32_t c = first; c < end; c++) {
        if (!is_aside(&a->clauses[c])) return (fw_part)a->clauses[c].part;
    }
    return FW_PART_OTHER;
}

uint32_t fw_piece_end(const fw_analysis *a, uint32_t first, uint32_t end, fw_part *part) {
    *part = part_of(a, first, end);
    uint32_t last = first;
    while (last < end && (a->clauses[last].part == (uint8_t)*part || is_aside(&a->clauses[last]))) last++;
    return last;
}
