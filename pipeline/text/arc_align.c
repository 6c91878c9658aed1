/* arc_align.c: labels that people gave against the clauses found, and how far the two agree. */
#include "text/arc_train.h"

#include <math.h>
#include <stdlib.h>

static fw_span span_of(const fw_workspace *ws, const fw_clause *clause) {
    return fw_span_of(ws->tokens.items, clause->first, clause->count);
}

static uint32_t shared_bytes(fw_span a, fw_span b) {
    const uint32_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
    return to > from ? to - from : 0;
}

fw_code fw_label_sets_find(const fw_workspace *ws, const fw_labelled_answer *answer, fw_label_sets *sets,
                           fw_error *err) {
    if (ws->clauses.count > sets->room) {
        uint16_t *both = realloc(sets->parts, 2 * (size_t)ws->clauses.count * sizeof *both);
        if (!both) return fw_fail_nomem(err);
        *sets = (fw_label_sets){both, both + ws->clauses.count, ws->clauses.count};
    }
    size_t next = 0;
    for (uint32_t c = 0; c < ws->clauses.count; c++) {
        const fw_span span = span_of(ws, &ws->clauses.items[c]);
        while (next < answer->clause_count && answer->clauses[next].span.end <= span.start) next++;
        const fw_labelled_clause *best = NULL;
        uint32_t most = 0;
        for (size_t i = next; i < answer->clause_count && answer->clauses[i].span.start < span.end; i++) {
            const uint32_t bytes = shared_bytes(span, answer->clauses[i].span);
            if (bytes <= most) continue;
            best = &answer->clauses[i];
            most = bytes;
        }
        sets->parts[c] = best ? best->parts : UINT16_MAX;
        sets->stars[c] = best && best->stars ? best->stars : UINT16_MAX;
    }
    return FW_OK;
}

void fw_label_sets_free(fw_label_sets *sets) {
    free(sets->parts); /* the stars lie behind them */
    *sets = (fw_label_sets){0};
}

void fw_arc_quality_add(const fw_workspace *ws, const fw_labelled_answer *answer, fw_arc_quality *quality) {
    uint32_t next = 0;
    for (size_t i = 0; i < answer->clause_count; i++) {
        const fw_labelled_clause *labelled = &answer->clauses[i];
        while (next < ws->clauses.count && span_of(ws, &ws->clauses.items[next]).end <= labelled->span.start)
            next++;
        const fw_clause *best = NULL;
        uint32_t most = 0;
        for (uint32_t c = next; c < ws->clauses.count; c++) {
            const fw_span span = span_of(ws, &ws->clauses.items[c]);
            if (span.start >= labelled->span.end) break;
            const uint32_t bytes = shared_bytes(span, labelled->span);
            if (bytes <= most) continue;
            best = &ws->clauses.items[c];
            most = bytes;
        }
        if (!best) continue;
        const bool right = (labelled->parts >> best->part & 1) != 0;
        quality->clauses++;
        quality->part_right += right;
        quality->found[best->part]++;
        quality->right[best->part] += right;
        quality->missed[labelled->part] += !right;
        if (!labelled->stars) continue;
        quality->star_clauses++;
        quality->star_right += (labelled->stars >> best->star & 1) != 0;
    }
}

static double share(size_t part, size_t whole) { return whole ? (double)part / (double)whole : (double)NAN; }

double fw_arc_accuracy(const fw_arc_quality *q) { return share(q->part_right, q->clauses); }
double fw_arc_star_accuracy(const fw_arc_quality *q) { return share(q->star_right, q->star_clauses); }

double fw_arc_f1(const fw_arc_quality *q, fw_part part) {
    return share(2 * q->right[part], q->found[part] + q->right[part] + q->missed[part]);
}

double fw_arc_macro_f1(const fw_arc_quality *q) {
    double sum = 0;
    for (int i = 0; i < FW_ARC_PARTS; i++) sum += fw_arc_f1(q, (fw_part)(FW_PART_FAIL + i));
    return sum / FW_ARC_PARTS;
}
