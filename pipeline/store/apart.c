/* apart.c: a new dataset whose matrices are written by others, between two openings of the file. */
#include "store/store.h"

static bool open_again(fw_dataset *dataset) {
    if (!fw_h5_open(&dataset->h5, dataset->output.temporary, FW_H5_CHANGE)) return false;
    dataset->obs = H5Gopen2(dataset->h5.file, "obs", H5P_DEFAULT);
    dataset->var = H5Gopen2(dataset->h5.file, "var", H5P_DEFAULT);
    dataset->uns = H5Gopen2(dataset->h5.file, "uns", H5P_DEFAULT);
    return dataset->obs >= 0 && dataset->var >= 0 && dataset->uns >= 0 && fw_store_open_matrix(dataset);
}

fw_code fw_dataset_seal_apart(fw_dataset *dataset, fw_fill_matrix *fill, void *context, fw_error *err) {
    if (!dataset->layout.matrix_apart) return fw_store_misuse(dataset, err, "its matrix is its own");
    fw_code code = fw_dataset_seal(dataset, err);
    if (code != FW_OK) return code;
    const fw_matrix_apart matrix = {.path = dataset->output.temporary,
                                    .layout = &dataset->layout,
                                    .rows = dataset->rows,
                                    .band_rows = dataset->matrix.band_rows};
    fw_store_close_parts(dataset);
    if (!fw_h5_close(&dataset->h5)) return fw_store_fail(dataset, err, "the dataset");
    code = fill(context, &matrix, err);
    if (code != FW_OK) {
        dataset->failed = true;
        return code;
    }
    return open_again(dataset) ? FW_OK : fw_store_fail(dataset, err, "the dataset");
}
