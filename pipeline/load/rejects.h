/*
 * rejects.h: writes rejects.csv: file, line, offset, code, column, message; never the text of an answer.
 *
 * Open, add in input order, then commit or abort; the file appears whole or not at all. A column of 0 (the
 * whole row) is an empty cell.
 */
#ifndef FAILWISE_LOAD_REJECTS_H
#define FAILWISE_LOAD_REJECTS_H

#include "base/csv_out.h"

#include <failwise/answers.h>
#include <failwise/ratings.h>

typedef struct fw_rejects {
    fw_csv csv;
} fw_rejects;

/* Writes the header. Errors as fw_csv_open. */
fw_code fw_rejects_open(fw_rejects *rejects, const char *path, bool force, fw_error *err);
/* One row of `file` (its name as the user gave it). A failed write shows at commit. */
void fw_rejects_add_answer(fw_rejects *rejects, const char *file, const fw_reject *reject);
void fw_rejects_add_rating(fw_rejects *rejects, const char *file, const fw_rating_reject *reject);
/* All rejects of a set of ratings. */
void fw_rejects_add_ratings(fw_rejects *rejects, const char *file, const fw_ratings *ratings);
fw_code fw_rejects_commit(fw_rejects *rejects, fw_error *err);
void fw_rejects_abort(fw_rejects *rejects);

#endif
