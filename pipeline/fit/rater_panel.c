/* rater_panel.c: picks the ratings of one trait, sorts them both ways, and checks that raters are connected.
 */
#include "fit/rater_panel.h"

#include "base/buffer.h"
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

void fw_sparse_panel_free(fw_sparse_panel *p) {
    free(p->answer_start);
    free(p->rater);
    free(p->answer);
    free(p->value);
    free(p->rater_start);
    free(p->by_rater);
    free(p->source);
    free(p->level);
    free(p->level_of);
    *p = (fw_sparse_panel){0};
}

static fw_code allocate(const fw_panel *panel, fw_sparse_panel *p, fw_error *err) {
    p->answer_start = calloc(panel->count + 2, sizeof *p->answer_start);
    p->rater = calloc(panel->count + 1, sizeof *p->rater);
    p->answer = calloc(panel->count + 1, sizeof *p->answer);
    p->value = calloc(panel->count + 1, sizeof *p->value);
    p->by_rater = calloc(panel->count + 1, sizeof *p->by_rater);
    p->level_of = calloc(panel->count + 1, sizeof *p->level_of);
    p->level = calloc(panel->count + 1, sizeof *p->level);
    p->rater_start = calloc(panel->rater_count + 2, sizeof *p->rater_start);
    p->source = calloc(panel->rater_count + 1, sizeof *p->source);
    const bool good = p->answer_start && p->rater && p->answer && p->value && p->by_rater && p->level_of &&
                      p->level && p->rater_start && p->source;
    return good ? FW_OK : fw_fail_nomem(err);
}

/* Ratings of the trait, by answer; `rater` still counts in the panel's order. */
static void take(const fw_panel *panel, fw_sparse_panel *p) {
    uint32_t last = 0;
    for (size_t i = 0; i < panel->count; i++) {
        const fw_rating *r = &panel->ratings[i];
        if (r->trait != panel->trait) continue;
        if (p->count == 0 || r->answer != last) p->answer_start[p->answers++] = p->count;
        last = r->answer;
        p->answer[p->count] = (uint32_t)(p->answers - 1);
        p->rater[p->count] = r->rater;
        p->value[p->count++] = r->value;
    }
    p->answer_start[p->answers] = p->count;
}

typedef struct named {
    const char *name;
    uint32_t source;
} named;

static int by_name(const void *a, const void *b) {
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

/* Renumbers raters: those that rated, by name. */
static fw_code order_raters(const fw_panel *panel, fw_sparse_panel *p, fw_error *err) {
    named *order = calloc(panel->rater_count + 1, sizeof *order);
    uint32_t *place = calloc(panel->rater_count + 1, sizeof *place);
    if (!order || !place) {
        free(order);
        free(place);
        return fw_fail_nomem(err);
    }
    for (size_t i = 0; i < p->count; i++) place[p->rater[i]] = 1;
    for (size_t r = 0; r < panel->rater_count; r++)
        if (place[r]) order[p->raters++] = (named){panel->raters[r], (uint32_t)r};
    qsort(order, p->raters, sizeof *order, by_name);
    for (size_t r = 0; r < p->raters; r++) {
        p->source[r] = order[r].source;
        place[order[r].source] = (uint32_t)r;
    }
    for (size_t i = 0; i < p->count; i++) p->rater[i] = place[p->rater[i]];
    free(order);
    free(place);
    return FW_OK;
}

static void list_by_rater(fw_sparse_panel *p) {
    for (size_t i = 0; i < p->count; i++) p->rater_start[p->rater[i] + 1]++;
    for (size_t r = 0; r < p->raters; r++) p->rater_start[r + 1] += p->rater_start[r];
    for (size_t i = 0; i < p->count; i++) p->by_rater[p->rater_start[p->rater[i]]++] = (uint32_t)i;
    for (size_t r = p->raters; r > 0; r--) p->rater_start[r] = p->rater_start[r - 1];
    p->rater_start[0] = 0;
}

static size_t find_level(const double *level, size_t count, double value) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (level[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Distinct values. Few are the rule: kept sorted while they are met, and only sorted whole when there are
 * many. */
static void find_levels(fw_sparse_panel *p) {
    enum { FEW = 256 };
    size_t n = 0;
    for (size_t i = 0; i < p->count && n < FEW; i++) {
        const size_t at = find_level(p->level, n, p->value[i]);
        if (at < n && p->level[at] == p->value[i]) continue;
        memmove(p->level + at + 1, p->level + at, (n - at) * sizeof *p->level);
        p->level[at] = p->value[i];
        n++;
    }
    if (n == FEW) {
        memcpy(p->level, p->value, p->count * sizeof *p->level);
        fw_sort_doubles(p->level, p->count);
        n = 0;
        for (size_t i = 0; i < p->count; i++)
            if (n == 0 || p->level[i] != p->level[n - 1]) p->level[n++] = p->level[i];
    }
    p->level_count = n;
    for (size_t i = 0; i < p->count; i++) p->level_of[i] = (uint32_t)find_level(p->level, n, p->value[i]);
}

/* By levels, so that the mean does not depend on the order of rows. */
static fw_code centre(fw_sparse_panel *p, fw_error *err) {
    size_t *count = calloc(p->level_count + 1, sizeof *count);
    if (!count) return fw_fail_nomem(err);
    for (size_t i = 0; i < p->count; i++) count[p->level_of[i]]++;
    long double sum = 0, squares = 0;
    for (size_t l = 0; l < p->level_count; l++) sum += (long double)p->level[l] * (long double)count[l];
    p->centre = (double)(sum / (long double)p->count);
    for (size_t l = 0; l < p->level_count; l++) {
        const long double d = (long double)p->level[l] - (long double)p->centre;
        squares += d * d * (long double)count[l];
    }
    p->total = (double)squares;
    for (size_t i = 0; i < p->count; i++) p->value[i] -= p->centre;
    free(count);
    return FW_OK;
}

static fw_code check(const fw_panel *panel, const fw_sparse_panel *p, fw_error *err) {
    if (p->count == 0) return fw_fail(err, FW_DATA, "no rating has the trait \"%.60s\"", panel->trait_name);
    if (p->raters < 2)
        return fw_fail(
            err, FW_DATA,
            "trait \"%.60s\" has one rater only (%.60s): agreement needs two raters of the same answers",
            panel->trait_name, panel->raters[p->source[0]]);
    if (p->raters > FW_MOST_PANEL_RATERS)
        return fw_fail(err, FW_DATA, "trait \"%.60s\" has %zu raters; at most %d can be analysed at once",
                       panel->trait_name, p->raters, FW_MOST_PANEL_RATERS);
    if (p->count > UINT32_MAX) return fw_fail(err, FW_DATA, "more than %u ratings of one trait", UINT32_MAX);
    return FW_OK;
}

fw_code fw_sparse_panel_build(const fw_panel *panel, fw_sparse_panel *out, fw_error *err) {
    *out = (fw_sparse_panel){0};
    fw_code code = allocate(panel, out, err);
    if (code == FW_OK) {
        take(panel, out);
        code = order_raters(panel, out, err);
    }
    if (code == FW_OK) code = check(panel, out, err);
    if (code == FW_OK) {
        list_by_rater(out);
        find_levels(out);
        code = centre(out, err);
    }
    if (code != FW_OK) fw_sparse_panel_free(out);
    return code;
}

/* ---- connectedness: union-find over raters ---- */

static uint32_t root_of(uint32_t *parent, uint32_t r) {
    while (parent[r] != r) {
        parent[r] = parent[parent[r]];
        r = parent[r];
    }
    return r;
}

/* The smaller index becomes the root, so that groups are in the order of their first rater. */
static void join(uint32_t *parent, uint32_t a, uint32_t b) {
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

/* "(R1, R2) (R3) .." as far as a message holds. */
static void name_groups(const fw_sparse_panel *p, const fw_panel *names, uint32_t *parent, fw_buffer *text) {
    enum { ROOM = 230, MEMBERS = 8 };
    for (uint32_t g = 0; g < p->raters; g++) {
        if (parent[g] != g) continue;
        if (text->len > ROOM) {
            fw_buffer_text(text, " ..");
            return;
        }
        size_t members = 0;
        for (uint32_t r = g; r < p->raters; r++) {
            if (root_of(parent, r) != g) continue;
            if (members++ == MEMBERS || text->len > ROOM) {
                fw_buffer_text(text, ", ..");
                break;
            }
            fw_buffer_text(text, members > 1 ? ", " : text->len ? " (" : "(");
            fw_buffer_printf(text, "%.40s", names->raters[p->source[r]]);
        }
        fw_buffer_char(text, ')');
    }
}

fw_code fw_sparse_panel_check_connected(const fw_sparse_panel *p, const fw_panel *names, fw_error *err) {
    uint32_t *parent = malloc((p->raters + 1) * sizeof *parent);
    if (!parent) return fw_fail_nomem(err);
    for (uint32_t r = 0; r < p->raters; r++) parent[r] = r;
    size_t groups = p->raters;
    for (size_t i = 1; i < p->count; i++) {
        if (p->answer[i] != p->answer[i - 1]) continue;
        if (root_of(parent, p->rater[i]) == root_of(parent, p->rater[i - 1])) continue;
        join(parent, p->rater[i], p->rater[i - 1]);
        groups--;
    }
    fw_code code = FW_OK;
    if (groups > 1) {
        fw_buffer text = {0};
        name_groups(p, names, parent, &text);
        code = text.failed
                   ? fw_fail_nomem(err)
                   : fw_fail(err, FW_DATA,
                             "trait \"%.40s\": the raters are in %zu groups that share no answer, so they "
                             "cannot be compared: %s",
                             names->trait_name, groups, text.data);
        fw_buffer_free(&text);
    }
    free(parent);
    return code;
}
