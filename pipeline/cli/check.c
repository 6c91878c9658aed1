/* check.c: reads the input once and counts what is in it. */
#include "cli/check.h"

#include "base/ordered.h"
#include "base/str.h"
#include "run/open.h"

#include <stdlib.h>
#include <string.h>

static const fw_field GROUP_FIELDS[] = {FW_COHORT, FW_QUESTION, FW_FRAMEWORK, FW_LEVEL, FW_ATTEMPT, FW_MODE};
enum { GROUP_FIELD_COUNT = sizeof GROUP_FIELDS / sizeof GROUP_FIELDS[0] };

static fw_code add_column(fw_check *check, const char *name, int field, size_t extra, fw_error *err) {
    fw_check_column *column = &check->columns[check->column_count++];
    *column = (fw_check_column){.name = name, .field = field, .extra = extra, .values = fw_idset_new()};
    column->groups = calloc(CHECK_GROUP_LIMIT, sizeof *column->groups);
    return column->values && column->groups ? FW_OK : fw_fail_nomem(err);
}

/* A column asked for with --by is one carried along, unless it is counted anyway. */
static fw_code add_by(fw_check *check, const char *name, fw_error *err) {
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        if (!fw_str_equal_nocase(fw_str_of(name), fw_str_of(fw_fields[f].name))) continue;
        for (size_t c = 0; c < check->column_count; c++) {
            if (check->columns[c].field == f) return FW_OK;
        }
        if (fw_reader_has(check->reader, (fw_field)f)) return add_column(check, fw_fields[f].name, f, 0, err);
    }
    for (size_t e = 0; e < fw_reader_extra_count(check->reader); e++) {
        const char *header = fw_reader_extra_name(check->reader, e);
        if (fw_str_equal_nocase(fw_str_of(name), fw_str_of(header)))
            return add_column(check, header, -1, e, err);
    }
    return fw_fail(err, FW_USAGE, "--by: the answers have no column '%.60s'", name);
}

static fw_code choose_columns(fw_check *check, fw_error *err) {
    const fw_run_options *options = &check->cli->run;
    check->columns = calloc(GROUP_FIELD_COUNT + options->group_by_count, sizeof *check->columns);
    if (!check->columns) return fw_fail_nomem(err);
    fw_code code = FW_OK;
    for (size_t i = 0; i < GROUP_FIELD_COUNT && code == FW_OK; i++) {
        const fw_field field = GROUP_FIELDS[i];
        if (fw_reader_has(check->reader, field)) {
            code = add_column(check, fw_fields[field].name, (int)field, 0, err);
        }
    }
    for (size_t i = 0; i < options->group_by_count && code == FW_OK; i++) {
        code = add_by(check, options->group_by[i], err);
    }
    return code;
}

/* ---- counting ---- */

fw_id128 fw_check_participant(const fw_answer *answer) {
    const fw_str id = answer->field[FW_PARTICIPANT_ID];
    return id.len ? fw_id_hash(id) : answer->id;
}

/* Index of the group with this value; CHECK_GROUP_LIMIT when there are too many. */
static fw_code find_group(fw_check *check, fw_check_column *column, fw_str value, size_t *index,
                          fw_error *err) {
    uint64_t stored = CHECK_GROUP_LIMIT;
    const fw_id128 key = fw_id_hash(value);
    if (column->group_count == CHECK_GROUP_LIMIT) {
        column->overflow = !fw_idset_find(column->values, key, &stored) || column->overflow;
        *index = (size_t)stored;
        return FW_OK;
    }
    bool present = false;
    fw_code code = fw_idset_add(column->values, key, column->group_count, &present, &stored, err);
    if (code != FW_OK) return code;
    if (!present) {
        column->groups[column->group_count].value = fw_arena_copy(&check->arena, value);
        if (!column->groups[column->group_count++].value) return fw_fail_nomem(err);
    }
    *index = (size_t)stored;
    return FW_OK;
}

static fw_code count_group(fw_check *check, size_t c, const fw_answer *answer, fw_error *err) {
    fw_check_column *column = &check->columns[c];
    const fw_str value = column->field >= 0 ? answer->field[column->field] : answer->extra[column->extra];
    size_t g = 0;
    fw_code code = find_group(check, column, value, &g, err);
    if (code != FW_OK || g == CHECK_GROUP_LIMIT) return code;
    column->groups[g].answers++;
    const fw_id128 who = fw_check_participant(answer);
    const uint64_t member[] = {who.lo, who.hi, c, g};
    bool present = false;
    uint64_t stored;
    code = fw_idset_add(check->members, fw_id_hash((fw_str){(const char *)member, sizeof member}), 0,
                        &present, &stored, err);
    if (!present) column->groups[g].participants++;
    return code;
}

/* Most answers have no find, and a handful is many: the room on the stack serves all but the odd one. */
static fw_code count_pii(fw_check *check, fw_str text, fw_error *err) {
    fw_pii_hit some[64], *hits = some;
    const size_t found = fw_tripwire_scan(text, some, sizeof some / sizeof some[0]);
    if (found > sizeof some / sizeof some[0]) {
        hits = malloc(found * sizeof *hits);
        if (!hits) return fw_fail_nomem(err);
        (void)fw_tripwire_scan(text, hits, found);
    }
    for (size_t i = 0; i < found; i++) check->pii_hits[hits[i].type]++;
    check->pii_answers += found > 0;
    if (hits != some) free(hits);
    return FW_OK;
}

static fw_code count_answer(fw_check *check, const fw_answer *answer, fw_error *err) {
    const uint64_t bytes = answer->field[FW_TEXT].len;
    check->rows_used++;
    check->text_bytes += bytes;
    if (bytes > check->longest_text) check->longest_text = bytes;
    bool present;
    uint64_t stored;
    fw_code code = fw_idset_add(check->participants, fw_check_participant(answer), 0, &present, &stored, err);
    if (code == FW_OK && !present) code = fw_check_note_person(check, answer, err);
    if (code == FW_OK && check->rated.given) code = fw_check_rate(check, answer, err);
    if (code == FW_OK) code = count_pii(check, answer->field[FW_TEXT], err);
    if (code == FW_OK) code = fw_check_note_answer(check, answer, err);
    for (size_t c = 0; c < check->column_count && code == FW_OK; c++)
        code = count_group(check, c, answer, err);
    return code;
}

static void count_reject(fw_check *check, const fw_reject *reject) {
    fw_check_reject *r = &check->rejects[reject->code];
    if (r->count < CHECK_EXAMPLES) r->first[r->count] = *reject;
    r->count++;
    check->rows_rejected++;
}

/* ---- the loop ---- */

typedef struct loop {
    fw_check *check;
    fw_check_slot *slots;
} loop;

static fw_code source(void *context, size_t slot, bool *more, fw_error *err) {
    const loop *l = context;
    return fw_reader_fill(l->check->reader, l->slots[slot].batch, more, err);
}

static fw_code work(void *context, size_t slot, size_t worker, fw_error *err) {
    const loop *l = context;
    const fw_code code = fw_reader_parse(l->check->reader, l->slots[slot].batch, err);
    return code == FW_OK ? fw_check_find_unread(l->check, &l->slots[slot], worker, err) : code;
}

static fw_code sink(void *context, size_t slot, fw_error *err) {
    const loop *l = context;
    fw_check *check = l->check;
    fw_batch *batch = l->slots[slot].batch;
    fw_code code = fw_reader_accept(check->reader, batch, err);
    if (code != FW_OK) return code;
    check->rows_read += batch->rows_read;
    for (size_t i = 0; i < batch->reject_count; i++) count_reject(check, &batch->rejects[i]);
    for (size_t i = 0; i < batch->count && code == FW_OK; i++) {
        if (batch->answers[i].used) code = count_answer(check, &batch->answers[i], err);
    }
    fw_check_note_unread(check, &l->slots[slot]);
    const fw_progress *progress = &check->cli->run.progress;
    progress->tick(progress->context, "check", check->rows_read, fw_reader_position(check->reader),
                   fw_reader_size(check->reader));
    if (code == FW_OK && *progress->stop) code = fw_fail(err, FW_INTERRUPTED, "stopped");
    return code;
}

/* Large groups first; equal ones by name, so that the order does not depend on the input's. */
static int by_size(const void *a, const void *b) {
    const fw_check_group *x = a, *y = b;
    if (x->answers != y->answers) return x->answers < y->answers ? 1 : -1;
    return strcmp(x->value, y->value);
}

static void sort_groups(fw_check *check) {
    for (size_t c = 0; c < check->column_count; c++)
        qsort(check->columns[c].groups, check->columns[c].group_count, sizeof *check->columns[c].groups,
              by_size);
}

static fw_code read_all(fw_check *check, fw_error *err) {
    const size_t asked = check->cli->run.threads, threads = asked ? asked : fw_ordered_processors();
    const size_t slots = threads + 2;
    loop l = {check, calloc(slots, sizeof *l.slots)};
    check->analyzers = calloc(threads, sizeof(fw_analyzer *));
    check->threads = check->analyzers ? threads : 0;
    fw_code code = l.slots && check->analyzers ? FW_OK : fw_fail_nomem(err);
    for (size_t i = 0; i < slots && code == FW_OK; i++) {
        l.slots[i].batch = fw_batch_new();
        if (!l.slots[i].batch) code = fw_fail_nomem(err);
    }
    const fw_ordered order = {
        .context = &l, .source = source, .work = work, .sinks = {sink}, .slots = slots, .threads = threads};
    if (code == FW_OK) code = fw_ordered_run(&order, err);
    for (size_t i = 0; i < slots && l.slots; i++) {
        fw_batch_free(l.slots[i].batch);
        free(l.slots[i].unread);
    }
    free(l.slots);
    return code;
}

fw_code fw_check_collect(fw_check *check, fw_cli *cli, fw_error *err) {
    *check = (fw_check){.cli = cli};
    const fw_run_options *o = &cli->run;
    const fw_reader_options options = {.path = cli->args[0],
                                       .map = o->map,
                                       .map_count = o->map_count,
                                       .rating_columns = o->rating_columns,
                                       .rating_column_count = o->rating_column_count};
    check->participants = fw_idset_new();
    check->lower_people = fw_idset_new();
    check->members = fw_idset_new();
    check->texts = fw_idset_new();
    if (!check->participants || !check->lower_people || !check->members || !check->texts)
        return fw_fail_nomem(err);
    fw_code code = fw_reader_open(&options, &check->reader, err);
    if (code == FW_OK) code = choose_columns(check, err);
    if (code == FW_OK) fw_check_find_guesses(check);
    if (code == FW_OK) code = fw_open_lexicon(o, &check->lexicon, err);
    if (code == FW_OK) code = fw_check_open_ratings(check, err);
    if (code == FW_OK) code = read_all(check, err);
    if (code == FW_OK) code = fw_check_close_ratings(check, err);
    if (code == FW_OK && check->rows_read != check->rows_used + check->rows_rejected) {
        code = fw_fail(err, FW_BUG, "rows read are not rows used plus rows rejected");
    }
    sort_groups(check);
    check->gate_failed =
        check->rows_read && (double)check->rows_rejected > o->max_reject_rate * (double)check->rows_read;
    return code;
}

void fw_check_free(fw_check *check) {
    for (size_t c = 0; c < check->column_count; c++) {
        fw_idset_free(check->columns[c].values);
        free(check->columns[c].groups);
    }
    free(check->columns);
    fw_idset_free(check->participants);
    fw_idset_free(check->lower_people);
    fw_idset_free(check->members);
    fw_idset_free(check->texts);
    fw_idset_free(check->rated.people);
    free(check->rated.met);
    for (size_t i = 0; i < check->threads; i++) fw_analyzer_free(check->analyzers[i]);
    free(check->analyzers);
    fw_lexicon_free(check->lexicon);
    fw_ratings_free(check->ratings);
    if (check->reader) fw_reader_close(check->reader);
    fw_arena_free(&check->arena);
}
