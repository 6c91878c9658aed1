/* pick.c: stories ranked by strength and by how close their learning is to a role. */
#include "score/pick_words.h"

#include <failwise/features.h>

#include "base/arena.h"
#include "base/room.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double fw_pick_strength_share = 0.6, fw_pick_closeness_share = 0.4;
static const double HALF_CLOSE = 3;     /* points of shared weight at which closeness is one half */
static const double THEME_WEIGHT = 0.5; /* of the same theme in other words, against the same word */
static const double MOST_EMPHASIS = 2;

/* A story and its words until the ranking is done. */
typedef struct {
    fw_pick_story story;
    fw_terms terms;
} entry;

struct fw_pick {
    fw_terms role;
    const char *level;
    char title[FW_PICK_LESSON];
    char theme[FW_PICK_THEMES][FW_PICK_WORD];
    size_t theme_count;
    entry *entries;
    size_t count, capacity;
    fw_arena names;
};

void fw_pick_free(fw_pick *pick) {
    if (!pick) return;
    for (size_t i = 0; i < pick->count; i++) free(pick->entries[i].terms.items);
    free(pick->entries);
    free(pick->role.items);
    fw_arena_free(&pick->names);
    free(pick);
}

/* ---- the role ---- */

/* Words of a title, and with `anywhere` of the text, that say a level; the first row found in the title wins.
 */
static const struct {
    const char *word, *level;
    bool anywhere;
} LEVELS[] = {
    {"manager", "manager", false}, {"director", "manager", false}, {"head", "manager", false},
    {"vp", "manager", false},      {"chief", "manager", false},    {"staff", "staff", false},
    {"principal", "staff", false}, {"senior", "senior", false},    {"lead", "senior", false},
    {"sr", "senior", false},       {"intern", "student", false},   {"internship", "student", false},
    {"student", "student", false}, {"trainee", "student", false},  {"junior", "ic", false},
    {"graduate", "ic", false},     {"associate", "ic", false},     {"mentoring", "senior", true},
    {"mentor", "senior", true},
};

static fw_str token_text(const fw_analysis *a, const fw_token *t) {
    return (fw_str){a->text.ptr + t->start, t->end - t->start};
}

static bool has_word(const fw_analysis *a, const char *word, uint32_t end) {
    for (uint32_t i = 0; i < a->token_count && a->tokens[i].start < end; i++) {
        if (fw_str_equal_nocase(token_text(a, &a->tokens[i]), fw_str_of(word))) return true;
    }
    return false;
}

/* Where the first line with text ends. */
static fw_span title_span(const fw_analysis *a) {
    if (a->token_count == 0) return (fw_span){0, 0};
    const uint32_t start = a->tokens[0].start;
    const char *end = memchr(a->text.ptr + start, '\n', a->text.len - start);
    return (fw_span){start, end ? (uint32_t)(end - a->text.ptr) : (uint32_t)a->text.len};
}

static const char *level_of(const fw_analysis *a) {
    const uint32_t title = title_span(a).end;
    for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++) {
        if (has_word(a, LEVELS[i].word, LEVELS[i].anywhere ? UINT32_MAX : title)) return LEVELS[i].level;
    }
    return "";
}

fw_code fw_pick_new(const fw_analysis *role, fw_pick **out, fw_error *err) {
    fw_pick *pick = calloc(1, sizeof *pick);
    if (!pick) return fw_fail_nomem(err);
    fw_code code = fw_terms_of(role, &pick->role, err);
    if (code == FW_OK && pick->role.count == 0)
        code = fw_fail(err, FW_DATA, "the text of the role says nothing that a story could be compared with");
    if (code != FW_OK) {
        fw_pick_free(pick);
        return code;
    }
    pick->level = level_of(role);
    fw_quote_text(role, title_span(role), 90, pick->title, sizeof pick->title);
    pick->theme_count = fw_theme_count();
    for (size_t i = 0; i < pick->theme_count; i++) fw_theme_name(i, pick->theme[i], FW_PICK_WORD);
    *out = pick;
    return FW_OK;
}

const char *fw_pick_level(const fw_pick *pick) { return pick->level; }
const char *fw_pick_title(const fw_pick *pick) { return pick->title; }

/* ---- stories ---- */

static entry *new_entry(fw_pick *pick) {
    entry *entries = fw_room(pick->entries, pick->count, &pick->capacity, sizeof *entries);
    if (!entries) return NULL;
    pick->entries = entries;
    pick->entries[pick->count] = (entry){.story = {.given = pick->count}};
    return &pick->entries[pick->count++];
}

fw_code fw_pick_add(fw_pick *pick, fw_str name, const fw_analysis *a, fw_judge *judge, fw_error *err) {
    entry *e = new_entry(pick);
    const char *copy = fw_arena_copy(&pick->names, name);
    if (!e || !copy) return fw_fail_nomem(err);
    fw_pick_story *s = &e->story;
    s->name = (fw_str){copy, name.len};
    fw_judge_score(judge, a, &s->score);
    const double low = fw_judge_scale_min(judge), high = fw_judge_scale_max(judge);
    s->strength = (s->score.overall - low) / (high - low);
    s->weakest = fw_weakest_part(a, &s->score);
    s->type = fw_story_of(a, s->story);
    s->level_gap = fw_feature_at((size_t)fw_feature_find("level_gap"))->compute(a);
    fw_span lesson = fw_quote_find(a, FW_QUOTE_LESSON);
    if (lesson.end <= lesson.start) lesson = fw_quote_find(a, FW_QUOTE_PRACTICE);
    fw_quote_text(a, lesson, 100, s->lesson, sizeof s->lesson);
    return fw_terms_of(a, &e->terms, err);
}

/* ---- closeness ---- */

/* 1 for a stem in one story only, less the more stories have it. */
static double rarity(const fw_pick *pick, const char *stem) {
    size_t stories = 0;
    for (size_t i = 0; i < pick->count; i++) stories += fw_terms_find(&pick->entries[i].terms, stem) != NULL;
    const double n = (double)pick->count;
    return log(1 + n / (stories ? (double)stories : 1)) / log(1 + n);
}

/* What the role says often matters more to it. */
static double emphasis(uint32_t count) {
    const double value = 1 + log2(count) / 2;
    return value < MOST_EMPHASIS ? value : MOST_EMPHASIS;
}

static void keep_shared(fw_pick_story *s, const fw_term *mine, const fw_term *role, const char *theme,
                        double weight) {
    size_t at = s->shared_count;
    while (at > 0 && s->shared[at - 1].weight < weight) at--;
    if (at == FW_PICK_SHARED) return;
    if (s->shared_count < FW_PICK_SHARED) s->shared_count++;
    memmove(&s->shared[at + 1], &s->shared[at], (s->shared_count - at - 1) * sizeof *s->shared);
    fw_shared *shared = &s->shared[at];
    *shared = (fw_shared){.theme = theme, .weight = weight};
    memcpy(shared->story, mine->word, sizeof shared->story);
    memcpy(shared->role, role->word, sizeof shared->role);
}

/* The role's word for a theme that it says most often. */
static const fw_term *role_word(const fw_pick *pick, size_t theme) {
    const fw_term *best = NULL;
    for (size_t i = 0; i < pick->role.count; i++) {
        const fw_term *t = &pick->role.items[i];
        if ((t->themes >> theme & 1u) && (!best || t->count > best->count)) best = t;
    }
    return best;
}

/* The same words first; then themes that no shared word speaks for, each once. */
static void measure(const fw_pick *pick, entry *e) {
    double sum = 0;
    uint32_t told = 0;
    for (size_t i = 0; i < e->terms.count; i++) {
        const fw_term *mine = &e->terms.items[i];
        const fw_term *role = mine->nearness > 0 ? fw_terms_find(&pick->role, mine->stem) : NULL;
        if (!role) continue;
        const double weight = mine->nearness * rarity(pick, mine->stem) * emphasis(role->count);
        keep_shared(&e->story, mine, role, NULL, weight);
        if (mine->nearness >= 1) told |= mine->themes;
        sum += weight;
    }
    for (size_t i = 0; i < e->terms.count; i++) {
        const fw_term *mine = &e->terms.items[i];
        for (size_t t = 0; t < pick->theme_count && mine->nearness >= 1; t++) {
            if (!(mine->themes >> t & 1u) || (told >> t & 1u)) continue;
            const fw_term *role = role_word(pick, t);
            if (!role) continue;
            told |= 1u << t;
            const double weight = THEME_WEIGHT * rarity(pick, mine->stem) * emphasis(role->count);
            keep_shared(&e->story, mine, role, pick->theme[t], weight);
            sum += weight;
        }
    }
    e->story.closeness = sum / (sum + HALF_CLOSE);
    e->story.fit = fw_pick_strength_share * e->story.strength + fw_pick_closeness_share * e->story.closeness;
}

static int by_fit(const void *x, const void *y) {
    const fw_pick_story *a = &((const entry *)x)->story, *b = &((const entry *)y)->story;
    if (a->fit != b->fit) return a->fit > b->fit ? -1 : 1;
    return a->given < b->given ? -1 : a->given > b->given;
}

fw_code fw_pick_rank(fw_pick *pick, fw_error *err) {
    if (pick->count == 0) return fw_fail(err, FW_DATA, "there is no story to rank");
    for (size_t i = 0; i < pick->count; i++) measure(pick, &pick->entries[i]);
    qsort(pick->entries, pick->count, sizeof *pick->entries, by_fit);
    return FW_OK;
}

size_t fw_pick_count(const fw_pick *pick) { return pick->count; }
const fw_pick_story *fw_pick_at(const fw_pick *pick, size_t rank) { return &pick->entries[rank].story; }

/* ---- themes ---- */

static bool is_covered(const fw_pick *pick, size_t theme) {
    for (size_t i = 0; i < pick->count; i++) {
        const fw_terms *terms = &pick->entries[i].terms;
        for (size_t k = 0; k < terms->count; k++) {
            if (terms->items[k].nearness >= 1 && (terms->items[k].themes >> theme & 1u)) return true;
        }
    }
    return false;
}

size_t fw_pick_themes(const fw_pick *pick, fw_pick_theme out[FW_PICK_THEMES]) {
    size_t count = 0;
    for (size_t t = 0; t < pick->theme_count; t++) {
        size_t words = 0;
        for (size_t i = 0; i < pick->role.count; i++) {
            if (pick->role.items[i].themes >> t & 1u) words += pick->role.items[i].count;
        }
        if (words == 0) continue;
        size_t at = count++;
        while (at > 0 && out[at - 1].words < words) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = (fw_pick_theme){pick->theme[t], words, is_covered(pick, t)};
    }
    return count;
}
