/* shard.c: reads and analyses one part of the answers, and writes what came of it. */
#include "run/intake.h"
#include "run/nightly/inputs.h"
#include "run/open.h"
#include "run/part/options.h"
#include "run/part/part.h"
#include "run/stage.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/str.h"
#include "load/relay.h"

#include <failwise/features.h>

#include <inttypes.h>
#include <string.h>

/* Of the names and their order. */
static uint64_t hash_features(void) {
    uint64_t hash = 0;
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const char *name = fw_feature_at(i)->name;
        hash = fw_hash64(name, strlen(name) + 1, hash);
    }
    return hash;
}

/*
 * What all parts of a run have in common, and no other run: {"program", "version", "features",
 * "features_xxh3", "file" (load/relay.h), "options", "lexicon_xxh3", "inputs" (run/nightly/inputs.h)}. A new
 * reference. FW_USAGE: an input that cannot be read again.
 */
static fw_code describe_run(const fw_run_options *options, const fw_reader *reader, const fw_lexicon *lexicon,
                            json_t **out, fw_error *err) {
    json_t *settings = NULL, *file = NULL, *inputs = NULL;
    fw_code code = fw_run_options_to_json(options, &settings, err);
    if (code == FW_OK) code = fw_reader_describe(reader, &file, err);
    if (code == FW_OK) code = fw_run_inputs(options, FW_ANSWERS_GIVEN, &inputs, err);
    if (code == FW_OK && !inputs)
        code =
            fw_fail(err, FW_USAGE, "merging reads ratings, model and dictionaries again: they must be files");
    if (code == FW_OK) {
        *out = json_pack("{s:s, s:s, s:I, s:o, s:O, s:O, s:o, s:O}", "program", "failwise", "version",
                         FAILWISE_VERSION, "features", (json_int_t)fw_feature_count(), "features_xxh3",
                         fw_json_hash(hash_features()), "file", file, "options", settings, "lexicon_xxh3",
                         fw_json_hash(fw_lexicon_hash(lexicon)), "inputs", inputs);
        if (!*out) code = fw_fail_nomem(err);
    }
    json_decref(inputs);
    json_decref(file);
    json_decref(settings);
    return code;
}

bool fw_part_is_ours(const json_t *run) {
    const char *version = fw_json_get_text(run, "version");
    json_t *features = fw_json_hash(hash_features());
    const bool same = features && json_equal(features, json_object_get(run, "features_xxh3"));
    json_decref(features);
    return same && version && strcmp(version, FAILWISE_VERSION) == 0;
}

/* Everything that one part holds open. */
typedef struct shard {
    const fw_run_options *options;
    fw_run_result *result;
    fw_reader *reader;
    fw_lexicon *lexicon;
    fw_part_writer writer;
} shard;

/* Mistakes show before hours of work, and before there is an output; the merge would find them too. */
static fw_code open_inputs(shard *s, fw_error *err) {
    fw_model *model = NULL;
    fw_ratings *ratings = NULL;
    int trait;
    fw_code code = fw_open_reader(s->options, &s->reader, err);
    if (code == FW_OK) code = fw_open_lexicon(s->options, &s->lexicon, err);
    if (code == FW_OK) code = fw_open_model(s->options, &model, err);
    if (code == FW_OK && s->options->part == 1) code = fw_open_ratings(s->options, &ratings, &trait, err);
    fw_ratings_free(ratings);
    fw_model_free(model);
    return code;
}

static fw_code create(shard *s, fw_error *err) {
    const fw_run_options *o = s->options;
    const fw_input_range *range = fw_reader_range(s->reader);
    json_t *run = NULL;
    const fw_code described = describe_run(o, s->reader, s->lexicon, &run, err);
    if (described != FW_OK) return described;
    json_t *header =
        json_pack("{s:I, s:I, s:I, s:I, s:o}", "part", (json_int_t)o->part, "parts", (json_int_t)o->parts,
                  "start", (json_int_t)range->start, "end", (json_int_t)range->end, "run", run);
    const fw_code code =
        header ? fw_part_create(&s->writer, o->output, o->force, header, err) : fw_fail_nomem(err);
    json_decref(header);
    return code;
}

static fw_code read_answers(shard *s, fw_error *err) {
    const fw_block_sink sink = {.context = &s->writer, .put = fw_part_put};
    const fw_intake_job job = {
        .options = s->options, .reader = s->reader, .to = &sink, .lexicon = s->lexicon, .costs = s->result};
    return fw_take_in(&job, &s->result->intake, err);
}

static fw_code finish(shard *s, fw_error *err) {
    const fw_intake *in = &s->result->intake;
    const uint64_t *blocks = NULL;
    size_t count = 0;
    const fw_code code = fw_reader_end_part(s->reader, &blocks, &count, err);
    if (code != FW_OK) return code;
    fw_buffer hashes = {0};
    for (size_t i = 0; i < count; i++) fw_buffer_printf(&hashes, "%016" PRIx64, blocks[i]);
    json_t *end = hashes.failed
                      ? NULL
                      : json_pack("{s:I, s:I, s:I, s:s}", "rows_read", (json_int_t)in->rows_read,
                                  "rows_rejected", (json_int_t)in->rows_rejected, "bytes",
                                  (json_int_t)in->bytes, "content_xxh3", hashes.data ? hashes.data : "");
    fw_buffer_free(&hashes);
    const fw_code written = end ? fw_part_commit(&s->writer, end, err) : fw_fail_nomem(err);
    json_decref(end);
    return written;
}

static fw_code check(const fw_run_options *o, fw_error *err) {
    const fw_code code = fw_run_check(o, err);
    if (code != FW_OK) return code;
    if (o->part == 0 || o->part > o->parts || o->parts > FW_MOST_PARTS)
        return fw_fail(err, FW_USAGE, "part %zu of %zu: parts are counted from 1, up to %d", o->part,
                       o->parts, FW_MOST_PARTS);
    if (strcmp(o->output, "-") == 0) return fw_fail(err, FW_USAGE, "a part is written to a file: give -o");
    if (strcmp(o->answers, "-") == 0)
        return fw_fail(err, FW_USAGE, "standard input cannot be read in parts: give a file");
    if (o->ratings && strcmp(o->ratings, "-") == 0)
        return fw_fail(err, FW_USAGE, "merging reads the ratings: they cannot come from standard input");
    return FW_OK;
}

fw_code fw_run_part(const fw_run_options *options, fw_run_result *result, fw_error *err) {
    *result = (fw_run_result){0};
    shard s = {.options = options, .result = result};
    const double start = fw_clock();
    fw_code code = check(options, err);
    if (code == FW_OK) code = open_inputs(&s, err);
    if (code == FW_OK) code = create(&s, err);
    if (code == FW_OK) code = read_answers(&s, err);
    if (code == FW_OK) code = finish(&s, err);
    fw_part_abort(&s.writer);
    fw_lexicon_free(s.lexicon);
    fw_reader_close(s.reader);
    result->bytes_total = result->intake.bytes;
    result->seconds_total = result->seconds_stage[FW_STAGE_LOAD_EXTRACT] = fw_clock() - start;
    return code;
}
