/*
 * pick.h: which of several prepared stories suits a role (the score stage).
 *
 * A story's fit is its strength, by the rubric, and how close its learning is to what the role's text asks:
 * content words of its lesson, change and closing that the role uses too, each weighted by how few of the
 * stories have it and by how often the role says it, and themes (datasets/rubric/themes.csv) that both speak
 * of in different words.
 */
#ifndef FAILWISE_PICK_H
#define FAILWISE_PICK_H

#include <failwise/coach.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { FW_PICK_SHARED = 8, FW_PICK_WORD = 40, FW_PICK_LESSON = 128, FW_PICK_THEMES = 32 };

/* Shares of strength and closeness in the fit. */
extern const double fw_pick_strength_share, fw_pick_closeness_share;

/* Something that both the role and a story's learning speak of. */
typedef struct fw_shared {
    char story[FW_PICK_WORD]; /* the story's word, lower case */
    char role[FW_PICK_WORD];  /* the role's */
    const char *theme;        /* NULL: the same word; else the theme that joins the two */
    double weight;
} fw_shared;

/* One story, ranked. */
typedef struct fw_pick_story {
    fw_str name;
    size_t given;     /* its place in the order of fw_pick_add, from 0 */
    double fit;       /* 0..1 */
    double strength;  /* 0..1: the overall score on its scale */
    double closeness; /* 0..1: 0 = nothing shared, half at three points of shared weight */
    fw_score score;
    size_t weakest; /* part, 0..4 */
    fw_story type;
    double story[FW_STORY_COUNT];     /* points of the three kinds */
    double level_gap;                 /* steps that its stakes fall short of the role's level */
    fw_shared shared[FW_PICK_SHARED]; /* heaviest first */
    size_t shared_count;
    char lesson[FW_PICK_LESSON]; /* the lesson or practice in its own words; "" when it tells neither */
} fw_pick_story;

typedef struct fw_pick fw_pick;

/*
 * Starts from the analysed text of a role. FW_DATA when it holds no word that says something. The analysis is
 * not kept. Free with fw_pick_free, which takes NULL.
 */
fw_code fw_pick_new(const fw_analysis *role, fw_pick **out, fw_error *err);
void fw_pick_free(fw_pick *pick);
/* The level that the role's title or text asks for: "student" ... "manager"; "" when it does not say. Stories
 * are best analysed with it. */
const char *fw_pick_level(const fw_pick *pick);
/* The first line of the role's text. */
const char *fw_pick_title(const fw_pick *pick);

/* Adds a story; nothing of the analysis is kept. `judge` gives the scale. */
fw_code fw_pick_add(fw_pick *pick, fw_str name, const fw_analysis *story, fw_judge *judge, fw_error *err);
/* After the last story. */
fw_code fw_pick_rank(fw_pick *pick, fw_error *err);

size_t fw_pick_count(const fw_pick *pick);
const fw_pick_story *fw_pick_at(const fw_pick *pick, size_t rank); /* best first; ties in the order given */

/* Themes of the role, the one it says most about first; `covered`: a story's learning speaks of it. */
typedef struct fw_pick_theme {
    const char *name;
    size_t words; /* of the role that belong to it */
    bool covered;
} fw_pick_theme;
size_t fw_pick_themes(const fw_pick *pick, fw_pick_theme out[FW_PICK_THEMES]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
