/*
 * generate.c: simulated answers and ratings for measuring: bench_generate COUNT SEED ANSWERS.csv RATINGS.csv
 *
 * About 1.2 KB an answer. The same seed gives the same bytes. Answers are composed of sentences for each part
 * of the arc, specific or vague by a hidden quality, and the ratings follow that quality with two raters'
 * noise.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- chance: splitmix64, so that it is the same everywhere
 * ------------------------------------------------------ */

static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t n) { return (size_t)(next(state) % n); }

/* ---- sentences: {t}hing {w}ho {n}umber {p}ercent {m}oney {d}uration {x} an invented name {a}rtifact
 * --------------- */

typedef struct pool {
    const char *const *specific;
    size_t specific_count;
    const char *const *vague;
    size_t vague_count;
} pool;
#define POOL(name)                                                                                           \
    {                                                                                                        \
        name##_SPECIFIC, sizeof name##_SPECIFIC / sizeof *name##_SPECIFIC, name##_VAGUE,                     \
            sizeof name##_VAGUE / sizeof *name##_VAGUE                                                       \
    }

static const char *const CONTEXT_SPECIFIC[] = {
    "Two years ago I led {n} people who moved {t} to a system we called {x}.",
    "I owned {t} for {w}, with a budget of {m} and a date in {d}.",
    "At that time {x} was the largest account we had, and I ran {t} for it.",
    "My part was {t}: I was the one who planned it and the one who reported on it.",
    "We were {n} people around {x}, and {t} was the piece with my name on it."};
static const char *const CONTEXT_VAGUE[] = {
    "So we were working on {t} for a while, and there was a lot going on around {x}.",
    "There was this project about {t}, and everybody was involved in some way.",
    "Basically it was a busy time, and {w} wanted many things from us at once."};
static const char *const FAIL_SPECIFIC[] = {
    "I missed the date by {d}, and it cost us {m} in penalties.",
    "The launch of {x} failed: {p} of the orders were lost, and {n} customers called in.",
    "I shipped {t} broken, and {n} people could not work for {d}.",
    "I lost the {x} contract, which was worth {m} a year."};
static const char *const FAIL_VAGUE[] = {"Then things got tense, and the timeline slipped somewhat.",
                                         "In the end the results were not what anybody had hoped for.",
                                         "Mistakes were made, and {w} was not very happy with how it went."};
static const char *const DIAG_SPECIFIC[] = {
    "The decision I got wrong was to skip the test with {w}, because I trusted a number that I had not "
    "checked.",
    "I assumed that {w} had agreed, and I never asked; that was my call and nobody else's.",
    "I chose speed over a review of {t}, although {n} warnings had come up before.",
    "Looking back, I treated {t} as a detail, since I had done it {n} times without trouble."};
static const char *const DIAG_VAGUE[] = {
    "The requirements kept changing, and {w} did not give us what was needed.",
    "It was partly bad luck, and the vendor of {x} was slow.",
    "To be fair, nobody could have known that {t} would turn out like that."};
static const char *const ACT_SPECIFIC[] = {
    "I called {w} the same day, told them what I had done, and rolled {t} back within {d}.",
    "I wrote down what had happened, rebuilt {t} with {n} people, and gave a date that I could keep.",
    "I went through all {n} cases by hand and refunded {m}.",
    "That week I moved {p} of my time to {t} until it stood again."};
static const char *const ACT_VAGUE[] = {
    "After that it was decided that {t} should get more attention.",
    "We all worked hard, and somehow it was sorted out.",
    "There were some meetings about {x}, and action items were assigned."};
static const char *const LEARN_SPECIFIC[] = {
    "I learned that an agreement I have not heard from {w} in their own words is a guess.",
    "What I understand now is that {t} fails quietly first, and that I have to look for it in the first {d}.",
    "I realised that I ask for help about {d} too late, and that the plan has to force me to."};
static const char *const LEARN_VAGUE[] = {"I learned a lot from it, mostly that communication is key.",
                                          "The takeaway for me is to be more careful with things like that."};
static const char *const IMPR_SPECIFIC[] = {
    "Since then I keep {a} for every project above {m}, and I have used it {n} times.",
    "Now every change to {t} has {a}, and errors went down from {p} to a third of that.",
    "In the {d} after that, {n} of our launches were on time, and {w} now uses {a} as well.",
    "My manager said in the last review that my plans can be trusted; {a} is why."};
static const char *const IMPR_VAGUE[] = {"Next time I would try to plan it better.",
                                         "Going forward I will pay more attention to {t}.",
                                         "I think I have grown as a person since {x}."};
static const char *const CLOSE_SPECIFIC[] = {
    "That is why the first thing I would set up in your team is {a}.",
    "It is also how I would start with {t} in this role."};
static const char *const CLOSE_VAGUE[] = {"So, yeah, that is about it.", "I guess that is my story."};

enum { PARTS = 7 };
static const pool POOLS[PARTS] = {POOL(CONTEXT), POOL(FAIL), POOL(DIAG), POOL(ACT),
                                  POOL(LEARN),   POOL(IMPR), POOL(CLOSE)};
static const unsigned SENTENCES[PARTS] = {4, 3, 4, 4, 3, 3, 1}; /* at most */

static const char *const THINGS[] = {"the billing export",  "a data migration",   "the hiring plan",
                                     "the mobile release",  "our test suite",     "the warehouse forecast",
                                     "the pricing page",    "a search index",     "the onboarding course",
                                     "the quarterly audit", "the alerting rules", "the supplier contract"};
static const char *const PEOPLE[] = {
    "the sales team",     "our biggest client", "finance",         "the support lead",
    "the platform group", "my manager",         "the design team", "legal"};
static const char *const ARTIFACTS[] = {"a one-page checklist",     "a written rollback plan",
                                        "a second reviewer",        "a weekly risk list",
                                        "a dry run with real data", "a decision log"};
static const char *const SYLLABLES[] = {"ba",  "co",  "dri", "el",  "fa", "gor", "hin", "ju",
                                        "ka",  "lum", "mo",  "nex", "or", "pa",  "qui", "ro",
                                        "sta", "tu",  "vel", "wex", "yo", "zan"};
#define PICK(table) table[below(seed, sizeof table / sizeof *table)]

/* Prints the value of one slot. */
static void fill(FILE *out, char slot, uint64_t *seed) {
    static const char *const UNITS[] = {"days", "weeks", "months", "hours"};
    switch (slot) {
    case 't':
        fputs(PICK(THINGS), out);
        break;
    case 'w':
        fputs(PICK(PEOPLE), out);
        break;
    case 'a':
        fputs(PICK(ARTIFACTS), out);
        break;
    case 'n':
        fprintf(out, "%zu", 2 + below(seed, below(seed, 3) ? 38 : 4000));
        break;
    case 'p':
        fprintf(out, "%zu%%", 3 + below(seed, 90));
        break;
    case 'm':
        fprintf(out, "$%zu,%03zu", 1 + below(seed, 900), below(seed, 10) * 100);
        break;
    case 'd':
        fprintf(out, "%zu %s", 2 + below(seed, 9), PICK(UNITS));
        break;
    case 'x':
        fprintf(out, "%c%s%s%s", (int)('A' + below(seed, 26)), PICK(SYLLABLES), PICK(SYLLABLES),
                PICK(SYLLABLES));
        break;
    default:
        break;
    }
}

static void sentence(FILE *out, const char *template, uint64_t *seed) {
    for (const char *p = template; *p; p++) {
        if (p[0] == '{' && p[1] && p[2] == '}') {
            fill(out, p[1], seed);
            p += 2;
        } else {
            fputc(*p, out);
        }
    }
}

/* quality 0..4: the chance that a sentence is a specific one, part by part. */
static void answer_text(FILE *out, size_t quality, uint64_t *seed) {
    bool first = true;
    for (size_t part = 0; part < PARTS; part++) {
        const pool *from_pool = &POOLS[part];
        const bool good = below(seed, 4) < quality;
        const size_t from = good ? from_pool->specific_count : from_pool->vague_count;
        size_t count = 1 + below(seed, SENTENCES[part]), at = below(seed, from);
        if (count > from) count = from;
        for (size_t i = 0; i < count; i++, at = (at + 1) % from) {
            if (!first) fputc(' ', out);
            sentence(out, good ? from_pool->specific[at] : from_pool->vague[at], seed);
            first = false;
        }
    }
}

static void answer_row(FILE *answers, FILE *ratings, size_t i, uint64_t seed_value) {
    static const char *const COHORTS[] = {"spring", "summer", "autumn", "winter"};
    static const char *const LEVELS[] = {"student", "ic", "senior", "staff", "manager"};
    static const char *const QUESTIONS[] = {"failure", "mistake", "decision", "goal"};
    uint64_t state = seed_value ^ (0x2545f4914f6cdd1du * (i + 1)), *seed = &state;
    const size_t quality = below(seed, 5);
    fprintf(answers, "a%07zu,p%06zu,%s,engineer,%s,%s,%zu,%s,", i, i / 2, PICK(COHORTS), PICK(LEVELS),
            PICK(QUESTIONS), i % 2 + 1, i % 3 ? "written" : "spoken");
    if (i % 3 == 0) fprintf(answers, "%zu", 55 + below(seed, 90));
    fputs(",\"", answers);
    answer_text(answers, quality, seed);
    fputs("\"\n", answers);
    for (size_t r = 0; r < 2; r++) {
        const size_t rating = quality + below(seed, 3);
        fprintf(ratings, "a%07zu,R%02zu,overall,%zu\n", i, 1 + (i + r * 3) % 7,
                rating < 1   ? 1
                : rating > 5 ? 5
                             : rating);
    }
}

static bool generate(size_t count, uint64_t seed, const char *answers_path, const char *ratings_path) {
    FILE *answers = fopen(answers_path, "w"), *ratings = fopen(ratings_path, "w");
    bool good = answers && ratings;
    if (good) {
        fputs("answer_id,participant_id,cohort,role,level,question,attempt,mode,duration_s,text\n", answers);
        fputs("answer_id,rater_id,trait,rating\n", ratings);
        for (size_t i = 0; i < count; i++) answer_row(answers, ratings, i, seed);
        good = !ferror(answers) && !ferror(ratings);
    }
    if (answers && fclose(answers) != 0) good = false;
    if (ratings && fclose(ratings) != 0) good = false;
    return good;
}

int main(int argc, char **argv) {
    char *end = NULL, *seed_end = NULL;
    const unsigned long long count = argc == 5 ? strtoull(argv[1], &end, 10) : 0;
    const unsigned long long seed = argc == 5 ? strtoull(argv[2], &seed_end, 10) : 0;
    if (argc != 5 || *end || *seed_end || count > 100000000) {
        fprintf(stderr, "usage: bench_generate COUNT SEED ANSWERS.csv RATINGS.csv\n");
        return 64;
    }
    if (!generate((size_t)count, seed, argv[3], argv[4])) {
        perror("bench_generate");
        return 74;
    }
    return 0;
}
