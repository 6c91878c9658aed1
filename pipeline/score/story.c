/* story.c: which kind of miss a story tells: technical, stakeholder or judgement. */
#include <failwise/coach.h>

enum { REMEMBERED = 256, TOGETHER = 256 };

/*
 * What one distinct cue is worth. Words of craft ("test", "data", "table") are part of everybody's working
 * day and stand in every kind of story; words of hiring, bets and priorities hardly stand anywhere else.
 */
static const struct {
    const char *name;
    double weight;
} STORIES[FW_STORY_COUNT] = {
    [FW_STORY_TECHNICAL] = {"technical", 4},
    [FW_STORY_STAKEHOLDER] = {"stakeholder", 3},
    [FW_STORY_JUDGEMENT] = {"judgement", 12},
};

const char *fw_story_name(fw_story story) { return story < FW_STORY_COUNT ? STORIES[story].name : ""; }

/* By category: the story that it speaks for, + 1; 0: none. */
static const uint8_t STORY_OF[FW_CAT_COUNT + 1] = {
    [FW_CAT_story_technical] = 1 + FW_STORY_TECHNICAL,
    [FW_CAT_story_stakeholder] = 1 + FW_STORY_STAKEHOLDER,
    [FW_CAT_story_judgement] = 1 + FW_STORY_JUDGEMENT,
};

/* Those hits among `count` that speak for a story: few do, and nobody foresees which, so it is no branch. */
static size_t cues_of(const fw_hit *hits, size_t count, uint16_t cues[TOGETHER]) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        cues[found] = (uint16_t)i;
        found += (STORY_OF[hits[i].cat] != 0) & !hits[i].negated;
    }
    return found;
}

/* The places of a story's cues that count: the miss itself and its cause say more than the scene. */
static double worth(const fw_analysis *a, const fw_hit *hit) {
    const uint8_t part = a->clauses[hit->clause].part;
    return part == FW_PART_FAIL || part == FW_PART_DIAG ? 2 : 1;
}

/* Cues seen so far, and what each counted: the same word later adds only what it counts more there. */
typedef struct {
    uint32_t term[REMEMBERED]; /* with the story: a term may speak for two */
    double counted[REMEMBERED];
    size_t count;
} memory;

static double adds(memory *m, uint32_t term, double value) {
    for (size_t i = 0; i < m->count; i++) {
        if (m->term[i] != term) continue;
        const double more = value > m->counted[i] ? value - m->counted[i] : 0;
        m->counted[i] += more;
        return more;
    }
    if (m->count == REMEMBERED) return 0;
    m->term[m->count] = term;
    m->counted[m->count++] = value;
    return value;
}

fw_story fw_story_of(const fw_analysis *a, double *points) {
    double sums[FW_STORY_COUNT] = {0};
    memory seen;
    seen.count = 0;
    for (size_t from = 0; from < a->hit_count; from += TOGETHER) {
        uint16_t cues[TOGETHER] = {0}; /* as the analyzer asks */
        const size_t left = a->hit_count - from;
        const size_t found = cues_of(a->hits + from, left < TOGETHER ? left : TOGETHER, cues);
        for (size_t i = 0; i < found; i++) {
            const fw_hit *hit = &a->hits[from + cues[i]];
            const uint32_t story = STORY_OF[hit->cat] - 1U;
            sums[story] +=
                STORIES[story].weight * adds(&seen, hit->term * FW_STORY_COUNT + story, worth(a, hit));
        }
    }
    fw_story best = FW_STORY_TECHNICAL;
    for (int s = 1; s < FW_STORY_COUNT; s++) {
        if (sums[s] > sums[best]) best = (fw_story)s;
    }
    for (int s = 0; s < FW_STORY_COUNT && points; s++) points[s] = sums[s];
    return sums[best] > 0 && (a->arc[0] > 0 || a->arc[1] > 0) ? best : FW_STORY_NONE;
}
