/* write.h: any document as files: NAME.html, NAME.md, and its tables as tables/TABLE.csv. */
#ifndef FAILWISE_REPORT_WRITE_H
#define FAILWISE_REPORT_WRITE_H

#include "report/document.h"

#include <failwise/status.h>

/* The files are made by up to `threads` threads; 0: all processors. */
fw_code fw_doc_write(const fw_doc *doc, const char *directory, const char *name, size_t threads,
                     fw_error *err);

#endif
