/* rubric.c: the rubric in memory: rows added one by one, each checked, then checked as a whole. */
#include "score/rubric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Name and admissible range of every key of overall.csv. */
static const struct {
    const char *name;
    double min, max;
} KEYS[FW_RUBRIC_KEY_COUNT] = {
    [FW_RUBRIC_SCALE_MIN] = {"scale_min", -1000, 1000},
    [FW_RUBRIC_SCALE_MAX] = {"scale_max", -1000, 1000},
    [FW_RUBRIC_HUMILITY_WEIGHT] = {"humility_weight", 0, 1000},
    [FW_RUBRIC_AGENCY_WEIGHT] = {"agency_weight", 0, 1000},
    [FW_RUBRIC_WEAKEST_WEIGHT] = {"weakest_weight", 0, 1},
    [FW_RUBRIC_TRAP_FIRST + 0] = {"trap_fake", 0, 1000},
    [FW_RUBRIC_TRAP_FIRST + 1] = {"trap_team", 0, 1000},
    [FW_RUBRIC_TRAP_FIRST + 2] = {"trap_no_number", 0, 1000},
    [FW_RUBRIC_TRAP_FIRST + 3] = {"trap_no_change", 0, 1000},
    [FW_RUBRIC_TRAP_FIRST + 4] = {"trap_refusal", 0, 1000},
    [FW_RUBRIC_LEVEL_GAP] = {"level_gap", 0, 1000},
    [FW_RUBRIC_LEVEL_GAP_MAX] = {"level_gap_max", 0, 1000},
    [FW_RUBRIC_TIMING_LOW] = {"timing_low", 0, 86400},
    [FW_RUBRIC_TIMING_HIGH] = {"timing_high", 0, 86400},
    [FW_RUBRIC_TOLERANCE_BELOW] = {"timing_tolerance_below", 0, 86400},
    [FW_RUBRIC_TOLERANCE_ABOVE] = {"timing_tolerance_above", 0, 86400},
    [FW_RUBRIC_TIMING_PER_MINUTE] = {"timing_per_minute", 0, 1000},
    [FW_RUBRIC_TIMING_MAX] = {"timing_max", 0, 1000},
    [FW_RUBRIC_CLOSING_BONUS] = {"closing_bonus", 0, 1000},
    [FW_RUBRIC_SHORT_WORDS] = {"short_words", 0, 100000},
    [FW_RUBRIC_WORDS_PER_MINUTE] = {"words_per_minute", 1, 1000},
};

fw_rubric *fw_rubric_new(void) { return calloc(1, sizeof(fw_rubric)); }

void fw_rubric_free(fw_rubric *rubric) {
    if (!rubric) return;
    free(rubric->rules);
    free(rubric->priors);
    free(rubric);
}

fw_rubric *fw_rubric_copy(const fw_rubric *rubric) {
    fw_rubric *copy = fw_rubric_new();
    if (!copy) return NULL;
    *copy = *rubric;
    copy->rules = calloc(rubric->rule_count + 1, sizeof *copy->rules);
    copy->priors = calloc(rubric->prior_count + 1, sizeof *copy->priors);
    if (!copy->rules || !copy->priors) {
        fw_rubric_free(copy);
        return NULL;
    }
    for (size_t i = 0; i < rubric->rule_count; i++) copy->rules[i] = rubric->rules[i];
    for (size_t i = 0; i < rubric->prior_count; i++) copy->priors[i] = rubric->priors[i];
    return copy;
}

int fw_rubric_part(const char *name) {
    for (int i = 0; i < FW_ARC_PARTS; i++)
        if (strcmp(name, fw_part_name((fw_part)(FW_PART_FAIL + i))) == 0) return i;
    return -1;
}

const char *fw_rubric_key_name(size_t key) { return key < FW_RUBRIC_KEY_COUNT ? KEYS[key].name : NULL; }

const fw_prior *fw_rubric_prior(const fw_rubric *rubric, const char *feature) {
    for (size_t i = 0; i < rubric->prior_count; i++)
        if (strcmp(rubric->priors[i].feature, feature) == 0) return &rubric->priors[i];
    return NULL;
}

fw_code fw_rubric_add_rule(fw_rubric *rubric, const fw_part_rule *rule, fw_error *err) {
    if (rule->part >= FW_ARC_PARTS) return fw_fail(err, FW_DATA, "a rule for an unknown part");
    if (!rule->feature[0]) return fw_fail(err, FW_DATA, "a rule without a feature");
    if (!isfinite(rule->low)) return fw_fail(err, FW_DATA, "threshold_low is not a finite number");
    if (!rule->requires) {
        if (!isfinite(rule->full) || rule->full == rule->low)
            return fw_fail(err, FW_DATA, "threshold_full must be a number other than threshold_low");
        if (!(fabs(rule->points) <= 4)) return fw_fail(err, FW_DATA, "points must lie within -4..4");
    }
    for (size_t i = 0; i < rubric->rule_count; i++) {
        const fw_part_rule *other = &rubric->rules[i];
        if (other->part == rule->part && other->requires == rule->requires &&
            strcmp(other->feature, rule->feature) == 0)
            return fw_fail(err, FW_DATA, "a second rule for the same part and feature \"%s\"", rule->feature);
    }
    fw_part_rule *grown = realloc(rubric->rules, (rubric->rule_count + 1) * sizeof *grown);
    if (!grown) return fw_fail_nomem(err);
    rubric->rules = grown;
    grown[rubric->rule_count++] = *rule;
    return FW_OK;
}

fw_code fw_rubric_add_prior(fw_rubric *rubric, const fw_prior *prior, fw_error *err) {
    if (!prior->feature[0]) return fw_fail(err, FW_DATA, "a weight without a feature");
    if (!(fabs(prior->weight) <= 1e6)) return fw_fail(err, FW_DATA, "a weight must lie within -1e6..1e6");
    if (!prior->predicts && prior->weight != 0)
        return fw_fail(err, FW_DATA, "\"%s\" is reported only, so its weight must be 0", prior->feature);
    if (fw_rubric_prior(rubric, prior->feature))
        return fw_fail(err, FW_DATA, "a second weight for feature \"%s\"", prior->feature);
    fw_prior *grown = realloc(rubric->priors, (rubric->prior_count + 1) * sizeof *grown);
    if (!grown) return fw_fail_nomem(err);
    rubric->priors = grown;
    grown[rubric->prior_count++] = *prior;
    return FW_OK;
}

fw_code fw_rubric_set(fw_rubric *rubric, const char *key, double value, const char *meaning, fw_error *err) {
    size_t at = 0;
    while (at < FW_RUBRIC_KEY_COUNT && strcmp(KEYS[at].name, key) != 0) at++;
    if (at == FW_RUBRIC_KEY_COUNT) return fw_fail(err, FW_DATA, "unknown key \"%.60s\"", key);
    if (rubric->given[at]) return fw_fail(err, FW_DATA, "key \"%s\" is given twice", key);
    if (!(value >= KEYS[at].min && value <= KEYS[at].max))
        return fw_fail(err, FW_DATA, "\"%s\" must lie within %g..%g", key, KEYS[at].min, KEYS[at].max);
    const size_t len = strlen(meaning);
    if (len >= FW_MEANING_MAX) return fw_fail(err, FW_DATA, "the meaning of \"%s\" is too long", key);
    rubric->overall[at] = value;
    rubric->given[at] = true;
    memcpy(rubric->meaning[at], meaning, len + 1);
    return FW_OK;
}

/* Which parts have a rule that grants points. */
static unsigned parts_with_points(const fw_rubric *rubric) {
    unsigned bits = 0;
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (!rubric->rules[i].requires && rubric->rules[i].points > 0) bits |= 1u << rubric->rules[i].part;
    return bits;
}

fw_code fw_rubric_check(const fw_rubric *rubric, fw_error *err) {
    const double *o = rubric->overall;
    for (size_t i = 0; i < FW_RUBRIC_KEY_COUNT; i++)
        if (!rubric->given[i]) return fw_fail(err, FW_DATA, "the rubric lacks the key \"%s\"", KEYS[i].name);
    if (!(o[FW_RUBRIC_SCALE_MIN] < o[FW_RUBRIC_SCALE_MAX]))
        return fw_fail(err, FW_DATA, "scale_min must be below scale_max");
    if (!(o[FW_RUBRIC_TIMING_LOW] <= o[FW_RUBRIC_TIMING_HIGH]))
        return fw_fail(err, FW_DATA, "timing_low must not be above timing_high");
    if (!(o[FW_RUBRIC_HUMILITY_WEIGHT] + o[FW_RUBRIC_AGENCY_WEIGHT] > 0))
        return fw_fail(err, FW_DATA, "humility_weight and agency_weight are both 0");
    const unsigned parts = parts_with_points(rubric);
    for (int i = 0; i < FW_ARC_PARTS; i++)
        if (!(parts >> i & 1u))
            return fw_fail(err, FW_DATA, "no rule grants points for part \"%s\"",
                           fw_part_name((fw_part)(FW_PART_FAIL + i)));
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (!fw_rubric_prior(rubric, rubric->rules[i].feature))
            return fw_fail(err, FW_DATA, "a rule uses feature \"%s\", which has no row in weights.csv",
                           rubric->rules[i].feature);
    return FW_OK;
}
