/* phrases.c: room for the automaton over words. */
#include "text/phrases.h"

#include "base/secret.h"

#include <stdlib.h>

enum { FIRST_BITS = 11, LINE = 64, MOST_PLANS = 1 << 17 };

/* Empty slots: where two of them share a cache line, one look-up is one. */
static fw_step *new_slots(size_t count) {
    fw_step *slots = aligned_alloc(LINE, count * sizeof *slots);
    if (slots) memset(slots, 0, count * sizeof *slots);
    return slots;
}

fw_phrases *fw_phrases_new(void) {
    fw_phrases *phrases = calloc(1, sizeof *phrases);
    if (!phrases) return NULL;
    phrases->secret = fw_secret(6);
    phrases->shift = 64 - FIRST_BITS;
    phrases->steps = new_slots((size_t)2 << FIRST_BITS);
    if (phrases->steps && fw_push(&phrases->plans, (fw_plan){0})) return phrases;
    fw_phrases_free(phrases);
    return NULL;
}

void fw_phrases_free(fw_phrases *phrases) {
    if (!phrases) return;
    free(phrases->steps);
    free(phrases->plans.items);
    free(phrases->nodes.items);
    free(phrases->hits.items);
    free(phrases);
}

static size_t slots_of(const fw_phrases *phrases) { return (size_t)2 << (64 - phrases->shift); }

void fw_phrases_forget(fw_phrases *phrases) {
    memset(phrases->steps, 0, slots_of(phrases) * sizeof *phrases->steps);
    phrases->step_count = 0;
    phrases->plans.count = FW_NO_PLAN + 1;
    phrases->nodes.count = 0;
    phrases->hits.count = 0;
}

void fw_phrases_start(fw_phrases *phrases) {
    if (phrases->step_count > MOST_PLANS || phrases->nodes.count > MOST_PLANS ||
        phrases->hits.count > MOST_PLANS)
        fw_phrases_forget(phrases);
}

static bool make_room(fw_phrases *phrases) {
    const size_t slots = slots_of(phrases);
    if (phrases->step_count < slots / 2) return true;
    fw_phrases larger = {.secret = phrases->secret, .shift = phrases->shift - 1};
    larger.steps = new_slots(2 * slots);
    if (!larger.steps) return false;
    for (size_t i = 0; i < slots; i++) {
        if (phrases->steps[i].key) *fw_step_slot(&larger, phrases->steps[i].key) = phrases->steps[i];
    }
    free(phrases->steps);
    phrases->steps = larger.steps;
    phrases->shift = larger.shift;
    return true;
}

bool fw_phrases_keep(fw_phrases *phrases, uint64_t key, uint32_t plan) {
    if (!make_room(phrases)) return false;
    const fw_plan *to = &phrases->plans.items[plan];
    fw_step *step = fw_step_slot(phrases, key);
    step->key = key;
    step->plan = plan & INT32_MAX;
    step->hits = to->hit_count != 0;
    step->children = fw_folded(to->children);
    phrases->step_count++;
    return true;
}
