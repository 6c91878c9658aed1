/* abbreviations.c: English abbreviations that are written with a full stop. */
#include "text/abbreviations.h"

#include <stdlib.h>
#include <string.h>

#define A(kind) FW_ABBREVIATION_##kind

typedef struct {
    const char *word;
    fw_abbreviation kind;
} entry;

/* In the order of strcmp. Words that are more often words than abbreviations ("art", "min", "mar") are left
 * out: a border missed between two sentences costs more than one too many. */
static const entry ENTRIES[] = {
    {"a.m", A(TIME)},     {"adj", A(NEVER)},     {"adm", A(NAME)},     {"approx", A(NEVER)},
    {"apr", A(COUNTED)},  {"asst", A(NAME)},     {"aug", A(COUNTED)},  {"ave", A(NAME)},
    {"avg", A(NEVER)},    {"bldg", A(NAME)},     {"blvd", A(NAME)},    {"brig", A(NAME)},
    {"capt", A(NAME)},    {"cf", A(NEVER)},      {"ch", A(COUNTED)},   {"co", A(NAME)},
    {"col", A(NAME)},     {"comdr", A(NAME)},    {"corp", A(NAME)},    {"cpl", A(NAME)},
    {"dec", A(COUNTED)},  {"dept", A(NAME)},     {"dr", A(NAME)},      {"drs", A(NAME)},
    {"e.g", A(NEVER)},    {"e.u", A(NAME)},      {"eq", A(COUNTED)},   {"eqn", A(COUNTED)},
    {"esq", A(NAME)},     {"est", A(COUNTED)},   {"etc", A(TIME)},     {"ext", A(COUNTED)},
    {"feb", A(COUNTED)},  {"fig", A(COUNTED)},   {"figs", A(COUNTED)}, {"gen", A(NAME)},
    {"gov", A(NAME)},     {"hon", A(NAME)},      {"hr", A(TIME)},      {"hrs", A(TIME)},
    {"hwy", A(NAME)},     {"i.e", A(NEVER)},     {"inc", A(NAME)},     {"incl", A(NEVER)},
    {"insp", A(NAME)},    {"intl", A(NAME)},     {"jan", A(COUNTED)},  {"jr", A(NAME)},
    {"jul", A(COUNTED)},  {"jun", A(COUNTED)},   {"lt", A(NAME)},      {"ltd", A(NAME)},
    {"maj", A(NAME)},     {"messrs", A(NAME)},   {"mfg", A(NAME)},     {"mgr", A(NAME)},
    {"mins", A(TIME)},    {"mlle", A(NAME)},     {"mme", A(NAME)},     {"mr", A(NAME)},
    {"mrs", A(NAME)},     {"ms", A(NAME)},       {"msgr", A(NAME)},    {"mt", A(NAME)},
    {"mx", A(NAME)},      {"no", A(NUMBER)},     {"nos", A(COUNTED)},  {"nov", A(COUNTED)},
    {"nr", A(COUNTED)},   {"oct", A(COUNTED)},   {"p", A(COUNTED)},    {"p.m", A(TIME)},
    {"para", A(COUNTED)}, {"paras", A(COUNTED)}, {"ph.d", A(NAME)},    {"pp", A(COUNTED)},
    {"prof", A(NAME)},    {"pvt", A(NAME)},      {"rep", A(NAME)},     {"resp", A(NEVER)},
    {"rev", A(NAME)},     {"revd", A(NAME)},     {"rs", A(COUNTED)},   {"sec", A(COUNTED)},
    {"secs", A(TIME)},    {"sect", A(COUNTED)},  {"sen", A(NAME)},     {"sens", A(NAME)},
    {"sep", A(COUNTED)},  {"sept", A(COUNTED)},  {"sgt", A(NAME)},     {"sr", A(NAME)},
    {"st", A(NAME)},      {"supt", A(NAME)},     {"tel", A(COUNTED)},  {"u.k", A(NAME)},
    {"u.n", A(NAME)},     {"u.s", A(NAME)},      {"u.s.a", A(NAME)},   {"univ", A(NAME)},
    {"viz", A(NEVER)},    {"vol", A(COUNTED)},   {"vols", A(COUNTED)}, {"vs", A(NEVER)},
    {"wks", A(TIME)},     {"yr", A(TIME)},       {"yrs", A(TIME)},
};

static int compare_word(const void *key, const void *row) { return strcmp(key, ((const entry *)row)->word); }

fw_abbreviation fw_abbreviation_of(const char *word) {
    const size_t count = sizeof ENTRIES / sizeof ENTRIES[0];
    const entry *row = bsearch(word, ENTRIES, count, sizeof ENTRIES[0], compare_word);
    return row ? row->kind : FW_ABBREVIATION_NONE;
}

void fw_list_abbreviations(fw_word_index *index) {
    for (size_t i = 0; i < sizeof ENTRIES / sizeof ENTRIES[0]; i++)
        fw_word_index_place(index, ENTRIES[i].word)->abbreviation = (uint8_t)ENTRIES[i].kind;
}
