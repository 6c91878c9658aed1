/* joined.c: sections that say one and the same sentence and nothing else become one section. */
#include "report/document.h"

#include <string.h>

/* So many titles make a heading; more of them go below one. */
enum { TITLES = 3 };

/* Sections that have nothing but the same finding, for the same readers. */
static bool alike(const fw_section *a, const fw_section *b) {
    return !a->first && !b->first && a->researcher == b->researcher && strcmp(a->finding, b->finding) == 0;
}

/* "How raters agree" in the middle of a sentence; abbreviations keep their capitals. */
static const char *small(fw_doc *doc, const char *title) {
    const bool word = title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a' && title[1] <= 'z';
    return word ? fw_doc_format(doc, "%c%s", title[0] - 'A' + 'a', title + 1) : title;
}

/* Takes what is like `kept` out of the sections behind it, and tells how many that were. */
static size_t take_in(fw_doc *doc, fw_section *kept, const char **titles) {
    size_t taken = 0;
    for (fw_section *before = kept; before->next;) {
        fw_section *s = before->next;
        if (!alike(kept, s)) {
            before = s;
            continue;
        }
        *titles = fw_doc_format(doc, "%s; %s", *titles, small(doc, s->title));
        before->next = s->next;
        if (doc->last == s) doc->last = before;
        taken++;
    }
    return taken;
}

void fw_doc_join_alike(fw_doc *doc) {
    for (fw_section *s = doc->first; s; s = s->next) {
        const char *titles = s->title;
        const size_t taken = s->first ? 0 : take_in(doc, s, &titles);
        if (taken == 0) continue;
        if (taken < TITLES) {
            s->title = titles;
            continue;
        }
        s->title = "What cannot be shown";
        fw_doc_note(doc, s, fw_doc_format(doc, "This holds for: %s.", small(doc, titles)));
    }
}
