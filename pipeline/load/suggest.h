/*
 * suggest.h: a guess, for a message only, at the header that a missing column goes by. Nothing is ever read
 * from a guessed column: the user says so with --map.
 */
#ifndef FAILWISE_LOAD_SUGGEST_H
#define FAILWISE_LOAD_SUGGEST_H

#include "load/header.h"

/* The header (of `header`, not copied) that probably means the required column `column`, or NULL. */
const char *fw_header_suggest(const fw_header *header, const char *column);

#endif
