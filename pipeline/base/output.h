/*
 * output.h: files and folders that appear whole or not at all.
 *
 * A file is written beside its target under a temporary name, flushed to disk and renamed. A folder is built
 * beside its target and swapped in by one rename, so that an interrupted run leaves the old output as it was;
 * its files are flushed together, before that.
 */
#ifndef FAILWISE_BASE_OUTPUT_H
#define FAILWISE_BASE_OUTPUT_H

#include <failwise/status.h>
#include <stdio.h>

/* A file being written. `stream` is for the owner of the fw_output only; "-" writes to stdout. */
typedef struct fw_output {
    FILE *stream;
    char *path;      /* the target, or NULL for stdout */
    char *temporary; /* where the bytes go until commit */
    int held;        /* its descriptor, open and locked, plus one; 0 = none */
} fw_output;

/* Starts writing `path`. Without `force` an existing target is FW_CANTCREATE. Symlinks at the target are not
 * followed. Temporaries that killed runs left beside it are removed. */
fw_code fw_output_open(fw_output *output, const char *path, bool force, fw_error *err);
/* Flushes, checks every earlier write, renames into place. On failure the temporary is removed (FW_IO). */
fw_code fw_output_commit(fw_output *output, fw_error *err);
/* Removes the temporary. Safe after commit, on a zeroed struct, and on NULL. */
void fw_output_abort(fw_output *output);

/* The same for a file that a library writes by name (HDF5): reserve gives the temporary's name. */
fw_code fw_output_reserve(fw_output *output, const char *path, bool force, fw_error *err);

/* What has been written so far goes to the disk while more is made: commit then has little to wait for. Only
 * a hint, and of use for long files. */
void fw_output_send(const fw_output *output);

/* A folder being built. */
typedef struct fw_outdir_files fw_outdir_files;
typedef struct fw_outdir {
    char *target;           /* the folder the user named */
    char *temporary;        /* the folder the files go to until commit */
    fw_outdir_files *files; /* complete in it, to be made durable */
    int lock;               /* file descriptor of the held lock, or -1 */
    bool force;             /* files of the same name in the old folder may go */
} fw_outdir;

/* FW_USAGE where `target` cannot be a folder's name: "-". */
fw_code fw_outdir_name(const char *target, fw_error *err);
/*
 * Starts building folder `target`. FW_CANTCREATE: it holds a finished run and `force` is false, or is not a
 * folder, or its parent cannot be written. FW_BUSY: another run is building the same folder (who, is said).
 * What a killed run left is removed.
 */
fw_code fw_outdir_open(fw_outdir *dir, const char *target, bool force, fw_error *err);
/* Where folders cannot be exchanged, a run that was killed at the worst moment has put the old folder aside
 * and not the new one in its place: brings it back. For who reads a folder to replace it; opening one does it
 * too. */
fw_code fw_outdir_bring_back(const char *target, fw_error *err);
/* The path of `name` inside the folder being built; free() it. NULL when memory is out. */
char *fw_outdir_path(const fw_outdir *dir, const char *name);
/*
 * Swaps the folder into place, and makes that durable before anything of the old one is removed. Files of the
 * user's own that stood in the old folder are kept: those that its manifest does not list; what stands in a
 * folder that it does list goes with that. FW_CANTCREATE: one
 * of them has the name of a new file, and `force` was false.
 */
fw_code fw_outdir_commit(fw_outdir *dir, fw_error *err);
/* Removes what was built. Safe after commit and on a zeroed struct with lock -1. */
void fw_outdir_abort(fw_outdir *dir);

/* FOLDER/NAME; free() it. NULL when memory is out. */
char *fw_path_join(const char *folder, const char *name);

/* Reads a whole file (at most `limit` bytes; "-" is stdin) into malloc'ed, NUL-terminated memory. */
fw_code fw_read_file(const char *path, size_t limit, char **data, size_t *len, fw_error *err);

#endif
