/*
 * word_lists.h: short lists of words that passes have of their own. Which of them name a word is looked up
 * once for each distinct word (fw_word.lists), so that passes test a bit where they would compare texts.
 */
#ifndef FAILWISE_TEXT_WORD_LISTS_H
#define FAILWISE_TEXT_WORD_LISTS_H

#include "text/workspace.h"

/* clang-format off */
#define FW_WORD_LISTS(X) \
    /* behind "by" these are no agents: "by the end of May", "by the way", "by a wide margin" */ \
    X(NO_AGENT, "time", "end", "way", "day", "week", "month", "year", "quarter", "deadline", "margin", "lot", \
      "factor", "half") \
    /* participles: what was done to a thing, but is the state of a speaker: "I was lost" */ \
    X(DONE_TO_THINGS, "lost", "done", "hidden", "buried", "exposed", "defeated", "beaten", "hurt", "insulted", \
      "pressured", "crushed", "invested", "spread", "spoilt", "overlooked") \
    /* what a thing only is once somebody has done it: "it would be finished on Friday" */ \
    X(DONE_ONCE, "finished", "prepared", "attached", "connected", "restricted", "divided", "balanced") \
    /* "re-cut", "over-promised": the form behind the prefix counts */ \
    X(PREFIX, "re", "over", "under", "pre", "mis", "co", "de", "un", "hard", "cross", "fast", "soft", "double", \
      "back", "half") \
    /* before an auxiliary that stands before its subject: "nor was I told" */ \
    X(TURNS_ROUND, "nor", "neither", "only", "why", "when", "where", "how") \
    /* "used to", "supposed to": no passive before "to" */ \
    X(BEFORE_TO, "used", "supposed", "meant", "bound", "inclined", "headed", "poised", "destined", "set") \
    X(NEVER_PASSIVE, "gone", "become", "need", "indeed") \
    X(SHUT, "closed", "shut") \
    X(HOW_LONG, "for", "during", "until", "till", "all") \
    X(GET_GOING, "started", "organised", "organized", "going", "finished") \
    /* what works, or does not: "the job did not run" is an event nobody made */ \
    X(WORKS, "run", "start", "work", "arrive", "come", "load", "fire", "land", "hold", "boot", "sync", "launch", \
      "scale", "stick", "send", "materialize", "materialise", "function", "fit", "ship") \
    /* things that move by themselves: "the results went out", "a ticket came in" */ \
    X(MOVES, "came", "arrived", "went", "ran", "hit", "climbed", "landed", "turned", "sat", "stopped", "settled", \
      "eased", "shot", "crept") \
    /* before a quantity, in the order of the facts (role.h) */ \
    X(OF, "of") \
    X(IN, "in", "within", "across") \
    X(FOR, "for", "during") \
    X(WITH, "with") \
    X(TO, "to") \
    X(AFTER, "after") \
    X(AT, "at") \
    X(ONLY, "only", "just") \
    X(ALL, "all") \
    /* a sound while thinking (reading.c) */ \
    X(HESITATION, "um", "umm", "uhm", "uh", "uhh", "er", "erm", "ehm", "hm", "hmm", "hmmm", "mmm", "mhm") \
    /* may stand before a clause */ \
    X(FILLED_PAUSE, "um", "uh", "er", "erm", "well", "like", "yeah", "okay", "ok") \
    /* behind a quantity: how late, or against what it fell short */ \
    X(LATER, "later", "after", "before", "earlier") \
    X(FALLS_SHORT, "under", "below", "short", "gone") \
    X(GOES_BEYOND, "over", "above") \
    /* how much was lost: of anything, and of money and time alone */ \
    X(SIZED_LOSS, "loss", "losses", "missed") \
    X(LOST, "lost", "lose", "losing") \
    /* last words of a filler before a number: "from, I think, sixty" */ \
    X(ENDS_FILLER, "think", "believe", "guess", "know", "say", "um", "uh") \
    /* first words of a bound behind a number: "or more" */ \
    X(STARTS_BOUND, "or", "and", "at", "+", "plus", "minimum", "max", "maximum", "tops") \
    /* between the numbers of a pair: "from 4 to 6" */ \
    X(JOINS_NUMBERS, "and", "to", "through", "till", "or", "from", ",", "\xE2\x86\x92") \
    /* good news of what is bad in itself, and what it is measured by: "complaints fell", "the error rate" */ \
    X(FALLING, "fell", "fallen", "dropped", "declined", "decreased", "shrank", "shrunk", "halved", "sank", \
      "disappeared", "vanished", "drop", "dropping", "falling", "falls", "drops") \
    X(MEASURE, "rate", "rates", "count", "counts", "volume", "number", "numbers", "level") \
    /* where clauses are cut (clauses.c): what opens one without a comma, what may go on with a word of its own \
     * ("so that", "as soon as"), what may belong to the word before it ("know if", "the day when") */ \
    X(JOINING, "and", "but", "or") \
    X(SPOKEN, "because", "and", "since", "now") \
    X(GOES_ON, "so", "now", "as") \
    X(BOUND, "where", "if", "when", "before", "after", "once", "as") \
    X(ASKING, "know", "knew", "known", "see", "ask", "asked", "asking", "sure", "check", "checked", "wonder", \
      "tell", "verify", "wondered", "confirm", "saw", "clear", "matter", "say", "matters", "exactly") \
    X(OCCASION, "time", "times", "day", "days", "moment", "week", "month", "year", "point", "case", "cases", \
      "story") \
    X(LIKENESS, "same", "such", "well", "soon", "long", "far", "much", "as") \
    X(DEGREE, "soon", "long", "far", "much") \
    /* "did so", "hope so": the word stands for a clause */ \
    X(BEFORE_SO, "do", "did", "done", "doing", "it", "think", "thought", "hope", "guess", "say", "said") \
    X(PLURAL_SUBJECT, "we", "they", "it", "there") \
    /* "even though", "two weeks after": they begin the clause of the connective behind them */ \
    X(SHADE, "even", "just", "only", "simply", "mainly", "partly", "mostly", "precisely", "not", "maybe", \
      "perhaps", "also", "especially", "right") \
    X(TIME_UNIT, "minutes", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year") \
    /* "you know", "I mean" between commas */ \
    X(TAG, "mean", "know", "guess", "think", "suppose", "believe") \
    X(ANYBODY, "nobody", "everybody", "everyone", "somebody", "someone") \
    /* what takes a clause as its object: "when he said I was late" */ \
    X(TAKES_CLAUSE, "said", "say", "thought", "think", "knew", "know", "realized", "noticed", "realised", \
      "learned", "felt", "saw", "see", "feel", "assumed", "told", "believed", "found", "figured", "sure")

/* What is asked once, while a word is learned, and not kept with it. */
#define FW_LEARNED_LISTS(X) \
    /* pronouns that can be subjects, alone or contracted: "i", "i'm", "i'd" ... but not "my", "me" */ \
    X(PRONOUN, "i", "we", "they", "he", "she", "you", "it", "this", "that", "there", "everyone", "nobody", \
      "everybody", "someone", "somebody", "nothing", "everything", "who", "which", "what") \
    X(SAYS_I, "i") \
    X(SAYS_WE, "we") \
    X(EXPLETIVE, "it", "there") \
    X(PEOPLE, "everyone", "everybody", "nobody", "someone", "somebody", "people", "who") \
    X(NOMINATIVE, "i", "we", "they", "he", "she") \
    /* subjects of a verb without an ending */ \
    X(BEFORE_BASE, "i", "we", "they", "you", "who", "which", "there", "what") \
    X(POSSESSIVE, "my", "our", "your", "their", "its", "every", "no") \
    X(RELATIVE, "who", "which", "that") \
    /* "that" and question words belong to the verb before them: "I assumed that the vendor had checked" is \
     * one clause */ \
    X(COMPLEMENTIZER, "that", "which", "who", "whom", "whose", "what", "how", "why", "whether") \
    X(PAST_AUXILIARY, "was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't") \
    /* what sets one thing against another: "instead of" */ \
    X(AGAINST, "not", "than", "instead", "rather", "until", "unless", "before", "without", "only") \
    /* what is bad in itself, whatever the story: where it falls (relief.c), that is good news */ \
    X(BAD_MEASURE, "absences", "accidents", "alerts", "attrition", "backlog", "bugs", "cancellations", "churn", \
      "complaint", "complaints", "crashes", "defect", "defects", "delays", "downtime", "dropouts", "duplicates", \
      "error", "errors", "escalation", "escalations", "failure", "failures", "incident", "incidents", \
      "infections", "injuries", "lateness", "latency", "losses", "mistakes", "outage", "outages", "overruns", \
      "overtime", "refunds", "rejections", "reopens", "reruns", "rework", "rollbacks", "spam", "turnover", \
      "waste")
/* clang-format on */

#define FW_LIST_ENUM(name, ...) FW_LIST_##name,
typedef enum fw_word_list { FW_WORD_LISTS(FW_LIST_ENUM) FW_LIST_COUNT } fw_word_list;
#undef FW_LIST_ENUM
static_assert((int)FW_LIST_COUNT <= (int)FW_LIST_BITS, "fw_word.lists has a bit for each");

/* Bits behind those of fw_word.lists. */
#define FW_LIST_ENUM(name, ...) FW_LEARNED_##name,
typedef enum fw_learned_list {
    FW_LEARNED_BEFORE = FW_LIST_BITS - 1,
    FW_LEARNED_LISTS(FW_LIST_ENUM) FW_LEARNED_END
} fw_learned_list;
#undef FW_LIST_ENUM
static_assert((int)FW_LEARNED_END <= 64, "fw_listed.lists has a bit for each");

static inline bool fw_word_in(const fw_word *word, fw_word_list list) { return word->lists >> list & 1; }

/* The bit of a list, for questions about several. */
#define FW_IN_LIST(name) (UINT64_C(1) << FW_LIST_##name)

/* The same for the word at token `index`. */
static inline bool fw_token_in(const fw_workspace *ws, uint32_t index, fw_word_list list) {
    return fw_word_in(fw_word_at(ws, index), list);
}

/* What the tables of words say of one. */
typedef struct fw_listed {
    const char *text;            /* NULL: it is in none */
    uint64_t lists;              /* bits of fw_word_list and of fw_learned_list */
    uint8_t frame, abbreviation; /* fw_word.frame; fw_abbreviation */
} fw_listed;

static inline bool fw_listed_in(fw_listed listed, fw_learned_list list) { return listed.lists >> list & 1; }

/* The words of all tables, by a hash of their beginnings. */
enum { FW_LISTED_SLOTS = 1024 };
typedef struct fw_word_index {
    fw_listed slots[FW_LISTED_SLOTS];
} fw_word_index;
void fw_word_index_fill(fw_word_index *index);
/* The place of a word, made for it when it has none: for who fills another member. */
fw_listed *fw_word_index_place(fw_word_index *index, const char *text);

/* What is listed of a word; nothing of one that is in no table. */
fw_listed fw_listed_as(const fw_word_index *index, fw_str word);

#endif
