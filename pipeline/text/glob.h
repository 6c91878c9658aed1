/* glob.h: words with wildcards: `*` for any letters (none, too), `?` for exactly one. */
#ifndef FAILWISE_TEXT_GLOB_H
#define FAILWISE_TEXT_GLOB_H

#include <failwise/types.h>

/* True when the text has a wildcard. */
bool fw_is_glob(fw_str text);

/* True when the whole of `word` (UTF-8) fits `pattern`. Linear in their lengths' product at worst. */
bool fw_glob_fits(fw_str pattern, fw_str word);

#endif
