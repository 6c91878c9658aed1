/* markup_read.h: reads back what our writers of HTML and SVG may write, and nothing else. */
#ifndef FAILWISE_TESTS_MARKUP_READ_H
#define FAILWISE_TESTS_MARKUP_READ_H

#include "base/buffer.h"

#include <string.h>

/* One character of text at *at appended to `out`; false where markup starts or an ampersand starts no entity.
 */
static inline bool markup_character(const char **at, fw_buffer *out) {
    static const struct {
        const char *entity;
        char means;
    } ENTITIES[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    if (**at != '&') {
        if (**at == '\0' || strchr("<>\"'", **at)) return false;
        fw_buffer_char(out, *(*at)++);
        return true;
    }
    for (size_t i = 0; i < sizeof ENTITIES / sizeof ENTITIES[0]; i++) {
        const size_t len = strlen(ENTITIES[i].entity);
        if (strncmp(*at, ENTITIES[i].entity, len) != 0) continue;
        fw_buffer_char(out, ENTITIES[i].means);
        *at += len;
        return true;
    }
    return false;
}

/* Text up to the next markup or the end, decoded. */
static inline void markup_text(const char **at, fw_buffer *out) {
    while (markup_character(at, out)) {
    }
}

/* The next tag's name, "/name" when it closes; false when there is none or its attributes are not
 * name="value". */
static inline bool markup_tag(const char **at, char *name, size_t size) {
    if (**at != '<') return false;
    const char *c = *at + 1;
    size_t len = strcspn(c, " >");
    if (len == 0 || len >= size) return false;
    memcpy(name, c, len);
    name[len] = '\0';
    c += len;
    while (*c == ' ') {
        c += 1 + strspn(c + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789");
        if (c[0] != '=' || c[1] != '"') return false;
        c += 2;
        c += strcspn(c, "\"<>");
        if (*c++ != '"') return false;
    }
    if (*c != '>') return false;
    *at = c + 1;
    return true;
}

#endif
