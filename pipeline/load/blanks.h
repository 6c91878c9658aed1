/* blanks.h: what looks empty, in Unicode too. */
#ifndef FAILWISE_LOAD_BLANKS_H
#define FAILWISE_LOAD_BLANKS_H

#include <failwise/types.h>

/* Whether UTF-8 text has nothing but white space, byte order marks and spaces of no width. */
bool fw_only_blanks(fw_str text);
/* The text without any of these at its ends. */
fw_str fw_trim_blanks(fw_str text);

#endif
