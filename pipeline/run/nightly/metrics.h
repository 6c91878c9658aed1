/* metrics.h: figures of a run for Prometheus' textfile collector. */
#ifndef FAILWISE_RUN_METRICS_H
#define FAILWISE_RUN_METRICS_H

#include <failwise/nightly.h>

/* FW_CANTCREATE: the file is there and none of ours; it would be replaced without being asked for. */
fw_code fw_metrics_check(const char *path, fw_error *err);

/*
 * Writes the metrics file whole, readable for everybody (0644). `status` is the exit status; after a failure
 * there are only the time and the status, so that an alert sees both.
 */
fw_code fw_metrics_write(const char *path, const fw_nightly_result *result, int status, fw_error *err);

#endif
