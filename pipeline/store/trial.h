/*
 * trial.h: reading a file of unknown origin in a process that may come to grief.
 *
 * Other programs drop our checksum when they change a dataset, and nothing else tells a whole HDF5 file from
 * a damaged one, on which the library can crash, hang or ask for any amount of memory. So we never open such
 * a file: a child process with limits of memory and time copies it object by object, which leaves a file of
 * sound structure, and reads all values of the copy; we read the copy, and only when that went well. (That
 * the child could read the file itself says little: the library follows damaged references to strings to
 * wherever they point, which is harmless in one process and deadly in the next.)
 */
#ifndef FAILWISE_STORE_TRIAL_H
#define FAILWISE_STORE_TRIAL_H

#include <failwise/status.h>

/* FW_OK: `*copy` is an unnamed temporary file (base/unnamed.h) with all objects of `path` (of `size` bytes),
 * which the caller closes. FW_DATA: they could not be copied and read within the limits. FW_IO: there is no
 * process or temporary file to be had, or a signal asked to stop. Call while no other thread is in the
 * library. */
fw_code fw_trial_copy(const char *path, uint64_t size, int *copy, fw_error *err);

/* The path under which this process and its child find the copy. */
enum { FW_TRIAL_PATH = 32 };
void fw_trial_path(int copy, char path[FW_TRIAL_PATH]);

#endif
