/* person.c: which answers of a dataset are somebody's. */
#include "run/people/person.h"

#include "base/str.h"

enum { ROWS = 4096 };

bool fw_person_owns(const fw_idset *answers, fw_str answer_id) {
    uint64_t value;
    return fw_idset_find(answers, fw_id_hash(answer_id), &value);
}

fw_code fw_person_answers(fw_dataset *dataset, const char *participant, fw_idset *answers, fw_error *err) {
    const fw_layout *layout = fw_dataset_layout(dataset);
    const fw_str wanted = fw_str_of(participant);
    const int at = fw_column_find(layout->columns, layout->column_count, "participant_id");
    const fw_column columns[2] = {layout->columns[0], layout->columns[at < 0 ? 0 : at]};
    fw_frame *frame = fw_frame_new(columns, at > 0 ? 2 : 1, 0, ROWS);
    const uint64_t total = fw_dataset_rows(dataset);
    fw_code code = frame ? FW_OK : fw_fail_nomem(err);
    for (uint64_t first = 0; first < total && code == FW_OK; first += ROWS) {
        const size_t count = total - first < ROWS ? (size_t)(total - first) : ROWS;
        code = fw_dataset_read(dataset, first, count, frame, err);
        for (size_t row = 0; row < count && code == FW_OK; row++) {
            bool present;
            uint64_t stored;
            if (!fw_str_equal(frame->cells[at > 0].text[row], wanted)) continue;
            code = fw_idset_add(answers, fw_id_hash(frame->cells[0].text[row]), 1, &present, &stored, err);
        }
    }
    fw_frame_free(frame);
    return code;
}
