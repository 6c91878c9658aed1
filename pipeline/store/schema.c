/* schema.c: what a dataset holds, path by path. */
#include "store/schema.h"

#include <string.h>

static const fw_schema_entry ENTRIES[] = {
    {"/", "anndata 0.1.0", "group", "",
     "Root; attributes failwise_kind (answers, features, scores, cohort) and failwise_format (2)."},
    {"X", "array float32", "answers x features", "",
     "Raw features, one column a feature as listed in var; NaN where missing; absent in answers.h5. Chunks "
     "are "
     "columns, 65536 answers x 1 feature (all answers x 1 where there are fewer), so that one feature is "
     "read "
     "without the others; shuffle, deflate and fletcher32."},
    {"obs", "dataframe", "group", "", "One row an answer, in input order."},
    {"obs/answer_id", "string-array", "answers", "",
     "Unique id of the answer; the index; attribute max_length is the longest id in bytes."},
    {"obs/text", "string-array", "answers", "",
     "The answer itself; only in answers.h5, or with --keep-text."},
    {"obs/<string column>", "string-array", "answers", "given by the column",
     "Free strings; empty where missing."},
    {"obs/<category column>", "categorical", "group", "given by the column", "Few distinct strings."},
    {"obs/<category column>/codes", "array int32", "answers", "", "Index into categories, -1 where missing."},
    {"obs/<category column>/categories", "string-array", "distinct values", "",
     "The distinct values in byte order."},
    {"obs/<number column>", "array float64", "answers", "given by the column", "NaN where missing."},
    {"obs/<integer column>", "array int32", "answers", "given by the column",
     "-1 where missing, unless the column says otherwise."},
    {"var", "dataframe", "group", "", "One row a feature: the columns of X."},
    {"var/name", "string-array", "features", "", "Name of the feature; the index."},
    {"var/group", "string-array", "features", "", "Group of the feature in the catalogue."},
    {"var/unit", "string-array", "features", "", "Unit of the feature's values."},
    {"var/definition", "string-array", "features", "", "How the feature is measured, in one sentence."},
    {"var/sign", "array int32", "features", "",
     "What the rubric expects: 1 helps, -1 hurts, 0 no expectation."},
    {"var/<column>", "array float64", "features", "given by the column",
     "One number a feature: mean, sd, weight; NaN where not defined."},
    {"obsm/<name>", "array float32", "answers x features taken", "that of the features",
     "Some features together, columns of X repeated in its chunks: arc, the strengths of the five parts, and "
     "star, "
     "the four shares; attribute columns names them; absent in answers.h5."},
    {"uns/<table>", "rec-array compound", "rows", "attribute column-units",
     "A flat table such as scores: fixed-length UTF-8, float64, int32; attributes column-names, "
     "column-types, "
     "column-units, column-descriptions; marked array when a string is not ASCII, which anndata cannot "
     "decode there."},
    {"uns/participants", "rec-array compound", "participants", "attribute column-units",
     "Which kinds of story each participant has told (where the answers name participants): participant_id, "
     "answers, technical, stakeholder, judgement (answers of each kind), covered (kinds told, 0 to 3)."},
    {"obs/story", "categorical", "group", "",
     "Kind of miss an answer tells: technical, stakeholder or judgement; missing when no failure is told; "
     "obs/story_found where the answers have a column story."},
    {"uns/<document>", "dict", "group", "", "A JSON document such as model, evaluation or provenance."},
    {"uns/<document>/failwise_json", "string", "scalar", "", "The whole document as JSON text."},
    {"uns/<document>/<member>", "dict, array, string or numeric-scalar", "as in the document", "",
     "A member of the document; lists of plain objects are tables by column; null is left out."},
    {"layers", "dict", "group", "", "Empty; part of the AnnData layout."},
    {"varm", "dict", "group", "", "Empty; part of the AnnData layout."},
    {"obsp", "dict", "group", "", "Empty; part of the AnnData layout."},
    {"varp", "dict", "group", "", "Empty; part of the AnnData layout."},
};

const fw_schema_entry *fw_schema(size_t *count) {
    *count = sizeof ENTRIES / sizeof ENTRIES[0];
    return ENTRIES;
}

const fw_schema_entry *fw_schema_find(const char *path) {
    for (size_t i = 0; i < sizeof ENTRIES / sizeof ENTRIES[0]; i++) {
        if (strcmp(ENTRIES[i].path, path) == 0) return &ENTRIES[i];
    }
    return NULL;
}

void fw_schema_write(FILE *out) {
    fputs("| path | type | shape | unit | description |\n|---|---|---|---|---|\n", out);
    for (size_t i = 0; i < sizeof ENTRIES / sizeof ENTRIES[0]; i++) {
        const fw_schema_entry *entry = &ENTRIES[i];
        fprintf(out, "| `%s` | %s | %s | %s | %s |\n", entry->path, entry->type, entry->shape, entry->unit,
                entry->description);
    }
}
