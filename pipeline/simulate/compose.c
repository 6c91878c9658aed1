/* compose.c: a story, and the sentences that tell it. */
#include "simulate/compose.h"

#include <string.h>

void fw_story_draw(const fw_grammar *grammar, uint64_t seed, uint64_t participant, fw_story *out) {
    enum { LEAST_BEFORE = 20, LENGTHS = 4, CURRENCIES = 3 };
    fw_random random = fw_random_of(seed, FW_FOR_FACTS, participant);
    *out = (fw_story){.domain = &grammar->domain[fw_random_below(&random, (uint32_t)grammar->domain_count)]};
    for (int key = 0; key < FW_KEY_COUNT; key++) {
        out->value[key] = fw_random_below(&random, out->domain->key[key].count);
    }
    fw_name_draw(&random, out->name);
    fw_name_draw(&random, out->firm);
    out->before = LEAST_BEFORE + fw_random_below(&random, 70);
    out->after = 2 + fw_random_below(&random, out->before / 3);
    out->currency = fw_random_below(&random, CURRENCIES);
    out->length = fw_random_below(&random, LENGTHS);
    out->level = fw_random_word(&random);
    out->question = fw_random_word(&random);
    out->framework = fw_random_word(&random);
    out->pace = 115 + fw_random_below(&random, 70);
}

fw_str fw_story_value(const fw_story *story, fw_domain_key key, unsigned mention) {
    const fw_grammar_values *values = &story->domain->key[key];
    return values->at[(story->value[key] + mention) % values->count];
}

/* ---- filling in ---- */

static void render(fw_composer *c, fw_str text);

/* A value of the domain: of verbs joined by ~ the one in `form`. */
static void render_value(fw_composer *c, fw_str value, int form) {
    for (size_t at = 0; at < value.len;) {
        size_t end = at;
        int joined = 0;
        for (; end < value.len && value.ptr[end] != ' '; end++) joined += value.ptr[end] == '~';
        for (int skipped = 0; joined > 0 && skipped < form && at < end; at++) skipped += value.ptr[at] == '~';
        size_t stop = at;
        while (stop < end && (joined == 0 || value.ptr[stop] != '~')) stop++;
        render(c, (fw_str){value.ptr + at, stop - at});
        if (end < value.len) fw_buffer_char(&c->raw, ' ');
        at = end + 1;
    }
}

static void fill(fw_composer *c, const fw_slot *slot) {
    if (c->raw.len == 0) c->proper = slot->kind == FW_SLOT_NAME || slot->kind == FW_SLOT_FIRM;
    if (slot->kind == FW_SLOT_KEY) {
        /* a thing stays what it is; what was done is not told twice in the same words */
        const bool stays = slot->key < FW_KEY_LESSON;
        render_value(c, fw_story_value(c->story, slot->key, stays ? 0 : c->mentions[slot->key]++),
                     slot->form);
    } else if (slot->kind == FW_SLOT_PEOPLE) {
        const fw_grammar_values *people = &c->story->domain->key[FW_KEY_WHO];
        fw_buffer_str(&c->raw, people->at[fw_random_below(&c->random, people->count)]);
    } else {
        fw_slot_fill(c, slot->kind);
    }
}

/* One of the choices from text.ptr[at] == '[' on; returns the offset of its ']'. */
static size_t render_choice(fw_composer *c, fw_str text, size_t at) {
    size_t end = at;
    uint32_t count = 1;
    for (; text.ptr[end] != ']'; end++) count += text.ptr[end] == '|';
    size_t start = at + 1;
    for (uint32_t skip = fw_random_below(&c->random, count); skip > 0; start++)
        skip -= text.ptr[start] == '|';
    size_t stop = start;
    while (stop < end && text.ptr[stop] != '|') stop++;
    render(c, (fw_str){text.ptr + start, stop - start});
    return end;
}

/* Plain bytes are copied by the run. */
static void render(fw_composer *c, fw_str text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != FW_MARK_SLOT && text.ptr[i] != '[') continue;
        fw_buffer_append(&c->raw, text.ptr + plain, i - plain);
        if (text.ptr[i] == '[') {
            i = render_choice(c, text, i);
        } else {
            fill(c, fw_slot_at((size_t)(text.ptr[++i] - 1)));
        }
        plain = i + 1;
    }
    fw_buffer_append(&c->raw, text.ptr + plain, text.len - plain);
}

/* ---- choosing sentences ---- */

static bool was_used(const fw_composer *c, const char *sentence) {
    for (size_t i = 0; i < c->used_count; i++)
        if (c->used[i] == sentence) return true;
    return false;
}

/* Says a sentence of that part and strength; nothing when there is none that this answer has not had. */
static void say(fw_composer *c, int part, int strength, fw_buffer *out) {
    enum { TRIES = 4, MOST_USED = sizeof c->used / sizeof c->used[0] };
    const int style = c->style == FW_SIM_TRANSCRIPT ? FW_SIM_SPOKEN : (int)c->style;
    const fw_sentences *list = &c->grammar->sentences[part][strength][style];
    if (list->count == 0) return;
    fw_str sentence = {NULL, 0};
    for (int i = 0; i < TRIES && !sentence.ptr; i++) {
        sentence = list->at[fw_random_below(&c->random, list->count)];
        if (was_used(c, sentence.ptr)) sentence.ptr = NULL;
    }
    if (!sentence.ptr || c->used_count == MOST_USED) return;
    c->used[c->used_count++] = sentence.ptr;
    fw_buffer_clear(&c->raw);
    c->proper = false;
    render(c, sentence);
    fw_style_write(c, out);
}

/* How long a part is told: more by those who tell much, and where there is something to tell. */
static void tell(fw_composer *c, int part, int strength, fw_buffer *out) {
    enum { SILENT = 50 };
    const bool aside = part == FW_SIM_CONTEXT || part == FW_SIM_ACT;
    if (strength == 0) {
        if (!fw_random_chance(&c->random, SILENT)) say(c, part, 0, out);
        return;
    }
    say(c, part, strength, out);
    const unsigned more = part == FW_SIM_CLOSE ? 0 : fw_random_below(&c->random, 2 + c->story->length);
    for (unsigned i = 0; i < more; i++) {
        const int weaker = strength > 1 && strength < FW_SIM_MOST ? (int)fw_random_below(&c->random, 2) : 0;
        say(c, part, strength - weaker, out);
    }
    const unsigned asides = aside ? fw_random_below(&c->random, 1 + c->story->length) : 0;
    for (unsigned i = 0; i < asides; i++) say(c, FW_GRAMMAR_DETAIL, 0, out);
}

/* An answer with next to nothing in it begins with an aside: platitudes alone would be told by many alike. */
static bool is_thin(const fw_sim_answer *answer) {
    enum { THIN = 5 };
    int sum = answer->strength[FW_SIM_CONTEXT];
    for (int k = 0; k < FW_SIM_ARC; k++) sum += answer->strength[FW_SIM_FAIL + k];
    return sum < THIN;
}

void fw_compose(fw_composer *c, const fw_story *story, const fw_sim_answer *answer, uint64_t seed,
                fw_buffer *out) {
    enum { FAILURE_FIRST = 15 };
    c->story = story;
    c->style = answer->style;
    c->used_count = 0;
    memset(c->mentions, 0, sizeof c->mentions);
    c->random = fw_random_of(seed, FW_FOR_TEXT, answer->index);
    fw_buffer_clear(out);
    if (is_thin(answer)) say(c, FW_GRAMMAR_DETAIL, 0, out);
    const bool turned = fw_random_chance(&c->random, FAILURE_FIRST);
    for (int i = 0; i < FW_SIM_PARTS; i++) {
        const int part = turned && i < 2 ? 1 - i : i;
        tell(c, part, answer->strength[part], out);
    }
    /* Whatever is absent, and whatever the grammar lacks, an answer has a text. */
    if (out->len == 0) say(c, FW_SIM_FAIL, 1, out);
    if (c->raw.failed || c->spoken.failed) out->failed = true;
}

void fw_composer_free(fw_composer *composer) {
    fw_buffer_free(&composer->raw);
    fw_buffer_free(&composer->spoken);
}
