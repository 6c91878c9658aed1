/*
 * audit.h: one answer, analysed: tokens, sentences, clauses with their part of the arc, dictionary hits,
 * quantities, voice.
 *
 * An analyzer belongs to one thread and reuses its memory; an analysis is valid until the analyzer's next
 * call. Every hit carries the bytes it stands on, so that "why was this flagged?" always has an answer.
 */
#ifndef FAILWISE_AUDIT_H
#define FAILWISE_AUDIT_H

#include <failwise/categories.h>
#include <failwise/lexicon.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- labels ---- */

/* What a clause does in the arc (rubric: five parts and three others). */
typedef enum fw_part {
    FW_PART_CONTEXT,
    FW_PART_FAIL,
    FW_PART_DIAG,
    FW_PART_ACT,
    FW_PART_LEARN,
    FW_PART_IMPR,
    FW_PART_CLOSE,
    FW_PART_OTHER,
    FW_PART_COUNT
} fw_part;
/* "context" "fail" "diag" "act" "learn" "impr" "close" "other" */
const char *fw_part_name(fw_part part);
enum { FW_ARC_PARTS = 5 }; /* fail diag act learn impr, from FW_PART_FAIL on */

/* STAR label of a clause. */
typedef enum fw_star { FW_STAR_S, FW_STAR_T, FW_STAR_A, FW_STAR_R, FW_STAR_COUNT } fw_star;
const char *fw_star_name(fw_star star); /* "s" "t" "a" "r" */

typedef enum fw_quantity_kind {
    FW_KIND_MONEY,
    FW_KIND_PERCENT,
    FW_KIND_POINTS,
    FW_KIND_RATIO,
    FW_KIND_DURATION,
    FW_KIND_COUNT,  /* of people or things, see unit */
    FW_KIND_METRIC, /* a bare measured value: "from 0.71 to 0.43" */
    FW_KIND_BYTES,
    FW_KIND_ORDINAL,
    FW_KIND_DATE,
    FW_KIND_TIME,
    FW_KIND_VERSION,
    FW_KIND_NONE, /* a number that measures nothing: "1:1", "24/7", an id */
    FW_KIND_COUNT_OF
} fw_quantity_kind;
const char *fw_kind_name(fw_quantity_kind kind);
/* Kinds up to FW_KIND_BYTES can be outcomes. */
bool fw_kind_is_outcome(fw_quantity_kind kind);

/* What a quantity says in the story. */
typedef enum fw_role {
    FW_ROLE_NONE,
    FW_ROLE_FAILURE_OUTCOME,
    FW_ROLE_IMPROVEMENT_OUTCOME,
    FW_ROLE_CAUSE,
    FW_ROLE_PRACTICE,
    FW_ROLE_CONTEXT,
    FW_ROLE_COUNT
} fw_role;
const char *fw_role_name(fw_role role);

typedef enum fw_trap {
    FW_TRAP_FAKE = 1,
    FW_TRAP_TEAM = 2,
    FW_TRAP_NO_NUMBER = 4,
    FW_TRAP_NO_CHANGE = 8,
    FW_TRAP_REFUSAL = 16
} fw_trap; /* bits */
enum { FW_TRAP_COUNT = 5 };
const char *fw_trap_name(size_t bit_index); /* "fake" "team" "no_number" "no_change" "refusal" */

/* ---- pieces of an analysis ---- */

typedef enum fw_token_kind {
    FW_TOKEN_WORD,   /* letters, with inner apostrophes: "I'd" */
    FW_TOKEN_NUMBER, /* starts with a digit, or a dot and a digit: "1,200" "0.71" "40k" "2am" */
    FW_TOKEN_MIXED,  /* letters first, digits inside: "v3" "Q3" "k8s" */
    FW_TOKEN_SYMBOL, /* $ % & + and other signs, one character each */
    FW_TOKEN_PUNCT   /* . , ; : ! ? dashes, quotes, brackets, one character each */
} fw_token_kind;

enum { /* fw_token.flags */
       FW_TOKEN_SPACE_BEFORE = 1,
       FW_TOKEN_LINE_BEFORE = 2, /* a line break stands before it */
       FW_TOKEN_CAPITAL = 4,     /* first letter is upper case */
       FW_TOKEN_ALL_CAPS = 8,    /* two letters or more, all upper case */
       FW_TOKEN_QUOTED = 16,     /* inside quotation marks that do not enclose the whole answer */
       FW_TOKEN_SENTENCE_START = 32,
       FW_TOKEN_MAY_COUNT = 64 /* a quantity may start with it */
};

/* One token. `word` indexes the analyzer's word table: equal for equal folded text within one analysis. */
typedef struct fw_token {
    uint32_t start; /* bytes into the text */
    uint32_t end;
    uint32_t word;
    uint8_t kind; /* fw_token_kind */
    uint8_t flags;
    uint16_t clause; /* index of the clause that holds it */
} fw_token;

/* The bytes of `count` tokens, one or more, from the first to the last: of a clause, a sentence, a hit. */
static inline fw_span fw_span_of(const fw_token *tokens, uint32_t first, uint32_t count) {
    fw_span span;
    span.start = tokens[first].start;
    span.end = tokens[first + count - 1].end;
    return span;
}

/* A dictionary hit: `count` tokens from token `first` match term `term` of category `category`. */
typedef struct fw_hit {
    uint32_t first;
    uint32_t count;
    uint32_t term;
    uint16_t category;
    uint16_t clause; /* of its first token */
    bool negated;    /* it counts for nothing: a negation stands before it, or it has another sense here */
    uint8_t cat;     /* fw_cat of the category; FW_CAT_COUNT when the code does not know it by name */
} fw_hit;

/* A sentence: tokens [first, first + count). */
typedef struct fw_sentence {
    uint32_t first, count;
    uint32_t first_clause, clause_count;
} fw_sentence;

/* One reason why a clause got its part. */
typedef struct fw_cue {
    const char *id; /* a rule's name or a lexicon category's name */
    fw_span span;
    int weight; /* contribution to the clause's part; may be negative */
} fw_cue;

/* A clause: tokens [first, first + count). Scores are integer cue weights. */
typedef struct fw_clause {
    uint32_t first, count;
    uint32_t words; /* word and number tokens in it */
    uint32_t sentence;
    uint32_t first_cue, cue_count; /* into cues: those of the label it got */
    int32_t score[FW_PART_COUNT];  /* evidence for each part */
    int32_t margin;                /* best path's evidence over the runner-up's */
    uint8_t part;                  /* fw_part */
    uint8_t runner_up;             /* fw_part */
    uint8_t star;                  /* fw_star */
    uint8_t subject;               /* fw_subject */
    uint8_t tense;                 /* fw_tense */
    uint8_t flags;                 /* fw_clause_flag bits */
} fw_clause;

typedef enum fw_subject {
    FW_SUBJECT_NONE,
    FW_SUBJECT_I,
    FW_SUBJECT_WE,
    FW_SUBJECT_OTHER, /* another person or group: they, the vendor, my manager */
    FW_SUBJECT_THING,
    FW_SUBJECT_EXPLETIVE /* it, there */
} fw_subject;
typedef enum fw_tense {
    FW_TENSE_NONE,
    FW_TENSE_PAST,
    FW_TENSE_PRESENT,
    FW_TENSE_FUTURE,
    FW_TENSE_MODAL
} fw_tense;
enum { /* fw_clause.flags */
       FW_CLAUSE_NEGATED = 1,
       FW_CLAUSE_QUOTED = 2,
       FW_CLAUSE_PASSIVE = 4,
       FW_CLAUSE_AGENTLESS = 8,
       FW_CLAUSE_IMPERSONAL = 16,
       FW_CLAUSE_HAS_OUTCOME_QUANTITY = 32
};

/* A quantity: what the text says, its value in `unit`, and what it says in the story. */
typedef struct fw_quantity {
    fw_span span;
    uint32_t first, count; /* tokens */
    double value;          /* in `unit`; percent as 22 for "22%" */
    double from; /* start of a delta or range ("from 0.71 to 0.43": from .71, value .43); NaN otherwise */
    const char *unit; /* "USD" "EUR" "percent" "day" "person" "ticket" "byte" ...; "" when it has none */
    uint8_t kind;     /* fw_quantity_kind */
    uint8_t role;     /* fw_role */
    int8_t direction; /* +1 rose, -1 fell, 0 not said */
    int8_t bound;     /* +1 at least or over, -1 at most or under, 0 about or exact */
    uint16_t clause;
    bool is_delta; /* "from A to B", "by N", "dropped N %" */
} fw_quantity;

/* What stands in the text and is no part of the answer: no token comes of it, and nothing counts but
 * hesitations, as fillers and as words. */
typedef enum fw_unread_kind {
    FW_UNREAD_MARKUP,   /* tags and character references of HTML; the character itself is read */
    FW_UNREAD_NOTE,     /* of who wrote it down: "[inaudible]" "(laughs)", time stamps */
    FW_UNREAD_SPEAKER,  /* "Candidate:" */
    FW_UNREAD_QUESTION, /* what an interviewer says */
    FW_UNREAD_HESITATION,
    FW_UNREAD_KIND_COUNT
} fw_unread_kind;
const char *fw_unread_name(fw_unread_kind kind); /* "markup" "note" "speaker" "question" "hesitation" */
typedef struct fw_unread {
    fw_span span;
    uint8_t kind; /* fw_unread_kind */
} fw_unread;

/* Which kinds there are among them: a bit each, without hesitations. */
uint32_t fw_unread_kinds(const fw_unread *unread, uint32_t count);

/* A span found by a rule other than a dictionary (passive, agentless event, decision, learning ...). */
typedef enum fw_finding_kind {
    FW_FINDING_PASSIVE,
    FW_FINDING_AGENTLESS,
    FW_FINDING_IMPERSONAL,
    FW_FINDING_DECISION, /* own decision named */
    FW_FINDING_LEARNING,
    FW_FINDING_CHANGE,
    FW_FINDING_CLOSING,
    FW_FINDING_KIND_COUNT
} fw_finding_kind;
typedef struct fw_finding {
    fw_span span;
    const char *rule;
    uint16_t clause;
    uint8_t kind;
} fw_finding;

/* ---- counts ---- */

enum { FW_STEM_WORDS = 64 }; /* 4096-bit sets of content stems */

/* What is counted once over an answer, so that features are arithmetic. By part: index fw_part. */
typedef struct fw_tally {
    uint32_t hits[FW_CAT_COUNT][FW_PART_COUNT]; /* dictionary hits that are not negated */
    uint32_t clauses[FW_PART_COUNT];
    uint32_t words[FW_PART_COUNT];
    uint32_t pronoun_i[FW_PART_COUNT], pronoun_we[FW_PART_COUNT], pronoun_third[FW_PART_COUNT];
    uint32_t quoted_words, quoted_i, quoted_we;
    uint32_t own_decision;  /* clauses in FAIL or DIAG: I + decision verb, or I + what was not done */
    uint32_t own_admit;     /* I + verb of failing, or an admission phrase */
    uint32_t own_retracted; /* owned, then taken back by "but" + somebody else */
    uint32_t task_owned;    /* in the first third */
    uint32_t fault_clauses; /* clauses with a failure verb or event */
    double fault_subject;   /* sum over them: I 1, we .5, other 0 */
    uint32_t ext_cause, self_cause, blame_targets;
    uint32_t past_event_clauses;      /* past tense, with an event verb */
    uint32_t past_event_fail_clauses; /* the same in FAIL clauses */
    uint32_t anchored_event_clauses;  /* with a time anchor, a number or an object */
    uint32_t change_present;          /* change markers in present-tense clauses */
    uint32_t habit_present;           /* habits in present-tense clauses */
    uint32_t practice_rules;          /* quantified rules: role practice in IMPR, LEARN or CLOSE */
    uint32_t roles[FW_ROLE_COUNT];    /* quantities by role */
    uint32_t set_against;             /* "X, not Y" */
    uint32_t fillers;                 /* with parenthetical "like" only */
    uint32_t repeats;                 /* immediate repeats of a word or of two words */
    uint32_t specifics;               /* names, acronyms, terms with digits, numbers, time anchors */
    uint32_t syllables;
    uint32_t unknown_words; /* in no dictionary category */
    uint32_t cue_hits;      /* hits of cue categories that carry points for a part */
    uint32_t content_words;
    uint32_t closing_hits;                 /* closing phrases in the last two sentences */
    double mattr50;                        /* moving-average type-token ratio, windows of 50 words */
    uint64_t fault_stems[FW_STEM_WORDS];   /* content stems of FAIL and DIAG */
    uint64_t scene_stems[FW_STEM_WORDS];   /* of CONTEXT, ACT and OTHER */
    uint64_t after_stems[FW_STEM_WORDS];   /* of LEARN and IMPR */
    uint64_t impr_stems[FW_STEM_WORDS];    /* of IMPR */
    uint64_t closing_stems[FW_STEM_WORDS]; /* of CLOSE */
    /* clauses, as their flags tell */
    uint32_t passive[FW_PART_COUNT], agentless[FW_PART_COUNT], impersonal[FW_PART_COUNT];
} fw_tally;

/* What is counted by part, over all parts. */
static inline uint32_t fw_all_parts(const uint32_t by_part[FW_PART_COUNT]) {
    uint32_t sum = 0;
    for (int part = 0; part < FW_PART_COUNT; part++) sum += by_part[part];
    return sum;
}

/* Hits of a category, over all parts. */
static inline uint32_t fw_hits_of(const fw_tally *tally, fw_cat cat) {
    return fw_all_parts(tally->hits[cat]);
}

/* ---- the analysis ---- */

/* What is known of an answer besides its text. */
typedef struct fw_answer_facts {
    double duration_s; /* NaN when not recorded */
    fw_str level;      /* "" when not given */
    size_t pii_hits;   /* fw_tripwire_count of the text: whoever reads it has scanned it */
} fw_answer_facts;

/* Everything found in one answer. Arrays belong to the analyzer. */
typedef struct fw_analysis {
    fw_str text; /* of the same length as the answer's, and the same where there is no markup: tags are blanks
                    in it, and references of characters these, filled up with some that nobody sees */
    fw_answer_facts facts;
    const fw_lexicon *lexicon;
    const fw_unread *unread; /* sorted by start */
    uint32_t unread_count;
    const fw_token *tokens;
    uint32_t token_count;
    uint32_t word_count; /* word, number and mixed tokens, and hesitations: the denominator of rates */
    const fw_sentence *sentences;
    uint32_t sentence_count;
    const fw_clause *clauses;
    uint32_t clause_count;
    const fw_hit *hits; /* sorted by first token, then category */
    uint32_t hit_count;
    const fw_quantity *quantities;
    uint32_t quantity_count;
    const fw_finding *findings; /* sorted by start */
    uint32_t finding_count;
    const fw_cue *cues;
    uint32_t cue_count;
    const fw_tally *tally;
    double arc[FW_ARC_PARTS]; /* strength 0..1, exactly 0 where the part is absent */
    uint32_t star_words[FW_STAR_COUNT];
    double seconds;         /* spoken length */
    bool seconds_estimated; /* from words at words_per_minute */
    uint32_t traps;         /* fw_trap bits */
    uint32_t weakest;       /* bit i: arc part i (0 = fail) is the weakest; several on ties */
} fw_analysis;

typedef struct fw_analyzer_options {
    double words_per_minute; /* 0 = 150 */
    bool without_cues;       /* faster: fw_analysis.cues stays empty; all else is the same */
    bool without_findings;   /* the same of fw_analysis.findings: features need none */
} fw_analyzer_options;

typedef struct fw_analyzer fw_analyzer;

/* One analyzer a thread. The lexicon must outlive it. */
fw_code fw_analyzer_new(const fw_lexicon *lexicon, const fw_analyzer_options *options, fw_analyzer **out,
                        fw_error *err);
void fw_analyzer_free(fw_analyzer *analyzer);

/*
 * Analyses one answer (well-formed UTF-8, below 16 MiB). The analysis is valid until the next call. The
 * result depends on the text, the facts, the lexicon and the options alone. FW_DATA on malformed UTF-8, FW_IO
 * when memory is out.
 */
fw_code fw_analyze(fw_analyzer *analyzer, fw_str text, const fw_answer_facts *facts, const fw_analysis **out,
                   fw_error *err);

/*
 * Only what fw_analysis.unread would hold, in a fraction of the time. Valid until the next call of either.
 */
fw_code fw_analyzer_unread(fw_analyzer *analyzer, fw_str text, const fw_unread **unread, uint32_t *count,
                           fw_error *err);

/*
 * What is explained word by word is no longer than that: an hour of talk. The explanation of a byte takes up
 * to 4 KB, and in answers of more clauses than 16 bits can number the last one, with all the rest, is
 * explained again and again.
 */
enum { FW_EXPLAINED_MOST = 64 * 1024 }; /* bytes */

/* FW_DATA, naming the answer, when `text` is longer. */
fw_code fw_check_explained(fw_str text, fw_str answer_id, fw_error *err);

/*
 * The analysis in the `audit --json` form of the documentation; a new reference, NULL when memory is out. Of
 * texts that fw_check_explained lets pass.
 */
struct json_t;
struct json_t *fw_analysis_json(const fw_analysis *analysis, fw_str answer_id);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
