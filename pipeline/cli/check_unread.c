/* check_unread.c: markup, notes, speakers and questions in answers, which are not read as part of them. */
#include "cli/check.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* Where there is none of these, there is nothing to be found. */
static bool may_hold(fw_str text) {
    static const char SIGNS[] = "<&[(*:";
    for (const char *sign = SIGNS; *sign; sign++)
        if (memchr(text.ptr, *sign, text.len)) return true;
    return false;
}

/*
 * What is found, as an example: never what somebody said. Of a tag its name, of a note its first word, of a
 * question nothing; all else is from a list of ours, or digits.
 */
static void keep_example(fw_str text, const fw_unread *found, char out[CHECK_EXAMPLE_BYTES]) {
    if (out[0] || found->kind == FW_UNREAD_QUESTION) return;
    const char *at = text.ptr + found->span.start;
    const size_t len = found->span.end - found->span.start;
    size_t n = 0;
    while (n < len && n + 5 < CHECK_EXAMPLE_BYTES && !strchr(" \t\r\n=", at[n]) &&
           (unsigned char)at[n] < 0x80) {
        out[n] = at[n];
        n++;
    }
    out[n] = '\0';
    if (n == len || found->kind == FW_UNREAD_SPEAKER) return;
    const char *const rest = *at == '<' ? " ..>" : *at == '[' ? " ..]" : *at == '(' ? " ..)" : " ..";
    memcpy(out + n, rest, strlen(rest) + 1); /* four are left for it */
}

static fw_code look(fw_analyzer *analyzer, fw_check_slot *slot, size_t i, fw_error *err) {
    const fw_str text = slot->batch->answers[i].field[FW_TEXT];
    const fw_unread *unread;
    uint32_t count;
    const fw_code code = fw_analyzer_unread(analyzer, text, &unread, &count, err);
    if (code != FW_OK) return code;
    slot->unread[i] = (uint8_t)fw_unread_kinds(unread, count);
    for (uint32_t u = 0; u < count; u++)
        if (unread[u].kind < FW_UNREAD_HESITATION)
            keep_example(text, &unread[u], slot->example[unread[u].kind]);
    return FW_OK;
}

fw_code fw_check_find_unread(const fw_check *check, fw_check_slot *slot, size_t worker, fw_error *err) {
    const size_t count = slot->batch->count;
    if (count > slot->capacity) {
        uint8_t *unread = realloc(slot->unread, count);
        if (!unread) return fw_fail_nomem(err);
        slot->unread = unread;
        slot->capacity = count;
    }
    memset(slot->example, 0, sizeof slot->example);
    fw_code code = FW_OK;
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        slot->unread[i] = 0;
        if (!may_hold(slot->batch->answers[i].field[FW_TEXT])) continue;
        fw_analyzer **mine = &check->analyzers[worker];
        if (!*mine) code = fw_analyzer_new(check->lexicon, NULL, mine, err);
        if (code == FW_OK) code = look(*mine, slot, i, err);
    }
    return code;
}

void fw_check_note_unread(fw_check *check, const fw_check_slot *slot) {
    for (int kind = 0; kind < FW_UNREAD_HESITATION; kind++) {
        for (size_t i = 0; i < slot->batch->count; i++) {
            const fw_answer *answer = &slot->batch->answers[i];
            if (answer->used && slot->unread[i] >> kind & 1)
                fw_check_add_row(&check->unread[kind], answer->line);
        }
        if (check->unread[kind].count && !check->example[kind][0])
            memcpy(check->example[kind], slot->example[kind], CHECK_EXAMPLE_BYTES);
    }
}
