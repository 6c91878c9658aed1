/* answer_input.c: reading answers for the commands that explain them. */
#include "cli/answer_input.h"

#include <failwise/tripwire.h>

#include "base/output.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is read, and whom it goes to. */
typedef struct intake {
    fw_cli *cli;
    const char *path, *id;
    fw_answer_sink *sink;
    void *context;
    size_t found;
} intake;

static bool ends_with(const char *text, const char *end) {
    const size_t a = strlen(text), b = strlen(end);
    return a >= b && strcasecmp(text + a - b, end) == 0;
}

bool fw_is_csv(const char *path) { return ends_with(path, ".csv") || ends_with(path, ".csv.gz"); }

fw_code fw_cli_lexicon(const fw_cli *cli, fw_lexicon **out, fw_error *err) {
    fw_lexicon *lexicon = NULL;
    fw_code code = cli->run.lexicon_count
                       ? fw_lexicon_load(cli->run.lexicons, cli->run.lexicon_count, &lexicon, err)
                       : fw_lexicon_builtin(&lexicon, err);
    if (code == FW_OK && cli->run.arc) code = fw_lexicon_use_arc(lexicon, cli->run.arc, err);
    if (code != FW_OK) {
        fw_lexicon_free(lexicon);
        return code;
    }
    *out = lexicon;
    return FW_OK;
}

/* ---- plain text ---- */

static fw_code refuse(fw_error *err, const char *name, const char *why) {
    return fw_fail_in(err, FW_DATA, name, "%s", why);
}

static fw_code read_text(intake *in, fw_error *err) {
    static const char BOM[] = "\xef\xbb\xbf";
    char *data = NULL;
    size_t len = 0;
    fw_code code = fw_read_file(in->path, FW_EXPLAINED_MOST, &data, &len, err);
    if (code != FW_OK) return code;
    fw_str text = {data, len};
    if (len >= 3 && memcmp(data, BOM, 3) == 0) text = (fw_str){data + 3, len - 3};
    const char *name = strcmp(in->path, "-") == 0 ? "standard input" : in->path;
    if (fw_str_trim(text).len == 0) {
        code = refuse(err, name, "there is no text in it");
    } else if (memchr(text.ptr, '\0', text.len)) {
        code = refuse(err, name, "this is no text: it holds NUL bytes");
    } else {
        const fw_answer_facts facts = {in->cli->duration_s, fw_str_of(in->cli->level ? in->cli->level : ""),
                                       fw_tripwire_count(text)};
        code = in->sink(in->context, text, fw_str_of(name), &facts, err);
        if (code == FW_DATA && !err->file[0]) fw_error_at(err, name, 0, 0);
    }
    free(data);
    return code;
}

/* ---- rows of a CSV ---- */

static fw_code hand_on_batch(intake *in, const fw_batch *batch, fw_error *err) {
    const fw_str wanted = fw_str_of(in->id ? in->id : "");
    fw_code code = FW_OK;
    for (size_t i = 0; i < batch->count && code == FW_OK; i++) {
        const fw_answer *answer = &batch->answers[i];
        if (!answer->used || (in->id && !fw_str_equal(wanted, answer->field[FW_ANSWER_ID]))) continue;
        const double given = in->cli->duration_s;
        const fw_answer_facts facts = {isnan(given) ? answer->duration_s : given,
                                       in->cli->level ? fw_str_of(in->cli->level) : answer->field[FW_LEVEL],
                                       fw_tripwire_count(answer->field[FW_TEXT])};
        in->found++;
        code = fw_check_explained(answer->field[FW_TEXT], answer->field[FW_ANSWER_ID], err);
        if (code != FW_OK) return fw_error_at(err, in->path, 0, 0);
        code = in->sink(in->context, answer->field[FW_TEXT], answer->field[FW_ANSWER_ID], &facts, err);
    }
    return code;
}

static fw_code read_rows(intake *in, fw_reader *reader, fw_batch *batch, fw_error *err) {
    uint64_t rejected = 0;
    for (bool more = true; more;) {
        fw_code code = fw_reader_fill(reader, batch, &more, err);
        if (code != FW_OK || !more) {
            if (rejected) {
                fw_log_warning(&in->cli->log, "%llu row%s cannot be used; 'failwise check' says why",
                               (unsigned long long)rejected, rejected == 1 ? "" : "s");
            }
            return code;
        }
        code = fw_reader_parse(reader, batch, err);
        if (code == FW_OK) code = fw_reader_accept(reader, batch, err);
        if (code == FW_OK) code = hand_on_batch(in, batch, err);
        if (code == FW_OK && *in->cli->run.progress.stop) code = fw_fail(err, FW_INTERRUPTED, "stopped");
        if (code != FW_OK) return code;
        rejected += batch->reject_count;
    }
    return FW_OK;
}

static fw_code read_csv(intake *in, fw_error *err) {
    const fw_reader_options options = {
        .path = in->path, .map = in->cli->run.map, .map_count = in->cli->run.map_count};
    fw_reader *reader = NULL;
    fw_code code = fw_reader_open(&options, &reader, err);
    if (code != FW_OK) return code;
    fw_batch *batch = fw_batch_new();
    code = batch ? read_rows(in, reader, batch, err) : fw_fail_nomem(err);
    if (code == FW_OK && in->id && !in->found) {
        code = fw_fail_in(err, FW_DATA, in->path, "there is no usable answer with the id '%.80s'", in->id);
    }
    fw_batch_free(batch);
    fw_reader_close(reader);
    return code;
}

fw_code fw_answers_read(fw_cli *cli, const char *path, const char *id, fw_answer_sink *sink, void *context,
                        fw_error *err) {
    intake in = {.cli = cli, .path = path, .id = id, .sink = sink, .context = context};
    return fw_is_csv(path) ? read_csv(&in, err) : read_text(&in, err);
}
