/* write.h: any document as files: NAME.html, NAME.md, and its tables as tables/TABLE.csv. */
#ifndef FAILWISE_REPORT_WRITE_H
#define FAILWISE_REPORT_WRITE_H

#include "report/document.h"

#include <failwise/status.h>

fw_code fw_doc_write(const fw_doc *doc, const char *directory, const char *name, fw_error *err);

#endif
