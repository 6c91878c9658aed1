/* arc_rules_write.c: cue weights back into the tables they are read from. */
#include "text/arc_rules.h"

#include "base/buffer.h"
#include "base/csv_out.h"

enum { COLUMNS = 3 };

static const char *label_name(int label) {
    return label < FW_PART_COUNT ? fw_part_name((fw_part)label)
                                 : fw_star_name((fw_star)(label - FW_PART_COUNT));
}

static void put_row(fw_csv *csv, const char *prefix, const char *from, const char *to, int points) {
    enum { DIGITS = 6, NAME = 128 };
    char name[NAME];
    snprintf(name, sizeof name, "%s%s", prefix, from);
    fw_csv_word(csv, name);
    fw_csv_word(csv, to);
    fw_csv_number(csv, points, DIGITS);
    fw_csv_end_row(csv);
}

static bool is_silent(const fw_arc_rules *rules, size_t cue) {
    for (int place = 0; place < FW_PLACES; place++) {
        for (int label = 0; label < FW_LABELS; label++) {
            if (rules->weight[cue][place][label]) return false;
        }
    }
    return true;
}

/* By label, so that a reader sees all that speaks for one part together. A cue without points to any label
 * keeps a row of none: a cue that no row names is not looked for. */
static void put_cues(fw_csv *csv, const fw_arc_rules *rules) {
    put_row(csv, "", "floor", fw_part_name(FW_PART_OTHER), rules->floor);
    for (int label = 0; label < FW_LABELS; label++) {
        for (int place = 0; place < FW_PLACES; place++) {
            for (size_t cue = 0; cue < FW_FIRST_WORD; cue++) {
                const int points = rules->weight[cue][place][label];
                if (fw_cue_used(rules, cue) && points)
                    put_row(csv, FW_PLACE_PREFIX[place], fw_cue_id(rules, FW_PLACE_HERE, cue),
                            label_name(label), points);
            }
        }
    }
    for (size_t cue = 0; cue < FW_FIRST_WORD; cue++) {
        if (fw_cue_used(rules, cue) && is_silent(rules, cue))
            put_row(csv, "", fw_cue_id(rules, FW_PLACE_HERE, cue), fw_part_name(FW_PART_CONTEXT), 0);
    }
}

static void put_words(fw_csv *csv, const fw_arc_rules *rules) {
    for (size_t cue = FW_FIRST_WORD + 1; cue < FW_FIRST_WORD + (size_t)rules->word_count; cue++) {
        for (int label = 0; label < FW_LABELS; label++) {
            const int points = rules->word_weight[cue - FW_FIRST_WORD][label];
            if (points) put_row(csv, "", fw_cue_id(rules, FW_PLACE_HERE, cue), label_name(label), points);
        }
    }
}

/* Of one set of labels, of which the first is `first`. */
static void put_square(fw_csv *csv, const char *prefix, int first, int labels, const int16_t *points) {
    for (int k = 0; k < labels * labels; k++) {
        if (points[k])
            put_row(csv, prefix, label_name(first + k / labels), label_name(first + k % labels), points[k]);
    }
}

static void put_transitions(fw_csv *csv, const fw_arc_rules *rules) {
    put_square(csv, "", 0, FW_PART_COUNT, rules->transition[0]);
    put_square(csv, "", FW_PART_COUNT, FW_STAR_COUNT, rules->star_transition[0]);
}

static void put_context(fw_csv *csv, const fw_arc_rules *rules) {
    if (!rules->has_context) return;
    for (int row = 0; row < FW_CONTEXT_ROWS; row++) {
        for (int label = 0; label < FW_LABELS; label++) {
            if (rules->context[row][label])
                put_row(csv, "", rules->text + rules->context_id[row], label_name(label),
                        rules->context[row][label]);
        }
    }
    put_square(csv, FW_FROM_PREFIX, 0, FW_PART_COUNT, rules->second_transition[0]);
    put_square(csv, FW_FROM_PREFIX, FW_PART_COUNT, FW_STAR_COUNT, rules->second_star_transition[0]);
}

static fw_code put_table(const fw_arc_rules *rules, const char *folder, fw_arc_table table,
                         const char *const header[COLUMNS], void (*put)(fw_csv *, const fw_arc_rules *),
                         bool force, fw_error *err) {
    fw_buffer path = {0};
    fw_buffer_printf(&path, "%s/%s", folder, fw_arc_table_name(table));
    fw_csv csv;
    fw_code code = path.failed ? fw_fail_nomem(err) : fw_csv_open(&csv, path.data, force, err);
    fw_buffer_free(&path);
    if (code != FW_OK) return code;
    fw_csv_header(&csv, header, COLUMNS);
    put(&csv, rules);
    return fw_csv_commit(&csv, err);
}

fw_code fw_arc_rules_write(const fw_arc_rules *rules, const char *folder, bool force, fw_error *err) {
    static const char *const CUES[COLUMNS] = {"cue", "label", "points"};
    static const char *const TRANSITIONS[COLUMNS] = {"from", "to", "points"};
    static const char *const WORDS[COLUMNS] = {"word", "label", "points"};
    static const char *const CONTEXT[COLUMNS] = {"reading", "label", "points"};
    fw_code code = put_table(rules, folder, FW_ARC_CUES, CUES, put_cues, force, err);
    if (code == FW_OK) code = put_table(rules, folder, FW_ARC_WORDS, WORDS, put_words, force, err);
    if (code == FW_OK)
        code = put_table(rules, folder, FW_ARC_TRANSITIONS, TRANSITIONS, put_transitions, force, err);
    return code == FW_OK ? put_table(rules, folder, FW_ARC_CONTEXT, CONTEXT, put_context, force, err) : code;
}
