/* tripwire_number.h: a chain of digit groups, from which cards, telephone numbers and long ids are told
 * apart. */
#ifndef FAILWISE_TEXT_TRIPWIRE_NUMBER_H
#define FAILWISE_TEXT_TRIPWIRE_NUMBER_H

#include "text/tripwire_scan.h"

enum { FW_CHAIN_GROUPS = 12 };

/* Digits [start, end); [lead, tail) takes in a plus and round brackets. */
typedef struct fw_group {
    uint32_t lead, start, end, tail;
    char separator; /* before it: 0 for the first, one of - . / or blank, '(' when only a bracket stands
                       between */
    bool tight;     /* more than a blank stands before it: what precedes belongs to it */
    bool bracket;
    bool plus;
} fw_group;

typedef struct fw_chain {
    fw_group group[FW_CHAIN_GROUPS];
    uint32_t count;
} fw_chain;

static inline uint32_t fw_group_size(const fw_group *g) { return g->end - g->start; }

/* Groups [i, j] written as a telephone number; `end` takes in its extension. */
bool fw_wire_phone(const fw_wire *w, const fw_chain *chain, uint32_t i, uint32_t j, uint32_t *end);
/* A word such as "phone number" stands right before `pos`. */
bool fw_wire_phone_word(const fw_wire *w, uint32_t pos);
/* Nothing follows that would make digits ending at `end` part of a longer number or word. */
bool fw_wire_number_ends(const fw_wire *w, uint32_t end);

#endif
