/*
 * trial.h: reading a file of unknown origin in a process that may come to grief.
 *
 * Other programs drop our checksum when they change a dataset, and nothing else tells a whole HDF5 file from
 * a damaged one, on which the library can crash, hang or ask for any amount of memory. So everything in such
 * a file is read once by a child process with limits of memory and time, and by us only when that went well.
 */
#ifndef FAILWISE_STORE_TRIAL_H
#define FAILWISE_STORE_TRIAL_H

#include <failwise/status.h>

/* FW_OK: every object of `path` (of `size` bytes) could be read. FW_DATA: not, or not within the limits.
 * FW_IO: there is no process to be had, or a signal asked to stop. Call while no other thread is in the
 * library. */
fw_code fw_trial_read(const char *path, uint64_t size, fw_error *err);

#endif
