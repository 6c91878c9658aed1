/* run_coverage.c: the three kinds of story by participant. */
#include "run_coverage.h"
#include "run_rows.h"

#include <failwise/coach.h>

#include "base/arena.h"
#include "base/idset.h"
#include "base/str.h"

#include <stdlib.h>

enum {
    FRAME_ROWS = 1024,
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

typedef struct {
    const char *id;
    uint32_t len;
    int32_t answers, told[FW_STORY_COUNT];
} person;

struct fw_coverage {
    int participant, story; /* columns of the frames */
    fw_idset *ids;
    fw_arena names;
    person *people;
    size_t count, capacity;
};

const fw_column *fw_coverage_columns(size_t *count) {
    *count = COLUMN_COUNT;
    return COLUMNS;
}

void fw_coverage_free(fw_coverage *coverage) {
    if (!coverage) return;
    fw_idset_free(coverage->ids);
    fw_arena_free(&coverage->names);
    free(coverage->people);
    free(coverage);
}

static bool holds_text(fw_column_type type) { return type == FW_COLUMN_STRING || type == FW_COLUMN_CATEGORY; }

fw_code fw_coverage_new(const fw_layout *layout, fw_coverage **out, fw_error *err) {
    *out = NULL;
    const int participant = fw_column_find(layout->columns, layout->column_count, "participant_id");
    const int story = fw_row_story_column(layout->columns, layout->column_count);
    if (participant < 0 || story < 0 || !holds_text(layout->columns[participant].type)) return FW_OK;
    fw_coverage *coverage = calloc(1, sizeof *coverage);
    if (!coverage) return fw_fail_nomem(err);
    coverage->participant = participant;
    coverage->story = story;
    coverage->ids = fw_idset_new();
    if (!coverage->ids) {
        fw_coverage_free(coverage);
        return fw_fail_nomem(err);
    }
    *out = coverage;
    return FW_OK;
}

static fw_code person_of(fw_coverage *c, fw_str id, person **out, fw_error *err) {
    bool present = false;
    uint64_t index = 0;
    const fw_code code = fw_idset_add(c->ids, fw_id_hash(id), c->count, &present, &index, err);
    if (code != FW_OK) return code;
    if (!present) {
        if (c->count == c->capacity) {
            const size_t capacity = c->capacity ? c->capacity * 2 : 64;
            person *grown = realloc(c->people, capacity * sizeof *grown);
            if (!grown) return fw_fail_nomem(err);
            c->people = grown;
            c->capacity = capacity;
        }
        const char *copy = fw_arena_copy(&c->names, id);
        if (!copy) return fw_fail_nomem(err);
        c->people[c->count++] = (person){.id = copy, .len = (uint32_t)id.len};
    }
    *out = &c->people[index];
    return FW_OK;
}

fw_code fw_coverage_add(fw_coverage *c, const fw_frame *frame, fw_error *err) {
    for (size_t r = 0; r < frame->rows; r++) {
        const fw_str id = frame->cells[c->participant].text[r], story = frame->cells[c->story].text[r];
        person *p = NULL;
        if (id.len == 0) continue;
        const fw_code code = person_of(c, id, &p, err);
        if (code != FW_OK) return code;
        p->answers++;
        for (int s = 0; s < FW_STORY_COUNT; s++)
            p->told[s] += fw_str_equal(story, fw_str_of(fw_story_name((fw_story)s)));
    }
    return FW_OK;
}

static bool put_person(fw_frame *frame, const person *p) {
    const size_t row = frame->rows++;
    int32_t covered = 0;
    frame->cells[COLUMN_ANSWERS].integer[row] = p->answers;
    for (int s = 0; s < FW_STORY_COUNT; s++) {
        frame->cells[COLUMN_STORY_FIRST + s].integer[row] = p->told[s];
        covered += p->told[s] > 0;
    }
    frame->cells[COLUMN_COVERED].integer[row] = covered;
    return fw_frame_set_text(frame, COLUMN_ID, row, (fw_str){p->id, p->len});
}

fw_code fw_coverage_write(const fw_coverage *c, fw_dataset *dataset, fw_error *err) {
    if (!c) return FW_OK;
    fw_code code = fw_dataset_begin_table(dataset, "participants", COLUMNS, COLUMN_COUNT, NULL, 0, err);
    fw_frame *frame = fw_frame_new(COLUMNS, COLUMN_COUNT, 0, FRAME_ROWS);
    if (code == FW_OK && !frame) code = fw_fail_nomem(err);
    for (size_t i = 0; i < c->count && code == FW_OK; i++) {
        if (!put_person(frame, &c->people[i])) code = fw_fail_nomem(err);
        if (code == FW_OK && (frame->rows == FRAME_ROWS || i + 1 == c->count)) {
            code = fw_dataset_append_table(dataset, frame, err);
            fw_frame_clear(frame);
        }
    }
    fw_frame_free(frame);
    return code == FW_OK ? fw_dataset_end_table(dataset, err) : code;
}
