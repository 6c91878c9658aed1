/* cmd_pick.c: prepared stories ranked for a role. */
#include "cli/answer_input.h"
#include "cli/paths.h"
#include "cli/pick_view.h"

#include "base/str.h"

#include <string.h>

enum { STORIES_MOST = 10000 }; /* more are a cohort, not somebody's prepared stories */

typedef struct picking {
    fw_cli *cli;
    fw_judge *judge;
    fw_analyzer *analyzer;
    fw_pick *pick;
} picking;

static fw_code read_role(void *context, fw_str text, fw_str name, const fw_answer_facts *facts,
                         fw_error *err) {
    (void)name;
    picking *p = context;
    const fw_analysis *analysis = NULL;
    const fw_code code = fw_analyze(p->analyzer, text, facts, &analysis, err);
    return code == FW_OK ? fw_pick_new(analysis, &p->pick, err) : code;
}

/* Stories are judged at the level given, else at that of the row, else at the role's. */
static fw_code read_story(void *context, fw_str text, fw_str name, const fw_answer_facts *facts,
                          fw_error *err) {
    picking *p = context;
    if (fw_pick_count(p->pick) == STORIES_MOST)
        return fw_fail(err, FW_DATA, "more than %d stories", STORIES_MOST);
    fw_answer_facts at_level = *facts;
    if (!p->cli->level && fw_pick_level(p->pick)[0]) at_level.level = fw_str_of(fw_pick_level(p->pick));
    const fw_analysis *analysis = NULL;
    const fw_code code = fw_analyze(p->analyzer, text, &at_level, &analysis, err);
    return code == FW_OK ? fw_pick_add(p->pick, name, analysis, p->judge, err) : code;
}

static fw_code check(const fw_cli *cli, fw_error *err) {
    if (!cli->role) return fw_fail(err, FW_USAGE, "'pick' needs --role FILE: the text of the role");
    if (fw_is_csv(cli->role))
        return fw_fail(err, FW_USAGE, "--role is a text, not a CSV: '%.80s'", cli->role);
    fw_code code = fw_paths_differ(cli->args, cli->arg_count, err);
    for (size_t i = 0; i < cli->arg_count && code == FW_OK; i++) {
        const char *const pair[] = {cli->args[i], cli->role};
        code = fw_paths_differ(pair, 2, err);
    }
    return code;
}

static fw_code rank(picking *p, fw_error *err) {
    fw_cli *cli = p->cli;
    fw_code code = fw_answers_read(cli, cli->role, NULL, read_role, p, err);
    for (size_t i = 0; i < cli->arg_count && code == FW_OK; i++)
        code = fw_answers_read(cli, cli->args[i], NULL, read_story, p, err);
    if (code == FW_OK) code = fw_pick_rank(p->pick, err);
    if (code != FW_OK) return code;
    const char *name = strcmp(cli->role, "-") == 0 ? "standard input" : cli->role;
    const char *level = cli->level ? cli->level : fw_pick_level(p->pick);
    if (cli->json) return fw_console_json(fw_pick_json(p->pick, name, level), false, err);
    const fw_console console = fw_console_when(cli->color);
    fw_pick_print(&console, p->pick, name, level);
    return FW_OK;
}

fw_code fw_cmd_pick(fw_cli *cli, fw_error *err) {
    fw_code code = check(cli, err);
    if (code != FW_OK) return code;
    picking p = {.cli = cli};
    fw_lexicon *lexicon = NULL;
    code = fw_cli_lexicon(cli, &lexicon, err);
    const fw_analyzer_options options = {.words_per_minute = cli->run.words_per_minute, .without_cues = true};
    if (code == FW_OK) code = fw_analyzer_new(lexicon, &options, &p.analyzer, err);
    if (code == FW_OK) code = fw_judge_new(cli->run.rubric, &p.judge, err);
    if (code == FW_OK) code = rank(&p, err);
    fw_pick_free(p.pick);
    fw_judge_free(p.judge);
    fw_analyzer_free(p.analyzer);
    fw_lexicon_free(lexicon);
    return code;
}
