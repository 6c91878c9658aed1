/* audit_drafts.h: two drafts of a story for a reader, and as JSON. */
#ifndef FAILWISE_CLI_AUDIT_DRAFTS_H
#define FAILWISE_CLI_AUDIT_DRAFTS_H

#include "cli/audit_view.h"

#include <failwise/drafts.h>

void fw_audit_print_drafts(const fw_console *console, const fw_audited *before, const fw_audited *after,
                           const fw_drafts *drafts);

/* {finding, changes, difference}: a new reference, NULL when memory is out. The caller adds the drafts. */
json_t *fw_audit_drafts_json(const fw_audited *before, const fw_audited *after, const fw_drafts *drafts);

#endif
