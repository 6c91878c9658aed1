/* people.c: who answered what: the people of a dataset, and the answers of some of them. */
#include "run/feedback/feedback.h"

#include "base/idset.h"
#include "base/room.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts held at a time: about 150 MB of usual answers. */
enum { WINDOW_ROWS = 100000 };

/* ---- people ---- */

/* An answer without a participant is a person of its own; its key is no participant's. */
static fw_id128 key_of(fw_str participant, fw_str answer) {
    fw_id128 key = fw_id_hash(participant.len ? participant : answer);
    if (participant.len == 0) key.lo = ~key.lo;
    return key;
}

static fw_code add_person(fw_people *people, fw_str name, bool is_answer, fw_error *err) {
    fw_person *list = fw_room(people->list, people->count, &people->capacity, sizeof *list);
    if (!list) return fw_fail_nomem(err);
    people->list = list;
    const char *copy = fw_arena_copy(&people->names, name);
    if (!copy) return fw_fail_nomem(err);
    people->list[people->count++] = (fw_person){.name = {copy, name.len}, .is_answer = is_answer};
    return FW_OK;
}

static fw_code add_row(fw_people *people, fw_idset *known, fw_str participant, fw_str answer, uint64_t row,
                       fw_error *err) {
    bool present = false;
    uint64_t person = 0;
    fw_code code = fw_idset_add(known, key_of(participant, answer), people->count, &present, &person, err);
    if (code == FW_OK && !present)
        code = add_person(people, participant.len ? participant : answer, participant.len == 0, err);
    if (code != FW_OK) return code;
    people->of_row[row] = (uint32_t)person;
    people->list[person].answers++;
    return FW_OK;
}

/* The columns of `wanted` that the dataset has; `at` gets where each went, or -1. */
static size_t choose_columns(const fw_dataset *answers, const char *const *wanted, size_t count,
                             fw_column *columns, int *at) {
    const fw_layout *layout = fw_dataset_layout(answers);
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        const int found = wanted[i] ? fw_column_find(layout->columns, layout->column_count, wanted[i]) : -1;
        at[i] = found < 0 ? -1 : (int)chosen;
        if (found >= 0) columns[chosen++] = layout->columns[found];
    }
    return chosen;
}

static fw_str text_at(const fw_frame *frame, int column, size_t row) {
    return column >= 0 && fw_column_is_text(frame->columns[column].type) ? frame->cells[column].text[row]
                                                                         : (fw_str){0};
}

fw_code fw_people_read(fw_dataset *answers, fw_people *people, fw_error *err) {
    enum { ID, PERSON, COLUMNS };
    static const char *const WANTED[COLUMNS] = {"answer_id", "participant_id"};
    fw_column columns[COLUMNS];
    int at[COLUMNS];
    const size_t count = choose_columns(answers, WANTED, COLUMNS, columns, at);
    const uint64_t total = fw_dataset_rows(answers);
    if (total >= UINT32_MAX) return fw_fail(err, FW_DATA, "too many answers for feedback pages");
    fw_frame *frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    fw_idset *known = fw_idset_new();
    people->of_row = calloc((size_t)total + 1, sizeof *people->of_row);
    fw_code code = frame && known && people->of_row ? FW_OK : fw_fail_nomem(err);
    for (uint64_t first = 0; first < total && code == FW_OK; first += FW_CHUNK_ROWS) {
        const size_t rows = fw_chunk_rows(first, total);
        fw_frame_clear(frame);
        code = fw_dataset_read(answers, first, rows, frame, err);
        for (size_t r = 0; r < rows && code == FW_OK; r++)
            code = add_row(people, known, text_at(frame, at[PERSON], r), text_at(frame, at[ID], r), first + r,
                           err);
    }
    fw_idset_free(known);
    fw_frame_free(frame);
    return code;
}

void fw_people_free(fw_people *people) {
    free(people->list);
    free(people->of_row);
    fw_arena_free(&people->names);
    *people = (fw_people){0};
}

/* ---- their answers ---- */

enum { TEXT, QUESTION, MODE, DATE, LEVEL, ATTEMPT, DURATION, GROUP, COLUMNS };

size_t fw_feedback_window_end(const fw_people *people, size_t first, size_t end) {
    size_t rows = 0;
    for (size_t p = first; p < end; p++) {
        rows += people->list[p].answers;
        if (rows > WINDOW_ROWS && p > first) return p;
    }
    return end;
}

static bool keep(fw_arena *arena, fw_str text, fw_str *out) {
    const char *copy = text.len ? fw_arena_copy(arena, text) : "";
    *out = (fw_str){copy, text.len};
    return copy != NULL;
}

static fw_code keep_row(fw_feedback_window *w, const fw_frame *frame, const int *at, size_t r,
                        fw_feedback_row *out, fw_error *err) {
    const struct {
        int column;
        fw_str *to;
    } TEXTS[] = {{TEXT, &out->text}, {QUESTION, &out->question}, {MODE, &out->mode},
                 {DATE, &out->date}, {LEVEL, &out->level},       {GROUP, &out->group}};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        if (!keep(&w->text, text_at(frame, at[TEXTS[i].column], r), TEXTS[i].to)) return fw_fail_nomem(err);
    }
    const int attempt = at[ATTEMPT], duration = at[DURATION];
    out->attempt =
        attempt >= 0 && frame->columns[attempt].type == FW_COLUMN_INT ? frame->cells[attempt].integer[r] : 0;
    out->duration_s = duration >= 0 && frame->columns[duration].type == FW_COLUMN_FLOAT
                          ? frame->cells[duration].number[r]
                          : (double)NAN;
    return FW_OK;
}

static bool is_wanted(const fw_people *people, const fw_feedback_window *w, uint64_t row) {
    return people->of_row[row] >= w->first && people->of_row[row] < w->end;
}

/* What a window is filled with. */
typedef struct {
    fw_dataset *answers;
    const fw_people *people;
    fw_feedback_window *window;
    fw_frame *frame;
    int at[COLUMNS]; /* of the frame, or -1 */
    size_t *filled;  /* rows of each person so far */
} filling;

/* Rows [first, first + count). */
static fw_code read_chunk(const filling *f, uint64_t first, size_t count, fw_error *err) {
    fw_feedback_window *w = f->window;
    bool any = false;
    for (size_t r = 0; r < count && !any; r++) any = is_wanted(f->people, w, first + r);
    if (!any) return FW_OK;
    fw_frame_clear(f->frame);
    fw_code code = fw_dataset_read(f->answers, first, count, f->frame, err);
    for (size_t r = 0; r < count && code == FW_OK; r++) {
        if (!is_wanted(f->people, w, first + r)) continue;
        const size_t person = f->people->of_row[first + r] - w->first;
        fw_feedback_row *row = &w->rows[w->offset[person] + f->filled[person]++];
        *row = (fw_feedback_row){.person = (uint32_t)(w->first + person), .row = first + r};
        code = keep_row(w, f->frame, f->at, r, row, err);
    }
    return code;
}

static int by_attempt(const void *x, const void *y) {
    const fw_feedback_row *a = x, *b = y;
    const bool a_known = a->attempt > 0, b_known = b->attempt > 0;
    if (a_known != b_known) return a_known ? -1 : 1;
    if (a_known && a->attempt != b->attempt) return a->attempt < b->attempt ? -1 : 1;
    const int date = fw_str_compare(a->date, b->date);
    if (date) return date;
    return (a->row > b->row) - (a->row < b->row);
}

static fw_code make_room(const fw_people *people, fw_feedback_window *w, fw_error *err) {
    const size_t count = w->end - w->first;
    w->offset = calloc(count + 1, sizeof *w->offset);
    if (!w->offset) return fw_fail_nomem(err);
    for (size_t p = 0; p < count; p++) w->offset[p + 1] = w->offset[p] + people->list[w->first + p].answers;
    w->rows = calloc(w->offset[count] + 1, sizeof *w->rows);
    return w->rows ? FW_OK : fw_fail_nomem(err);
}

fw_code fw_feedback_window_read(fw_dataset *answers, const fw_people *people, const char *group_column,
                                fw_feedback_window *w, fw_error *err) {
    const char *const wanted[COLUMNS] = {"text",  "question", "mode",       "date",
                                         "level", "attempt",  "duration_s", group_column};
    fw_column columns[COLUMNS];
    filling f = {.answers = answers, .people = people, .window = w};
    const size_t count = choose_columns(answers, wanted, COLUMNS, columns, f.at);
    const uint64_t total = fw_dataset_rows(answers);
    f.frame = fw_frame_new(columns, count, 0, FW_CHUNK_ROWS);
    f.filled = calloc(w->end - w->first + 1, sizeof *f.filled);
    fw_code code = f.frame && f.filled ? make_room(people, w, err) : fw_fail_nomem(err);
    for (uint64_t first = 0; first < total && code == FW_OK; first += FW_CHUNK_ROWS)
        code = read_chunk(&f, first, fw_chunk_rows(first, total), err);
    for (size_t p = 0; p < w->end - w->first && code == FW_OK; p++)
        qsort(w->rows + w->offset[p], w->offset[p + 1] - w->offset[p], sizeof *w->rows, by_attempt);
    free(f.filled);
    fw_frame_free(f.frame);
    return code;
}

void fw_feedback_window_free(fw_feedback_window *w) {
    free(w->rows);
    free(w->offset);
    fw_arena_free(&w->text);
    *w = (fw_feedback_window){0};
}
