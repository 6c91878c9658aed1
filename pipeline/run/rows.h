/*
 * rows.h: the columns of the answers' table and of X, and filling frames with them.
 *
 * Columns are: what the file's header holds, the other columns carried along, rating columns, then what the
 * run adds (words, kind of story, mean rating and how many). The list of a dataset read back is taken over as
 * it is.
 */
#ifndef FAILWISE_RUN_ROWS_H
#define FAILWISE_RUN_ROWS_H

#include <failwise/answers.h>
#include <failwise/coach.h>
#include <failwise/dataset.h>

/* The feature catalogue as columns of X: fw_feature_count() entries, static. */
const fw_var *fw_catalogue_vars(void);
/* The matrices obsm/arc and obsm/star that every file with features has. */
enum { FW_CATALOGUE_OBSM = 2, FW_CATALOGUE_STAR = 4 };
extern const fw_obsm fw_catalogue_obsm[FW_CATALOGUE_OBSM];

/* What a column's cells are. */
typedef enum fw_cell_kind {
    FW_CELL_FIELD,        /* a field of the answer; index = fw_field */
    FW_CELL_EXTRA,        /* a column carried along; index = its number */
    FW_CELL_RATING_VALUE, /* a rating column; index = its number */
    FW_CELL_WORDS,        /* from the features */
    FW_CELL_STORY,        /* from the analysis: the kind of story */
    FW_CELL_RATING_MEAN,
    FW_CELL_RATING_COUNT
} fw_cell_kind;

/* Where they come from. */
typedef struct fw_cell_source {
    fw_cell_kind kind;
    size_t index; /* of the kinds that there are several of */
} fw_cell_source;

/* A list of columns and their sources. Zero-initialise; fw_row_plan_free. */
typedef struct fw_row_plan {
    fw_column *columns;
    fw_cell_source *sources; /* of each column */
    size_t count;
    size_t column_capacity, source_capacity;
} fw_row_plan;

/* What a row holds besides the answer itself. */
typedef struct fw_row_facts {
    double words; /* NaN = not analysed */
    fw_story story;
    double rating;
    size_t rating_count;
} fw_row_facts;

/* Adds a column; its strings are borrowed. False when memory is out. */
bool fw_row_plan_add(fw_row_plan *plan, fw_column column, fw_cell_kind kind, size_t index);
/* The columns of what `reader` reads. `rating_columns` are the reader's; `with_text` adds the text itself. */
fw_code fw_row_plan_from_reader(fw_row_plan *plan, const fw_reader *reader, const char *const *rating_columns,
                                size_t rating_column_count, bool with_text, fw_error *err);
/* Adds words and story, and rating and rating_count where answers are rated; as NAME_found where the file has
 * a column NAME of its own. */
fw_code fw_row_plan_add_derived(fw_row_plan *plan, bool rated, fw_error *err);
/* The plan's first column of that kind, or -1. */
int fw_row_plan_find(const fw_row_plan *plan, fw_cell_kind kind);
/* The column of a dataset that holds the kind of story found out, or -1. */
int fw_row_story_column(const fw_column *columns, size_t count);
void fw_row_plan_free(fw_row_plan *plan);

/* Fills row `row` of a frame made with the plan's columns. False when memory is out. */
bool fw_row_fill(const fw_row_plan *plan, fw_frame *frame, size_t row, const fw_answer *answer,
                 const fw_row_facts *facts);

/* Copies row `from` of `source` into row `to` of `target`, for the columns of `target` that `source` has (by
 * name). */
bool fw_row_copy(const fw_frame *source, size_t from, fw_frame *target, size_t to);

/* Hash of the participant of a row, of the answer where participants are unknown: what folds and resampling
 * go by. */
uint64_t fw_cluster_of(fw_str participant, fw_str answer_id);

#endif
