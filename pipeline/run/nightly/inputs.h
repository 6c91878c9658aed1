/* inputs.h: what goes into a run, as hashes, and whether a finished run was made of the same. */
#ifndef FAILWISE_RUN_INPUTS_H
#define FAILWISE_RUN_INPUTS_H

#include <failwise/run.h>

/*
 * {"version", "settings", "answers", "ratings", ..}: version of the program, hash of the settings that can
 * change results, hash of each file or folder named by them. *out is NULL when an input cannot be read twice
 * (standard input, a pipe) or is not there: nothing is known then. The caller decrefs.
 */
typedef enum fw_answers_hash {
    FW_ANSWERS_NOW,
    FW_ANSWERS_READ, /* null for now: fw_manifest_of_run has the hash from who has read them */
    FW_ANSWERS_GIVEN /* fw_run_inputs_set_answers tells their content (base/content_hash.h) */
} fw_answers_hash;
fw_code fw_run_inputs(const fw_run_options *options, fw_answers_hash answers, json_t **out, fw_error *err);
fw_code fw_run_inputs_set_answers(json_t *inputs, uint64_t content, fw_error *err);

/* Names of the inputs that are not the same in both: "answers, ratings". */
void fw_run_inputs_changed(const json_t *before, const json_t *now, char *out, size_t size);

/* The manifest of a folder (fw_manifest_write), with the run's inputs among the provenance, once the answers
 * have been read. */
fw_code fw_manifest_of_run(const char *directory, const json_t *provenance, const fw_run_options *options,
                           const fw_reader *answers, const fw_known_file *known, size_t count, fw_error *err);
/* True when `folder` holds a finished run to compare inputs with. */
bool fw_run_has_inputs(const char *folder);

/*
 * True when `folder` holds a finished run of the same inputs, all of its files there in full length.
 * Otherwise `changed` names the inputs that differ ("answers, ratings"), or is empty when there is no run to
 * compare with.
 */
bool fw_run_is_unchanged(const char *folder, const json_t *inputs, char *changed, size_t size);

#endif
