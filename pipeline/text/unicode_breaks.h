/*
 * unicode_breaks.h: what a character is to the rules of UAX #29 (Unicode 14.0): Word_Break and
 * Sentence_Break.
 *
 * Most values follow from the general category; the rest stands in a table of ranges. ASCII is answered by
 * the tokenizer's own table, these functions are for the characters beyond.
 */
#ifndef FAILWISE_TEXT_UNICODE_BREAKS_H
#define FAILWISE_TEXT_UNICODE_BREAKS_H

#include <stdbool.h>
#include <stdint.h>

/* Values of the property Word_Break. WSegSpace is no value here: blanks make no tokens. */
typedef enum fw_word_break {
    FW_WB_OTHER,
    FW_WB_NEWLINE, /* CR, LF and Newline */
    FW_WB_EXTEND,
    FW_WB_FORMAT,
    FW_WB_ZWJ,
    FW_WB_LETTER, /* ALetter */
    FW_WB_HEBREW, /* Hebrew_Letter */
    FW_WB_KATAKANA,
    FW_WB_NUMERIC,
    FW_WB_EXTEND_NUM_LET,
    FW_WB_MID_LETTER,
    FW_WB_MID_NUM,
    FW_WB_MID_NUM_LET,
    FW_WB_SINGLE_QUOTE,
    FW_WB_DOUBLE_QUOTE,
    FW_WB_REGIONAL, /* Regional_Indicator */
    FW_WB_COUNT
} fw_word_break;

/* Values of the property Sentence_Break. */
typedef enum fw_sentence_break {
    FW_SB_OTHER,
    FW_SB_SEP, /* CR, LF and Sep */
    FW_SB_EXTEND,
    FW_SB_FORMAT,
    FW_SB_SP,
    FW_SB_LOWER,
    FW_SB_UPPER,
    FW_SB_OLETTER,
    FW_SB_NUMERIC,
    FW_SB_ATERM,
    FW_SB_SCONTINUE,
    FW_SB_STERM,
    FW_SB_CLOSE
} fw_sentence_break;

fw_word_break fw_word_break_of(uint32_t code_point);
fw_sentence_break fw_sentence_break_of(uint32_t code_point);

/* The property Extended_Pictographic. */
bool fw_is_pictographic(uint32_t code_point);

#endif
