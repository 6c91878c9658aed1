/* documents.h: what datasets, folders and results tell of how they were made. */
#ifndef FAILWISE_RUN_DOCUMENTS_H
#define FAILWISE_RUN_DOCUMENTS_H

#include "base/output.h"

#include <failwise/dataset.h>
#include <failwise/run.h>

/* What made the outputs: version, command, seed, hashes. A new reference; times are not in it. */
json_t *fw_provenance(const fw_run_options *options, uint64_t lexicon_hash, uint64_t answers_hash,
                      uint64_t ratings_hash);

/* The end of every folder of results: its manifest, then the swap into place; given up when `code` is a
 * failure, which is then passed on. */
fw_code fw_seal_folder(fw_outdir *dir, fw_code code, const fw_run_options *options, uint64_t answers_hash,
                       uint64_t ratings_hash, fw_error *err);

/* Intake counts as JSON (uns/intake) and back. */
json_t *fw_intake_to_json(const fw_intake *intake);
void fw_intake_from_json(const json_t *json, fw_intake *intake);
/* Adds to it, as `unread`, how many answers hold what is not read; nothing where none does. */
void fw_unread_to_json(const fw_intake *intake, json_t *object);

/* What goes into the file once rows are scored: the model and its evaluation. */
fw_code fw_score_documents(fw_dataset *dataset, const fw_model *scored_by, fw_error *err);

/* A note for whoever runs it; none beyond the room there is. */
void fw_run_note(fw_run_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Notes how many rows belong to no group that the model knows. */
void fw_run_note_pooled(const fw_model *model, size_t pooled, size_t rows, fw_run_result *result);

#endif
