/* origin.h: whether answers are known to be made up. */
#ifndef FAILWISE_RUN_ORIGIN_H
#define FAILWISE_RUN_ORIGIN_H

#include <failwise/run.h>

/* True for answers, of that content hash, which `failwise simulate` wrote: the manifest of a simulation
 * stands in their folder and has the hash of a file of it. By what they hold, not by a name: other answers in
 * that folder, or ones that were changed, are taken for somebody's. */
fw_code fw_is_simulated(const char *answers, uint64_t hash, bool *simulated, fw_error *err);

#endif
