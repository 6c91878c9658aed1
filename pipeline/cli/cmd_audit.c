/* cmd_audit.c: one answer or two drafts, explained in the terminal, or answers as JSON lines. */
#include "cli/answer_input.h"
#include "cli/audit_drafts.h"
#include "cli/audit_view.h"
#include "cli/paths.h"

#include <jansson.h>
#include <string.h>

enum { DRAFTS = 2 };

typedef struct audit {
    fw_cli *cli;
    fw_judge *judge;
    fw_lexicon *lexicon;
    fw_analyzer *analyzer[DRAFTS]; /* an analysis lives until its analyzer's next call: one for each draft */
    fw_console console;
    /* drafts, as far as they have been read */
    size_t drafts;
    fw_audited draft[DRAFTS];
    fw_score score[DRAFTS];
} audit;

/* Makes the analyzer of a draft: the second one only when there is a second draft. */
static fw_code make_analyzer(audit *a, size_t draft, fw_error *err) {
    const fw_analyzer_options options = {.words_per_minute = a->cli->run.words_per_minute};
    if (a->analyzer[draft]) return FW_OK;
    return fw_analyzer_new(a->lexicon, &options, &a->analyzer[draft], err);
}

/* ---- one answer ---- */

static json_t *points_object(const fw_analysis *a, const fw_score *score) {
    json_t *points = json_object();
    for (size_t i = 0; i < FW_ARC_PARTS; i++) {
        json_object_set_new(points, fw_part_name((fw_part)(FW_PART_FAIL + (int)i)),
                            json_real(score->part[i]));
    }
    return json_pack("{s:f, s:f, s:f, s:o, s:s}", "overall", score->overall, "humility", score->humility,
                     "agency", score->agency, "parts", points, "weakest",
                     fw_part_name((fw_part)(FW_PART_FAIL + (int)fw_weakest_part(a, score))));
}

static json_t *exercise_object(const fw_analysis *a, const fw_score *score) {
    fw_exercise exercise;
    fw_exercise_of(a, score, &exercise);
    json_t *quotes = json_array();
    for (size_t i = 0; i < FW_EXERCISE_QUOTES; i++) {
        const fw_span q = exercise.quote[i];
        if (q.end > q.start) {
            json_array_append_new(
                quotes, json_pack("{s:I, s:I}", "start", (json_int_t)q.start, "end", (json_int_t)q.end));
        }
    }
    char headline[FW_HEADLINE_TEXT];
    fw_headline(a, score, headline);
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "headline", headline, "id", exercise.id, "part",
                     exercise.part < FW_ARC_PARTS ? fw_part_name((fw_part)(FW_PART_FAIL + (int)exercise.part))
                                                  : "all",
                     "text", exercise.text, "quotes", quotes);
}

/* What speaks for each kind of miss, weighted: the largest is the kind that the coach goes by. */
static json_t *story_object(const fw_analysis *a) {
    double points[FW_STORY_COUNT];
    fw_story_of(a, points);
    json_t *object = json_object();
    for (int s = 0; s < FW_STORY_COUNT; s++)
        json_object_set_new(object, fw_story_name((fw_story)s), json_integer((json_int_t)points[s]));
    return object;
}

/* The documented object, with points and the exercise behind it. */
static json_t *answer_object(const audit *a, const fw_analysis *analysis, fw_str id) {
    fw_score score;
    fw_judge_score(a->judge, analysis, &score);
    json_t *object = fw_analysis_json(analysis, id);
    json_object_set_new(object, "story", story_object(analysis));
    json_object_set_new(object, "score", points_object(analysis, &score));
    json_object_set_new(object, "practise", exercise_object(analysis, &score));
    return object;
}

static fw_code show_one(void *context, fw_str text, fw_str name, const fw_answer_facts *facts,
                        fw_error *err) {
    audit *a = context;
    const fw_analysis *analysis = NULL;
    const fw_code code = fw_analyze(a->analyzer[0], text, facts, &analysis, err);
    if (code != FW_OK) return code;
    if (a->cli->json) return fw_console_json(answer_object(a, analysis, name), true, err);
    fw_score score;
    fw_judge_score(a->judge, analysis, &score);
    const fw_audited audited = {.name = name,
                                .analysis = analysis,
                                .score = &score,
                                .scale_min = fw_judge_scale_min(a->judge),
                                .scale_max = fw_judge_scale_max(a->judge)};
    fw_audit_print(&a->console, &audited, a->cli->verbose > 0);
    return FW_OK;
}

/* ---- two drafts ---- */

/* Keeps a draft: text and name in the program's memory, because the reader reuses its own. */
static fw_code keep_draft(void *context, fw_str text, fw_str name, const fw_answer_facts *facts,
                          fw_error *err) {
    audit *a = context;
    const size_t i = a->drafts++;
    const char *text_copy = fw_arena_copy(&a->cli->arena, text);
    const char *name_copy = fw_arena_copy(&a->cli->arena, name);
    const char *level = fw_arena_copy(&a->cli->arena, facts->level);
    if (!text_copy || !name_copy || !level) return fw_fail_nomem(err);
    const fw_answer_facts kept = {facts->duration_s, {level, facts->level.len}, facts->pii_hits};
    const fw_analysis *analysis = NULL;
    fw_code code = make_analyzer(a, i, err);
    if (code == FW_OK)
        code = fw_analyze(a->analyzer[i], (fw_str){text_copy, text.len}, &kept, &analysis, err);
    if (code != FW_OK) return code;
    fw_judge_score(a->judge, analysis, &a->score[i]);
    a->draft[i] = (fw_audited){.name = {name_copy, name.len},
                               .analysis = analysis,
                               .score = &a->score[i],
                               .scale_min = fw_judge_scale_min(a->judge),
                               .scale_max = fw_judge_scale_max(a->judge)};
    return FW_OK;
}

static fw_code show_drafts(audit *a, fw_error *err) {
    const fw_draft before = {a->draft[0].analysis, &a->score[0]},
                   after = {a->draft[1].analysis, &a->score[1]};
    fw_drafts *drafts = NULL;
    fw_code code = fw_drafts_compare(&before, &after, &drafts, err);
    if (code == FW_OK && a->cli->json) {
        json_t *object =
            json_pack("{s:o, s:o}", "before", answer_object(a, before.analysis, a->draft[0].name), "after",
                      answer_object(a, after.analysis, a->draft[1].name));
        json_t *rest = fw_audit_drafts_json(&a->draft[0], &a->draft[1], drafts);
        if (object && rest) json_object_update(object, rest);
        json_decref(rest);
        code = fw_console_json(object, true, err);
    } else if (code == FW_OK) {
        fw_audit_print_drafts(&a->console, &a->draft[0], &a->draft[1], drafts);
    }
    fw_drafts_free(drafts);
    return code;
}

static fw_code read_drafts(audit *a, fw_error *err) {
    fw_cli *cli = a->cli;
    fw_code code = FW_OK;
    for (size_t i = 0; i < DRAFTS && code == FW_OK; i++) {
        const char *path = cli->args[cli->arg_count == DRAFTS ? i : 0];
        code = fw_answers_read(cli, path, cli->id_count ? cli->ids[i] : NULL, keep_draft, a, err);
    }
    return code == FW_OK ? show_drafts(a, err) : code;
}

/* ---- the command ---- */

/* What the arguments mean together. */
static fw_code check(const fw_cli *cli, fw_error *err) {
    const char *path = cli->arg_count ? cli->args[0] : "-";
    if (cli->id_count > DRAFTS) return fw_fail(err, FW_USAGE, "--id can be given twice at most");
    for (size_t i = 0; i < cli->arg_count; i++) {
        if (!cli->id_count && cli->arg_count == DRAFTS && fw_is_csv(cli->args[i]))
            return fw_fail(err, FW_USAGE, "two drafts in a CSV are picked with --id ID --id ID");
    }
    if (cli->arg_count == DRAFTS && cli->id_count)
        return fw_fail(err, FW_USAGE, "give two files, or one CSV with --id");
    if (!fw_is_csv(path) && cli->id_count)
        return fw_fail(err, FW_USAGE, "--id picks a row of a CSV; '%.80s' is read as text", path);
    if (fw_is_csv(path) && !cli->id_count && !cli->json)
        return fw_fail(err, FW_USAGE, "of a CSV, 'audit' needs --id ID for one answer or --json for all");
    if (cli->id_count == DRAFTS && strcmp(cli->ids[0], cli->ids[1]) == 0)
        return fw_fail(err, FW_USAGE, "the same id is given twice: '%.80s'", cli->ids[0]);
    return fw_paths_differ(cli->args, cli->arg_count, err);
}

static fw_code run(audit *a, fw_error *err) {
    fw_cli *cli = a->cli;
    if (cli->arg_count == DRAFTS || cli->id_count == DRAFTS) return read_drafts(a, err);
    return fw_answers_read(cli, cli->arg_count ? cli->args[0] : "-", cli->id_count ? cli->ids[0] : NULL,
                           show_one, a, err);
}

fw_code fw_cmd_audit(fw_cli *cli, fw_error *err) {
    fw_code code = check(cli, err);
    if (code != FW_OK) return code;
    audit a = {.cli = cli, .console = fw_console_when(cli->color)};
    code = fw_cli_lexicon(cli, &a.lexicon, err);
    if (code == FW_OK) code = fw_judge_new(cli->run.rubric, &a.judge, err);
    if (code == FW_OK) code = make_analyzer(&a, 0, err);
    if (code == FW_OK) code = run(&a, err);
    for (size_t i = 0; i < DRAFTS; i++) fw_analyzer_free(a.analyzer[i]);
    fw_judge_free(a.judge);
    fw_lexicon_free(a.lexicon);
    return code;
}
