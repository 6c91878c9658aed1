/* coverage.c: the three kinds of story by participant. */
#include "run/coverage.h"
#include "run/rows.h"

#include <failwise/coach.h>

#include "base/arena.h"
#include "base/idset.h"
#include "base/room.h"
#include "base/spill.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
    FRAME_ROWS = 1024,
    ID_BYTES = 255, /* of an id: as read from a dataset it has 64 */
    LONGEST_HEAD = 64,
    COLUMN_ID = 0,
    COLUMN_ANSWERS,
    COLUMN_STORY_FIRST,
    COLUMN_COVERED = COLUMN_STORY_FIRST + FW_STORY_COUNT,
    COLUMN_COUNT
};

static const fw_column COLUMNS[COLUMN_COUNT] = {
    {"participant_id", FW_COLUMN_STRING, "", "The participant; longer ids are cut at 64 bytes."},
    {"answers", FW_COLUMN_INT, "answers", "Answers of the participant."},
    {"technical", FW_COLUMN_INT, "answers", "Answers that tell a technical or craft miss."},
    {"stakeholder", FW_COLUMN_INT, "answers", "Answers that tell a stakeholder miss."},
    {"judgement", FW_COLUMN_INT, "answers", "Answers that tell a judgement or hiring miss."},
    {"covered", FW_COLUMN_INT, "kinds", "Kinds of story told at least once, 0 to 3; 3 = covered."},
};

/* An answer as put aside by participant; behind it the participant's id. */
typedef struct {
    fw_id128 participant;
    uint64_t told; /* row * STORIES + story */
} told_answer;

enum { STORIES = FW_STORY_COUNT + 1 }; /* one for none */

/* A participant as put aside by row; behind it the id. */
typedef struct {
    uint64_t row; /* of the first answer */
    int32_t answers, told[FW_STORY_COUNT];
} telling;

typedef struct {
    telling of;
    fw_str id;
} person;

struct fw_coverage {
    int participant, story; /* columns of the frames */
    char *folder;           /* of temporary files, or NULL */
    uint64_t rows;
    fw_spill *answers; /* in shares by participant */
    fw_spill *people;  /* in shares by row of the first answer: a share in its order, the table is */
    /* The share at hand. */
    fw_idset *ids;
    fw_arena names;
    person *list;
    size_t count, capacity;
    uint32_t *place; /* by row of the share: 1 + index of who first appears there; 0: nobody */
};

void fw_coverage_free(fw_coverage *coverage) {
    if (!coverage) return;
    fw_spill_free(coverage->answers);
    fw_spill_free(coverage->people);
    fw_idset_free(coverage->ids);
    fw_arena_free(&coverage->names);
    free(coverage->list);
    free(coverage->place);
    free(coverage->folder);
    free(coverage);
}

static fw_code open_coverage(fw_coverage *c, const char *folder, fw_error *err) {
    c->ids = fw_idset_new();
    if (!c->ids || (folder && !(c->folder = strdup(folder)))) return fw_fail_nomem(err);
    return fw_spill_new(folder, &c->answers, err);
}

fw_code fw_coverage_new(const fw_layout *layout, const char *folder, fw_coverage **out, fw_error *err) {
    const int participant = fw_column_find(layout->columns, layout->column_count, "participant_id");
    const int story = fw_row_story_column(layout->columns, layout->column_count);
    *out = NULL;
    if (participant < 0 || story < 0 || !fw_column_is_text(layout->columns[participant].type)) return FW_OK;
    fw_coverage *coverage = calloc(1, sizeof *coverage);
    if (!coverage) return fw_fail_nomem(err);
    coverage->participant = participant;
    coverage->story = story;
    const fw_code code = open_coverage(coverage, folder, err);
    if (code != FW_OK) {
        fw_coverage_free(coverage);
        return code;
    }
    *out = coverage;
    return FW_OK;
}

/* Puts a record and the id behind it aside. */
static fw_code put(fw_spill *spill, size_t share, const void *head, size_t size, fw_str id, fw_error *err) {
    unsigned char record[LONGEST_HEAD + ID_BYTES];
    const size_t len = id.len < ID_BYTES ? id.len : ID_BYTES;
    memcpy(record, head, size);
    memcpy(record + size, id.ptr, len);
    return fw_spill_put(spill, share, record, size + len, err);
}

static uint64_t story_of(fw_str name) {
    uint64_t s = 0;
    while (s < FW_STORY_COUNT && !fw_str_equal(name, fw_str_of(fw_story_name((fw_story)s)))) s++;
    return s;
}

fw_code fw_coverage_add(fw_coverage *c, const fw_frame *frame, fw_error *err) {
    for (size_t r = 0; r < frame->rows; r++, c->rows++) {
        const fw_str id = frame->cells[c->participant].text[r], story = frame->cells[c->story].text[r];
        if (id.len == 0) continue;
        const told_answer answer = {fw_id_hash(id), c->rows * STORIES + story_of(story)};
        const fw_code code =
            put(c->answers, fw_spill_share(answer.participant), &answer, sizeof answer, id, err);
        if (code != FW_OK) return code;
    }
    return FW_OK;
}

/* ---- from answers to people ---- */

static fw_code new_person(fw_coverage *c, const telling *of, fw_str id, fw_error *err) {
    person *list = fw_room(c->list, c->count, &c->capacity, sizeof *list);
    if (!list) return fw_fail_nomem(err);
    c->list = list;
    const char *copy = fw_arena_copy(&c->names, id);
    if (!copy) return fw_fail_nomem(err);
    c->list[c->count++] = (person){*of, {copy, id.len}};
    return FW_OK;
}

static fw_code count_answer(void *context, const unsigned char *record, size_t size, fw_error *err) {
    fw_coverage *c = context;
    told_answer answer;
    memcpy(&answer, record, sizeof answer);
    const fw_str id = {(const char *)record + sizeof answer, size - sizeof answer};
    bool present = false;
    uint64_t index = 0;
    fw_code code = fw_idset_add(c->ids, answer.participant, c->count, &present, &index, err);
    if (code == FW_OK && !present) code = new_person(c, &(telling){.row = answer.told / STORIES}, id, err);
    if (code != FW_OK) return code;
    telling *of = &c->list[index].of;
    of->answers++;
    const uint64_t story = answer.told % STORIES;
    if (story < FW_STORY_COUNT) of->told[story]++;
    return FW_OK;
}

static void forget_share(fw_coverage *c) {
    fw_idset_clear(c->ids);
    fw_arena_reset(&c->names);
    c->count = 0;
}

/* Does something to every record of a share. */
static fw_code each(fw_spill *spill, size_t share,
                    fw_code (*take)(void *, const unsigned char *, size_t, fw_error *), void *context,
                    fw_error *err) {
    fw_spill_place place = {.share = share};
    for (;;) {
        const void *record = NULL;
        size_t size = 0;
        fw_code code = fw_spill_next(spill, &place, &record, &size, err);
        if (code != FW_OK || !record) return code;
        code = take(context, record, size, err);
        if (code != FW_OK) return code;
    }
}

/* The people of every share, put aside by the row in which they first appear. */
static fw_code find_people(fw_coverage *c, fw_error *err) {
    fw_code code = fw_spill_new(c->folder, &c->people, err);
    for (size_t share = 0; share < FW_SPILL_SHARES && code == FW_OK; share++) {
        code = each(c->answers, share, count_answer, c, err);
        for (size_t i = 0; i < c->count && code == FW_OK; i++) {
            const person *p = &c->list[i];
            const size_t to = (size_t)(p->of.row * FW_SPILL_SHARES / c->rows);
            code = put(c->people, to, &p->of, sizeof p->of, p->id, err);
        }
        forget_share(c);
    }
    fw_spill_free(c->answers);
    c->answers = NULL;
    return code;
}

/* ---- from people to the table ---- */

static fw_code take_person(void *context, const unsigned char *record, size_t size, fw_error *err) {
    telling of;
    memcpy(&of, record, sizeof of);
    return new_person(context, &of, (fw_str){(const char *)record + sizeof of, size - sizeof of}, err);
}

static bool put_person(fw_frame *frame, const person *p) {
    const size_t row = frame->rows++;
    int32_t covered = 0;
    frame->cells[COLUMN_ANSWERS].integer[row] = p->of.answers;
    for (int s = 0; s < FW_STORY_COUNT; s++) {
        frame->cells[COLUMN_STORY_FIRST + s].integer[row] = p->of.told[s];
        covered += p->of.told[s] > 0;
    }
    frame->cells[COLUMN_COVERED].integer[row] = covered;
    return fw_frame_set_text(frame, COLUMN_ID, row, p->id);
}

static fw_code write_frame(fw_dataset *dataset, fw_frame *frame, fw_error *err) {
    const fw_code code = frame->rows ? fw_dataset_append_table(dataset, frame, err) : FW_OK;
    fw_frame_clear(frame);
    return code;
}

/* Rows of a share: those r with r * FW_SPILL_SHARES / rows == share. */
static uint64_t first_row(const fw_coverage *c, size_t share) {
    return (share * c->rows + FW_SPILL_SHARES - 1) / FW_SPILL_SHARES;
}

static size_t most_rows(const fw_coverage *c) { return (size_t)(c->rows / FW_SPILL_SHARES) + 1; }

/* The people of one share of rows. */
static fw_code write_share(fw_coverage *c, size_t share, fw_dataset *dataset, fw_frame *frame,
                           fw_error *err) {
    const uint64_t first = first_row(c, share);
    fw_code code = each(c->people, share, take_person, c, err);
    memset(c->place, 0, most_rows(c) * sizeof *c->place);
    for (size_t i = 0; i < c->count; i++) c->place[c->list[i].of.row - first] = (uint32_t)i + 1;
    for (size_t r = 0; r < most_rows(c) && code == FW_OK; r++) {
        if (!c->place[r]) continue;
        if (!put_person(frame, &c->list[c->place[r] - 1])) code = fw_fail_nomem(err);
        if (code == FW_OK && frame->rows == FRAME_ROWS) code = write_frame(dataset, frame, err);
    }
    forget_share(c);
    return code;
}

fw_code fw_coverage_write(fw_coverage *c, fw_dataset *dataset, fw_error *err) {
    if (!c) return FW_OK;
    fw_code code = fw_dataset_begin_table(dataset, "participants", COLUMNS, COLUMN_COUNT, NULL, 0, err);
    fw_frame *frame = fw_frame_new(COLUMNS, COLUMN_COUNT, 0, FRAME_ROWS);
    c->place = malloc(most_rows(c) * sizeof *c->place);
    if (code == FW_OK && (!frame || !c->place)) code = fw_fail_nomem(err);
    if (code == FW_OK) code = find_people(c, err);
    for (size_t share = 0; share < FW_SPILL_SHARES && code == FW_OK; share++)
        code = write_share(c, share, dataset, frame, err);
    if (code == FW_OK) code = write_frame(dataset, frame, err);
    fw_frame_free(frame);
    return code == FW_OK ? fw_dataset_end_table(dataset, err) : code;
}
