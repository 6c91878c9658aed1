/* pick_json.c: the ranking of stories as JSON. */
#include "cli/pick_view.h"

#include <math.h>

static json_t *rounded(double value) { return json_real(round(value * 1e6) / 1e6 + 0.0); }

static json_t *shared_list(const fw_pick_story *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < s->shared_count; i++) {
        const fw_shared *shared = &s->shared[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s?, s:o}", "story", shared->story, "role", shared->role,
                                        "theme", shared->theme, "weight", rounded(shared->weight)));
    }
    return list;
}

static json_t *parts_object(const fw_pick_story *s) {
    json_t *object = json_object();
    for (size_t i = 0; i < FW_ARC_PARTS; i++)
        json_object_set_new(object, fw_part_name((fw_part)(FW_PART_FAIL + (int)i)),
                            rounded(s->score.part[i]));
    return object;
}

static json_t *traps_list(const fw_pick_story *s) {
    json_t *list = json_array();
    for (size_t i = 0; i < FW_TRAP_COUNT; i++) {
        if (s->score.traps >> i & 1) json_array_append_new(list, json_string(fw_trap_name(i)));
    }
    return list;
}

static json_t *story_points(const fw_pick_story *s) {
    json_t *object = json_object();
    for (int t = 0; t < FW_STORY_COUNT; t++)
        json_object_set_new(object, fw_story_name((fw_story)t), rounded(s->story[t]));
    return object;
}

static json_t *story_object(const fw_pick_story *s, size_t rank) {
    json_t *object = json_object();
    json_object_set_new(object, "rank", json_integer((json_int_t)rank + 1));
    json_object_set_new(object, "story", json_stringn(s->name.ptr, s->name.len));
    json_object_set_new(object, "fit", rounded(s->fit));
    json_object_set_new(object, "strength", rounded(s->strength));
    json_object_set_new(object, "closeness", rounded(s->closeness));
    json_object_set_new(object, "overall", rounded(s->score.overall));
    json_object_set_new(object, "parts", parts_object(s));
    json_object_set_new(object, "weakest",
                        json_string(fw_part_name((fw_part)(FW_PART_FAIL + (int)s->weakest))));
    json_object_set_new(object, "traps", traps_list(s));
    json_object_set_new(object, "level_gap", rounded(s->level_gap));
    json_object_set_new(object, "type",
                        s->type == FW_STORY_NONE ? json_null() : json_string(fw_story_name(s->type)));
    json_object_set_new(object, "type_points", story_points(s));
    json_object_set_new(object, "lesson", json_string(s->lesson));
    json_object_set_new(object, "shared", shared_list(s));
    return object;
}

static json_t *themes_list(const fw_pick *pick) {
    fw_pick_theme themes[FW_PICK_THEMES];
    const size_t count = fw_pick_themes(pick, themes);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_pack("{s:s, s:I, s:b}", "theme", themes[i].name, "words",
                                              (json_int_t)themes[i].words, "covered", themes[i].covered));
    }
    return list;
}

json_t *fw_pick_json(const fw_pick *pick, const char *role_name, const char *level) {
    json_t *stories = json_array(), *types = json_object(), *missing = json_array();
    for (size_t i = 0; i < fw_pick_count(pick); i++)
        json_array_append_new(stories, story_object(fw_pick_at(pick, i), i));
    for (int t = 0; t < FW_STORY_COUNT; t++) {
        json_t *told = json_array();
        for (size_t i = 0; i < fw_pick_count(pick); i++) {
            const fw_pick_story *s = fw_pick_at(pick, i);
            if ((int)s->type == t) json_array_append_new(told, json_stringn(s->name.ptr, s->name.len));
        }
        if (json_array_size(told) == 0)
            json_array_append_new(missing, json_string(fw_story_name((fw_story)t)));
        json_object_set_new(types, fw_story_name((fw_story)t), told);
    }
    json_t *role = json_pack("{s:s, s:s, s:s?, s:o}", "file", role_name, "title", fw_pick_title(pick),
                             "level", level[0] ? level : NULL, "themes", themes_list(pick));
    return json_pack("{s:o, s:o, s:o, s:o}", "role", role, "stories", stories, "types", types, "missing",
                     missing);
}
