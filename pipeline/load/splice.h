/*
 * splice.h: what of a CSV may be kept from libcsv, which would only copy it (private to the load stage).
 *
 * Inside a quoted field libcsv copies every byte but a quote and decides nothing, so that a reader may go to
 * the next quote itself. Outside, a field without quotes that stands between two separators is copied,
 * without the blanks around it, and leaves the parser as it was before: such fields a reader may cut itself;
 * and of other words one byte tells as much as all. Whether libcsv is inside a quoted field is told by its
 * state number, which is private to it: we learn the number from the library that is loaded, and walk through
 * every byte to see that it keeps the promise, for each separator.
 */
#ifndef FAILWISE_LOAD_SPLICE_H
#define FAILWISE_LOAD_SPLICE_H

#include <stdbool.h>

/* The options of all our parsers: strict, every line end told, so that lines can be counted. */
#define FW_CSV_FLAGS (CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL)

/*
 * csv_parser.pstate inside a quoted field, or -1 when everything must be fed: another libcsv than 3.0.3 when
 * this was built, or one that behaves otherwise when it runs. Asked once; from any thread.
 */
int fw_splice_state(void);

#endif
