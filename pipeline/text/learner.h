/* learner.h: learning new words for the thread's memory of them (words.h). */
#ifndef FAILWISE_TEXT_LEARNER_H
#define FAILWISE_TEXT_LEARNER_H

#include "base/arena.h"
#include "text/word_lists.h"
#include "text/words.h"

/* What words are learned from, and what is kept of them beside their two lines. All zero but for what
 * fw_learner_start sets; whoever holds it frees the arena and the arrays. */
typedef struct fw_learner {
    const fw_lexicon *lexicon;
    const fw_arc_rules *rules;         /* NULL: no word is a cue */
    fw_arena arena;                    /* of texts */
    uint8_t cat_of[FW_CATEGORY_LIMIT]; /* lexicon category -> fw_cat, FW_CAT_COUNT when it has none */
    bool silent[FW_CATEGORY_LIMIT];    /* lexicon categories that make no hits */
    bool cues[FW_CATEGORY_LIMIT];      /* lexicon categories whose hits are cues, wherever they stand */
    fw_word_index lists;
    FW_VECTOR(fw_word_hit) hits;
    FW_VECTOR(fw_word_symbol) symbols;
} fw_learner;

void fw_learner_start(fw_learner *learner, const fw_lexicon *lexicon, const fw_arc_rules *rules);

/* Gives the word the points that the rules have for it now. */
void fw_weigh_word(const fw_arc_rules *rules, fw_word_meaning *meaning);

/* Fills both lines of a folded word; its hits and symbols are added behind those of the words before. False
 * when memory is out. */
bool fw_learn_word(fw_learner *learner, fw_str folded, fw_word *word, fw_word_meaning *meaning);

#endif
