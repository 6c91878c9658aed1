/*
 * categories.h: the lexicon categories that rules and features know by name.
 *
 * A user's lexicon may lack one, or add others: rules that need a missing category stay silent.
 */
#ifndef FAILWISE_CATEGORIES_H
#define FAILWISE_CATEGORIES_H

#include <failwise/lexicon.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* clang-format off */
#define FW_CATS(X) \
    X(pron_i) X(pron_we) X(pron_you) X(pron_third) X(pron_it) X(be) X(get) X(have) X(do) X(modal) \
    X(future) X(negation) X(adverb) X(preposition) X(coordinator) X(subordinator) X(relative) \
    X(determiner) X(article) X(wh_word) X(verb_base) X(verb_s) X(verb_past) X(verb_participle) \
    X(verb_ing) X(past_only_irregular) X(actor_external) X(actor_team) X(actor_person) X(thing_subject) \
    X(stative_participle) X(unaccusative_verb) X(inchoative_got) X(impersonal) X(fail_verb) X(fail_noun) \
    X(fail_frame) X(consequence) X(stakes) X(vague_outcome) X(negemo) X(decision_verb) X(own_admit) \
    X(own_nominal) X(counterfactual) X(assumption) X(task_owned) X(cause_marker) X(result_marker) \
    X(blame_verb) X(justification) X(bad_luck) X(team_failure) X(response_verb) X(action_marker) \
    X(learn_explicit) X(learn_platitude) X(virtue) X(contrast_frame) X(insight_word) X(change_marker) X(habit) \
    X(artifact) X(done_verb) X(used_evidence) X(corroboration) X(improvement_word) X(intent) \
    X(fake_strength) X(refusal) X(closing) X(context_marker) X(hedge) X(filler) X(filler_like) \
    X(time_anchor) X(quote_verb) X(story_technical) X(story_stakeholder) X(story_judgement) \
    X(scope_task) X(scope_team) X(scope_strategy) X(not_assumption) X(not_hedge) X(not_filler) \
    X(not_task_owned)
/* clang-format on */

#define FW_CAT_ENUM(name) FW_CAT_##name,
typedef enum fw_cat { FW_CATS(FW_CAT_ENUM) FW_CAT_COUNT } fw_cat;
#undef FW_CAT_ENUM

/* The category's name in the dictionaries. */
const char *fw_cat_name(fw_cat cat);
/* Fills index[FW_CAT_COUNT] with the lexicon's numbers; -1 where the lexicon lacks the category. */
void fw_cats_bind(const fw_lexicon *lexicon, int *index);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
