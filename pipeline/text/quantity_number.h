/*
 * quantity_number.h: numbers written as digits, as words or as both: "2.2 million", "twenty-seven", "half a
 * dozen", "2 1/2".
 */
#ifndef FAILWISE_TEXT_QUANTITY_NUMBER_H
#define FAILWISE_TEXT_QUANTITY_NUMBER_H

#include "text/quantity_scan.h"

enum {                          /* fw_number.forms */
       FW_NUMBER_DIGITS = 1,    /* starts with a digit */
       FW_NUMBER_FRACTION = 2,  /* a part of one: "half", "two thirds", "1/3" */
       FW_NUMBER_DECIMAL = 4,   /* written with decimals */
       FW_NUMBER_SCALED = 8,    /* a scale word or suffix was part of it */
       FW_NUMBER_QUARTERS = 16, /* the part is a quarter, which may also be three months */
       FW_NUMBER_MIXED = 32,    /* whole and part: "two and a half", "2 1/2" */
       FW_NUMBER_COUPLE = 64,
       FW_NUMBER_METRE_OR_MILLION = 128, /* digits with a small m */
       FW_NUMBER_ARTICLE = 256           /* starts with "a" */
};

typedef struct fw_number {
    double value;  /* finite */
    double scale;  /* the scale that closed it: 1000 in "20k"; 1 without */
    uint32_t next; /* token behind it */
    uint32_t unit; /* unit glued to the digits, 0 without */
    uint32_t forms;
} fw_number;

/*
 * Parses the number that starts at token i. `joins` says whether "and" may continue it ("two hundred and
 * five"); in "between two hundred and three hundred" it may not. False when there is none; `out` is then
 * undefined.
 */
bool fw_number_parse(const fw_scan *s, uint32_t i, bool joins, fw_number *out);

/* A part of one at token i: "a half", "three quarters", "1/3", the glyph for one half. For "an hour and a
 * half". */
bool fw_fraction_parse(const fw_scan *s, uint32_t i, double *value, uint32_t *next);

/* A whole number in words, or started by digits: "4 thousand". */
typedef struct fw_cardinal {
    double value;
    double scale;  /* of the scale word that closes it: 1000 in "two thousand"; 1 without */
    uint32_t next; /* token behind it; where it started when there is none */
    bool scaled;   /* hundred, thousand ... was part of it */
} fw_cardinal;
void fw_cardinal_parse(const fw_scan *s, uint32_t i, bool joins, fw_cardinal *out);

/* The number at token i when it is nothing but digits. */
bool fw_plain_digits(const fw_scan *s, uint32_t i, double *value);

/* The value of the digits at the start of token i, whatever follows them ("3rd" is 3). */
bool fw_digits_at(const fw_scan *s, uint32_t i, double *value);

#endif
