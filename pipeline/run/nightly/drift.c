/* drift.c: how far a run that is being written has moved from an earlier one. */
#include "run/compare/compare.h"
#include "run/nightly/gates.h"
#include "run/nightly/told.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The last part of a path: reports do not tell where things lie on the machine that made them. */
static void name_baseline(const char *path, fw_drift_found *out) {
    char *real = realpath(path, NULL); /* `latest` is a link: its target says which run it was */
    const char *whole = real ? real : path;
    const char *slash = strrchr(whole, '/');
    (void)snprintf(out->baseline, sizeof out->baseline, "%s", slash ? slash + 1 : whole);
    free(real);
}

/* With many columns some exceed any limit by chance: a column counts when it exceeds its own noise too. */
static void take_largest(const fw_comparison *found, fw_drift_found *out) {
    for (size_t i = 0; i < found->moved_count; i++) {
        const fw_moved *m = &found->moved[i];
        if (m->score && strcmp(m->name, "overall") == 0) {
            out->overall = m->drift.psi;
            out->noise = m->drift.psi_noise;
        }
        if (!(m->drift.psi > m->drift.psi_noise) || !(m->drift.psi > out->largest)) continue;
        out->largest = m->drift.psi;
        (void)snprintf(out->column, sizeof out->column, "%s", m->name);
    }
}

/* Without means: how many participants stand behind them is the report's to judge. */
static fw_code write_table(const fw_comparison *found, const fw_outdir *dir, fw_error *err) {
    fw_sheets sheets = {0};
    fw_sheet *sheet = fw_sheet_new(&sheets, "drift", "kind,name,psi,psi_noise,ks,ks_p,level");
    for (const fw_moved *m = found->moved; m < found->moved + found->moved_count; m++) {
        const double numbers[] = {m->drift.psi, m->drift.psi_noise, m->drift.ks, m->drift.ks_p};
        fw_sheet_text(sheet, m->score ? "score" : "feature");
        fw_sheet_text(sheet, m->name);
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) fw_sheet_number(sheet, numbers[i]);
        fw_sheet_text(sheet, fw_drift_level_name(m->drift.level));
    }
    const fw_code code = fw_sheets_write(&sheets, dir, err);
    fw_sheets_free(&sheets);
    return code;
}

static fw_code measure(const fw_run_side *before, const fw_run_side *now, const fw_outdir *dir, size_t k,
                       size_t threads, fw_drift_found *out, fw_error *err) {
    out->before = before->scores.rows;
    out->now = now->scores.rows;
    if (before->scores.rows < k || now->scores.rows < k) return FW_OK;
    fw_sheets sheets = {0};
    fw_comparison found = {0};
    size_t changed = 0;
    fw_code code = fw_run_people_changed(before, now, &changed, err);
    if (code == FW_OK) code = fw_compare_drift(before, now, threads, &sheets, &found, err);
    /* Two distributions that differ by one person tell that person's place in them. */
    out->withheld = changed > 0 && changed < k;
    if (code == FW_OK && !out->withheld) code = write_table(&found, dir, err);
    if (code == FW_OK) {
        take_largest(&found, out);
        out->measured = true;
    }
    fw_comparison_free(&found);
    fw_sheets_free(&sheets);
    return code;
}

/* Subtracting needs the answers of both runs: without the earlier one's cohort.h5 nothing is known. */
static fw_code count_told(const fw_run_options *o, const fw_run_side *before, const fw_run_side *now,
                          double *out, fw_error *err) {
    if (isnan(o->min_changed) || before->feature_rows == 0) return FW_OK;
    fw_split split = {0};
    fw_code code = fw_split_load(before->folder, now->folder, o, &split, err);
    if (code == FW_OK) code = fw_told_by_change(before, now, &split, (size_t)o->min_changed, out, err);
    fw_split_free(&split);
    return code;
}

fw_code fw_drift_from(const fw_run_options *options, const fw_outdir *now, fw_drift_found *out,
                      fw_error *err) {
    *out = (fw_drift_found){.overall = (double)NAN, .noise = (double)NAN, .least_changed = (double)NAN};
    name_baseline(options->baseline, out);
    fw_run_side a = {0}, b = {0};
    fw_code code = fw_run_side_load(options->baseline, &a, err);
    if (code == FW_OK) code = fw_run_side_load(now->temporary, &b, err);
    if (code == FW_OK) code = measure(&a, &b, now, options->k, options->threads, out, err);
    if (code == FW_OK) code = count_told(options, &a, &b, &out->least_changed, err);
    fw_run_side_free(&b);
    fw_run_side_free(&a);
    return code;
}
