/* ratings_set.h: the inside of fw_ratings, shared by the set (ratings.c) and the file reader
 * (ratings_file.c). */
#ifndef FAILWISE_LOAD_RATINGS_SET_H
#define FAILWISE_LOAD_RATINGS_SET_H

#include "base/index.h"
#include "base/paged.h"
#include "load/names.h"

#include <failwise/ratings.h>

/* Where the set was looked at last. Files usually have ratings in the order of the answers: then the next
 * answer is the one behind it, or a few further on, and large sets are walked through page by page. */
typedef struct fw_ratings_place {
    size_t answer;
    size_t way; /* gone since pages were let go of, in answers */
} fw_ratings_place;

/* Arrays that grow with the file are paged: they lie in a file of their own once they are large. */
struct fw_ratings {
    fw_names raters, traits;
    fw_paged ids, items, starts; /* what the pointers below point to */
    fw_id128 *id;                /* of the answers, by index */
    size_t answers;
    fw_index answer_of; /* of the ids */
    fw_index seen;      /* of the first seen.count items by answer, rater and trait */
    fw_rating *item;    /* in input order; grouped by answer once sealed */
    size_t count;
    size_t run;       /* first of the last items that are of one answer */
    bool scattered;   /* an answer's ratings do not all stand together: `seen` is needed */
    bool moved;       /* an item is of an earlier answer than the one before it: sealing groups them */
    int only;         /* the one rater whose ratings make a mean, or -1 */
    double *severity; /* by rater, taken off the ratings of severity_trait; or NULL */
    int severity_trait;
    uint32_t *start; /* sealed: items of answer a are [start[a], start[a + 1]); before, `starts` has where
                        each answer came first */
    fw_ratings_place *place;
    fw_rating_reject *rejects;
    size_t reject_count, reject_capacity;
    uint64_t hash;
};

/* One judgement as read, with its place. */
typedef struct fw_rating_row {
    fw_id128 answer;
    double value; /* finite */
    uint64_t line, offset;
    uint16_t rater, trait; /* indices into the set's */
} fw_rating_row;

/* Fetches where an answer is looked up, whose rating will be put soon. */
void fw_ratings_expect(const fw_ratings *ratings, fw_id128 answer);
/* Adds the rating, or a duplicate_rating reject. FW_DATA: too many ratings. FW_IO: memory. */
fw_code fw_ratings_put(fw_ratings *ratings, const fw_rating_row *row, fw_error *err);

/* Adds a reject. */
fw_code fw_ratings_reject(fw_ratings *ratings, fw_rating_reject where, fw_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
