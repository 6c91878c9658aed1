/* quantity_vocabulary.c: lists of words around numbers, each sorted by bytes. */
#include "text/quantity_words.h"

/* Function words and verbs that end the noun phrase behind a number. */
static const char *const STOP[] = {
    /* clang-format off */
    "a", "a.m", "about", "across", "after", "afterwards", "again", "against", "ago", "alas", "all", "already",
    "also", "although", "always", "am", "an", "and", "another", "any", "anyone", "are", "around", "as", "asked",
    "at", "back", "backwards", "be", "became", "because", "been", "before", "being", "besides", "between",
    "both", "but", "by", "came", "can", "come", "comes", "could", "couldn't", "cut", "did", "didn't", "do",
    "does", "doesn't", "don't", "down", "downwards", "during", "each", "either", "even", "every", "everybody",
    "everyone", "everything", "feels", "felt", "fewer", "for", "forwards", "from", "gave", "gets", "gives",
    "goes", "got", "had", "hadn't", "happens", "has", "have", "haven't", "he", "he'd", "helps", "hence", "her",
    "here", "herself", "himself", "his", "hit", "how", "however", "i", "i'd", "i'll", "i'm", "i've", "if", "in",
    "indoors", "instead", "into", "is", "isn't", "it", "it's", "its", "itself", "just", "keeps", "kept", "knew",
    "know", "knows", "later", "least", "left", "left's", "less", "let", "looks", "lost", "made", "makes", "may",
    "maybe", "me", "means", "met", "might", "minus", "more", "most", "must", "my", "myself", "need", "needed",
    "needs", "neither", "no", "nobody", "nor", "not", "nothing", "now", "nowadays", "of", "off", "ok", "on",
    "once", "only", "onto", "or", "our", "ourselves", "out", "outdoors", "over", "overseas", "p.m", "per",
    "perhaps", "plus", "pm", "put", "quit", "ran", "runs", "said", "sat", "saw", "says", "seems", "sees", "set",
    "she", "she'd", "should", "shows", "since", "so", "some", "someone", "something", "sometimes", "starts",
    "still", "stops", "takes", "than", "that", "that's", "the", "their", "them", "themselves", "then", "there",
    "thereafter", "therefore", "these", "they", "they'd", "they're", "think", "thinks", "this", "those",
    "though", "through", "thus", "till", "to", "today", "told", "tomorrow", "tonight", "too", "took", "towards",
    "twice", "under", "until", "up", "upon", "upwards", "us", "uses", "versus", "very", "via", "vs", "want",
    "wanted", "wants", "was", "wasn't", "we", "we'd", "we'll", "we're", "we've", "well", "went", "were",
    "weren't", "what", "when", "where", "whereas", "whether", "which", "while", "who", "whom", "whose", "why",
    "will", "with", "within", "without", "won't", "works", "would", "wouldn't", "yes", "yesterday", "yet",
    "you", "your",
    /* clang-format on */
};

/* Loss, delay and damage. */
static const char *const LOSS[] = {
    /* clang-format off */
    "abandoned", "affected", "angry", "behind", "blocked", "broke", "broken", "bugs", "burned", "burnt",
    "canceled", "cancelled", "churn", "churned", "churning", "complained", "complaint", "complaints",
    "corrupted", "cost", "costing", "costs", "crash", "crashed", "damage", "damaged", "dead", "debt",
    "defected", "defects", "deficit", "delay", "delayed", "delays", "deleted", "died", "downtime", "duplicate",
    "duplicated", "empty", "error", "errors", "escalated", "escalation", "fail", "failed", "failing", "failure",
    "fine", "fined", "fired", "furious", "incident", "incidents", "injured", "laid", "late", "leave", "leaving",
    "left", "lose", "losing", "loss", "losses", "lost", "miss", "missed", "missing", "outage", "overcharged",
    "overdue", "overran", "overrun", "overspent", "overtime", "paid", "penalty", "postponed", "quit", "redo",
    "redone", "refund", "refunded", "refunds", "resigned", "returned", "rework", "rollback", "rolled", "scrap",
    "scrapped", "short", "shortfall", "slipped", "spent", "stopped", "stuck", "suspended", "thrown",
    "unavailable", "undercharged", "unhappy", "unpaid", "unsubscribed", "vacant", "waste", "wasted",
    "write-off", "writeoff", "wrong",
    /* clang-format on */
};

/* Results and recoveries. */
static const char *const GAIN[] = {
    /* clang-format off */
    "adopt", "adopted", "back", "better", "close", "closed", "completed", "consistently", "cut", "delivered",
    "doubled", "earlier", "faster", "fewer", "finished", "fixed", "gained", "grew", "halved", "happier",
    "higher", "hired", "hit", "hitting", "improve", "improved", "improvement", "increased", "kept", "landed",
    "launched", "lower", "none", "now", "passed", "promoted", "quicker", "reached", "rebuilt", "record",
    "recover", "recovered", "reduced", "renewed", "resolved", "restored", "retained", "rolled out", "rose",
    "saved", "saves", "saving", "shipped", "signed", "since", "sooner", "stayed", "stays", "still", "succeeded",
    "success", "successful", "today", "tripled", "win", "wins", "within", "won", "zero",
    /* clang-format on */
};

/* Standing rules and habits. */
static const char *const HABIT[] = {
    /* clang-format off */
    "always", "any", "anyone", "anything", "before", "daily", "each", "every", "habit", "minimum", "monthly",
    "must", "never", "now", "per", "policy", "quarterly", "require", "required", "requires", "rule",
    "typically", "usually", "weekly", "whenever", "whoever",
    /* clang-format on */
};

/* Size of the team, tenure, job. */
static const char *const SETTING[] = {
    /* clang-format off */
    "age", "aged", "budget", "company", "department", "employees", "experience", "group", "headcount", "job",
    "joined", "leading", "led", "manage", "managed", "managing", "old", "organisation", "organization",
    "people", "person", "reports", "responsibility", "responsible", "role", "startup", "team", "tenure",
    "worked",
    /* clang-format on */
};

#define LIST(name)                                                                                           \
    { (name), sizeof(name) / sizeof((name)[0]) }

const char *const *fw_vocabulary_words(fw_vocabulary vocabulary, size_t *count) {
    static const struct {
        const char *const *words;
        size_t count;
    } LISTS[FW_VOCABULARY_COUNT] = {LIST(STOP), LIST(LOSS), LIST(GAIN), LIST(HABIT), LIST(SETTING)};
    *count = LISTS[vocabulary].count;
    return LISTS[vocabulary].words;
}
