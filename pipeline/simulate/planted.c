/* planted.c: rows that a reader has to reject, each with the code it has to give. */
#include "simulate/rows.h"

/* A row as bytes; %s is the id of the answer before it. Eleven cells are a whole row. */
typedef struct {
    const char *code;
    const char *row;
} planted;
static const planted PLANTED[] = {
    {"missing_id",
     ",sp00000000,synthetic-00,tester,ic,failure,generic,1,written,,I failed once and learned from it.\n"},
    {"missing_text", "bad-%s-text,sp00000000,synthetic-00,tester,ic,failure,generic,1,written,,  \n"},
    {"duplicate_id",
     "%s,sp00000000,synthetic-00,tester,ic,failure,generic,1,written,,The same id once more.\n"},
    {"bad_number",
     "bad-%s-attempt,sp00000000,synthetic-00,tester,ic,failure,generic,first,written,,I failed once.\n"},
    {"bad_number",
     "bad-%s-length,sp00000000,synthetic-00,tester,ic,failure,generic,1,spoken,-4,I failed once.\n"},
    {"ragged", "bad-%s-ragged,sp00000000,synthetic-00,I failed once.\n"},
    {"bad_utf8",
     "bad-%s-utf8,sp00000000,synthetic-00,tester,ic,failure,generic,1,written,,I failed \xFF\xFE once.\n"},
    {"bad_quote",
     "bad-%s-quote,sp00000000,synthetic-00,tester,ic,failure,generic,1,written,,\"I failed\" once.\n"}};

void fw_sim_plant(const fw_sim_source *source, const char *answer_id, uint64_t index, fw_sim_batch *batch) {
    const fw_simulate_options *o = &source->population->options;
    fw_random random = fw_random_of(o->seed, FW_FOR_PLANTED, index);
    /* a share of all rows, of which the usable ones are the answers asked for */
    if (fw_random_uniform(&random) >= o->dirty / (1 - o->dirty)) return;
    const planted *p = &PLANTED[fw_random_below(&random, sizeof PLANTED / sizeof PLANTED[0])];
    for (const char *c = p->row; *c; c++) {
        if (c[0] == '%' && c[1] == 's') {
            fw_buffer_text(&batch->answers.line, answer_id);
            c++;
        } else {
            fw_buffer_char(&batch->answers.line, *c);
        }
    }
    fw_csv_word(&batch->planted, answer_id);
    fw_csv_word(&batch->planted, p->code);
    fw_csv_end_row(&batch->planted);
    batch->planted_count++;
}
