/* check.h: what `failwise check` finds in the input, before it is printed. */
#ifndef FAILWISE_CLI_CHECK_H
#define FAILWISE_CLI_CHECK_H

#include "cli/cli.h"

#include "base/idset.h"

#include <failwise/audit.h>

enum { CHECK_EXAMPLES = 5, CHECK_GROUP_LIMIT = 1000 };

/* One value of a group column. */
typedef struct fw_check_group {
    const char *value;
    uint64_t answers;
    uint64_t participants; /* distinct; answers without a participant count one each */
} fw_check_group;

typedef struct fw_check_column {
    const char *name;
    int field;    /* fw_field, or -1: a column carried along */
    size_t extra; /* its index then */
    fw_idset *values;
    fw_check_group *groups;
    size_t group_count;
    bool overflow; /* more than CHECK_GROUP_LIMIT values: the rest is not counted */
} fw_check_column;

typedef struct fw_check_reject {
    uint64_t count;
    fw_reject first[CHECK_EXAMPLES];
} fw_check_reject;

/* What the rows say that is no reason to reject them, and still may hurt. */
typedef enum fw_check_note {
    CHECK_SHORT_TEXT,
    CHECK_SAME_TEXT,
    CHECK_CUT_TEXT,
    CHECK_MISREAD_TEXT,
    CHECK_ROUNDED_ID,
    CHECK_NAMELESS,
    CHECK_ODD_DURATION,
    CHECK_ODD_DATE,
    CHECK_ALIKE_PERSON,
    CHECK_NOTE_COUNT
} fw_check_note;

/* The rows that a note is about. */
typedef struct fw_check_rows {
    uint64_t count, line[CHECK_EXAMPLES]; /* of the first ones */
} fw_check_rows;

/* A column by which a field that is missing probably goes. */
typedef struct fw_check_guess {
    const char *header; /* NULL: none */
    size_t extra;
    fw_check_rows unfit; /* cells that the field would not take */
} fw_check_guess;

/* A batch in flight, and what its answers hold that is not read. Zero-initialise. */
enum { CHECK_EXAMPLE_BYTES = 24 };
typedef struct fw_check_slot {
    fw_batch *batch;
    uint8_t *unread; /* by answer: fw_unread_kinds */
    size_t capacity;
    char example[FW_UNREAD_HESITATION][CHECK_EXAMPLE_BYTES]; /* of each kind, the batch's first; or empty */
} fw_check_slot;

/* The ratings' values, as long as there are not too many different ones. */
enum { CHECK_VALUES = 256 };
typedef struct fw_check_spread {
    double value[CHECK_VALUES];
    uint64_t count[CHECK_VALUES], total;
    size_t distinct;
    bool overflow; /* more than CHECK_VALUES */
    double sum, lowest, highest;
} fw_check_spread;

/* Ratings against answers. */
typedef struct fw_check_ratings {
    bool given;
    uint64_t rows, used, rejected,
        unmatched; /* unmatched: of an answer that the answers file does not have */
    uint64_t reject_counts[FW_RATING_REJECT_COUNT];
    fw_rating_reject reject_first[CHECK_EXAMPLES];
    uint64_t rated_answers;
    fw_idset *people;                            /* whose answers these are */
    uint64_t most_per_answer, fewest_per_answer; /* over rated answers, on one trait */
    size_t raters;
    uint8_t *met;            /* a bit by answer index of the ratings: an answer with that id was read */
    fw_check_rows strangers; /* ratings of no answer */
    const char *alike[2];    /* two raters whose names differ in case alone, or NULL */
    fw_check_spread spread;  /* on the trait */
} fw_check_ratings;

typedef struct fw_check {
    const fw_cli *cli;
    fw_reader *reader;
    fw_ratings *ratings; /* of a file, or NULL */
    int trait;
    fw_check_column *columns;
    size_t column_count;
    fw_idset *participants;
    fw_idset *lower_people; /* their ids in small letters */
    fw_check_guess guesses[FW_FIELD_COUNT];
    fw_idset *members; /* (column, group, participant) seen */
    fw_check_reject rejects[FW_REJECT_CODE_COUNT];
    fw_check_ratings rated;
    uint64_t rows_read, rows_used, rows_rejected;
    uint64_t text_bytes, longest_text;
    uint64_t pii_answers, pii_hits[FW_PII_TYPE_COUNT];
    fw_check_rows notes[CHECK_NOTE_COUNT];
    fw_idset *texts; /* hash of a text -> line of the first answer with it */
    fw_lexicon *lexicon;
    fw_analyzer **analyzers; /* one a thread, made when it is needed */
    size_t threads;
    fw_check_rows unread[FW_UNREAD_HESITATION]; /* by fw_unread_kind */
    char example[FW_UNREAD_HESITATION][CHECK_EXAMPLE_BYTES];
    bool gate_failed;
    fw_arena arena;
} fw_check;

/* Takes down what is to be noted of a row that is used. */
fw_code fw_check_note_answer(fw_check *check, const fw_answer *answer, fw_error *err);
void fw_check_add_row(fw_check_rows *rows, uint64_t line);
bool fw_check_is_date(fw_str date);
/* The same of a participant who is met for the first time. */
fw_code fw_check_note_person(fw_check *check, const fw_answer *answer, fw_error *err);

/* Columns by another name: before the first answer, and of each. */
void fw_check_find_guesses(fw_check *check);
void fw_check_try_guesses(fw_check *check, const fw_answer *answer);

/* Finds what is not read in the batch's answers, on any thread; then counts it, in the order of the rows. */
fw_code fw_check_find_unread(const fw_check *check, fw_check_slot *slot, size_t worker, fw_error *err);
void fw_check_note_unread(fw_check *check, const fw_check_slot *slot);

/* Who gave the answer: without a participant somebody of its own. */
fw_id128 fw_check_participant(const fw_answer *answer);

/* Ratings: before the first answer, of each that is used, and behind the last. */
fw_code fw_check_open_ratings(fw_check *check, fw_error *err);
fw_code fw_check_rate(fw_check *check, const fw_answer *answer, fw_error *err);
fw_code fw_check_close_ratings(fw_check *check, fw_error *err);
/* The lowest and highest value that fits among the others: what is beyond may be a code. False without. */
bool fw_check_usual(const fw_check_spread *spread, double *low, double *high);

/* Opens the input, reads all of it and fills the rest. Free afterwards, whatever it returned. */
fw_code fw_check_collect(fw_check *check, fw_cli *cli, fw_error *err);
void fw_check_free(fw_check *check);

void fw_check_print(const fw_check *check);
/* The notes, told one by one: a code, a sentence, and the lines it is about (NULL: none). */
typedef void fw_check_teller(void *context, const char *code, const char *sentence,
                             const fw_check_rows *rows);
void fw_check_tell_notes(const fw_check *check, fw_check_teller *tell, void *context);
void fw_check_tell_guesses(const fw_check *check, fw_check_teller *tell, void *context);
void fw_check_tell_alike(const fw_check *check, fw_check_teller *tell, void *context);
fw_code fw_check_print_json(const fw_check *check, fw_error *err);

#endif
