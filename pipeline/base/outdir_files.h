/*
 * outdir_files.h: the files of a folder that is being built, made durable together before it is put into
 * place: one by one each would wait for the disk, twice.
 */
#ifndef FAILWISE_BASE_OUTDIR_FILES_H
#define FAILWISE_BASE_OUTDIR_FILES_H

#include <failwise/status.h>

typedef struct fw_outdir_files fw_outdir_files;

/* From now on files that are complete in `folder`, or below it, are noted. NULL: memory. */
fw_outdir_files *fw_outdir_files_new(const char *folder);
void fw_outdir_files_free(fw_outdir_files *files);
/* A file is complete: false where whoever wrote it has to make it durable, as it is in no such folder. Any
 * thread. */
bool fw_outdir_files_note(const char *path, int file);
/* Makes durable what was noted, and the folders it is in. FW_IO: a file could not be written, which is told.
 */
fw_code fw_outdir_files_sync(fw_outdir_files *files, fw_error *err);

#endif
