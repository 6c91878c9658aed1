/* lead.h: the process that makes the run: gives out the work and puts together what comes back. */
#ifndef FAILWISE_MPI_LEAD_H
#define FAILWISE_MPI_LEAD_H

#include "base/shelf.h"
#include "mpi/crew.h"
#include "run/team.h"

#include <stdatomic.h>

/* What the leader knows of one of the others; the first entry is its own. */
typedef struct fw_member {
    uint64_t rows;     /* that it keeps features of */
    uint64_t rated;    /* of those used, once X is written */
    uint64_t seen;     /* of those, taken in so far */
    fw_buffer dropped; /* numbers of rows that are not used, packed */
    uint64_t dropped_count;
    uint64_t pieces_from, pieces_to; /* rows of the pieces that it makes, counted over all */
    uint64_t pieces;                 /* of those, not taken yet */
    bool counted;                    /* it has told how many there are */
    _Atomic uint64_t blocks_before;  /* blocks of all up to this one, once they have come */
} fw_member;

typedef struct fw_lead {
    const fw_crew *crew;
    fw_team team; /* for fw_run_options.team */
    fw_reader *reader, *own;
    fw_member *members; /* by rank */
    fw_row_shelf shelf; /* features of the own part */
    fw_buffer mail;
    bool started;
    bool asked;     /* a block of `from` is on its way */
    int from;       /* whose blocks come */
    uint64_t given; /* blocks handed on */
    uint64_t taken; /* of those, taken in; of `owner` the last one */
    int owner;
} fw_lead;

/* Rows that are used. */
static inline uint64_t fw_member_rows(const fw_member *member) {
    return member->rows - member->dropped_count;
}

fw_code fw_lead_open(fw_lead *lead, const fw_crew *crew, fw_error *err);
/* Tells the others that the run has ended with this status, and waits until they have heard. */
void fw_lead_end(fw_lead *lead, int status);
void fw_lead_close(fw_lead *lead);

fw_code fw_lead_order(const fw_lead *lead, int to, const fw_buffer *message, fw_error *err);
fw_code fw_lead_order_next(const fw_lead *lead, int to, fw_error *err);

/* lead_pieces.c: the team's second pass (run/team.h). */
fw_code fw_lead_score(void *context, const fw_model *model, const fw_fit *fit, uint64_t total, fw_error *err);
bool fw_lead_makes(void *context, uint64_t first, size_t count);
fw_code fw_lead_made(void *context, uint64_t first, fw_buffer *bytes, fw_error *err);

#endif
