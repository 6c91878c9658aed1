/*
 * outdir_keep.h: files in an output folder that are not failwise's: those that the folder's manifest does not
 * list.
 */
#ifndef FAILWISE_BASE_OUTDIR_KEEP_H
#define FAILWISE_BASE_OUTDIR_KEEP_H

#include <failwise/status.h>
#include <jansson.h>

extern const char fw_outdir_mark[]; /* the manifest, whose presence says that a run has finished */
extern const char fw_outdir_lock[]; /* the lock of the run that writes into a folder */

/* Reads the manifest of `folder`; NULL where there is none, or no readable one: then nothing is known as
 * ours. Free with json_decref. */
fw_code fw_outdir_manifest(const char *folder, json_t **manifest, fw_error *err);

/* Moves what is not ours from the old folder into the new one, where nothing of that name stands. False when
 * something could not be moved (errno): then the old folder must not be removed. */
bool fw_outdir_keep_foreign(const json_t *manifest, const char *old_folder, const char *new_folder);

/* Whether something that is not ours would have to give way to a new file of that name; `name` tells which.
 */
bool fw_outdir_conflicts(const json_t *manifest, const char *old_folder, const char *new_folder,
                         char name[256]);

#endif
