/* grammar_compile.c: slots, and the form in which sentences are walked. */
#include "simulate/grammar.h"

#include "base/str.h"

static const fw_slot SLOTS[] = {{"thing", FW_SLOT_KEY, FW_KEY_THING, 0},
                                {"unit", FW_SLOT_KEY, FW_KEY_UNIT, 0},
                                {"metric", FW_SLOT_KEY, FW_KEY_METRIC, 0},
                                {"lesson", FW_SLOT_KEY, FW_KEY_LESSON, 0},
                                {"artifact", FW_SLOT_KEY, FW_KEY_ARTIFACT, 0},
                                {"fault", FW_SLOT_KEY, FW_KEY_FAULT, 0},
                                {"omit", FW_SLOT_KEY, FW_KEY_OMIT, 0},
                                {"omitted", FW_SLOT_KEY, FW_KEY_OMIT, 1},
                                {"omitting", FW_SLOT_KEY, FW_KEY_OMIT, 2},
                                {"fix", FW_SLOT_KEY, FW_KEY_FIX, 0},
                                {"fixed", FW_SLOT_KEY, FW_KEY_FIX, 1},
                                {"fixing", FW_SLOT_KEY, FW_KEY_FIX, 2},
                                {"practice", FW_SLOT_KEY, FW_KEY_PRACTICE, 0},
                                {"practised", FW_SLOT_KEY, FW_KEY_PRACTICE, 1},
                                {"practising", FW_SLOT_KEY, FW_KEY_PRACTICE, 2},
                                {"who", FW_SLOT_PEOPLE, FW_KEY_WHO, 0},
                                {.name = "name", .kind = FW_SLOT_NAME},
                                {.name = "firm", .kind = FW_SLOT_FIRM},
                                {.name = "n", .kind = FW_SLOT_SMALL},
                                {.name = "N", .kind = FW_SLOT_LARGE},
                                {.name = "hi", .kind = FW_SLOT_BEFORE},
                                {.name = "lo", .kind = FW_SLOT_AFTER},
                                {.name = "pct", .kind = FW_SLOT_PERCENT},
                                {.name = "money", .kind = FW_SLOT_MONEY},
                                {.name = "time", .kind = FW_SLOT_TIME},
                                {.name = "when", .kind = FW_SLOT_WHEN},
                                {.name = "month", .kind = FW_SLOT_MONTH},
                                {.name = "year", .kind = FW_SLOT_YEAR}};

/* A slot by its name without braces; NULL when there is none. */
static const fw_slot *find_slot(fw_str name) {
    for (size_t i = 0; i < sizeof SLOTS / sizeof SLOTS[0]; i++)
        if (fw_str_equal(name, fw_str_of(SLOTS[i].name))) return &SLOTS[i];
    return NULL;
}

const fw_slot *fw_slot_at(size_t number) { return &SLOTS[number]; }

/* Writes the slot that starts behind text[at] == '{' and returns the offset of its '}', or 0 with the error
 * set. */
static size_t compile_slot(fw_str text, size_t at, bool inside, char *out, fw_error *err) {
    size_t end = at + 1;
    while (end < text.len && text.ptr[end] != '}') end++;
    const fw_str name = {text.ptr + at + 1, end - at - 1};
    const fw_slot *slot = end < text.len ? find_slot(name) : NULL;
    if (!slot || (inside && slot->kind == FW_SLOT_KEY)) {
        fw_fail(err, FW_DATA, slot ? "a value cannot hold the slot '{%.*s}'" : "there is no slot '{%.*s}'",
                (int)(name.len < 40 ? name.len : 40), name.ptr);
        return 0;
    }
    out[0] = FW_MARK_SLOT;
    out[1] = (char)(slot - SLOTS + 1);
    return end;
}

fw_code fw_grammar_compile(fw_arena *arena, fw_str text, bool inside, fw_str *out, fw_error *err) {
    char *bytes = fw_arena_alloc(arena, text.len + 1);
    if (!bytes) return fw_fail_nomem(err);
    size_t len = 0;
    bool open = false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '{') {
            i = compile_slot(text, i, inside, bytes + len, err);
            if (i == 0) return FW_DATA;
            len += 2;
            continue;
        }
        const bool paired = c == '[' ? !open : c == ']' || c == '|' ? open : true;
        if (!paired || (inside && c == '[') || c == '}' || (unsigned char)c < ' ')
            return fw_fail(err, FW_DATA, "a '%c' stands where none may stand",
                           (unsigned char)c < ' ' ? ' ' : c);
        if (c == '[' || c == ']') open = c == '[';
        bytes[len++] = c;
    }
    if (open) return fw_fail(err, FW_DATA, "a '[' has no ']'");
    *out = (fw_str){bytes, len};
    return FW_OK;
}
