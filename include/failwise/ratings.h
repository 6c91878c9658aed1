/*
 * ratings.h: interviewer ratings, in long form or as columns of the answers file.
 *
 * Held sparse: 24 bytes a rating, grouped by answer, in unnamed files (TMPDIR) once they are many: where
 * they stand in the order of the answers, hardly any of it is in memory at a time. A row that cannot be used
 * is kept as a reject with its reason. A set is used from one thread at a time.
 */
#ifndef FAILWISE_RATINGS_H
#define FAILWISE_RATINGS_H

#include <failwise/answers.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* One judgement. */
typedef struct fw_rating {
    uint32_t answer; /* index of the answer id in this set, in order of first appearance */
    uint16_t rater;  /* index into the raters, likewise */
    uint16_t trait;  /* index into the traits, likewise */
    uint32_t line;   /* physical line in the ratings file; 0 for rating columns */
    double value;    /* finite */
} fw_rating;

typedef struct fw_ratings fw_ratings;

/* No scale goes further, up or down: what is squared and summed over millions of ratings stays finite. */
#define FW_RATING_MOST 1e6

/* Why a rating row was set aside; names as in `fw_rating_reject_name`. */
typedef enum fw_rating_reject_code {
    FW_RATING_RAGGED,     /* "ragged" */
    FW_RATING_MISSING,    /* "missing_value": an empty id, rater or rating */
    FW_RATING_NOT_NUMBER, /* "not_a_number" */
    FW_RATING_DUPLICATE,  /* "duplicate_rating": same answer, rater and trait; the first is used */
    FW_RATING_BAD_BYTES,  /* "bad_utf8" or NUL */
    FW_RATING_BAD_QUOTE,  /* "bad_quote" */
    FW_RATING_NO_ANSWER,  /* "no_such_answer": usable, but no answer with that id was used */
    FW_RATING_OFF_SCALE,  /* "off_scale": outside the scale that was declared, or any (FW_RATING_MOST) */
    FW_RATING_REJECT_COUNT
} fw_rating_reject_code;
const char *fw_rating_reject_name(fw_rating_reject_code code);

typedef struct fw_rating_reject {
    fw_rating_reject_code code;
    uint64_t line;
    uint64_t offset;
    uint32_t column;
    char message[120];
} fw_rating_reject;

typedef struct fw_ratings_options {
    const char *path; /* long form: answer_id rater_id rating, optional trait (default "overall") */
    const fw_column_map *map;
    size_t map_count;
    bool has_scale; /* ratings outside [scale_min, scale_max] are rejects */
    double scale_min, scale_max;
    size_t threads;          /* that take the file apart; 0: all processors */
    const char *scale_trait; /* the one trait that has this scale; NULL: all have */
} fw_ratings_options;

/* Loads a long-form file. FW_NOINPUT, FW_DATA (no usable header, or no usable rating at all). */
fw_code fw_ratings_load(const fw_ratings_options *options, fw_ratings **out, fw_error *err);
/* An empty set that is filled by fw_ratings_add (rating columns). */
fw_ratings *fw_ratings_new(void);
/* Adds one rating under the trait "overall"; NaN values are ignored. `rater` is the column's header. */
fw_code fw_ratings_add(fw_ratings *ratings, fw_id128 answer, const char *rater, double value, fw_error *err);
/* Groups by answer; call once after the last add (fw_ratings_load has done so). */
fw_code fw_ratings_seal(fw_ratings *ratings, fw_error *err);
void fw_ratings_free(fw_ratings *ratings);

/* Whether a value can be a rating: on the scale that was declared, or on any where scale_min is NaN. */
bool fw_rating_on_scale(double value, double scale_min, double scale_max);
/* Whether the cell of rating column `index` is neither such a rating nor empty; *out then tells. */
bool fw_rating_cell_rejected(const fw_reader *reader, const fw_answer *answer, size_t index, double scale_min,
                             double scale_max, fw_rating_reject *out);

/* Usable ratings, answers that have one, raters and traits; their names, NULL past the last index. */
size_t fw_ratings_count(const fw_ratings *ratings);
size_t fw_ratings_answer_count(const fw_ratings *ratings);
size_t fw_ratings_rater_count(const fw_ratings *ratings);
const char *fw_ratings_rater(const fw_ratings *ratings, size_t index);
size_t fw_ratings_trait_count(const fw_ratings *ratings);
const char *fw_ratings_trait(const fw_ratings *ratings, size_t index);
/* Index of a trait by name (without regard to case, where none is spelled just so), or -1. */
int fw_ratings_find_trait(const fw_ratings *ratings, const char *name);
size_t fw_ratings_reject_count(const fw_ratings *ratings);
const fw_rating_reject *fw_ratings_rejects(const fw_ratings *ratings);
/* XXH3-64 of the file's bytes; 0 for rating columns. */
uint64_t fw_ratings_hash(const fw_ratings *ratings);
/* Rows read = ratings + rejects. */
uint64_t fw_ratings_rows(const fw_ratings *ratings);

/* All ratings of an answer, contiguous; NULL and 0 when it has none. */
const fw_rating *fw_ratings_of(const fw_ratings *ratings, fw_id128 answer, size_t *count);
/* Mean of an answer's ratings on a trait and how many there are; NaN and 0 when none. */
double fw_ratings_mean(const fw_ratings *ratings, fw_id128 answer, int trait, size_t *count);
/*
 * How fw_ratings_mean is formed from here on: of all raters (rater -1) or of one; less `severity` by rater
 * (copied; NULL: as given) where the trait is `trait`.
 */
fw_code fw_ratings_use(fw_ratings *ratings, int rater, int trait, const double *severity, fw_error *err);
/* Index of a rater by name (exact), or -1. */
int fw_ratings_find_rater(const fw_ratings *ratings, const char *name);
/* All ratings, grouped by answer, for rater analysis. */
const fw_rating *fw_ratings_all(const fw_ratings *ratings, size_t *count);
/* Who walks through all of many ratings calls this now and then: what lies in the file takes no memory then.
 */
void fw_ratings_let_go(const fw_ratings *ratings);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
