/* audit_view.h: one analysis for a reader in a terminal. */
#ifndef FAILWISE_CLI_AUDIT_VIEW_H
#define FAILWISE_CLI_AUDIT_VIEW_H

#include <failwise/audit.h>

#include "cli/console.h"

/* Prints the whole view to stdout. `name` is the file or id. */
void fw_audit_print(const fw_console *console, const fw_analysis *analysis, fw_str name, bool verbose);

/* The answer sentence by sentence with labels and evidence (audit_text.c). */
void fw_audit_print_text(const fw_console *console, const fw_analysis *analysis, bool verbose);

/* The one thing to practise: a sentence, never NULL (audit_advice.c). */
const char *fw_audit_advice(const fw_analysis *analysis);
/* What a trap means: a sentence. `bit` below FW_TRAP_COUNT. */
const char *fw_audit_trap_text(size_t bit);

/* The seconds each STAR step should take when a failure is told in 90 to 120 s. */
typedef struct fw_star_band {
    const char *name;
    double low, high;
} fw_star_band;
extern const fw_star_band fw_star_bands[FW_STAR_COUNT];
/* Spoken seconds of a STAR step: its share of the words times the whole. */
double fw_audit_star_seconds(const fw_analysis *analysis, size_t step);

#endif
