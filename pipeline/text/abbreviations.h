/*
 * abbreviations.h: what a full stop behind an abbreviation means for the end of a sentence.
 */
#ifndef FAILWISE_TEXT_ABBREVIATIONS_H
#define FAILWISE_TEXT_ABBREVIATIONS_H

#include "text/word_lists.h"

typedef enum fw_abbreviation {
    FW_ABBREVIATION_NONE,
    FW_ABBREVIATION_NEVER,   /* something always follows: "e.g.", "vs." */
    FW_ABBREVIATION_NAME,    /* a name goes on, or a function word starts the next sentence: "Dr." "Inc." */
    FW_ABBREVIATION_TIME,    /* may close a sentence that has its verb: "p.m." "etc." */
    FW_ABBREVIATION_COUNTED, /* a number follows, or the sentence goes on: "fig. 2", "in Sept. we" */
    FW_ABBREVIATION_NUMBER   /* a word of its own unless a number follows: "no. 4" but "He said no." */
} fw_abbreviation;

/* Looks up a folded word without its last full stop ("e.g" for "e.g."). */
fw_abbreviation fw_abbreviation_of(const char *word);

/* The same of all of them, for words as they are learned. */
void fw_list_abbreviations(fw_word_index *index);

#endif
