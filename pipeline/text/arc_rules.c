/* arc_rules.c: reading the cue weights. */
#include "text/arc_rules.h"

#include "base/str.h"
#include "text/context.h"
#include "text/lexicon_trie.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 3 };
static const char HEADING[] = "heading_";

#define FW_STRUCTURE_NAME(name) #name,
static const char *const STRUCTURE_NAMES[] = {FW_STRUCTURES(FW_STRUCTURE_NAME)};
#undef FW_STRUCTURE_NAME

static int label_of(fw_str text) {
    for (int part = 0; part < FW_PART_COUNT; part++) {
        if (fw_str_equal(text, fw_str_of(fw_part_name((fw_part)part)))) return part;
    }
    for (int star = 0; star < FW_STAR_COUNT; star++) {
        if (fw_str_equal(text, fw_str_of(fw_star_name((fw_star)star)))) return FW_PART_COUNT + star;
    }
    return -1;
}

/* The cue number of a name; -1 when neither a structure nor a category in force. */
static int cue_of(const fw_lexicon *lexicon, fw_str name) {
    for (int s = 0; s < FW_STRUCTURE_COUNT; s++) {
        if (fw_str_equal(name, fw_str_of(STRUCTURE_NAMES[s]))) return s;
    }
    for (size_t c = 0; c < fw_lexicon_category_count(lexicon); c++) {
        if (fw_str_equal(name, fw_str_of(fw_lexicon_category(lexicon, c)->name)))
            return fw_cue_of_category((uint16_t)c);
    }
    return -1;
}

typedef bool row_reader(fw_arc_rules *, const fw_lexicon *, fw_str cells[COLUMNS], int64_t weight);

static bool split(fw_str text, fw_str cells[COLUMNS]) {
    int count = 0;
    for (const char *at = text.ptr, *stop = text.ptr + text.len; count < COLUMNS && at <= stop; count++) {
        const char *comma = memchr(at, ',', (size_t)(stop - at));
        const char *end = comma ? comma : stop;
        cells[count] = fw_str_trim((fw_str){at, (size_t)(end - at)});
        at = end + 1;
    }
    return count == COLUMNS;
}

/* Calls `row` for each line of three cells behind the header line; empty lines and lines that start with #
 * are skipped. */
static fw_code each_row(const char *file, fw_str rest, fw_arc_rules *rules, const fw_lexicon *lexicon,
                        row_reader *row, fw_error *err) {
    for (uint64_t line = 1; rest.len; line++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        fw_str text = fw_str_trim((fw_str){rest.ptr, len});
        rest.ptr += len + (end != NULL);
        rest.len -= len + (end != NULL);
        if (line == 1 || text.len == 0 || text.ptr[0] == '#') continue;
        fw_str cells[COLUMNS] = {0};
        int64_t weight;
        if (!split(text, cells) || !fw_parse_int(cells[2], -FW_WEIGHT_LIMIT, FW_WEIGHT_LIMIT, &weight) ||
            !row(rules, lexicon, cells, weight)) {
            fw_fail(err, FW_DATA, "not a rule: a known name, a label and whole points are needed");
            return fw_error_at(err, file, line, 0);
        }
    }
    return FW_OK;
}

static fw_code read_table(fw_arc_rules *rules, const fw_lexicon *lexicon, fw_arc_table table, row_reader *row,
                          fw_error *err) {
    const char *file;
    const fw_str text = fw_lexicon_arc(lexicon, table, &file);
    return each_row(file, text, rules, lexicon, row, err);
}

const char *const FW_PLACE_PREFIX[FW_PLACES] = {"", "before:", "behind:"};

/* Takes a prefix off a longer name that starts with it; false for others. */
static bool take_prefix(fw_str *name, const char *text) {
    const fw_str prefix = fw_str_of(text);
    if (name->len <= prefix.len || memcmp(name->ptr, prefix.ptr, prefix.len) != 0) return false;
    *name = (fw_str){name->ptr + prefix.len, name->len - prefix.len};
    return true;
}

/* The place that the prefix of a cue's name says; takes the prefix off. */
static fw_place take_place(fw_str *name) {
    for (int place = FW_PLACES - 1; place > 0; place--) {
        if (take_prefix(name, FW_PLACE_PREFIX[place])) return (fw_place)place;
    }
    return FW_PLACE_HERE;
}

/* Cues that carry the story on, by name. */
static uint8_t tells(const char *name) {
    static const struct {
        const char *name;
        uint8_t what;
    } TELLS[] = {{"fail_frame", FW_TELLS_FAILURE},    {"consequence", FW_TELLS_FAILURE},
                 {"own_admit", FW_TELLS_FAILURE},     {"own_nominal", FW_TELLS_FAILURE},
                 {"vague_outcome", FW_TELLS_FAILURE}, {"inchoative_got", FW_TELLS_FAILURE},
                 {"team_failure", FW_TELLS_FAILURE},  {"heading_fail", FW_TELLS_FAILURE},
                 {"i_fail", FW_TELLS_FAILURE},        {"thing_falls", FW_TELLS_FAILURE},
                 {"i_response", FW_TELLS_RESPONSE},   {"action_marker", FW_TELLS_RESPONSE},
                 {"heading_act", FW_TELLS_RESPONSE},  {"leading_change", FW_TELLS_CHANGE},
                 {"i_practice", FW_TELLS_CHANGE},     {"used_evidence", FW_TELLS_CHANGE},
                 {"heading_impr", FW_TELLS_CHANGE},   {"learn_explicit", FW_TELLS_LEARNING},
                 {"heading_learn", FW_TELLS_LEARNING}};
    for (size_t i = 0; i < sizeof TELLS / sizeof TELLS[0]; i++) {
        if (strcmp(TELLS[i].name, name) == 0) return TELLS[i].what;
    }
    return 0;
}

uint32_t fw_put_name(fw_arc_rules *rules, const char *prefix, fw_str name) {
    const size_t before = strlen(prefix);
    const uint32_t at = rules->text_len ? rules->text_len : 1;
    if (before + name.len >= FW_CUE_TEXT - at) return 0;
    memcpy(rules->text + at, prefix, before);
    memcpy(rules->text + at + before, name.ptr, name.len);
    rules->text_len = at + (uint32_t)(before + name.len) + 1;
    return at;
}

/* Sets the name of a cue at a place; false when there is no room. */
static bool set_id(fw_arc_rules *rules, fw_place place, int cue, fw_str name) {
    rules->id[place][cue] = fw_put_name(rules, FW_PLACE_PREFIX[place], name);
    return rules->id[place][cue] != 0;
}

static bool name_cue(fw_arc_rules *rules, int cue, fw_str name) {
    for (int place = 0; place < FW_PLACES; place++) {
        if (!set_id(rules, (fw_place)place, cue, name)) return false;
    }
    const char *text = fw_cue_id(rules, FW_PLACE_HERE, (size_t)cue);
    rules->heading[cue] = strncmp(text, HEADING, sizeof HEADING - 1) == 0;
    rules->tells[cue] = tells(text);
    return true;
}

static bool cue_row(fw_arc_rules *rules, const fw_lexicon *lexicon, fw_str cells[COLUMNS], int64_t weight) {
    if (fw_str_equal(cells[0], FW_STR("floor"))) {
        rules->floor = (int16_t)weight;
        return true;
    }
    const int label = label_of(cells[1]);
    const fw_place place = take_place(&cells[0]);
    if (label < 0) return false;
    const int cue = cue_of(lexicon, cells[0]);
    if (cue < 0) return true;
    if (!fw_cue_used(rules, (size_t)cue) && !name_cue(rules, cue, cells[0])) return false;
    rules->weight[cue][place][label] = (int16_t)weight;
    return true;
}

static fw_str name_of(const fw_arc_rules *rules, uint16_t cue) {
    return fw_str_of(fw_cue_id(rules, FW_PLACE_HERE, cue));
}

/* The slot that holds a word, or where it would go. */
static uint32_t slot_of(const fw_arc_rules *rules, fw_str word) {
    enum { SLOTS = 2 * FW_CUE_WORDS };
    uint32_t slot = (uint32_t)fw_hash64(word.ptr, word.len, 0) % SLOTS;
    while (rules->word_slots[slot] && !fw_str_equal(word, name_of(rules, rules->word_slots[slot])))
        slot = (slot + 1) % SLOTS;
    return slot;
}

uint16_t fw_cue_of_word(const fw_arc_rules *rules, fw_str word) {
    return rules->word_slots[slot_of(rules, word)];
}

uint16_t fw_add_word_cue(fw_arc_rules *rules, fw_str word) {
    const uint32_t slot = slot_of(rules, word);
    if (rules->word_slots[slot]) return rules->word_slots[slot];
    if (rules->word_count == FW_CUE_WORDS) return 0;
    const uint16_t cue = (uint16_t)(FW_FIRST_WORD + rules->word_count);
    if (!set_id(rules, FW_PLACE_HERE, cue, word)) return 0;
    rules->word_count++;
    rules->word_slots[slot] = cue;
    return cue;
}

static bool word_row(fw_arc_rules *rules, const fw_lexicon *lexicon, fw_str cells[COLUMNS], int64_t weight) {
    (void)lexicon;
    const int label = label_of(cells[1]);
    const uint16_t cue = fw_add_word_cue(rules, cells[0]);
    if (label < 0 || cue == 0) return false;
    rules->word_weight[cue - FW_FIRST_WORD][label] = (int16_t)weight;
    return true;
}

/* Sets the points of going from one label to another of its set; false when they are none. */
static bool set_transition(int16_t parts[FW_PART_COUNT][FW_PART_COUNT],
                           int16_t stars[FW_STAR_COUNT][FW_STAR_COUNT], fw_str from_name, fw_str to_name,
                           int64_t weight) {
    const int from = label_of(from_name), to = label_of(to_name);
    if (from < 0 || to < 0 || (from < FW_PART_COUNT) != (to < FW_PART_COUNT)) return false;
    if (from < FW_PART_COUNT)
        parts[from][to] = (int16_t)weight;
    else
        stars[from - FW_PART_COUNT][to - FW_PART_COUNT] = (int16_t)weight;
    return true;
}

static bool transition_row(fw_arc_rules *rules, const fw_lexicon *lexicon, fw_str cells[COLUMNS],
                           int64_t weight) {
    (void)lexicon;
    return set_transition(rules->transition, rules->star_transition, cells[0], cells[1], weight);
}

/* Of the second reading: "from:fail,diag,5" is a transition. */
static bool context_row(fw_arc_rules *rules, const fw_lexicon *lexicon, fw_str cells[COLUMNS],
                        int64_t weight) {
    (void)lexicon;
    if (take_prefix(&cells[0], FW_FROM_PREFIX))
        return set_transition(rules->second_transition, rules->second_star_transition, cells[0], cells[1],
                              weight);
    const int label = label_of(cells[1]);
    return label >= 0 && fw_context_row(rules, cells[0], label, weight);
}

/* True for a category that is a cue wherever it stands. */
static bool is_plain_cue(const fw_arc_rules *rules, int category) {
    const uint16_t cue = fw_cue_of_category((uint16_t)category);
    return fw_cue_used(rules, cue) && !rules->heading[cue];
}

/* Which of the categories known by name are cues, and whether those are all there are. */
static void sum_up_categories(fw_arc_rules *rules, const fw_lexicon *lexicon) {
    int cats[FW_CAT_COUNT];
    uint32_t cues = 0, known = 0;
    for (int category = 0; category < FW_CATEGORY_LIMIT; category++) cues += is_plain_cue(rules, category);
    fw_cats_bind(lexicon, cats);
    for (int cat = 0; cat < FW_CAT_COUNT; cat++) {
        if (cats[cat] < 0 || !is_plain_cue(rules, cats[cat])) continue;
        rules->plain_cats[cat / 64] |= 1ULL << (cat % 64);
        known++;
    }
    rules->nameless_cues = cues > known;
}

fw_code fw_arc_rules_new(const fw_lexicon *lexicon, const fw_arc_rules **out, fw_error *err) {
    *out = fw_lexicon_rules(lexicon);
    if (*out) return FW_OK;
    fw_arc_rules *rules = calloc(1, sizeof *rules);
    if (!rules) return fw_fail_nomem(err);
    rules->word_count = 1;
    fw_code code = read_table(rules, lexicon, FW_ARC_CUES, cue_row, err);
    if (code == FW_OK) code = read_table(rules, lexicon, FW_ARC_WORDS, word_row, err);
    if (code == FW_OK) code = read_table(rules, lexicon, FW_ARC_TRANSITIONS, transition_row, err);
    if (code == FW_OK && !fw_name_context(rules)) code = fw_fail(err, FW_DATA, "too many words are cues");
    if (code == FW_OK) code = read_table(rules, lexicon, FW_ARC_CONTEXT, context_row, err);
    if (code != FW_OK) {
        free(rules);
        return code;
    }
    sum_up_categories(rules, lexicon);
    *out = rules;
    return FW_OK;
}

fw_code fw_arc_rules_copy(const fw_arc_rules *rules, fw_arc_rules **out, fw_error *err) {
    *out = malloc(sizeof **out);
    if (!*out) return fw_fail_nomem(err);
    memcpy(*out, rules, sizeof **out);
    (*out)->builtin = false;
    return FW_OK;
}

void fw_arc_rules_free(const fw_arc_rules *rules) {
    if (!rules || rules->builtin) return;
    free((void *)rules);
}
