/*
 * compose.h: the text of one simulated answer.
 *
 * A participant tells one story in all attempts: a domain, a value of each of its keys, an invented project
 * and company. What differs is how well each part is told, and with which words.
 */
#ifndef FAILWISE_SIMULATE_COMPOSE_H
#define FAILWISE_SIMULATE_COMPOSE_H

#include "base/buffer.h"
#include "simulate/grammar.h"
#include "simulate/population.h"

enum { FW_STORY_NAME = 24 };

/* What a participant's answers are about. Borrows from the grammar. */
typedef struct fw_story {
    const fw_domain *domain;
    uint32_t value[FW_KEY_COUNT]; /* which of the domain's values comes first */
    char name[FW_STORY_NAME], firm[FW_STORY_NAME];
    unsigned before, after;              /* the counts of {hi} and {lo} */
    unsigned currency;                   /* 0 dollars, 1 euros, 2 pounds */
    unsigned length;                     /* 0 brief .. 3 long */
    unsigned level, question, framework; /* places in the tables of rows.c */
    unsigned pace;                       /* words a minute */
} fw_story;

/* The story's value of a key; later ones for later mentions of the same kind. */
fw_str fw_story_value(const fw_story *story, fw_domain_key key, unsigned mention);
void fw_story_draw(const fw_grammar *grammar, uint64_t seed, uint64_t participant, fw_story *out);

/* Scratch of one thread. Zero-initialise, set grammar; fw_composer_free. */
typedef struct fw_composer {
    const fw_grammar *grammar;
    const fw_story *story;
    fw_sim_style style;
    fw_random random;
    fw_buffer raw;                   /* the sentence being filled in */
    fw_buffer spoken;                /* the same in its style */
    bool proper;                     /* it starts with a name */
    unsigned mentions[FW_KEY_COUNT]; /* of a value, by this answer */
    const char *used[64];            /* sentences that this answer has had */
    size_t used_count;
} fw_composer;

/* Appends the answer's text. A failed allocation shows in out->failed. */
void fw_compose(fw_composer *composer, const fw_story *story, const fw_sim_answer *answer, uint64_t seed,
                fw_buffer *out);
void fw_composer_free(fw_composer *composer);

/* slots.c: appends to composer->raw what a slot asks for that is not a key of the domain. */
void fw_slot_fill(fw_composer *composer, fw_slot_kind kind);
/* An invented name of two or three syllables, capitalised. */
void fw_name_draw(fw_random *random, char out[FW_STORY_NAME]);

/* style.c: appends `raw` as somebody of that style would say it, with a capital and a space before it. */
void fw_style_write(fw_composer *composer, fw_buffer *out);

#endif
