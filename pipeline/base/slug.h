/* slug.h: a file name made of a name from the data: safe anywhere, and another one for another name. */
#ifndef FAILWISE_BASE_SLUG_H
#define FAILWISE_BASE_SLUG_H

#include <failwise/types.h>

enum { FW_SLUG_SIZE = 64 };

/* At most 40 characters of a-z, 0-9 and "-" from the name, then "-" and twelve hex digits of its hash: never
 * empty, hidden, a device, a path, or another case of another name's. Equal names of another `kind` have
 * other files. Terminated. */
void fw_slug(fw_str name, unsigned kind, char out[FW_SLUG_SIZE]);

#endif
