/* pick_view.c: the ranking of stories in the terminal: order, why, what to mend, and which kinds are missing.
 */
#include "cli/pick_view.h"

#include "base/buffer.h"
#include "base/str.h"

#include <string.h>

enum { BAR_WIDTH = 10, INDENT = 4, THEMES_SHOWN = 5 };

static void print_wrapped(const fw_console *console, fw_paint paint, const fw_buffer *text, size_t indent) {
    printf("%*s", (int)indent, "");
    if (!text->failed) fw_console_wrap(console, paint, (fw_str){text->data, text->len}, indent, indent + 2);
}

/* ---- the role ---- */

static void print_role(const fw_console *console, const fw_pick *pick, const char *role_name,
                       const char *level) {
    fw_pick_theme themes[FW_PICK_THEMES];
    const size_t count = fw_pick_themes(pick, themes);
    fw_buffer line = {0};
    fw_buffer_printf(&line, "%s: level %s", role_name, level[0] ? level : "not said");
    for (size_t i = 0; i < count && i < THEMES_SHOWN; i++)
        fw_buffer_printf(&line, "%s%s", i == 0 ? "; speaks of " : ", ", themes[i].name);
    fw_console_wrap(console, FW_PAINT_BOLD, fw_str_of(fw_pick_title(pick)), 0, 0);
    print_wrapped(console, FW_PAINT_DIM, &line, 0);
    fw_buffer_free(&line);
}

/* ---- one story ---- */

static const char *type_of(const fw_pick_story *s) {
    return s->type == FW_STORY_NONE ? "no kind told" : fw_story_name(s->type);
}

static void print_measures(const fw_console *console, const fw_pick_story *s) {
    printf("%*sstrength  ", INDENT, "");
    fw_console_bar(console,
                   s->strength >= 0.6   ? FW_PAINT_GOOD
                   : s->strength >= 0.3 ? FW_PAINT_WARN
                                        : FW_PAINT_BAD,
                   s->strength, BAR_WIDTH);
    printf(" %.2f   closeness ", s->strength);
    fw_console_bar(console, FW_PAINT_NOTE, s->closeness, BAR_WIDTH);
    printf(" %.2f   %s\n", s->closeness, type_of(s));
}

/* "deadline", "estimates" (both say it); planning and delivery ("slipped" here, "schedule" there) */
static void print_why(const fw_console *console, const fw_pick_story *s) {
    fw_buffer line = {0};
    size_t same = 0;
    for (size_t i = 0; i < s->shared_count; i++) {
        if (s->shared[i].theme) continue;
        fw_buffer_printf(&line, "%s\"%s\"", same++ ? ", " : "why: the role says too: ", s->shared[i].story);
    }
    for (size_t i = 0; i < s->shared_count; i++) {
        const fw_shared *shared = &s->shared[i];
        if (!shared->theme) continue;
        fw_buffer_printf(&line, "%s%s (\"%s\" here, \"%s\" there)", line.len ? "; " : "why: ", shared->theme,
                         shared->story, shared->role);
    }
    if (!s->shared_count) {
        fw_buffer_printf(&line, "why: %s",
                         s->lesson[0]
                             ? "its lesson shares no word with the role: say it in the role's words"
                             : "it tells no lesson and no change that could be compared with the role");
    }
    print_wrapped(console, FW_PAINT_PLAIN, &line, INDENT);
    fw_buffer_free(&line);
}

static void print_mend(const fw_console *console, const fw_pick_story *s) {
    fw_buffer line = {0};
    if (s->score.part[s->weakest] < fw_part_stands)
        fw_buffer_printf(&line, "first mend: %s (%.1f of 4)", fw_part_title(s->weakest),
                         s->score.part[s->weakest]);
    if (s->level_gap > 0)
        fw_buffer_printf(&line, "%s",
                         line.len ? "; the stakes are small for this level"
                                  : "the stakes are small for this level");
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        if (s->score.traps >> i & 1)
            fw_buffer_printf(&line, "%strap: %s", line.len ? "; " : "", fw_trap_name(i));
    }
    if (line.len) print_wrapped(console, FW_PAINT_WARN, &line, INDENT);
    fw_buffer_free(&line);
}

static void print_story(const fw_console *console, const fw_pick_story *s, size_t rank) {
    printf("\n%2zu. ", rank + 1);
    fw_console_paint(console, FW_PAINT_BOLD, s->name);
    printf("  fit %.2f\n", s->fit);
    print_measures(console, s);
    print_why(console, s);
    if (s->lesson[0]) {
        fw_buffer line = {0};
        fw_buffer_printf(&line, "it says: \"%s\"", s->lesson);
        print_wrapped(console, FW_PAINT_DIM, &line, INDENT);
        fw_buffer_free(&line);
    }
    print_mend(console, s);
}

/* ---- what is missing ---- */

static const char *const PREPARE[FW_STORY_COUNT] = {
    "a miss of craft: something you built, measured or shipped that broke",
    "a miss with somebody: an expectation, a promise or a conversation that failed",
    "a miss of judgement: a hire, a bet or a priority you got wrong",
};

static void print_types(const fw_console *console, const fw_pick *pick) {
    printf("\n");
    fw_console_paint(console, FW_PAINT_BOLD, FW_STR("Three kinds of story"));
    printf("\n");
    for (int t = 0; t < FW_STORY_COUNT; t++) {
        fw_buffer line = {0};
        fw_buffer_printf(&line, "%s: ", fw_story_name((fw_story)t));
        size_t told = 0;
        for (size_t i = 0; i < fw_pick_count(pick); i++) {
            if ((int)fw_pick_at(pick, i)->type != t) continue;
            fw_buffer_printf(&line, "%s%zu. ", told++ ? ", " : "", i + 1);
            fw_buffer_str(&line, fw_pick_at(pick, i)->name);
        }
        if (!told) fw_buffer_printf(&line, "missing; prepare %s", PREPARE[t]);
        print_wrapped(console, told ? FW_PAINT_PLAIN : FW_PAINT_WARN, &line, 2);
        fw_buffer_free(&line);
    }
}

/* Themes the role dwells on and no story's learning speaks of. */
static void print_uncovered(const fw_console *console, const fw_pick *pick) {
    fw_pick_theme themes[FW_PICK_THEMES];
    const size_t count = fw_pick_themes(pick, themes);
    fw_buffer line = {0};
    for (size_t i = 0; i < count && i < THEMES_SHOWN; i++) {
        if (!themes[i].covered) fw_buffer_printf(&line, "%s%s", line.len ? ", " : "", themes[i].name);
    }
    if (line.len) {
        printf("\n");
        fw_console_paint(console, FW_PAINT_BOLD,
                         FW_STR("The role speaks of it, and no story's learning does"));
        printf("\n");
        print_wrapped(console, FW_PAINT_WARN, &line, 2);
    }
    fw_buffer_free(&line);
}

void fw_pick_print(const fw_console *console, const fw_pick *pick, const char *role_name, const char *level) {
    print_role(console, pick, role_name, level);
    for (size_t i = 0; i < fw_pick_count(pick); i++) print_story(console, fw_pick_at(pick, i), i);
    print_types(console, pick);
    print_uncovered(console, pick);
}
