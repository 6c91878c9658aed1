/* language.c: how it is said: hedges, fillers, repeats, specificity, readability, variety; and plain sizes.
 */
#include "extract/compute.h"

double fw_feature_hedge_rate(const fw_analysis *a) {
    return fw_per_100(a, fw_hits_in(a, FW_CAT_hedge, FW_ANYWHERE));
}
double fw_feature_filler_rate(const fw_analysis *a) { return fw_per_100(a, a->tally->fillers); }
double fw_feature_repeat_rate(const fw_analysis *a) { return fw_per_100(a, a->tally->repeats); }
double fw_feature_specificity(const fw_analysis *a) { return fw_per_100(a, a->tally->specifics); }
double fw_feature_wps(const fw_analysis *a) { return fw_share(a->word_count, a->sentence_count); }

/* Unpunctuated speech is one sentence of hundreds of words: its grade would say nothing, so sentences count
 * 40 words at most. */
double fw_feature_fk_grade(const fw_analysis *a) {
    if (!a->word_count) return 0;
    double per_sentence = fw_share(a->word_count, a->sentence_count);
    if (per_sentence > 40) per_sentence = 40;
    return 0.39 * per_sentence + 11.8 * fw_share(a->tally->syllables, a->word_count) - 15.59;
}

double fw_feature_mattr50(const fw_analysis *a) { return a->tally->mattr50; }
double fw_feature_negemo_rate(const fw_analysis *a) {
    return fw_per_100(a, fw_hits_in(a, FW_CAT_negemo, FW_ANYWHERE));
}
double fw_feature_words(const fw_analysis *a) { return a->word_count; }
double fw_feature_sentences(const fw_analysis *a) { return a->sentence_count; }
double fw_feature_clauses(const fw_analysis *a) { return a->clause_count; }
double fw_feature_quote_share(const fw_analysis *a) {
    return fw_share(a->tally->quoted_words, a->word_count);
}
double fw_feature_oov_share(const fw_analysis *a) { return fw_share(a->tally->unknown_words, a->word_count); }
double fw_feature_pii_hits(const fw_analysis *a) { return (double)a->facts.pii_hits; }
