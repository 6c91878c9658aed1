/* agree_view.h: what `failwise agree` found, for a reader in a terminal and as JSON. */
#ifndef FAILWISE_CLI_AGREE_VIEW_H
#define FAILWISE_CLI_AGREE_VIEW_H

#include <failwise/raters.h>

#include "cli/console.h"

/* Rows read and set aside, then each trait: findings, reliability, raters. `verbose`: every rater. */
void fw_agree_print(const fw_console *console, const fw_agree *agree, bool verbose);
/* The findings of a trait in sentences, the weightiest first (agree_findings.c). */
void fw_agree_print_findings(const fw_console *console, const fw_panel_result *result);
/* FW_IO: memory (agree_json.c). */
fw_code fw_agree_print_json(const fw_agree *agree, fw_error *err);

#endif
