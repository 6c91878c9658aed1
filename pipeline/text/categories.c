/* categories.c: binding the categories that rules name to a lexicon's numbers. */
#include "text/lexicon_trie.h"

#include <failwise/categories.h>

#define FW_CAT_NAME(name) #name,
static const char *const NAMES[] = {FW_CATS(FW_CAT_NAME)};
#undef FW_CAT_NAME

const char *fw_cat_name(fw_cat cat) { return NAMES[cat]; }

void fw_cats_bind(const fw_lexicon *lexicon, int *index) {
    const int32_t *cats = fw_lexicon_cats(lexicon);
    for (int cat = 0; cat < FW_CAT_COUNT; cat++) index[cat] = cats[cat];
}
