/* scan.h: tokens one by one, wherever a look at blocks of bytes (tokenize.c) does not tell them. */
#ifndef FAILWISE_TEXT_SCAN_H
#define FAILWISE_TEXT_SCAN_H

#include "text/words.h"

/* How far the scan has come: at the start of a token or a blank. */
typedef struct {
    uint32_t at;
    uint8_t before; /* flags of the next token: the blanks passed since the last one */
} fw_scanner;

/* Appends what starts before `to` to ws->tokens; the last token may reach beyond. False when memory is out.
 */
bool fw_scan_to(fw_workspace *ws, fw_scanner *s, uint32_t to);

#endif
