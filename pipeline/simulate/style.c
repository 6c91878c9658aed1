/* style.c: how a sentence sounds when it is spoken, or told in a second language. */
#include "simulate/compose.h"

#include <string.h>

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* One rule of a list, each with its percentage, or NULL. */
static const fw_style_rule *draw(fw_random *random, const fw_style_rule *rules, size_t count) {
    if (count == 0) return NULL;
    unsigned at = fw_random_below(random, 100);
    for (size_t i = 0; i < count; i++) {
        if (at < rules[i].percent) return &rules[i];
        at -= rules[i].percent;
    }
    return NULL;
}

/* The rule whose words stand at `text`, where a word begins, if chance has it; NULL otherwise. */
static const fw_style_rule *match(fw_random *random, const fw_style_rules *rules, fw_str text) {
    const size_t letter = (size_t)((text.ptr[0] | 0x20) - 'a');
    for (size_t i = rules->first[letter]; i < rules->first[letter + 1]; i++) {
        const fw_style_rule *rule = &rules->word[i];
        const size_t len = rule->from.len;
        if (len > text.len || memcmp(rule->from.ptr, text.ptr, len) != 0) continue;
        if (len < text.len && (is_letter(text.ptr[len]) || text.ptr[len] == '\'' || text.ptr[len] == '-'))
            continue;
        if (fw_random_chance(random, rule->percent)) return rule;
    }
    return NULL;
}

/* "It was ..." behind an opener is "it was ..."; "I" and names stay. */
static void put_first_letter(const fw_composer *c, fw_buffer *out, bool opened) {
    const char *raw = c->raw.data;
    const bool pronoun = raw[0] == 'I' && (c->raw.len == 1 || !is_letter(raw[1]));
    char first = raw[0];
    if (is_letter(first) && !pronoun && !c->proper) first = (char)(opened ? first | 0x20 : first & ~0x20);
    fw_buffer_char(out, first);
}

static void speak(fw_composer *c, const fw_style_rules *rules, fw_buffer *out) {
    const fw_style_rule *opener = draw(&c->random, rules->start, rules->start_count);
    if (opener) {
        fw_buffer_str(out, opener->to);
        fw_buffer_char(out, ' ');
    }
    const char *raw = c->raw.data;
    const size_t len = c->raw.len;
    put_first_letter(c, out, opener != NULL);
    size_t plain = 1; /* start of what is copied as it is */
    for (size_t i = 1; i < len; i++) {
        if (raw[i - 1] != ' ' || !is_letter(raw[i])) continue;
        const fw_style_rule *filler = NULL;
        if (i >= 2 && raw[i - 2] == ',') filler = draw(&c->random, rules->comma, rules->comma_count);
        const fw_style_rule *rule = match(&c->random, rules, (fw_str){raw + i, len - i});
        if (!filler && !rule) continue;
        fw_buffer_append(out, raw + plain, i - plain);
        plain = i;
        if (filler) {
            fw_buffer_str(out, filler->to);
            fw_buffer_char(out, ' ');
        }
        if (!rule) continue;
        fw_buffer_str(out, rule->to);
        plain = i + rule->from.len;
        if (rule->to.len == 0 && plain < len && raw[plain] == ' ') plain++;
        i = plain - 1;
    }
    if (plain < len) fw_buffer_append(out, raw + plain, len - plain);
}

/* As a machine writes speech down: no capitals, no punctuation but inside numbers. */
static void transcribe(fw_str text, fw_buffer *out) {
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool inside =
            i > 0 && i + 1 < text.len && is_digit(text.ptr[i - 1]) && is_digit(text.ptr[i + 1]);
        if (strchr(".,;:!?\"", c) && !inside) continue;
        fw_buffer_char(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
    }
}

void fw_style_write(fw_composer *c, fw_buffer *out) {
    if (c->raw.len == 0) return;
    if (out->len > 0 && out->data[out->len - 1] != '"') fw_buffer_char(out, ' ');
    if (c->style == FW_SIM_WRITTEN) {
        put_first_letter(c, out, false);
        fw_buffer_append(out, c->raw.data + 1, c->raw.len - 1);
        return;
    }
    if (c->style != FW_SIM_TRANSCRIPT) {
        speak(c, &c->grammar->rules[c->style], out);
        return;
    }
    fw_buffer_clear(&c->spoken);
    speak(c, &c->grammar->rules[FW_SIM_SPOKEN], &c->spoken);
    if (c->spoken.data)
        transcribe((fw_str){c->spoken.data, c->spoken.len}, out); /* none when memory is out */
}
