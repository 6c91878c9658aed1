/* team.c: the readers of who leads a run of many processes. */
#include "run/team.h"

#include "load/relay.h"
#include "run/open.h"

fw_code fw_team_open(const fw_run_options *options, size_t parts, fw_reader **reader, fw_reader **own,
                     fw_error *err) {
    fw_run_options first = *options;
    first.part = 1;
    first.parts = parts;
    json_t *file = NULL;
    fw_code code = fw_open_reader(&first, own, err);
    if (code == FW_OK) code = fw_reader_describe(*own, &file, err);
    const fw_reader_options what = {
        .map = options->map,
        .map_count = options->map_count,
        .rating_columns = options->rating_columns,
        .rating_column_count = options->rating_column_count,
    };
    if (code == FW_OK) code = fw_reader_from(file, &what, reader, err);
    json_decref(file);
    return code;
}
