/* lexicon_image.c: putting the sections of an image together. */
#include "text/lexicon_image.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define WILDCARD_KEY 0xD6E8FEB86659FD93ULL

#define ITEM_SIZE(name, type) sizeof(type),
static const uint32_t ITEM_SIZES[FW_IMAGE_SECTION_COUNT] = {FW_IMAGE_SECTIONS(ITEM_SIZE)};
#undef ITEM_SIZE

/* Not by seed: for inputs of a few bytes XXH3 mixes seed and input so that neighbouring seeds collide. */
uint64_t fw_word_key(const char *word, size_t len, bool wildcard) {
    const uint64_t hash = fw_hash64(word, len, 0) ^ (wildcard ? WILDCARD_KEY : 0);
    return hash ? hash : 1;
}

static uint64_t aligned(uint64_t offset) {
    return (offset + FW_IMAGE_ALIGNMENT - 1) / FW_IMAGE_ALIGNMENT * FW_IMAGE_ALIGNMENT;
}

fw_code fw_image_make(const fw_lexicon_image *head, const fw_image_input input[FW_IMAGE_SECTION_COUNT],
                      fw_lexicon_image **out, fw_error *err) {
    fw_lexicon_image made = {.mark = FW_IMAGE_MARK, .hash = head->hash, .builtin_terms = head->builtin_terms};
    uint64_t size = aligned(sizeof made);
    for (int s = 0; s < FW_IMAGE_SECTION_COUNT; s++) {
        made.section[s].offset = size;
        made.section[s].count = input[s].count;
        made.section[s].item_size = ITEM_SIZES[s];
        size = aligned(size + (uint64_t)input[s].count * ITEM_SIZES[s]);
    }
    made.size = size;
    char *bytes = aligned_alloc(FW_IMAGE_ALIGNMENT, size);
    if (!bytes) return fw_fail_nomem(err);
    memset(bytes, 0, size); /* the gaps too: equal lexicons have equal images */
    memcpy(bytes, &made, sizeof made);
    for (int s = 0; s < FW_IMAGE_SECTION_COUNT; s++) {
        const size_t len = (size_t)input[s].count * ITEM_SIZES[s];
        if (len) memcpy(bytes + made.section[s].offset, input[s].items, len);
    }
    *out = (fw_lexicon_image *)(void *)bytes;
    return FW_OK;
}

bool fw_image_fits(const fw_lexicon_image *image) {
    if (image->mark != FW_IMAGE_MARK) return false;
    for (int s = 0; s < FW_IMAGE_SECTION_COUNT; s++) {
        if (image->section[s].item_size != ITEM_SIZES[s]) return false;
    }
    return image->section[FW_IMAGE_cats].count == FW_CAT_COUNT &&
           image->section[FW_IMAGE_wildcards].count == FW_WILDCARD_PLACES;
}

/* The rules number their cues by the categories of a lexicon: they come into the image last. */
static fw_code add_rules(const fw_lexicon_image *plain, fw_lexicon_image **out, fw_error *err) {
    fw_lexicon *lexicon = NULL;
    const fw_arc_rules *read = NULL;
    fw_arc_rules *rules = NULL;
    fw_code code = fw_lexicon_open(plain, false, &lexicon, err);
    if (code == FW_OK) code = fw_arc_rules_new(lexicon, &read, err);
    if (code == FW_OK) code = fw_arc_rules_copy(read, &rules, err);
    if (code == FW_OK) {
        fw_image_input input[FW_IMAGE_SECTION_COUNT];
        for (int s = 0; s < FW_IMAGE_SECTION_COUNT; s++)
            input[s] = (fw_image_input){fw_image_items(plain, (fw_image_section)s), plain->section[s].count};
        rules->builtin = true;
        input[FW_IMAGE_rules] = (fw_image_input){rules, 1};
        code = fw_image_make(plain, input, out, err);
    }
    free(rules);
    fw_arc_rules_free(read);
    fw_lexicon_free(lexicon);
    return code;
}

fw_code fw_image_builtin(fw_lexicon_image **out, fw_error *err) {
    fw_raw_lexicon raw = {0};
    fw_lexicon_image *plain = NULL;
    fw_code code = fw_dictionary_read_builtin(&raw, err);
    if (code == FW_OK) code = fw_lexicon_compile(&raw, &plain, err);
    if (code == FW_OK) code = add_rules(plain, out, err);
    free(plain);
    fw_raw_lexicon_free(&raw);
    return code;
}
