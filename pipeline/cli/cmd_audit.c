/* cmd_audit.c: one answer, explained in the terminal, or answers as JSON lines. */
#include "cli/audit_view.h"
#include "cli/cli.h"

#include <failwise/audit.h>
#include <failwise/tripwire.h>

#include "base/output.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_LIMIT = 16 * 1024 * 1024 - 1 };

typedef struct audit {
    fw_cli *cli;
    fw_analyzer *analyzer;
    fw_console console;
    bool found; /* the answer asked for with --id */
} audit;

static fw_code show(audit *a, fw_str text, fw_str id, const fw_answer_facts *facts, fw_error *err) {
    const fw_analysis *analysis = NULL;
    fw_code code = fw_analyze(a->analyzer, text, facts, &analysis, err);
    if (code != FW_OK) return code;
    if (a->cli->json) return fw_console_json((json_t *)fw_analysis_json(analysis, id), true, err);
    fw_audit_print(&a->console, analysis, id, a->cli->verbose > 0);
    return FW_OK;
}

/* ---- plain text ---- */

static fw_code audit_text(audit *a, const char *path, fw_error *err) {
    char *data = NULL;
    size_t len = 0;
    fw_code code = fw_read_file(path, ANSWER_LIMIT, &data, &len, err);
    if (code != FW_OK) return code;
    static const char BOM[] = "\xef\xbb\xbf";
    fw_str text = {data, len};
    if (len >= 3 && memcmp(data, BOM, 3) == 0) text = (fw_str){data + 3, len - 3};
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (fw_str_trim(text).len == 0) {
        fw_fail(err, FW_DATA, "there is no text in it");
        code = fw_error_at(err, name, 0, 0);
    } else {
        const fw_answer_facts facts = {a->cli->duration_s, fw_str_of(a->cli->level ? a->cli->level : ""),
                                       fw_tripwire_count(text)};
        code = show(a, text, fw_str_of(name), &facts, err);
        if (code == FW_DATA) fw_error_at(err, name, 0, 0);
    }
    free(data);
    return code;
}

/* ---- rows of a CSV ---- */

static fw_code audit_batch(audit *a, const fw_batch *batch, fw_error *err) {
    const fw_str wanted = fw_str_of(a->cli->id ? a->cli->id : "");
    fw_code code = FW_OK;
    for (size_t i = 0; i < batch->count && code == FW_OK; i++) {
        const fw_answer *answer = &batch->answers[i];
        if (!answer->used || (a->cli->id && !fw_str_equal(wanted, answer->field[FW_ANSWER_ID]))) continue;
        const double given = a->cli->duration_s;
        const fw_answer_facts facts = {isnan(given) ? answer->duration_s : given,
                                       a->cli->level ? fw_str_of(a->cli->level) : answer->field[FW_LEVEL],
                                       fw_tripwire_count(answer->field[FW_TEXT])};
        a->found = true;
        code = show(a, answer->field[FW_TEXT], answer->field[FW_ANSWER_ID], &facts, err);
    }
    return code;
}

static fw_code audit_rows(audit *a, fw_reader *reader, fw_batch *batch, fw_error *err) {
    uint64_t rejected = 0;
    for (bool more = true; more;) {
        fw_code code = fw_reader_fill(reader, batch, &more, err);
        if (code != FW_OK || !more) {
            if (rejected) {
                fw_log_warning(&a->cli->log, "%llu rows cannot be used; 'failwise check' says why",
                               (unsigned long long)rejected);
            }
            return code;
        }
        code = fw_reader_parse(reader, batch, err);
        if (code == FW_OK) code = fw_reader_accept(reader, batch, err);
        if (code == FW_OK) code = audit_batch(a, batch, err);
        if (code == FW_OK && *a->cli->run.progress.stop) code = fw_fail(err, FW_INTERRUPTED, "stopped");
        if (code != FW_OK) return code;
        rejected += batch->reject_count;
    }
    return FW_OK;
}

static fw_code audit_csv(audit *a, const char *path, fw_error *err) {
    if (!a->cli->id && !a->cli->json) {
        return fw_fail(err, FW_USAGE, "of a CSV, 'audit' needs --id ID for one answer or --json for all");
    }
    const fw_reader_options options = {
        .path = path, .map = a->cli->run.map, .map_count = a->cli->run.map_count};
    fw_reader *reader = NULL;
    fw_code code = fw_reader_open(&options, &reader, err);
    if (code != FW_OK) return code;
    fw_batch *batch = fw_batch_new();
    code = batch ? audit_rows(a, reader, batch, err) : fw_fail_nomem(err);
    if (code == FW_OK && a->cli->id && !a->found) {
        fw_fail(err, FW_DATA, "there is no usable answer with the id '%.80s'", a->cli->id);
        code = fw_error_at(err, path, 0, 0);
    }
    fw_batch_free(batch);
    fw_reader_close(reader);
    return code;
}

static bool ends_with(const char *text, const char *end) {
    const size_t a = strlen(text), b = strlen(end);
    return a >= b && strcasecmp(text + a - b, end) == 0;
}

fw_code fw_cmd_audit(fw_cli *cli, fw_error *err) {
    const char *path = cli->arg_count ? cli->args[0] : "-";
    const bool csv = ends_with(path, ".csv") || ends_with(path, ".csv.gz");
    if (!csv && cli->id)
        return fw_fail(err, FW_USAGE, "--id picks a row of a CSV; '%.80s' is read as text", path);
    fw_lexicon *lexicon = NULL;
    fw_code code = cli->run.lexicon_count
                       ? fw_lexicon_load(cli->run.lexicons, cli->run.lexicon_count, &lexicon, err)
                       : fw_lexicon_builtin(&lexicon, err);
    if (code != FW_OK) return code;
    audit a = {.cli = cli, .console = fw_console_of_stdout()};
    const fw_analyzer_options options = {.words_per_minute = cli->run.words_per_minute};
    code = fw_analyzer_new(lexicon, &options, &a.analyzer, err);
    if (code == FW_OK) code = csv ? audit_csv(&a, path, err) : audit_text(&a, path, err);
    fw_analyzer_free(a.analyzer);
    fw_lexicon_free(lexicon);
    return code;
}
