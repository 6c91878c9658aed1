/* story.c: which kind of miss a story tells: technical, stakeholder or judgement. */
#include <failwise/coach.h>

enum { REMEMBERED = 256 };

/*
 * What one distinct cue is worth. Words of craft ("test", "data", "table") are part of everybody's working
 * day and stand in every kind of story; words of hiring, bets and priorities hardly stand anywhere else.
 */
static const struct {
    const char *name;
    fw_cat cat;
    double weight;
} STORIES[FW_STORY_COUNT] = {
    {"technical", FW_CAT_story_technical, 4},
    {"stakeholder", FW_CAT_story_stakeholder, 3},
    {"judgement", FW_CAT_story_judgement, 12},
};

const char *fw_story_name(fw_story story) { return story < FW_STORY_COUNT ? STORIES[story].name : ""; }

static int story_of_hit(const fw_hit *hit) {
    for (int s = 0; s < FW_STORY_COUNT; s++) {
        if (hit->cat == STORIES[s].cat) return s;
    }
    return -1;
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
    for (uint32_t i = 0; i < a->hit_count; i++) {
        const int story = a->hits[i].negated ? -1 : story_of_hit(&a->hits[i]);
        if (story < 0) continue;
        sums[story] += STORIES[story].weight *
                       adds(&seen, a->hits[i].term * FW_STORY_COUNT + (uint32_t)story, worth(a, &a->hits[i]));
    }
    fw_story best = FW_STORY_TECHNICAL;
    for (int s = 1; s < FW_STORY_COUNT; s++) {
        if (sums[s] > sums[best]) best = (fw_story)s;
    }
    for (int s = 0; s < FW_STORY_COUNT && points; s++) points[s] = sums[s];
    return sums[best] > 0 && (a->arc[0] > 0 || a->arc[1] > 0) ? best : FW_STORY_NONE;
}
