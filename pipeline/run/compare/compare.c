/* compare.c: `compare`: two finished runs, from their folders to the tables. */
#include "run/compare/compare.h"

#include "base/buffer.h"
#include "run/documents.h"

#include <math.h>
#include <stdlib.h>

enum { NAMED = 5 }; /* columns that a failed gate names */

void fw_compare_result_free(fw_compare_result *result) {
    free(result->summary);
    free(result->json);
    free(result->gate);
    *result = (fw_compare_result){0};
}

/* The column that moved most after `last` (NULL: of all); equals in their order. */
static const fw_moved *next_moved(const fw_comparison *c, const fw_moved *last) {
    const fw_moved *best = NULL;
    for (const fw_moved *m = c->moved; m < c->moved + c->moved_count; m++) {
        const bool later =
            !last || m->drift.psi < last->drift.psi || (m->drift.psi == last->drift.psi && m > last);
        if (later && isfinite(m->drift.psi) && (!best || m->drift.psi > best->drift.psi)) best = m;
    }
    return best;
}

/* What moved further than allowed, the worst first; NULL when nothing did, or there is no gate. */
static fw_code check_gate(const fw_comparison *c, double most, char **gate, fw_error *err) {
    fw_buffer out = {0};
    size_t count = 0;
    for (size_t i = 0; i < c->moved_count; i++) count += c->moved[i].drift.psi > most;
    const fw_moved *m = NULL;
    for (size_t i = 0; i < count && i < NAMED; i++) {
        m = next_moved(c, m);
        fw_buffer_printf(&out, "%s%s (%.3f)", i ? ", " : "PSI of ", m->name, m->drift.psi);
    }
    if (count > NAMED) fw_buffer_printf(&out, " and %zu more", count - NAMED);
    if (count) fw_buffer_printf(&out, " above %g", most);
    *gate = out.data;
    if (!out.failed) return FW_OK;
    fw_buffer_free(&out);
    *gate = NULL;
    return fw_fail_nomem(err);
}

static fw_code write_folder(const fw_compare_options *o, const fw_run_side *a, const fw_run_side *b,
                            const fw_sheets *sheets, const fw_comparison *found, const char *gate,
                            fw_error *err) {
    fw_outdir dir = {.lock = -1};
    fw_code code = fw_outdir_open(&dir, o->output, o->force, err);
    if (code != FW_OK) return code;
    fw_run_options run = fw_run_defaults();
    run.command_line = o->command_line;
    code = fw_sheets_write(sheets, &dir, err);
    const fw_compared sides[2] = {{a->folder, a->model, a->synthetic}, {b->folder, b->model, b->synthetic}};
    if (code == FW_OK) code = fw_compare_page(&sides[0], &sides[1], found, gate, dir.temporary, err);
    return fw_seal_folder(&dir, code, &run, a->scores.hash, 0, err);
}

static fw_code compare(const fw_compare_options *o, const fw_run_side *a, const fw_run_side *b,
                       fw_sheets *sheets, fw_comparison *found, fw_compare_result *result, fw_error *err) {
    fw_code code = fw_compare_scores(a, b, sheets, found, err);
    if (code == FW_OK) fw_compare_models(a, b, sheets);
    if (code == FW_OK) code = fw_compare_drift(a, b, 0, sheets, found, err);
    if (code == FW_OK) code = check_gate(found, o->max_psi, &result->gate, err);
    if (code != FW_OK) return code;
    result->summary = fw_compare_summary(a, b, found, result->gate);
    result->json = fw_sheets_json(sheets);
    if (!result->summary || !result->json) return fw_fail_nomem(err);
    if (o->output) code = write_folder(o, a, b, sheets, found, result->gate, err);
    if (code == FW_OK && result->gate) return fw_fail(err, FW_GATE, "drift: %.300s", result->gate);
    return code;
}

fw_code fw_run_compare(const fw_compare_options *o, fw_compare_result *result, fw_error *err) {
    fw_run_side a = {0}, b = {0};
    fw_sheets sheets = {0};
    fw_comparison found = {0};
    *result = (fw_compare_result){0};
    fw_code code = fw_run_side_load(o->a, &a, err);
    if (code == FW_OK) code = fw_run_side_load(o->b, &b, err);
    if (code == FW_OK) code = compare(o, &a, &b, &sheets, &found, result, err);
    if (code != FW_OK && code != FW_GATE) fw_compare_result_free(result);
    fw_comparison_free(&found);
    fw_sheets_free(&sheets);
    fw_run_side_free(&b);
    fw_run_side_free(&a);
    return code;
}
