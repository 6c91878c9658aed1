/* rows.c: columns of the answers' table and of X, and their cells. */
#include "run/rows.h"

#include "base/room.h"
#include "base/str.h"

#include <failwise/features.h>
#include <failwise/ratings.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FEATURES = 256 };

const fw_var *fw_catalogue_vars(void) {
    static fw_var vars[MOST_FEATURES]; /* filled once with the same values, before any thread is started */
    for (size_t i = 0; i < fw_feature_count() && i < MOST_FEATURES; i++) {
        const fw_feature *f = fw_feature_at(i);
        vars[i] = (fw_var){.name = f->name,
                           .group = f->group,
                           .unit = f->unit,
                           .definition = f->definition,
                           .sign = f->sign};
    }
    return vars;
}

static const char *const ARC[] = {"arc_fail", "arc_diag", "arc_act", "arc_learn", "arc_impr"};
static const char *const STAR[] = {"star_s_share", "star_t_share", "star_a_share", "star_r_share"};
const fw_obsm fw_catalogue_obsm[FW_CATALOGUE_OBSM] = {{"arc", ARC, 5}, {"star", STAR, FW_CATALOGUE_STAR}};

bool fw_row_plan_add(fw_row_plan *plan, fw_column column, fw_cell_kind kind, size_t index) {
    fw_column *columns = fw_room(plan->columns, plan->count, &plan->column_capacity, sizeof *columns);
    if (columns) plan->columns = columns;
    fw_cell_source *sources = fw_room(plan->sources, plan->count, &plan->source_capacity, sizeof *sources);
    if (sources) plan->sources = sources;
    if (!columns || !sources) return false;
    columns[plan->count] = column;
    sources[plan->count++] = (fw_cell_source){kind, index};
    return true;
}

void fw_row_plan_free(fw_row_plan *plan) {
    free(plan->columns);
    free(plan->sources);
    *plan = (fw_row_plan){0};
}

/* How each type of field is stored; the text is long, ids are many, the rest repeats. */
static const struct {
    const char *type;
    fw_column_type column;
    const char *unit;
} FIELD_TYPES[] = {
    {"id", FW_COLUMN_STRING, ""},      {"category", FW_COLUMN_CATEGORY, ""}, {"integer", FW_COLUMN_INT, ""},
    {"seconds", FW_COLUMN_FLOAT, "s"}, {"date", FW_COLUMN_CATEGORY, ""},     {"text", FW_COLUMN_STRING, ""},
};

static fw_column column_of_field(fw_field field) {
    const fw_field_info *info = &fw_fields[field];
    fw_column column = {
        .name = info->name, .type = FW_COLUMN_CATEGORY, .unit = "", .description = info->meaning};
    for (size_t i = 0; i < sizeof FIELD_TYPES / sizeof FIELD_TYPES[0]; i++) {
        if (strcmp(info->type, FIELD_TYPES[i].type) != 0) continue;
        column.type = FIELD_TYPES[i].column;
        column.unit = FIELD_TYPES[i].unit;
    }
    return column;
}

fw_code fw_row_plan_from_reader(fw_row_plan *plan, const fw_reader *reader, const char *const *rating_columns,
                                size_t rating_column_count, bool with_text, fw_error *err) {
    bool ok = true;
    for (int f = 0; f < FW_FIELD_COUNT; f++) {
        if (!fw_reader_has(reader, (fw_field)f) || (f == FW_TEXT && !with_text)) continue;
        ok = ok && fw_row_plan_add(plan, column_of_field((fw_field)f), FW_CELL_FIELD, (size_t)f);
    }
    for (size_t i = 0; i < fw_reader_extra_count(reader); i++) {
        /* as strings: a category keeps its distinct values in memory, and a free column may have as many as
         * rows */
        const fw_column column = {.name = fw_reader_extra_name(reader, i),
                                  .type = FW_COLUMN_STRING,
                                  .unit = "",
                                  .description = "a further column of the answers file, carried along"};
        ok = ok && fw_row_plan_add(plan, column, FW_CELL_EXTRA, i);
    }
    for (size_t i = 0; i < rating_column_count; i++) {
        const fw_column column = {.name = rating_columns[i],
                                  .type = FW_COLUMN_FLOAT,
                                  .unit = "points",
                                  .description = "a rating column of the answers file"};
        ok = ok && fw_row_plan_add(plan, column, FW_CELL_RATING_VALUE, i);
    }
    return ok ? FW_OK : fw_fail_nomem(err);
}

static const char STORY_MEANING[] =
    "kind of miss told: technical, stakeholder or judgement; missing when no failure "
    "is told";
static const char STORY_FOUND[] = "story_found";

/* A column of our own, under another name where the answers have one of that name. */
static bool add_derived(fw_row_plan *plan, fw_column column, const char *other_name, fw_cell_kind kind) {
    if (fw_column_find(plan->columns, plan->count, column.name) >= 0) column.name = other_name;
    return fw_row_plan_add(plan, column, kind, 0);
}

int fw_row_plan_find(const fw_row_plan *plan, fw_cell_kind kind) {
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->sources[i].kind == kind) return (int)i;
    }
    return -1;
}

int fw_row_story_column(const fw_column *columns, size_t count) {
    const char *const names[] = {STORY_FOUND, "story"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const int at = fw_column_find(columns, count, names[i]);
        if (at >= 0 && strcmp(columns[at].description, STORY_MEANING) == 0) return at;
    }
    return -1;
}

fw_code fw_row_plan_add_derived(fw_row_plan *plan, bool rated, fw_error *err) {
    static const fw_column WORDS = {"words", FW_COLUMN_INT, "words", "words in the answer"};
    static const fw_column STORY = {"story", FW_COLUMN_CATEGORY, "", STORY_MEANING};
    static const fw_column MEAN = {"rating", FW_COLUMN_FLOAT, "points",
                                   "mean rating on the fitted trait; NaN when not rated"};
    static const fw_column COUNT = {"rating_count", FW_COLUMN_INT, "ratings",
                                    "ratings behind the mean; 0 when not rated"};
    bool ok = add_derived(plan, WORDS, "words_found", FW_CELL_WORDS) &&
              add_derived(plan, STORY, STORY_FOUND, FW_CELL_STORY);
    if (rated) {
        ok = ok && add_derived(plan, MEAN, "rating_found", FW_CELL_RATING_MEAN);
        ok = ok && add_derived(plan, COUNT, "rating_count_found", FW_CELL_RATING_COUNT);
    }
    return ok ? FW_OK : fw_fail_nomem(err);
}

static int32_t integer_of(const fw_answer *answer, fw_cell_source source, const fw_row_facts *facts) {
    switch (source.kind) {
    case FW_CELL_FIELD: /* the one integer field */
        return answer->attempt > 0 ? answer->attempt : -1;
    case FW_CELL_WORDS:
        return isfinite(facts->words) ? (int32_t)facts->words : -1;
    default:
        return (int32_t)facts->rating_count;
    }
}

static double number_of(const fw_answer *answer, fw_cell_source source, const fw_row_facts *facts) {
    switch (source.kind) {
    case FW_CELL_FIELD: /* the one real field */
        return answer->duration_s;
    case FW_CELL_RATING_VALUE:
        return fabs(answer->ratings[source.index]) <= FW_RATING_MOST ? answer->ratings[source.index]
                                                                     : (double)NAN;
    default:
        return facts->rating;
    }
}

static fw_str text_of(const fw_answer *answer, fw_cell_source source, const fw_row_facts *facts) {
    if (source.kind == FW_CELL_STORY) return fw_str_of(fw_story_name(facts->story));
    return source.kind == FW_CELL_FIELD ? answer->field[source.index] : answer->extra[source.index];
}

bool fw_row_fill(const fw_row_plan *plan, fw_frame *frame, size_t row, const fw_answer *answer,
                 const fw_row_facts *facts) {
    for (size_t c = 0; c < plan->count; c++) {
        const fw_cell_source source = plan->sources[c];
        switch (plan->columns[c].type) {
        case FW_COLUMN_INT:
            frame->cells[c].integer[row] = integer_of(answer, source, facts);
            break;
        case FW_COLUMN_FLOAT:
            frame->cells[c].number[row] = number_of(answer, source, facts);
            break;
        default:
            if (!fw_frame_set_text(frame, c, row, text_of(answer, source, facts))) return false;
        }
    }
    return true;
}

bool fw_row_copy(const fw_frame *source, size_t from, fw_frame *target, size_t to) {
    for (size_t c = 0; c < target->column_count; c++) {
        const int at = fw_column_find(source->columns, source->column_count, target->columns[c].name);
        if (at < 0 || source->columns[at].type != target->columns[c].type) continue;
        if (!fw_frame_copy_cell(source, (size_t)at, from, target, c, to)) return false;
    }
    return true;
}

uint64_t fw_cluster_of(fw_str participant, fw_str answer_id) {
    return fw_id_hash(participant.len ? participant : answer_id).lo;
}
