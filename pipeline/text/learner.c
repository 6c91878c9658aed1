/* learner.c: what is found out of a new word, once: what the dictionaries say, its grammar, what it counts
 * for. */
#include "text/learner.h"

#include "text/abbreviations.h"
#include "text/clauses.h"
#include "text/evidence.h"
#include "text/findings.h"
#include "text/quantity.h"
#include "text/quantity_words.h"
#include "text/speech_facts.h"
#include "text/tally.h"
#include "text/voice.h"
#include "text/word_shape.h"

static_assert((int)FW_LABELS == (int)FW_LABELS_RUN &&
                  (int)FW_LABEL_ROOM == (int)FW_LABELS_RUN + (int)FW_VOCABULARIES_RUN &&
                  FW_VOCABULARY_COUNT - FW_VOCABULARY_LOSS == (int)FW_VOCABULARIES_RUN,
              "vocabularies stand behind the labels");

/* Names of the lexicon's categories. Those up to unaccusative_verb are grammar: passes ask the words for
 * them, never the hits, so that hits of them would only be carried along - unless arc.csv gives them points.
 */
void fw_learner_start(fw_learner *learner, const fw_lexicon *lexicon, const fw_arc_rules *rules) {
    int cats[FW_CAT_COUNT];
    learner->lexicon = lexicon;
    learner->rules = rules;
    fw_cats_bind(lexicon, cats);
    fw_word_index_fill(&learner->lists);
    fw_list_frames(&learner->lists);
    fw_list_abbreviations(&learner->lists);
    memset(learner->cat_of, FW_CAT_COUNT, sizeof learner->cat_of);
    for (uint16_t category = 0; category < FW_CATEGORY_LIMIT && rules; category++) {
        const uint16_t cue = fw_cue_of_category(category);
        learner->cues[category] = fw_cue_used(rules, cue) && !rules->heading[cue];
    }
    for (int cat = 0; cat < FW_CAT_COUNT; cat++) {
        if (cats[cat] < 0) continue;
        learner->cat_of[cats[cat]] = (uint8_t)cat;
        learner->silent[cats[cat]] = rules && cat <= FW_CAT_unaccusative_verb &&
                                     !fw_cue_used(rules, fw_cue_of_category((uint16_t)cats[cat]));
    }
}

/* Notes that the word alone is a term. The first hit of a category is its longest: the exact word comes
 * before wildcards, longer wildcards before shorter; the list is kept by category. */
static bool add_hit(fw_learner *learner, fw_word *word, fw_word_meaning *meaning, fw_term_end end) {
    const uint32_t first = meaning->first_hit;
    uint32_t at = learner->hits.count;
    const uint8_t cat = learner->cat_of[end.category];
    word->says &= (uint8_t)~FW_SAYS_UNKNOWN;
    if (cat < FW_CAT_COUNT) word->known[cat / 64] |= 1ULL << (cat % 64);
    if (learner->silent[end.category]) return true;
    for (uint32_t h = first; h < learner->hits.count; h++) {
        if (learner->hits.items[h].category == end.category) return true;
    }
    const fw_word_hit hit = {end.term, end.category, cat, 1};
    if (!fw_push(&learner->hits, hit)) return false;
    for (; at > first && learner->hits.items[at - 1].category > end.category; at--)
        learner->hits.items[at] = learner->hits.items[at - 1];
    learner->hits.items[at] = hit;
    meaning->hit_count++;
    return true;
}

/* What the dictionaries say of the word. */
static bool look_up(fw_learner *learner, fw_word *word, fw_word_meaning *meaning) {
    const fw_lexicon *lexicon = learner->lexicon;
    uint32_t symbols[FW_SYMBOLS_PER_WORD];
    const fw_trie_node *nodes = fw_lexicon_nodes(lexicon);
    meaning->first_hit = learner->hits.count;
    meaning->first_symbol = learner->symbols.count;
    meaning->symbol_count = (uint8_t)fw_lexicon_symbols(lexicon, word->text, word->len, symbols);
    for (uint32_t s = 0; s < meaning->symbol_count; s++) {
        const uint32_t node = fw_lexicon_step(lexicon, FW_TRIE_ROOT, symbols[s]);
        const bool starts = node != FW_TRIE_NONE && nodes[node].children != 0;
        if (!fw_push(&learner->symbols, ((fw_word_symbol){symbols[s], starts ? node : FW_TRIE_NONE})))
            return false;
        if (starts) meaning->leads |= nodes[node].children;
        if (fw_lexicon_inside(lexicon, symbols[s])) meaning->fits |= 1ULL << (symbols[s] % 64);
        if (node == FW_TRIE_NONE) continue;
        uint32_t count;
        const fw_term_end *ends = fw_lexicon_ends(lexicon, node, &count);
        for (uint32_t e = 0; e < count; e++) {
            if (!add_hit(learner, word, meaning, ends[e])) return false;
        }
    }
    return true;
}

static bool is_stopped(fw_str folded, fw_listed listed) {
    return folded.len < 2 || memchr(folded.ptr, '.', folded.len) ||
           listed.abbreviation != FW_ABBREVIATION_NONE;
}

/* Marks behind which sentences or clauses may end; beyond ASCII all count, as the passes look closer. Words
 * have the bit too when they start so: asked of marks alone. */
static uint32_t border_trait(fw_str folded) {
    const unsigned char first = folded.len ? (unsigned char)folded.ptr[0] : 0;
    return first >= 0x80 || (first && strchr(".?!;:-", first)) ? FW_BORDER_MARK : 0;
}

/* What is listed of a contraction without its ending: "i" of "i'm". */
static fw_listed before_apostrophe(const fw_learner *learner, const fw_word *word, fw_listed listed) {
    const char *apostrophe = word->endings & FW_HAS_APOSTROPHE ? strchr(word->text, '\'') : NULL;
    if (!apostrophe) return listed;
    return fw_listed_as(&learner->lists, (fw_str){word->text, (size_t)(apostrophe - word->text)});
}

void fw_weigh_word(const fw_arc_rules *rules, fw_word_meaning *meaning) {
    memcpy(meaning->weights, rules->word_weight[meaning->weight_row],
           FW_LABELS_RUN * sizeof *meaning->weights);
}

bool fw_learn_word(fw_learner *learner, fw_str folded, fw_word *word, fw_word_meaning *meaning) {
    const char *copy = fw_arena_copy(&learner->arena, folded);
    if (!copy) return false;
    *word = (fw_word){.text = copy,
                      .head = fw_head(copy, folded.len),
                      .len = (uint32_t)folded.len,
                      .number_class = fw_quantity_word_class(copy, folded.len),
                      .stem = fw_stem_of(folded),
                      .says = FW_SAYS_UNKNOWN,
                      .endings = fw_endings_of(folded)};
    *meaning = (fw_word_meaning){.weight_row = learner->rules ? fw_word_row(learner->rules, folded) : 0};
    if (learner->rules) fw_weigh_word(learner->rules, meaning);
    for (uint32_t v = 0; v < FW_VOCABULARIES_RUN; v++)
        meaning->weights[FW_LABELS_RUN + v] =
            fw_class_in(word->number_class, (fw_vocabulary)(FW_VOCABULARY_LOSS + v));
    if (!look_up(learner, word, meaning)) return false;
    if (fw_word_is(word, "-")) meaning->fits = UINT64_MAX; /* terms go on behind it */
    const fw_listed listed = fw_listed_as(&learner->lists, (fw_str){copy, folded.len});
    word->lists = listed.lists & ((UINT64_C(1) << FW_LIST_BITS) - 1);
    word->frame = listed.frame;
    word->traits |= fw_grammar_traits(word, listed, before_apostrophe(learner, word, listed));
    word->traits |= fw_listed_in(listed, FW_LEARNED_BAD_MEASURE) ? FW_BAD_MEASURE : 0;
    word->traits |= fw_listed_in(listed, FW_LEARNED_AGAINST) ? FW_SETS_AGAINST : 0;
    if (is_stopped(folded, listed)) word->traits |= FW_STOPPED;
    word->traits |= border_trait(folded) | (meaning->hit_count ? FW_HITS : 0);
    word->number = fw_quantity_word_number(word);
    meaning->verb = fw_verb_of(word);
    fw_count_word(word, fw_syllables(copy, folded.len));
    meaning->speech = (uint8_t)fw_speech_class_of(word);
    return true;
}
