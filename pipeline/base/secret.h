/* secret.h: a number that nobody outside this process can know. */
#ifndef FAILWISE_BASE_SECRET_H
#define FAILWISE_BASE_SECRET_H

#include <stdint.h>

/*
 * An odd number for the places in a hash table: another one in each process and for each `purpose`, the same
 * for one purpose within a process. Ids and words come from the input; with a fixed function, many could be
 * made that all want one place, and every look-up would walk past all of them. Never part of an output:
 * results must not depend on it, so nothing may list a table in the order of its slots.
 */
uint64_t fw_secret(uint64_t purpose);

#endif
