/* cmd_features.c: prints the feature catalogue, or the dictionary categories in force. */
#include "cli/cli.h"
#include "cli/console.h"

#include <failwise/features.h>

#include "base/buffer.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

static const char *sign_text(int sign) { return sign > 0 ? "+" : sign < 0 ? "-" : "0"; }

static int longest(const char *(*text)(const fw_feature *)) {
    size_t width = 0;
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const size_t length = strlen(text(fw_feature_at(i)));
        if (length > width) width = length;
    }
    return (int)width;
}

static const char *name_of(const fw_feature *feature) { return feature->name; }
static const char *unit_of(const fw_feature *feature) { return feature->unit; }

/* One block a group; the sign is what the rubric expects. Only a terminal has lines wrapped: others are
 * searched. */
static void print_catalogue(void) {
    fw_console console = fw_console_of_stdout();
    if (!isatty(STDOUT_FILENO)) console.width = SIZE_MAX / 2;
    const int name = longest(name_of), unit = longest(unit_of);
    const char *group = "";
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *f = fw_feature_at(i);
        if (strcmp(group, f->group) != 0) {
            if (i) printf("\n");
            fw_console_paint(&console, FW_PAINT_BOLD, fw_str_of(f->group));
            printf("\n");
            group = f->group;
        }
        const char *sign = f->scored ? sign_text(f->sign) : ".";
        printf("  %-*s  %s  %-*s  ", name, f->name, sign, unit, f->unit);
        const size_t column = (size_t)name + (size_t)unit + 9; /* with the gaps and the sign */
        fw_console_wrap(&console, FW_PAINT_PLAIN, fw_str_of(f->definition), column, column);
    }
    printf("\n%zu features. ", fw_feature_count());
    fw_console_wrap(
        &console, FW_PAINT_PLAIN,
        FW_STR("Sign: what the rubric expects (+ helps, - hurts, 0 either); a dot marks one that is "
               "reported, never scored."),
        13, 0);
}

static fw_code print_catalogue_json(fw_error *err) {
    json_t *list = json_array();
    for (size_t i = 0; i < fw_feature_count(); i++) {
        const fw_feature *f = fw_feature_at(i);
        json_t *entry = json_pack("{s:s, s:s, s:s, s:i, s:b, s:s, s:s}", "name", f->name, "group", f->group,
                                  "unit", f->unit, "sign", f->sign, "scored", f->scored, "definition",
                                  f->definition, "source", f->source);
        if (!entry || json_array_append_new(list, entry) != 0) {
            json_decref(list);
            return fw_fail_nomem(err);
        }
    }
    return fw_console_json(list, false, err);
}

/* ---- the dictionary in force ---- */

static void print_plain(const char *text) {
    const fw_console plain = {0};
    fw_console_paint(&plain, FW_PAINT_PLAIN, fw_str_of(text));
}

static void print_category(const fw_category *c, size_t width) {
    print_plain(c->name);
    printf("%*s  %7u  ", (int)(width - strlen(c->name)), "", c->terms);
    print_plain(c->source);
    if (c->extension) {
        printf(" + ");
        print_plain(c->extension);
    }
    if (c->replaces) {
        printf(", replaces ");
        print_plain(c->replaces);
    }
    printf("\n");
}

/* Whether the category has a term that a user's file gave, and so is worth listing. */
static bool is_users(const fw_lexicon *lexicon, int category) {
    for (uint32_t t = fw_lexicon_term_count(lexicon); t-- > 0 && !fw_lexicon_term_builtin(lexicon, t);) {
        if (fw_lexicon_term_category(lexicon, t) == category) return true;
    }
    return false;
}

/* The terms that the user's files gave a category. */
static fw_code print_terms(const fw_lexicon *lexicon, int category, fw_error *err) {
    const fw_console console = fw_console_of_stdout();
    fw_buffer list = {0};
    for (uint32_t t = 0; t < fw_lexicon_term_count(lexicon); t++) {
        if (fw_lexicon_term_builtin(lexicon, t) || fw_lexicon_term_category(lexicon, t) != category) continue;
        if (list.len) fw_buffer_text(&list, ", ");
        fw_buffer_text(&list, fw_lexicon_term(lexicon, t));
    }
    if (list.failed) {
        fw_buffer_free(&list);
        return fw_fail_nomem(err);
    }
    printf("\n");
    fw_console_paint(&console, FW_PAINT_BOLD,
                     fw_str_of(fw_lexicon_category(lexicon, (size_t)category)->name));
    printf("\n  ");
    fw_console_wrap(&console, FW_PAINT_PLAIN, (fw_str){list.data, list.len}, 2, 2);
    fw_buffer_free(&list);
    return FW_OK;
}

static fw_code print_categories(const fw_lexicon *lexicon, fw_error *err) {
    const size_t count = fw_lexicon_category_count(lexicon);
    size_t width = strlen("category");
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(fw_lexicon_category(lexicon, i)->name);
        if (length > width) width = length;
    }
    printf("%-*s  %7s  %s\n", (int)width, "category", "terms", "source");
    for (size_t i = 0; i < count; i++) print_category(fw_lexicon_category(lexicon, i), width);
    fw_code code = FW_OK;
    for (size_t i = 0; i < count && code == FW_OK; i++) {
        if (is_users(lexicon, (int)i)) code = print_terms(lexicon, (int)i, err);
    }
    return code;
}

static json_t *category_object(const fw_lexicon *lexicon, size_t index) {
    const fw_category *c = fw_lexicon_category(lexicon, index);
    json_t *entry = json_pack("{s:s, s:i, s:s, s:s*, s:s*}", "category", c->name, "terms", (int)c->terms,
                              "source", c->source, "replaces", c->replaces, "extended_by", c->extension);
    json_t *list = json_array();
    for (uint32_t t = 0; t < fw_lexicon_term_count(lexicon); t++) {
        if (!fw_lexicon_term_builtin(lexicon, t) && fw_lexicon_term_category(lexicon, t) == (int)index)
            json_array_append_new(list, json_string(fw_lexicon_term(lexicon, t)));
    }
    if (json_array_size(list)) {
        json_object_set_new(entry, "list", list);
    } else {
        json_decref(list);
    }
    return entry;
}

static fw_code print_categories_json(const fw_lexicon *lexicon, fw_error *err) {
    json_t *list = json_array();
    for (size_t i = 0; i < fw_lexicon_category_count(lexicon); i++) {
        json_t *entry = category_object(lexicon, i);
        if (!entry || json_array_append_new(list, entry) != 0) {
            json_decref(list);
            return fw_fail_nomem(err);
        }
    }
    return fw_console_json(list, false, err);
}

void fw_cli_warn_of_lexicons(fw_cli *cli) {
    fw_lexicon *lexicon = NULL;
    fw_error ignored = {0};
    if (cli->run.lexicon_count == 0) return;
    if (fw_lexicon_load(cli->run.lexicons, cli->run.lexicon_count, &lexicon, &ignored) != FW_OK) return;
    for (size_t i = 0; i < fw_lexicon_warning_count(lexicon); i++) {
        const fw_lexicon_warning *w = &fw_lexicon_warnings(lexicon)[i];
        fw_log_warning(&cli->log, "%s:%llu: %s", w->file, (unsigned long long)w->line, w->message);
    }
    fw_lexicon_free(lexicon);
}

fw_code fw_cmd_features(fw_cli *cli, fw_error *err) {
    if (cli->run.lexicon_count == 0) {
        if (cli->json) return print_catalogue_json(err);
        print_catalogue();
        return FW_OK;
    }
    fw_lexicon *lexicon = NULL;
    fw_code code = fw_lexicon_load(cli->run.lexicons, cli->run.lexicon_count, &lexicon, err);
    if (code != FW_OK) return code;
    code = cli->json ? print_categories_json(lexicon, err) : print_categories(lexicon, err);
    fw_lexicon_free(lexicon);
    return code;
}
