/* section_next.c: what to work on next, in plain words, and what the score is not. */
#include "report/labels.h"
#include "report/view.h"

#include <math.h>

enum { MOST_COHORTS = 8 };

static const char *const TRAP_ADVICE[FW_TRAP_COUNT] = {
    "ask for a failure that cost something, and pass over strengths in disguise.",
    "ask who decided; let them tell it again in the first person.",
    "ask for one figure: what did it cost, in money, days, people or customers?",
    "ask what is done differently this month because of it.",
    "offer a smaller failure to start from: a deadline, a wrong estimate, a talk that went badly.",
};

/* Two at least, and all that may be the commonest. */
static void part_items(fw_view *view, const size_t order[FW_ARC_PARTS], size_t close) {
    for (size_t i = 0; i < FW_ARC_PARTS && (i < 2 || i < close); i++) {
        const double share = fw_weakest_share(view->all, order[i]);
        if (!(share > 0)) continue;
        fw_doc_block(view->doc, FW_BLOCK_ITEM,
                     fw_doc_format(view->doc, "%s (the weakest part of %s of the answers): %s",
                                   fw_capital(view->doc, fw_part_labels[order[i]].label),
                                   fw_say_share(view->doc, share), fw_part_labels[order[i]].exercise));
    }
}

static void trap_item(fw_view *view) {
    const fw_group *all = view->all;
    const int worst = fw_commonest_trap(all);
    if (worst < 0) return;
    fw_doc_block(view->doc, FW_BLOCK_ITEM,
                 fw_doc_format(view->doc, "The trap \"%s\" (%s of the answers): %s",
                               fw_trap_labels[worst].label,
                               fw_say_share(view->doc, (double)all->traps[worst] / (double)all->answers),
                               TRAP_ADVICE[worst]));
}

static void time_item(fw_view *view) {
    const fw_group *all = view->all;
    const double n = fw_group_timed(all);
    if (n < 1) return;
    const double too_short = (double)all->timing[FW_TIME_SHORT] / n;
    const double too_long = (double)all->timing[FW_TIME_LONG] / n;
    if (fmax(too_short, too_long) < .25) return;
    const bool is_short = too_short >= too_long;
    fw_doc_block(view->doc, FW_BLOCK_ITEM,
                 fw_doc_format(view->doc,
                               is_short ? "Time: %s stay under 90 seconds. Give the own decision and the "
                                          "change since then a sentence more each."
                                        : "Time: %s go beyond 120 seconds. Cut the situation to 20 "
                                          "seconds, and keep the time for action and learning.",
                               fw_say_share(view->doc, is_short ? too_short : too_long)));
}

/* Cohorts in which another part than that of all is the weakest, and clearly so. */
static void cohort_items(fw_view *view) {
    const int common = fw_commonest_weakest(view->all);
    size_t said = 0;
    for (size_t i = 0; view->comparable && i < view->cohorts->count && said < MOST_COHORTS; i++) {
        const fw_group *group = &view->cohorts->groups[i];
        if (view->shown[FW_DIM_COHORT][i] != FW_SHOWN) continue;
        const int own = fw_commonest_weakest(group);
        if (own < 0 || own == common) continue;
        const fw_estimate here = fw_weakest_estimate(group, (size_t)own);
        if (!fw_intervals_apart(here, fw_weakest_estimate(group, (size_t)common))) continue;
        fw_doc_block(
            view->doc, FW_BLOCK_ITEM,
            fw_doc_format(view->doc, "In %s start with %s, the weakest part in %s of the answers there.",
                          group->name, fw_part_labels[own].label, fw_say_share(view->doc, here.value)));
        said++;
    }
}

static const char *say_what_first(fw_doc *doc, const size_t order[FW_ARC_PARTS], size_t close) {
    if (close > 2) return "No part stands out as the weakest: let everybody practise their own";
    return fw_doc_format(doc, "Practise %s first", fw_say_parts(doc, order, close));
}

void fw_section_next(fw_view *view) {
    fw_doc *doc = view->doc;
    const int weakest = fw_commonest_weakest(view->all);
    const int trap = fw_commonest_trap(view->all);
    if (weakest < 0 && trap < 0) {
        fw_doc_finding(doc, "No part stands out as the weakest, and no answer falls into a trap.");
        return;
    }
    size_t order[FW_ARC_PARTS];
    const size_t close = fw_weakest_order(view->all, order);
    const char *first = weakest < 0 ? "No part is ever the weakest" : say_what_first(doc, order, close);
    fw_doc_finding(
        doc, trap < 0 ? fw_doc_format(doc, "%s.", first)
                      : fw_doc_format(doc, "%s, and watch for \"%s\".", first, fw_trap_labels[trap].label));
    if (weakest >= 0) part_items(view, order, close);
    trap_item(view);
    time_item(view);
    cohort_items(view);
}

static const char *const NOT_THIS[] = {
    "It is no basis for hiring, admission or pay: it was made for practice, and nobody should be ranked or "
    "rejected by it.",
    "It reads the text only: not voice, not presence, not whether the story is true.",
    "It rests on English cues: a second-language speaker, a dialect or a different way of telling a story "
    "can score lower for the same substance. Look at the answer before you advise.",
    "A score of one answer is uncertain; means of groups are less so. The intervals say how much.",
};

void fw_section_not_this(fw_view *view) {
    fw_doc_finding(view->doc, "This score helps to practise; it must not decide about people.");
    for (size_t i = 0; i < sizeof NOT_THIS / sizeof NOT_THIS[0]; i++)
        fw_doc_block(view->doc, FW_BLOCK_ITEM, NOT_THIS[i]);
}
