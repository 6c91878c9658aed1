/* rubric_load.c: a rubric from its three tables, built in or in a folder. */
#include "base/embedded.h"
#include "base/output.h"
#include "score/rubric.h"
#include "score/rubric_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_LIMIT = 1024 * 1024, PATH_LIMIT = 4096 };

/* Copies a feature name; FW_DATA when it cannot be one. */
static fw_code take_feature(const fw_table_row *row, size_t column, char out[FW_NAME_MAX], fw_error *err) {
    const size_t len = strlen(row->cell[column]);
    if (len == 0 || len >= FW_NAME_MAX) {
        fw_fail(err, FW_DATA, "a feature name must have 1 to %d bytes", FW_NAME_MAX - 1);
        return fw_error_at(err, row->file, row->line, (uint32_t)(column + 1));
    }
    memcpy(out, row->cell[column], len + 1);
    return FW_OK;
}

static fw_code read_rule(void *context, const fw_table_row *row, fw_error *err) {
    const int part = fw_rubric_part(row->cell[0]);
    if (part < 0) {
        fw_fail(err, FW_DATA, "unknown part");
        fw_error_at(err, row->file, row->line, 1);
        return fw_error_detail(err, "fail, diag, act, learn or impr", row->cell[0]);
    }
    fw_part_rule rule = {.part = (uint8_t)part, .requires = strcmp(row->cell[4], "requires") == 0};
    fw_code code = take_feature(row, 1, rule.feature, err);
    if (code == FW_OK) code = fw_table_number(row, 2, &rule.low, err);
    if (code == FW_OK && !rule.requires) code = fw_table_number(row, 3, &rule.full, err);
    if (code == FW_OK && !rule.requires) code = fw_table_number(row, 4, &rule.points, err);
    if (code != FW_OK) return code;
    if (!fw_rubric_prior(context, rule.feature)) { /* weights.csv is read first: it lists every feature */
        fw_fail(err, FW_DATA, "unknown feature");
        fw_error_at(err, row->file, row->line, 2);
        return fw_error_detail(err, "a feature of weights.csv", rule.feature);
    }
    code = fw_rubric_add_rule(context, &rule, err);
    return code == FW_OK ? FW_OK : fw_error_at(err, row->file, row->line, 0);
}

static fw_code read_overall(void *context, const fw_table_row *row, fw_error *err) {
    double value;
    fw_code code = fw_table_number(row, 1, &value, err);
    if (code != FW_OK) return code;
    code = fw_rubric_set(context, row->cell[0], value, row->cell[2], err);
    return code == FW_OK ? FW_OK : fw_error_at(err, row->file, row->line, 0);
}

static fw_code read_prior(void *context, const fw_table_row *row, fw_error *err) {
    fw_prior prior = {.predicts = strcmp(row->cell[2], "predict") == 0};
    if (!prior.predicts && strcmp(row->cell[2], "report") != 0) {
        fw_fail(err, FW_DATA, "unknown use of a feature");
        fw_error_at(err, row->file, row->line, 3);
        return fw_error_detail(err, "predict or report", row->cell[2]);
    }
    fw_code code = take_feature(row, 0, prior.feature, err);
    if (code == FW_OK) code = fw_table_number(row, 1, &prior.weight, err);
    if (code != FW_OK) return code;
    code = fw_rubric_add_prior(context, &prior, err);
    return code == FW_OK ? FW_OK : fw_error_at(err, row->file, row->line, 0);
}

static const struct {
    const char *name;
    const char *header[FW_TABLE_COLUMNS];
    size_t columns;
    fw_table_sink *sink;
} TABLES[] = {
    {"weights.csv", {"feature", "weight", "use"}, 3, read_prior},
    {"parts.csv", {"part", "feature", "threshold_low", "threshold_full", "points"}, 5, read_rule},
    {"overall.csv", {"key", "value", "meaning"}, 3, read_overall},
};

static fw_code load_table(fw_rubric *rubric, const char *directory, size_t index, fw_error *err) {
    char path[PATH_LIMIT];
    const char *folder = directory ? directory : "datasets/rubric";
    const int len = snprintf(path, sizeof path, "%s/%s", folder, TABLES[index].name);
    if (len < 0 || (size_t)len >= sizeof path)
        return fw_fail(err, FW_USAGE, "the path of the rubric is too long");
    char *owned = NULL;
    fw_str text = {0};
    if (directory) {
        fw_code code = fw_read_file(path, TABLE_LIMIT, &owned, &text.len, err);
        if (code != FW_OK) return code;
        text.ptr = owned;
    } else {
        text = fw_embedded_find(path);
        if (!text.ptr) return fw_fail(err, FW_BUG, "%s is not built in", path);
    }
    const fw_code code = fw_table_read(text, path, TABLES[index].header, TABLES[index].columns,
                                       TABLES[index].sink, rubric, err);
    free(owned);
    return code;
}

fw_code fw_rubric_load(const char *directory, fw_rubric **out, fw_error *err) {
    fw_error unread = {0};
    if (!err) err = &unread;
    fw_rubric *rubric = fw_rubric_new();
    if (!rubric) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0] && code == FW_OK; i++)
        code = load_table(rubric, directory, i, err);
    if (code == FW_OK) {
        code = fw_rubric_check(rubric, err);
        if (code != FW_OK) fw_error_at(err, directory ? directory : "datasets/rubric", 0, 0);
    }
    if (code != FW_OK) {
        fw_rubric_free(rubric);
        return code;
    }
    *out = rubric;
    return FW_OK;
}
