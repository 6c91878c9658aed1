/* extract.c: features of every answer of a dataset that holds the text. */
#include "run/documents.h"
#include "run/open.h"
#include "run/rows.h"
#include "run/stage.h"

#include "base/json.h"
#include "base/ordered.h"
#include "base/str.h"

#include <failwise/features.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the threads share over one chunk; each row is written by one thread only. */
typedef struct {
    const fw_run_options *options;
    fw_frame *source;              /* obs columns of answers.h5, the text among them */
    fw_frame *target;              /* the same without the text, plus words, plus X */
    int text, id, level, duration; /* columns of the source */
    int words, story;              /* of the target */
    uint8_t *stories;              /* by row: fw_story */
    uint8_t *unread;               /* by row: fw_unread_kinds */
    fw_intake *intake;             /* takes the answers with any */
    fw_analyzer **analyzers;
    size_t threads;
    json_t **spans; /* by row; NULL when not wanted */
    FILE *spans_out;
} extraction;

static fw_str cell(const extraction *e, int column, size_t row) {
    return column >= 0 ? e->source->cells[column].text[row] : (fw_str){0};
}

static fw_code extract_row(extraction *e, size_t row, size_t worker, fw_error *err) {
    const double duration = e->duration >= 0 ? e->source->cells[e->duration].number[row] : (double)NAN;
    const fw_str text = cell(e, e->text, row);
    const fw_answer_facts facts = {
        .duration_s = duration, .level = cell(e, e->level, row), .pii_hits = fw_tripwire_count(text)};
    const fw_analysis *analysis;
    const fw_code code = fw_analyze(e->analyzers[worker], text, &facts, &analysis, err);
    if (code != FW_OK) return code;
    fw_features_compute(analysis, e->target->x + row * e->target->feature_count);
    e->stories[row] = (uint8_t)fw_story_of(analysis, NULL);
    e->unread[row] = (uint8_t)fw_unread_kinds(analysis->unread, analysis->unread_count);
    if (!e->spans) return FW_OK;
    const fw_str id = cell(e, e->id, row);
    if (fw_check_explained(text, id, err) != FW_OK) return FW_DATA;
    e->spans[row] = fw_analysis_json(analysis, id);
    return e->spans[row] ? FW_OK : fw_fail_nomem(err);
}

/* Workers take rows one by one; the place of a result does not depend on who made it. */
typedef struct {
    extraction *e;
    size_t next, count;
    size_t rows_of_slot[64];
} row_loop;

static fw_code next_row(void *context, size_t slot, bool *more, fw_error *err) {
    (void)err;
    row_loop *loop = context;
    *more = loop->next < loop->count;
    if (*more) loop->rows_of_slot[slot] = loop->next++;
    return FW_OK;
}

static fw_code work_row(void *context, size_t slot, size_t worker, fw_error *err) {
    row_loop *loop = context;
    return extract_row(loop->e, loop->rows_of_slot[slot], worker, err);
}

/* Copies the other columns and writes the spans, in row order. */
static fw_code finish_row(void *context, size_t slot, fw_error *err) {
    row_loop *loop = context;
    extraction *e = loop->e;
    const size_t row = loop->rows_of_slot[slot];
    if (!fw_row_copy(e->source, row, e->target, row)) return fw_fail_nomem(err);
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++)
        e->intake->unread_answers[kind] += e->unread[row] >> kind & 1;
    const int feature = fw_feature_find("words");
    e->target->cells[e->words].integer[row] =
        (int32_t)e->target->x[row * e->target->feature_count + (size_t)feature];
    const fw_str story = fw_str_of(fw_story_name((fw_story)e->stories[row]));
    if (!fw_frame_set_text(e->target, (size_t)e->story, row, story)) return fw_fail_nomem(err);
    if (!e->spans) return FW_OK;
    const bool failed = json_dumpf(e->spans[row], e->spans_out, JSON_COMPACT | JSON_PRESERVE_ORDER) != 0 ||
                        fputc('\n', e->spans_out) == EOF;
    json_decref(e->spans[row]);
    e->spans[row] = NULL;
    return failed ? fw_fail_errno(err, FW_IO, e->options->spans, "cannot write spans") : FW_OK;
}

static fw_code extract_chunk(extraction *e, size_t count, fw_error *err) {
    row_loop loop = {.e = e, .count = count};
    const size_t most = sizeof loop.rows_of_slot / sizeof loop.rows_of_slot[0];
    const size_t wanted = e->threads * 4 + 1;
    const fw_ordered run = {.context = &loop,
                            .source = next_row,
                            .work = work_row,
                            .sinks = {finish_row},
                            .slots = wanted < most ? wanted : most,
                            .threads = e->threads};
    const fw_code code = fw_ordered_run(&run, err);
    e->target->rows = count;
    return code;
}

static fw_code extract_rows(extraction *e, fw_dataset *from, fw_dataset *to, fw_error *err) {
    const uint64_t total = fw_dataset_rows(from);
    for (uint64_t first = 0; first < total; first += FW_CHUNK_ROWS) {
        const size_t count = fw_chunk_rows(first, total);
        fw_frame_clear(e->source);
        fw_frame_clear(e->target);
        fw_code code = fw_dataset_read(from, first, count, e->source, err);
        if (code == FW_OK) code = extract_chunk(e, count, err);
        if (code == FW_OK) code = fw_dataset_append(to, e->target, err);
        if (code == FW_OK) code = fw_run_tick(e->options, "features", first + count, err);
        if (code != FW_OK) return code;
    }
    return fw_dataset_seal(to, err);
}

/* obs of the new file: what the old one has but the text, and the number of words. */
static fw_code plan_columns(const fw_layout *layout, fw_row_plan *plan, fw_error *err) {
    for (size_t i = 0; i < layout->column_count; i++) {
        if (strcmp(layout->columns[i].name, fw_fields[FW_TEXT].name) == 0) continue;
        if (!fw_row_plan_add(plan, layout->columns[i], FW_CELL_EXTRA, i)) return fw_fail_nomem(err);
    }
    return fw_row_plan_add_derived(plan, false, err);
}

static fw_code set_up(extraction *e, const fw_layout *layout, const fw_row_plan *plan,
                      const fw_lexicon *lexicon, fw_error *err) {
    e->text = fw_column_find(layout->columns, layout->column_count, fw_fields[FW_TEXT].name);
    e->id = 0;
    e->level = fw_column_find(layout->columns, layout->column_count, fw_fields[FW_LEVEL].name);
    e->duration = fw_column_find(layout->columns, layout->column_count, fw_fields[FW_DURATION_S].name);
    if (e->text < 0)
        return fw_fail(err, FW_DATA, "the dataset holds no text: it must come from 'failwise load'");
    e->source = fw_frame_new(layout->columns, layout->column_count, 0, FW_CHUNK_ROWS);
    e->target = fw_frame_new(plan->columns, plan->count, fw_feature_count(), FW_CHUNK_ROWS);
    e->threads = e->options->threads ? e->options->threads : fw_ordered_processors();
    e->words = fw_row_plan_find(plan, FW_CELL_WORDS);
    e->story = fw_row_plan_find(plan, FW_CELL_STORY);
    e->stories = calloc(FW_CHUNK_ROWS, sizeof *e->stories);
    e->unread = calloc(FW_CHUNK_ROWS, sizeof *e->unread);
    e->analyzers = calloc(e->threads, sizeof(fw_analyzer *));
    if (e->spans_out) e->spans = calloc(FW_CHUNK_ROWS, sizeof(json_t *));
    if (!e->source || !e->target || !e->stories || !e->unread || !e->analyzers || (e->spans_out && !e->spans))
        return fw_fail_nomem(err);
    const fw_analyzer_options options = {.words_per_minute = e->options->words_per_minute,
                                         .without_cues = !e->spans_out,
                                         .without_findings = !e->spans_out};
    fw_code code = FW_OK;
    for (size_t i = 0; i < e->threads && code == FW_OK; i++) {
        code = fw_analyzer_new(lexicon, &options, &e->analyzers[i], err);
    }
    return code;
}

static void tear_down(extraction *e) {
    for (size_t i = 0; i < FW_CHUNK_ROWS && e->spans; i++) json_decref(e->spans[i]);
    free(e->spans);
    free(e->stories);
    free(e->unread);
    for (size_t i = 0; i < e->threads && e->analyzers; i++) fw_analyzer_free(e->analyzers[i]);
    free(e->analyzers);
    fw_frame_free(e->source);
    fw_frame_free(e->target);
}

/* The new file tells what the old one told, and the lexicon used. */
static fw_code carry_documents(const fw_run_options *o, fw_dataset *from, fw_dataset *to,
                               const fw_lexicon *lexicon, fw_run_result *result, fw_error *err) {
    json_t *provenance = NULL, *intake = NULL;
    fw_code code = fw_dataset_get_json(from, "provenance", &provenance, err);
    if (code == FW_OK) code = fw_dataset_get_json(from, "intake", &intake, err);
    json_t *fresh =
        fw_provenance(o, fw_lexicon_hash(lexicon), fw_json_get_hash(provenance, "answers_xxh3"), 0);
    if (code == FW_OK) code = fresh ? fw_dataset_put_json(to, "provenance", fresh, err) : fw_fail_nomem(err);
    fw_intake read = {0};
    fw_intake_from_json(intake, &read);
    memcpy(read.unread_answers, result->intake.unread_answers, sizeof read.unread_answers);
    result->intake = read;
    if (intake) fw_unread_to_json(&read, intake);
    if (code == FW_OK && intake) code = fw_dataset_put_json(to, "intake", intake, err);
    json_decref(fresh);
    json_decref(provenance);
    json_decref(intake);
    return code;
}

static fw_code extract_file(const fw_run_options *o, fw_dataset *from, const fw_lexicon *lexicon, FILE *spans,
                            fw_run_result *result, fw_error *err) {
    extraction e = {.options = o, .spans_out = spans, .intake = &result->intake};
    fw_row_plan plan = {0};
    fw_dataset *to = NULL;
    fw_code code = plan_columns(fw_dataset_layout(from), &plan, err);
    if (code == FW_OK) code = set_up(&e, fw_dataset_layout(from), &plan, lexicon, err);
    const fw_layout layout = {.columns = plan.columns,
                              .column_count = plan.count,
                              .vars = fw_catalogue_vars(),
                              .var_count = fw_feature_count(),
                              .kind = "features",
                              .obsm = fw_catalogue_obsm,
                              .obsm_count = FW_CATALOGUE_OBSM};
    if (code == FW_OK) code = fw_dataset_create(o->output, &layout, o->force, &to, err);
    if (code == FW_OK) fw_dataset_use_threads(to, e.threads);
    if (code == FW_OK) code = extract_rows(&e, from, to, err);
    if (code == FW_OK) code = carry_documents(o, from, to, lexicon, result, err);
    if (code == FW_OK) {
        code = fw_dataset_commit(to, err);
        to = NULL;
    }
    fw_dataset_close(to);
    tear_down(&e);
    fw_row_plan_free(&plan);
    return code;
}

static fw_code extract_stage(const char *answers_h5, const fw_run_options *o, fw_run_result *result,
                             fw_error *err) {
    const double start = fw_clock();
    fw_dataset *from = NULL;
    fw_lexicon *lexicon = NULL;
    fw_output spans = {0};
    fw_code code = fw_dataset_open(answers_h5, &from, err);
    if (code == FW_OK) code = fw_open_lexicon(o, &lexicon, err);
    if (code == FW_OK && o->spans) code = fw_output_open(&spans, o->spans, o->force, err);
    if (code == FW_OK) code = extract_file(o, from, lexicon, spans.stream, result, err);
    if (code == FW_OK && o->spans) code = fw_output_commit(&spans, err);
    fw_output_abort(&spans);
    fw_dataset_close(from);
    fw_lexicon_free(lexicon);
    result->seconds_total = result->seconds_stage[FW_STAGE_LOAD_EXTRACT] = fw_clock() - start;
    return code;
}

fw_code fw_run_extract(const char *answers_h5, const fw_run_options *o, fw_run_result *result,
                       fw_error *err) {
    return fw_run_keeping_threads(extract_stage, answers_h5, o, result, err);
}
