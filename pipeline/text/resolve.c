/* resolve.c: the words of tokens and their planes, 64 at a time: the memory of all is asked for early. */
#include "base/packing.h"
#include "text/word_slots.h"

#define FLAG_OF_PLANE(plane) (1 << ((plane)-FW_TRAIT_PLANES))
static_assert(FW_TOKEN_SPACE_BEFORE == FLAG_OF_PLANE(FW_PLANE_SPACE) &&
                  FW_TOKEN_LINE_BEFORE == FLAG_OF_PLANE(FW_PLANE_LINE) &&
                  FW_TOKEN_CAPITAL == FLAG_OF_PLANE(FW_PLANE_CAPITAL) &&
                  FW_TOKEN_ALL_CAPS == FLAG_OF_PLANE(FW_PLANE_ALL_CAPS) &&
                  FW_TOKEN_MAY_COUNT == FLAG_OF_PLANE(FW_PLANE_MAY_COUNT),
              "flags stand in the order of their planes");
static_assert((int)FW_FIRST_SAYING == FW_TURNED_BITS && (int)FW_PLANE_TOKENS == FW_TURNED,
              "one turn fills them");
static_assert(1 << (FW_PLANE_BE_OR_GET - FW_FIRST_SAYING) == FW_SAYS_BE_OR_GET &&
                  FW_PLANES_FILLED - FW_FIRST_SAYING == 8,
              "and one of bytes what words say");

/* Forms on their way to their slots. */
typedef struct {
    fw_key keys[FW_PLANE_TOKENS];
    uint64_t offset[FW_PLANE_TOKENS];
} sought;

/* How many of the tokens stand so far from the end that a wide read at their start stays in the text. */
static uint32_t roomy_tokens(fw_str text, const fw_token *tokens, uint32_t count) {
    while (count > 0 && text.len - tokens[count - 1].start < FW_KEY_BYTES) count--;
    return count;
}

/* The slots of many forms are asked for before the first of them is looked at, so that one waits for memory
 * while the others do: the table is larger than the caches. Long forms get a key that no slot has, as its
 * last byte is one of theirs. `bytes` are those of the text from `origin` on. */
static void ask_early(const fw_words *words, const char *bytes, uint32_t origin, const fw_token *tokens,
                      uint32_t from, uint32_t to, sought *forms) {
    const char *const slots = (const char *)words->forms;
    const uint64_t secret[2] = {words->secret[0], words->secret[1]};
    const uint32_t shift = words->shift;
    for (uint32_t i = from; i < to; i++) {
        const uint32_t start = tokens[i].start, len = tokens[i].end - start;
        const uint32_t held = len < FW_KEY_BYTES ? len : FW_KEY_BYTES;
        const fw_key k = fw_masked_key(bytes + (start - origin), FW_KEY_MASKS + FW_KEY_BYTES - held);
        const uint64_t offset = fw_slot_offset(secret, k, shift);
        forms->keys[i] = k;
        forms->offset[i] = offset;
        __builtin_prefetch(slots + offset);
    }
}

/* The same for all tokens: those at the end of the text are read where more bytes follow. */
static void ask_plain(const fw_words *words, fw_str text, const fw_token *tokens, uint32_t count,
                      sought *forms) {
    const uint32_t roomy = roomy_tokens(text, tokens, count);
    ask_early(words, text.ptr, 0, tokens, 0, roomy, forms);
    if (roomy == count) return;
    char end[2 * FW_KEY_BYTES] = {0};
    const size_t origin = text.len > FW_KEY_BYTES ? text.len - FW_KEY_BYTES : 0;
    memcpy(end, text.ptr + origin, text.len - origin);
    ask_early(words, end, (uint32_t)origin, tokens, roomy, count, forms);
}

#ifdef FW_PACKING_KNOWN
/* The same, eight hashes at once; what is behind a token is not read. */
FW_PACKING static void ask_packing(const fw_words *words, fw_str text, const fw_token *tokens, uint32_t count,
                                   sought *forms) {
    enum { AT_ONCE = 8 };
    static_assert((int)FW_PLANE_TOKENS % (int)FW_LANES == 0 && (int)FW_LANES % (int)AT_ONCE == 0, "no rest");
    const char *const slots = (const char *)words->forms;
    const fw_key_hash hash = {
        {words->secret[0], words->secret[1]}, ~(uint64_t)FW_LINE_MASK, words->shift - FW_SLOT_BITS};
    for (uint32_t from = 0; from < count; from += FW_LANES) {
        const fw_token *some = tokens + from;
        uint16_t lengths[FW_LANES];
        fw_put_lengths(some, lengths);
        for (uint32_t i = 0; i < FW_LANES; i += AT_ONCE)
            fw_put_keys(text.ptr, some + i, lengths + i, &hash, forms->keys + from + i,
                        forms->offset + from + i);
        for (uint32_t i = from; i < from + FW_LANES; i++) __builtin_prefetch(slots + forms->offset[i]);
    }
}
#else
#define ask_packing ask_plain
#endif

static void ask_for_all(const fw_words *words, fw_str text, const fw_token *tokens, uint32_t count,
                        sought *forms) {
    (fw_has_packing() ? ask_packing : ask_plain)(words, text, tokens, count, forms);
}

/* What is known of 64 tokens. */
typedef struct {
    uint32_t facts[FW_PLANE_TOKENS];
    fw_said said[FW_PLANE_TOKENS];
} block;

/* Gives the token `i` of a block its word and flags, and notes all that is known of it. */
static inline void settle(block *b, size_t i, fw_token *t, uint32_t word, uint8_t flags,
                          const fw_form_facts *known) {
    b->facts[i] = known->facts | (uint32_t)t->flags << FW_TRAIT_PLANES;
    b->said[i] = known->said;
    t->word = word;
    t->flags |= flags;
}

/* A token whose form is at neither of its likely places: long ones and new ones. False when memory is out. */
__attribute__((noinline)) static bool resolve_away(fw_words *words, fw_str text, fw_token *t, size_t i,
                                                   block *b) {
    const fw_str token = {text.ptr + t->start, t->end - t->start};
    const fw_form found = fw_words_find(words, token, text.len - t->start, (fw_token_kind)t->kind);
    if (found.word == UINT32_MAX) return false;
    settle(b, i, t, found.word, found.flags, &found.known);
    return true;
}

/* Resolves up to 64 tokens whose slots were asked for. The tables move when words are new, so that they are
 * looked up again then, and only then; forms that were asked for before are away from where they are sought.
 */
static bool resolve_some(fw_words *words, fw_str text, fw_token *tokens, size_t count, const sought *forms,
                         block *b) {
    for (size_t i = 0; i < count; i++) {
        const char *const slots = (const char *)words->forms;
        const fw_word *const table = words->table;
        const fw_word_meaning *const meanings = words->meanings;
        for (; i < count; i++) {
            const uint64_t low = forms->keys[i].low, high = forms->keys[i].high;
            const fw_slot *s = (const fw_slot *)(const void *)(slots + forms->offset[i]);
            s += s[1].key.low == low; /* without a branch: which of the two is anybody's guess */
            if ((s->key.low ^ low) | (s->key.high ^ high)) break;
            __builtin_prefetch(&table[s->word]); /* both are asked for soon */
            __builtin_prefetch(&meanings[s->word]);
            settle(b, i, &tokens[i], s->word, s->flags, &s->known);
        }
        if (i < count && !resolve_away(words, text, &tokens[i], i, b)) return false;
    }
    return true;
}

static inline uint32_t some_of(uint32_t left) { return left < FW_PLANE_TOKENS ? left : FW_PLANE_TOKENS; }

/* Parts what 64 tokens say from their syllables; returns the sum of these. */
FW_INLINED uint32_t part(const fw_said said[FW_PLANE_TOKENS], uint8_t says[FW_PLANE_TOKENS]) {
    uint32_t syllables = 0;
    for (int i = 0; i < FW_PLANE_TOKENS; i++) {
        says[i] = said[i].says;
        syllables += said[i].syllables;
    }
    return syllables;
}

static void turn_plain(const block *b, fw_planes *planes) {
    uint8_t says[FW_PLANE_TOKENS];
    planes->syllables = part(b->said, says);
    fw_turn(b->facts, planes->of);
    fw_turn_bytes(says, planes->of + FW_FIRST_SAYING);
}
FW_WIDE static void turn_wide(const block *b, fw_planes *planes) {
    uint8_t says[FW_PLANE_TOKENS];
    planes->syllables = part(b->said, says);
    fw_turn_wide(b->facts, planes->of);
    fw_turn_bytes_wide(says, planes->of + FW_FIRST_SAYING);
}
#ifdef FW_PACKING_KNOWN
FW_PACKING static void turn_packing(const block *b, fw_planes *planes) {
    fw_turn_packing(b->facts, planes->of);
    planes->syllables = fw_turn_pairs(b->said, planes->of + FW_FIRST_SAYING);
}
#else
#define turn_packing turn_plain
#endif

static void turn_all(const block *b, fw_planes *planes) {
    if (fw_has_packing()) {
        turn_packing(b, planes);
    } else {
        (fw_has_wide() ? turn_wide : turn_plain)(b, planes);
    }
}

/* The slots of the next tokens are on their way while some are resolved; planes are made of what was written
 * a while before. */
bool fw_words_resolve(fw_words *words, fw_str text, fw_token *tokens, uint32_t count, fw_planes *planes) {
    sought forms[2];
    block b;
    ask_for_all(words, text, tokens, some_of(count), &forms[0]);
    if (count > FW_PLANE_TOKENS)
        ask_for_all(words, text, tokens + FW_PLANE_TOKENS, some_of(count - FW_PLANE_TOKENS), &forms[1]);
    for (uint32_t i = 0, k = 0; i < count; i += FW_PLANE_TOKENS, k ^= 1) {
        const uint32_t some = some_of(count - i), ahead = i + 2 * FW_PLANE_TOKENS;
        if (some < FW_PLANE_TOKENS) memset(&b, 0, sizeof b);
        if (!resolve_some(words, text, tokens + i, some, &forms[k], &b)) return false;
        if (ahead < count) ask_for_all(words, text, tokens + ahead, some_of(count - ahead), &forms[k]);
        turn_all(&b, planes);
        planes->of[FW_PLANE_QUOTED] = planes->of[FW_PLANE_SENTENCE_START] = planes->of[FW_PLANE_GONE] = 0;
        planes++;
    }
    memset(planes, 0, (count % FW_PLANE_TOKENS ? 1 : 2) * sizeof *planes);
    return true;
}

bool fw_words_respell(fw_words *words, fw_str text, fw_token *tokens, uint32_t index, fw_planes *planes) {
    const fw_form found = fw_words_find(words, text, text.len, FW_TOKEN_WORD);
    fw_token *token = &tokens[index];
    if (found.word == UINT32_MAX) return false;
    planes[index / FW_PLANE_TOKENS].syllables += found.known.said.syllables;
    token->kind = FW_TOKEN_WORD;
    token->word = found.word;
    token->flags |= found.flags;
    const uint32_t facts = found.known.facts | (uint32_t)token->flags << FW_TRAIT_PLANES;
    for (uint32_t plane = 0; plane < FW_PLANES_FILLED; plane++) {
        const uint32_t bits = plane < FW_FIRST_SAYING
                                  ? facts >> plane
                                  : (uint32_t)found.known.said.says >> (plane - FW_FIRST_SAYING);
        fw_set_in(planes, (fw_plane)plane, index, bits & 1);
    }
    return true;
}
