/*
 * suggest.h: a guess, for a message only, at the header that a missing column goes by. Nothing is ever read
 * from a guessed column: the user says so with --map.
 */
#ifndef FAILWISE_LOAD_SUGGEST_H
#define FAILWISE_LOAD_SUGGEST_H

#include "load/header.h"

/* The header (of `header`, not copied) that probably means the column `column`, of those that `may` allows by
 * index (NULL: any); or NULL. */
const char *fw_header_suggest(const fw_header *header, const char *column, const bool *may);

#endif
