/* settings.c: what has been set, by whom, and in what order sources count. */
#include "cli/settings.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static size_t option_count(void) {
    size_t count = 0;
    while (fw_options[count].name) count++;
    return count;
}

static fw_setting *setting_of(const fw_cli *cli, const fw_option *option) {
    return &cli->settings[option - fw_options];
}

fw_code fw_settings_begin(fw_cli *cli, fw_error *err) {
    fw_settings_free(cli); /* of an earlier call with the same settings */
    cli->settings = calloc(option_count() + 1, sizeof *cli->settings);
    return cli->settings ? FW_OK : fw_fail_nomem(err);
}

void fw_settings_free(fw_cli *cli) {
    for (size_t i = 0; cli->settings && i < option_count(); i++) fw_buffer_free(&cli->settings[i].values);
    free(cli->settings);
    cli->settings = NULL;
}

fw_code fw_setting_put(fw_cli *cli, const fw_option *option, const char *value, fw_source source,
                       const char *origin, fw_error *err) {
    fw_setting *setting = setting_of(cli, option);
    if (setting->source > source) return FW_OK;
    /* Lists grow within a source and are replaced by the next. */
    if (setting->source < source) {
        fw_option_reset(cli, option);
        fw_buffer_clear(&setting->values);
    }
    const char *kept = value ? fw_arena_copy(&cli->arena, fw_str_of(value)) : NULL;
    const char *from = fw_arena_copy(&cli->arena, fw_str_of(origin));
    if (!from || (value && !kept)) return fw_fail_nomem(err);
    setting->source = source;
    setting->origin = from;
    fw_buffer_printf(&setting->values, "%s\n", value ? value : "yes");
    return setting->values.failed ? fw_fail_nomem(err) : fw_option_set(cli, option, kept, origin, err);
}

/* The lines of a setting, one at a time; NULL at the end. */
static bool next_value(const char **at, fw_str *value) {
    if (!*at || !**at) return false;
    *value = (fw_str){*at, strcspn(*at, "\n")};
    *at += value->len + 1;
    return true;
}

void fw_settings_record(const fw_cli *cli, fw_buffer *out) {
    for (const fw_option *o = fw_options; o->name; o++) {
        const fw_setting *setting = setting_of(cli, o);
        const bool theirs = setting->source > FW_SOURCE_DEFAULT && setting->source < FW_SOURCE_OPTION;
        if (!theirs || o->cosmetic) continue;
        const char *at = setting->values.data;
        for (fw_str value; next_value(&at, &value);) {
            if (!o->argument && !fw_str_equal(value, FW_STR("yes"))) continue;
            fw_buffer_printf(out, " --%s", o->name);
            if (o->argument) fw_option_record_word(out, value);
        }
    }
}

static bool is_list(fw_option_kind kind) {
    return kind == FW_OPTION_LIST || kind == FW_OPTION_REPEAT || kind == FW_OPTION_MAP;
}

void fw_settings_print(const fw_cli *cli, const fw_command *command, bool origin, fw_buffer *out) {
    fw_buffer_printf(out, "[%s]\n", command->name);
    for (const fw_option *o = fw_options; o->name; o++) {
        if (!(o->commands & command->bit) || o->kind == FW_OPTION_COUNT || o->once) continue;
        const fw_setting *setting = setting_of(cli, o);
        const char *at = setting->values.data;
        fw_str value;
        const fw_str from = fw_str_of(setting->origin ? setting->origin : "default");
        if (!setting->origin) {
            char text[64];
            fw_option_default(text, sizeof text, o, cli);
            /* What has no value is shown as a comment: the name is there to be used. */
            const bool real = text[0] && (!o->unset || strcmp(o->unset, text) != 0);
            const char *shown = o->argument || text[0] ? text : "no";
            fw_buffer_printf(out, "%s%s = %s", real || !o->argument ? "" : "# ", o->name,
                             is_list(o->kind) ? "" : shown);
            fw_buffer_printf(out, origin ? "  ; %.*s\n" : "\n", (int)from.len, from.ptr);
            continue;
        }
        while (next_value(&at, &value)) {
            const bool wide = strlen(o->name) + 3 + value.len > FW_SETTING_LINE;
            fw_buffer_printf(out, wide ? "%s=%.*s" : "%s = %.*s", o->name, (int)value.len, value.ptr);
            fw_buffer_printf(out, origin ? "  ; %.*s\n" : "\n", (int)from.len, from.ptr);
        }
    }
}
