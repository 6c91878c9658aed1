/* extra.c: further columns of var: one number a feature. */
#include "store/store.h"

#include <string.h>

fw_code fw_dataset_add_var(fw_dataset *dataset, const fw_column *column, const double *values,
                           fw_error *err) {
    const fw_code code = fw_store_enter(dataset, false, err);
    if (code != FW_OK) return code;
    if (!dataset->writable || column->type != FW_COLUMN_FLOAT) {
        return fw_store_misuse(dataset, err, "only numbers can be added to var of a file being written");
    }
    static const char *const RESERVED[] = {"name", "group", "unit", "definition", "sign"};
    for (size_t i = 0; i < sizeof RESERVED / sizeof RESERVED[0]; i++) {
        if (strcmp(column->name, RESERVED[i]) == 0)
            return fw_store_misuse(dataset, err, "a reserved var name");
    }
    if (!fw_store_remove(dataset->var, column->name)) return fw_store_fail(dataset, err, column->name);
    const hid_t set = fw_h5_write(&dataset->h5, dataset->var, column->name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE,
                                  dataset->layout.var_count, values, fw_as_array);
    bool ok = set >= 0 && fw_h5_describe(&dataset->h5, set, fw_as_array, column->unit, column->description) &&
              fw_store_add_order(dataset, dataset->var, column->name);
    if (set >= 0) ok = H5Dclose(set) >= 0 && ok;
    return ok ? FW_OK : fw_store_fail(dataset, err, column->name);
}
