/* words.c: interning of words: one probe by the written form, whose key stands in the slot; all else is done
 * once for each distinct word. */
#include "text/words.h"

#include "base/buffer.h"
#include "base/secret.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/learner.h"
#include "text/letters.h"
#include "text/phrases.h"
#include "text/quantity_words.h"
#include "text/word_shape.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

enum {
    FIRST_BITS = 12,
    FIRST_CAPACITY = 1 << FIRST_BITS,
    FIRST_SHIFT = 64 - FIRST_BITS,
    MOST_FORMS = 1 << 16,
    KEY_BYTES = 16,
    LENGTH_BITS = 0xFFFFFF
};

/* The bytes of a word as a key: whole when they fit, else their hash beside the text itself. */
typedef struct {
    uint64_t low, high;
} key;

/* What the planes need of a form. */
typedef struct {
    uint32_t facts;          /* bits in the order of the planes: traits of its word, its flags */
    uint8_t says, syllables; /* as in fw_word; no syllables of what is no word */
} form_facts;

/* A written form ("The", "the"): several may share one folded word. Two slots a cache line. */
typedef struct {
    key key;
    union {
        const char *text; /* of forms longer than a key */
        form_facts known; /* of others */
    };
    uint32_t word;
    uint32_t len : 24;  /* 0 = empty; answers are below 16 MiB */
    uint32_t flags : 8; /* as form's; none for folded forms */
} slot;
static_assert(sizeof(slot) == 32, "half a cache line");

/* What is known of a written form. */
typedef struct form {
    uint32_t word; /* index of the folded word */
    uint8_t flags; /* FW_TOKEN_CAPITAL, FW_TOKEN_ALL_CAPS, FW_TOKEN_MAY_COUNT */
} form;

struct fw_words {
    fw_learner learner;
    fw_buffer folded;
    slot *forms;        /* by written form */
    slot *folds;        /* by folded form */
    uint64_t secret[2]; /* of the slots' places: words can be made that collide under factors one knows */
    uint32_t capacity, shift; /* slots; 64 less their number of bits */
    uint32_t form_count;
    uint32_t emptied;          /* how often */
    fw_word *table;            /* aligned to cache lines */
    fw_word_meaning *meanings; /* by word; aligned too */
    uint32_t count, table_capacity;
    fw_phrases *phrases;
};

fw_words *fw_words_new(const fw_lexicon *lexicon, const fw_arc_rules *rules) {
    fw_words *words = calloc(1, sizeof *words);
    if (!words) return NULL;
    words->capacity = FIRST_CAPACITY;
    words->shift = FIRST_SHIFT;
    for (uint64_t i = 0; i < 2; i++) words->secret[i] = fw_secret(4 + i);
    words->forms = calloc(FIRST_CAPACITY, sizeof *words->forms);
    words->folds = calloc(FIRST_CAPACITY, sizeof *words->folds);
    fw_learner_start(&words->learner, lexicon, rules);
    words->phrases = fw_phrases_new();
    if (words->forms && words->folds && words->phrases) return words;
    fw_words_free(words);
    return NULL;
}

void fw_words_free(fw_words *words) {
    if (!words) return;
    fw_arena_free(&words->learner.arena);
    fw_buffer_free(&words->folded);
    free(words->forms);
    free(words->folds);
    free(words->table);
    free(words->meanings);
    fw_phrases_free(words->phrases);
    free(words->learner.hits.items);
    free(words->learner.symbols.items);
    free(words);
}

void fw_words_start(fw_words *words) {
    fw_phrases_start(words->phrases);
    if (words->form_count < MOST_FORMS) return;
    memset(words->forms, 0, words->capacity * sizeof *words->forms);
    memset(words->folds, 0, words->capacity * sizeof *words->folds);
    fw_arena_reset(&words->learner.arena);
    words->emptied++;
    words->form_count = 0;
    words->count = 0;
    words->learner.hits.count = 0;
    words->learner.symbols.count = 0;
    fw_phrases_forget(words->phrases);
}

const fw_word *fw_words_table(const fw_words *words) { return words->table; }
uint32_t fw_words_count(const fw_words *words) { return words->count; }
uint32_t fw_words_emptied(const fw_words *words) { return words->emptied; }
const fw_word_hit *fw_words_hits(const fw_words *words) { return words->learner.hits.items; }
const fw_word_symbol *fw_words_symbols(const fw_words *words, uint32_t index) {
    return words->learner.symbols.items + words->meanings[index].first_symbol;
}
const fw_word_meaning *fw_words_meanings(const fw_words *words) { return words->meanings; }
fw_phrases *fw_words_phrases(const fw_words *words) { return words->phrases; }
const uint8_t *fw_words_cats(const fw_words *words) { return words->learner.cat_of; }
const bool *fw_words_silent(const fw_words *words) { return words->learner.silent; }
const bool *fw_words_cues(const fw_words *words) { return words->learner.cues; }

/* ---- the tables of forms ---- */

/* Masks of the first n bytes of a key's halves: MASKS + 16 - n. */
static const uint8_t MASKS[2 * KEY_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255,
                                             255, 255, 255, 255, 255, 255, 255, 255};

static inline uint64_t eight_bytes(const void *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* A form with at least KEY_BYTES to read. */
static inline key masked(const char *text, const uint8_t *masks) {
    return (key){eight_bytes(text) & eight_bytes(masks), eight_bytes(text + 8) & eight_bytes(masks + 8)};
}

static inline key key_of(const fw_words *words, const char *text, size_t len, size_t room) {
    key k = {0, 0};
    if (len > KEY_BYTES) return (key){XXH3_64bits_withSeed(text, len, words->secret[0]), len};
    if (room >= KEY_BYTES) return masked(text, MASKS + KEY_BYTES - len);
    memcpy(&k, text, len); /* near the end of the text, where a wide read would leave it */
    return k;
}

/* The upper bits of a sum of products with secret odd factors; `shift` leaves as many as there are slots. */
static inline uint32_t place_of(const fw_words *words, key k, uint32_t shift) {
    return (uint32_t)((k.low * words->secret[0] + k.high * words->secret[1]) >> shift);
}

/* The slot of a form, or the empty one where it belongs. */
static inline slot *locate(const fw_words *words, slot *slots, uint32_t shift, key k, const char *text,
                           size_t len) {
    const uint32_t last = (uint32_t)(UINT64_MAX >> shift);
    for (uint32_t i = place_of(words, k, shift);; i = (i + 1) & last) {
        slot *s = &slots[i];
        if (s->key.low == k.low && s->key.high == k.high && s->len == len &&
            (len <= KEY_BYTES || memcmp(s->text, text, len) == 0))
            return s;
        if (s->len == 0) return s;
    }
}

/* The slots in twice the room. */
static slot *rehashed(const fw_words *words, const slot *slots) {
    slot *larger = calloc(2 * (size_t)words->capacity, sizeof *larger);
    if (!larger) return NULL;
    for (uint32_t i = 0; i < words->capacity; i++) {
        const slot *s = &slots[i];
        if (!s->len) continue;
        const char *text = s->len > KEY_BYTES ? s->text : NULL;
        *locate(words, larger, words->shift - 1, s->key, text, s->len) = *s;
    }
    return larger;
}

/* Both tables share one capacity, so both are made before either is swapped in. */
static bool make_room(fw_words *words) {
    if (words->form_count * 2 < words->capacity) return true;
    slot *forms = rehashed(words, words->forms);
    slot *folds = rehashed(words, words->folds);
    if (!forms || !folds) {
        free(forms);
        free(folds);
        return false;
    }
    free(words->forms);
    free(words->folds);
    words->forms = forms;
    words->folds = folds;
    words->capacity *= 2;
    words->shift--;
    return true;
}

/* Both tables start at a cache line, which realloc would not keep. */
static bool make_table_room(fw_words *words) {
    if (words->count < words->table_capacity) return true;
    const uint32_t capacity = words->table_capacity ? words->table_capacity * 2 : FIRST_CAPACITY / 2;
    fw_word *table = aligned_alloc(sizeof *table, capacity * sizeof *table);
    fw_word_meaning *meanings = aligned_alloc(sizeof *meanings, capacity * sizeof *meanings);
    if (!table || !meanings) {
        free(table);
        free(meanings);
        return false;
    }
    if (words->count) {
        memcpy(table, words->table, words->count * sizeof *table);
        memcpy(meanings, words->meanings, words->count * sizeof *meanings);
    }
    free(words->table);
    free(words->meanings);
    words->table = table;
    words->meanings = meanings;
    words->table_capacity = capacity;
    return true;
}

static uint32_t intern_folded(fw_words *words, fw_str folded) {
    const key k = key_of(words, folded.ptr, folded.len, folded.len);
    slot *s = locate(words, words->folds, words->shift, k, folded.ptr, folded.len);
    if (s->len) return s->word;
    if (!make_table_room(words)) return UINT32_MAX;
    fw_word *word = &words->table[words->count];
    if (!fw_learn_word(&words->learner, folded, word, &words->meanings[words->count])) return UINT32_MAX;
    *s = (slot){.key = k, .text = word->text, .word = words->count, .len = word->len & LENGTH_BITS};
    return words->count++;
}

/* ---- written forms ---- */

static inline form_facts known_of(const fw_words *words, form f, bool is_word) {
    const fw_word *word = &words->table[f.word];
    const uint32_t traits = word->traits & ((1U << FW_TRAIT_PLANES) - 1);
    const uint8_t syllables = is_word ? word->syllables : 0;
    return (form_facts){traits | (uint32_t)f.flags << FW_TRAIT_PLANES, word->says, syllables};
}

/* Whether a form is a word is told by its text alone, as all of its kind is. */
static form new_form(fw_words *words, key k, fw_str text, bool is_word) {
    static const form NONE = {.word = UINT32_MAX};
    if (!make_room(words)) return NONE;
    fw_buffer_clear(&words->folded);
    if (!fw_fold_word(text, &words->folded)) return NONE;
    const uint32_t word = intern_folded(words, (fw_str){words->folded.data, words->folded.len});
    if (word == UINT32_MAX) return NONE;
    const bool counts = fw_class_starts(words->table[word].number_class);
    const uint8_t counting = counts ? FW_TOKEN_MAY_COUNT : 0;
    const form found = {.word = word, .flags = fw_capital_flags(text.ptr, text.len) | counting};
    slot made = {.key = k,
                 .known = known_of(words, found, is_word),
                 .word = word,
                 .len = (uint32_t)text.len & LENGTH_BITS};
    made.flags = found.flags;
    if (text.len > KEY_BYTES) {
        made.text = fw_arena_copy(&words->learner.arena, text);
        if (!made.text) return NONE;
    }
    *locate(words, words->forms, words->shift, k, text.ptr, text.len) = made;
    words->form_count++;
    return found;
}

/* Forms that are long, stand at the end of the text or away from their place, and new ones. */
__attribute__((noinline)) static form find_anywhere(fw_words *words, fw_str text, size_t room, bool is_word) {
    const key k = key_of(words, text.ptr, text.len, room);
    const slot *found = locate(words, words->forms, words->shift, k, text.ptr, text.len);
    if (found->len) return (form){.word = found->word, .flags = found->flags};
    return new_form(words, k, text, is_word);
}

/* ---- tokens ---- */

#define FLAG_OF_PLANE(plane) (1 << ((plane)-FW_TRAIT_PLANES))
static_assert(FW_TOKEN_SPACE_BEFORE == FLAG_OF_PLANE(FW_PLANE_SPACE) &&
                  FW_TOKEN_LINE_BEFORE == FLAG_OF_PLANE(FW_PLANE_LINE) &&
                  FW_TOKEN_CAPITAL == FLAG_OF_PLANE(FW_PLANE_CAPITAL) &&
                  FW_TOKEN_ALL_CAPS == FLAG_OF_PLANE(FW_PLANE_ALL_CAPS) &&
                  FW_TOKEN_MAY_COUNT == FLAG_OF_PLANE(FW_PLANE_MAY_COUNT) &&
                  FW_IS_WORD == FLAG_OF_PLANE(FW_PLANE_WORD) && FW_IS_MARK == FLAG_OF_PLANE(FW_PLANE_MARK) &&
                  FW_HAS_DIGITS == FLAG_OF_PLANE(FW_PLANE_DIGITS),
              "flags stand in the order of their planes");
static_assert((int)FW_FIRST_SAYING == FW_TURNED_BITS && (int)FW_PLANE_TOKENS == FW_TURNED,
              "one turn fills them");
static_assert(1 << (FW_PLANE_BE_OR_GET - FW_FIRST_SAYING) == FW_SAYS_BE_OR_GET &&
                  FW_PLANES_FILLED - FW_FIRST_SAYING == 8,
              "and one of bytes what words say");

/* Short forms on their way to their slots. */
typedef struct {
    key key[FW_PLANE_TOKENS];
    uint32_t place[FW_PLANE_TOKENS];
} sought;

/* How many of the tokens stand so far from the end that a wide read at their start stays in the text. */
static uint32_t roomy_tokens(fw_str text, const fw_token *tokens, uint32_t count) {
    while (count > 0 && text.len - tokens[count - 1].start < KEY_BYTES) count--;
    return count;
}

/* The slots of many forms are asked for before the first of them is looked at, so that one waits for memory
 * while the others do: the table is larger than the caches. Long forms get a key that no slot has, as no text
 * holds such bytes. */
static void ask_early(const fw_words *words, fw_str text, const fw_token *tokens, uint32_t count,
                      sought *forms) {
    const slot *const slots = words->forms;
    const uint64_t low = words->secret[0], high = words->secret[1];
    const uint32_t shift = words->shift;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t start = tokens[i].start, len = tokens[i].end - start;
        const int64_t spare = KEY_BYTES - (int64_t)len, longer = spare >> 63; /* all bits or none */
        key k = masked(text.ptr + start, MASKS + (spare & ~longer));
        k.high |= (uint64_t)longer;
        const uint32_t place = (uint32_t)((k.low * low + k.high * high) >> shift);
        forms->key[i] = k;
        forms->place[i] = place;
        __builtin_prefetch(&slots[place]);
    }
}

/* What is known of 64 tokens. */
typedef struct {
    uint32_t facts[FW_PLANE_TOKENS];
    uint8_t says[FW_PLANE_TOKENS];
    uint32_t syllables; /* of the words among them */
} block;

/* Gives the token `i` of a block its word and flags, and notes all that is known of it. */
static inline void settle(block *b, uint32_t i, fw_token *t, uint32_t word, form_facts known) {
    enum { KEPT = 0xFF & ~(FW_IS_WORD | FW_IS_MARK | FW_HAS_DIGITS) };
    const uint32_t facts = known.facts | (uint32_t)t->flags << FW_TRAIT_PLANES;
    b->facts[i] = facts;
    b->says[i] = known.says;
    b->syllables += known.syllables;
    t->word = word;
    t->flags = facts >> FW_TRAIT_PLANES & KEPT;
}

/* A token whose form is not at its place: long ones, new ones, those at the end of the text. False when
 * memory is out. */
__attribute__((noinline)) static bool resolve_away(fw_words *words, fw_str text, fw_token *t, uint32_t i,
                                                   block *b) {
    const fw_str token = {text.ptr + t->start, t->end - t->start};
    const bool is_word = (t->flags & FW_IS_WORD) != 0;
    const form found = find_anywhere(words, token, text.len - t->start, is_word);
    if (found.word == UINT32_MAX) return false;
    settle(b, i, t, found.word, known_of(words, found, is_word));
    return true;
}

/* Resolves up to 64 tokens. The tables move when words are new, so that they are looked up again then, and
 * only then. */
static bool resolve_some(fw_words *words, fw_str text, fw_token *tokens, uint32_t count, block *b) {
    sought forms;
    const uint32_t roomy = roomy_tokens(text, tokens, count);
    ask_early(words, text, tokens, roomy, &forms);
    uint32_t i = 0;
    while (i < roomy) {
        const slot *const slots = words->forms;
        const fw_word *const table = words->table;
        const fw_word_meaning *const meanings = words->meanings;
        for (; i < roomy; i++) {
            const slot *s = &slots[forms.place[i]];
            if ((s->key.low ^ forms.key[i].low) | (s->key.high ^ forms.key[i].high)) break;
            __builtin_prefetch(&table[s->word]); /* both are asked for soon */
            __builtin_prefetch(&meanings[s->word]);
            settle(b, i, &tokens[i], s->word, s->known);
        }
        if (i < roomy && !resolve_away(words, text, &tokens[i], i, b)) return false;
        i++;
    }
    for (i = roomy; i < count; i++) {
        if (!resolve_away(words, text, &tokens[i], i, b)) return false;
    }
    return true;
}

static void turn_plain(const block *b, uint64_t *planes) {
    fw_turn(b->facts, planes);
    fw_turn_bytes(b->says, planes + FW_FIRST_SAYING);
}
FW_WIDE static void turn_wide(const block *b, uint64_t *planes) {
    fw_turn_wide(b->facts, planes);
    fw_turn_bytes_wide(b->says, planes + FW_FIRST_SAYING);
}

bool fw_words_resolve(fw_words *words, fw_str text, fw_token *tokens, uint32_t count, fw_planes *planes) {
    const fw_planes none = {0};
    for (uint32_t i = 0; i < count; i += FW_PLANE_TOKENS) {
        const uint32_t left = count - i, some = left < FW_PLANE_TOKENS ? left : FW_PLANE_TOKENS;
        block b;
        if (some < FW_PLANE_TOKENS) memset(&b, 0, sizeof b);
        b.syllables = 0;
        if (!resolve_some(words, text, tokens + i, some, &b)) return false;
        (fw_has_wide() ? turn_wide : turn_plain)(&b, planes->of);
        memset(planes->of + FW_PLANES_FILLED, 0, (FW_PLANE_COUNT - FW_PLANES_FILLED) * sizeof *planes->of);
        planes->syllables = b.syllables;
        planes++;
    }
    for (uint32_t more = count % FW_PLANE_TOKENS ? 1 : 2; more > 0; more--) *planes++ = none;
    return true;
}
