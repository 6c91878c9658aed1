/* summary_checks.h: what a run was held to, as members of summary.json. */
#ifndef FAILWISE_REPORT_SUMMARY_CHECKS_H
#define FAILWISE_REPORT_SUMMARY_CHECKS_H

#include <failwise/report.h>

#include <jansson.h>

/* See summary_schema.c. NULL when memory is out. */
json_t *fw_gates_json(const fw_gate *gates, size_t count);
json_t *fw_drift_json(const fw_drift_found *drift); /* null: not measured */

#endif
