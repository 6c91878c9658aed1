/* accumulate.c: from rows to sums: where every figure of the report starts. */
#include "report/data.h"

#include "base/str.h"
#include "base/wide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { AHEAD = 8 }; /* rows */

const char *const fw_report_column_names[FW_COL_COUNT] = {
    [FW_COL_PARTICIPANT] = "participant_id",
    [FW_COL_COHORT] = "cohort",
    [FW_COL_QUESTION] = "question",
    [FW_COL_FRAMEWORK] = "framework",
    [FW_COL_LEVEL] = "level",
    [FW_COL_MODE] = "mode",
    [FW_COL_ROLE] = "role",
    [FW_COL_ATTEMPT] = "attempt",
    [FW_COL_DURATION] = "duration_s",
    [FW_COL_DATE] = "date",
    [FW_COL_WORDS] = "words",
    [FW_COL_RATING] = "rating",
    [FW_COL_RATING_COUNT] = "rating_count",
};

/* A cell as a number; NaN where it is missing, or text that is no number. */
static double number_at(const fw_frame *frame, int column, size_t row) {
    if (column < 0) return FW_MISSING;
    const fw_cells cells = frame->cells[column];
    switch (frame->columns[column].type) {
    case FW_COLUMN_FLOAT:
        return cells.number[row];
    case FW_COLUMN_INT:
        return cells.integer[row] < 0 ? FW_MISSING : (double)cells.integer[row];
    default: {
        double value = FW_MISSING;
        return fw_parse_double(cells.text[row], &value) ? value : FW_MISSING;
    }
    }
}

/* A cell as text; numbers are printed into `space`. Empty when missing. */
static fw_str text_at(const fw_frame *frame, int column, size_t row, char space[32]) {
    if (column < 0) return (fw_str){0};
    const fw_cells cells = frame->cells[column];
    if (fw_column_is_text(frame->columns[column].type)) return fw_str_trim(cells.text[row]);
    const double value = number_at(frame, column, row);
    if (!isfinite(value)) return (fw_str){0};
    const int len = snprintf(space, 32, "%.10g", value);
    return (fw_str){space, len > 0 ? (size_t)len : 0};
}

/* "2024-03-01..." as 20240301; 0 when it does not start like a date. */
static int64_t date_key(fw_str text) {
    int64_t key = 0;
    if (text.len < 10 || text.ptr[4] != '-' || text.ptr[7] != '-') return 0;
    for (size_t i = 0; i < 10; i++) {
        if (i == 4 || i == 7) continue;
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return 0;
        key = key * 10 + (text.ptr[i] - '0');
    }
    return key;
}

/* What orders a participant's answers in time: the attempt, or else the date. 0 = not known. */
static int64_t attempt_key(const fw_report *report, const fw_frame *frame, size_t row) {
    if (report->column[FW_COL_ATTEMPT] >= 0) {
        const double attempt = number_at(frame, report->column[FW_COL_ATTEMPT], row);
        return attempt >= 1 && attempt < 1e9 ? (int64_t)attempt : 0;
    }
    char space[32];
    return date_key(text_at(frame, report->column[FW_COL_DATE], row, space));
}

static void count_missing(fw_report *report, const fw_frame *frame, size_t row) {
    for (size_t c = 0; c < FW_COL_COUNT; c++) {
        const int column = report->column[c];
        if (column < 0) continue;
        bool missing = fw_column_is_text(report->columns[column].type)
                           ? fw_str_trim(frame->cells[column].text[row]).len == 0
                           : !isfinite(number_at(frame, column, row));
        if (c == FW_COL_ATTEMPT) missing = !(number_at(frame, column, row) >= 1);
        report->missing[c] += missing;
    }
}

static void add_ratings(fw_report *report, const fw_frame *frame, size_t row, const fw_score *score) {
    const double rating = number_at(frame, report->column[FW_COL_RATING], row);
    if (!isfinite(rating)) return;
    const double count = number_at(frame, report->column[FW_COL_RATING_COUNT], row);
    fw_moments_add(&report->ratings, rating);
    fw_sketch_add(report->rating_sketch, rating);
    report->rating_total += count > 0 ? (uint64_t)count : 1;
    fw_comoments_add(&report->score_rating, score->overall, rating);
    fw_comoments_add(&report->rubric_rating, score->rubric_overall, rating);
    fw_comoments_add(&report->length_rating, number_at(frame, report->column[FW_COL_WORDS], row), rating);
    fw_moments_add(&report->error2, (score->overall - rating) * (score->overall - rating));
}

static void merge_features(fw_report *report, const fw_feature_sums *sums, size_t count) {
    for (size_t i = 0; i < report->var_count && i < count; i++)
        fw_feature_sums_merge(&report->features[i], &sums[i]);
}

static fw_code add_features(fw_report *report, const fw_frame *frame, fw_error *err) {
    const size_t width = frame->feature_count;
    if (frame->rows == 0 || width == 0) return FW_OK;
    fw_feature_sums *sums = calloc(width, sizeof *sums);
    double *rating = malloc(frame->rows * sizeof *rating);
    bool room = sums && rating;
    for (size_t row = 0; row < frame->rows && room; row++)
        rating[row] = number_at(frame, report->column[FW_COL_RATING], row);
    room = room && fw_feature_sums_of(frame->x, frame->rows, width, rating, sums);
    if (room) merge_features(report, sums, width);
    free(sums);
    free(rating);
    return room ? FW_OK : fw_fail_nomem(err);
}

/* `groups` takes the group of every dimension. Nobody's rows are settled at once. */
static fw_code add_to_groups(fw_report *report, const fw_frame *frame, size_t row, const fw_score *score,
                             uint32_t marks, const double *nobodys, uint32_t *groups, fw_error *err) {
    for (size_t d = 0; d < report->dimension_count; d++) {
        fw_dimension *dimension = &report->dimensions[d];
        if (d != FW_DIM_ALL && dimension->index < 0) continue;
        char number[32];
        const fw_str name =
            d == FW_DIM_ALL ? FW_STR("All answers") : text_at(frame, dimension->index, row, number);
        size_t group = 0;
        const fw_code code = fw_dimension_add(dimension, name, score, marks, &group, err);
        if (code != FW_OK) return code;
        if (nobodys) fw_dimension_alone(dimension, group, nobodys, marks);
        groups[d] = (uint32_t)group;
    }
    return fw_crossed_add(&report->crossed, groups, err);
}

/* What one row is, beside its sums. */
typedef struct row_place {
    size_t row;
    fw_str person_id;
    char number[32]; /* what person_id points to where ids are numbers */
    uint32_t groups[FW_MAX_DIMENSIONS];
    double held_out; /* NaN: none */
} row_place;

static fw_code keep_row(fw_report *report, const fw_frame *frame, const fw_score *score,
                        const row_place *place, fw_error *err) {
    char space[32];
    const fw_str id = text_at(frame, report->id_column, place->row, space);
    fw_kept_row kept = {.answer =
                            id.len ? fw_id_hash(id) : fw_id_hash((fw_str){(const char *)&report->rows, 8}),
                        .human = number_at(frame, report->column[FW_COL_RATING], place->row)};
    kept.cluster =
        place->person_id.len ? fw_hash64(place->person_id.ptr, place->person_id.len, 1) : kept.answer.lo;
    kept.machine = isfinite(place->held_out) ? place->held_out : score->overall;
    fw_code code = FW_OK;
    if (report->sampled.width)
        code = fw_kept_add(&report->sampled, &kept, frame->x + place->row * frame->feature_count, err);
    if (code != FW_OK || !isfinite(kept.human) || !isfinite(kept.machine)) return code;
    report->held_out += isfinite(place->held_out) ? 1 : 0;
    return fw_kept_add(&report->rated, &kept, place->groups, err);
}

static fw_code add_row(fw_report *report, const fw_frame *frame, row_place *place, const fw_score *score,
                       fw_error *err) {
    const size_t row = place->row;
    place->person_id = text_at(frame, report->column[FW_COL_PARTICIPANT], row, place->number);
    const bool known = place->person_id.len > 0;
    const uint32_t marks = fw_marks_of(score);
    double metrics[FW_METRIC_COUNT];
    fw_metrics_of(score, metrics);
    fw_code code =
        add_to_groups(report, frame, row, score, marks, known ? NULL : metrics, place->groups, err);
    if (code == FW_OK && known)
        code = fw_participants_put(report, fw_id_hash(place->person_id), attempt_key(report, frame, row),
                                   place->groups, metrics, marks, err);
    if (code == FW_OK) code = fw_star_add(report, frame, row, place->groups[FW_DIM_COHORT], score, err);
    if (code == FW_OK) code = keep_row(report, frame, score, place, err);
    if (code != FW_OK) return code;
    fw_sketch_add(report->overall, score->overall);
    fw_sketch_add(report->seconds, score->seconds);
    for (size_t i = 0; i < FW_FLAG_COUNT; i++) report->flags[i] += (score->flags >> i) & 1U;
    count_missing(report, frame, row);
    add_ratings(report, frame, row, score);
    report->rows++;
    return FW_OK;
}

/* Another thread has filled the frame: what is read of a row is fetched while those before it are summed up.
 * (Inlined always: gcc drops calls of functions that only fetch.) */
FW_INLINED void expect_row(const fw_report *report, const fw_frame *frame, size_t row) {
    if (row >= frame->rows) return;
    const size_t later = row + AHEAD < frame->rows ? row + AHEAD : row;
    for (size_t c = 0; c < FW_COL_COUNT; c++) {
        const int column = report->column[c];
        if (column < 0 || !fw_column_is_text(report->columns[column].type)) continue;
        __builtin_prefetch(&frame->cells[column].text[later]);
        __builtin_prefetch(frame->cells[column].text[row].ptr);
    }
    for (size_t s = 0; s < sizeof report->star / sizeof *report->star; s++) {
        if (report->star[s] >= 0) __builtin_prefetch(frame->x + row * frame->feature_count + report->star[s]);
    }
}

fw_code fw_report_add_predicted(fw_report *report, const fw_frame *frame, const fw_score *scores,
                                const double *held_out, const fw_feature_sums *features, fw_error *err) {
    if (report->closed) return fw_fail(err, FW_BUG, "rows were added to a report already written");
    if (frame->column_count != report->column_count)
        return fw_fail(err, FW_BUG, "a frame has other columns than the report was made for");
    row_place place = {0}; /* long: cleared once; groups of dimensions that have no column stay 0 */
    for (size_t row = 0; row < frame->rows; row++) {
        expect_row(report, frame, row + AHEAD);
        place.row = row;
        place.held_out = held_out ? held_out[row] : FW_MISSING;
        const fw_code code = add_row(report, frame, &place, &scores[row], err);
        if (code != FW_OK) return code;
    }
    if (!features) return add_features(report, frame, err);
    merge_features(report, features, frame->feature_count);
    return FW_OK;
}

fw_code fw_report_add(fw_report *report, const fw_frame *frame, const fw_score *scores, fw_error *err) {
    return fw_report_add_predicted(report, frame, scores, NULL, NULL, err);
}
