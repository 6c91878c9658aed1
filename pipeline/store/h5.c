/* h5.c: opening files, groups and small datasets. */
#include "store/h5.h"

#include "base/str.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

const fw_encoding fw_as_anndata = {"anndata", "0.1.0"};
const fw_encoding fw_as_dict = {"dict", "0.1.0"};
const fw_encoding fw_as_dataframe = {"dataframe", "0.2.0"};
const fw_encoding fw_as_array = {"array", "0.2.0"};
const fw_encoding fw_as_strings = {"string-array", "0.2.0"};
const fw_encoding fw_as_categorical = {"categorical", "0.2.0"};
const fw_encoding fw_as_string = {"string", "0.2.0"};
const fw_encoding fw_as_number = {"numeric-scalar", "0.2.0"};
const fw_encoding fw_as_table = {"rec-array", "0.2.0"};

const fw_h5 fw_h5_closed = {-1, -1, -1, -1, -1, -1, -1};

/* After a failed flush the library's exit handler crashes; files are always closed by us, so none is needed.
 */
static void start_once(void) {
    static atomic_flag started = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&started)) return;
    /* Fails only when somebody else has switched it off already. */
    (void)H5dont_atexit();
}

void fw_h5_quiet(void) {
    start_once();
    /* Cannot fail for the default stack; were it to, messages would be printed and nothing else. */
    (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

void fw_h5_forget_failure(void) {
    /* Cannot fail for the default stack; were it to, some bytes would stay allocated. */
    (void)H5Eclear2(H5E_DEFAULT);
}

hid_t fw_h5_plain_list(void) {
    const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    if (list >= 0 && H5Pset_obj_track_times(list, false) >= 0) return list;
    if (list >= 0) H5Pclose(list);
    return -1;
}

enum { CONVERSION_BYTES = 32 * 1024 };

static bool make_types(fw_h5 *h5) {
    h5->text = H5Tcopy(H5T_C_S1);
    h5->boolean = H5Tenum_create(H5T_STD_I8LE);
    h5->group = H5Pcreate(H5P_GROUP_CREATE);
    h5->link = H5Pcreate(H5P_LINK_CREATE);
    h5->transfer = H5Pcreate(H5P_DATASET_XFER);
    h5->plain = fw_h5_plain_list();
    if (h5->plain < 0 || h5->text < 0 || h5->boolean < 0 || h5->group < 0 || h5->link < 0 || h5->transfer < 0)
        return false;
    const int8_t no = 0;
    const int8_t yes = 1;
    return H5Tset_size(h5->text, H5T_VARIABLE) >= 0 && H5Tset_cset(h5->text, H5T_CSET_UTF8) >= 0 &&
           H5Tenum_insert(h5->boolean, "FALSE", &no) >= 0 && H5Tenum_insert(h5->boolean, "TRUE", &yes) >= 0 &&
           H5Pset_obj_track_times(h5->group, false) >= 0 &&
           H5Pset_char_encoding(h5->link, H5T_CSET_UTF8) >= 0 &&
           H5Pset_buffer(h5->transfer, CONVERSION_BYTES, NULL, NULL) >= 0;
}

/*
 * The library would let what it knows of a long file's chunks grow to 32 MiB, before it writes any of it. And
 * which heaps of strings are filled up before a new one is begun depends on what this cache still holds: HDF5
 * built for MPI has other defaults here, and the file's bytes are to be the same with both.
 */
enum { KNOWN_BYTES = 2 << 20 };
static bool bound_cache(hid_t list) {
    H5AC_cache_config_t config = {.version = H5AC__CURR_CACHE_CONFIG_VERSION};
    if (H5Pget_mdc_config(list, &config) < 0) return false;
    config.set_initial_size = true;
    config.initial_size = KNOWN_BYTES;
    config.max_size = KNOWN_BYTES;
    config.min_clean_fraction = 0.01;
    config.flash_multiple = 1.4;
    return H5Pset_mdc_config(list, &config) >= 0;
}

/*
 * Strong close: nothing of a file stays open behind our back. No locks: they fail on some network file
 * systems, and files under construction have names of their own anyway.
 */
static hid_t access_list(void) {
    const hid_t list = H5Pcreate(H5P_FILE_ACCESS);
    if (list < 0) return -1;
    if (H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V110) >= 0 &&
        H5Pset_fclose_degree(list, H5F_CLOSE_STRONG) >= 0 && H5Pset_file_locking(list, false, true) >= 0 &&
        bound_cache(list)) {
        return list;
    }
    H5Pclose(list);
    return -1;
}

static hid_t open_file(const char *path, fw_h5_mode mode) {
    const bool make = mode == FW_H5_CREATE || mode == FW_H5_CREATE_UNNAMED;
    const bool named = mode <= FW_H5_CHANGE;
    const hid_t access = access_list();
    const hid_t create = H5Pcreate(H5P_FILE_CREATE);
    hid_t file = -1;
    if (access >= 0 && create >= 0 && H5Pset_obj_track_times(create, false) >= 0 &&
        (named || H5Pset_fapl_stdio(access) >= 0)) {
        file = make ? H5Fcreate(path, H5F_ACC_TRUNC, create, access)
                    : H5Fopen(path, mode == FW_H5_CHANGE ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access);
    }
    if (create >= 0) H5Pclose(create);
    if (access >= 0) H5Pclose(access);
    return file;
}

bool fw_h5_open(fw_h5 *h5, const char *path, fw_h5_mode mode) {
    fw_h5_quiet();
    *h5 = fw_h5_closed;
    if (make_types(h5)) h5->file = open_file(path, mode);
    if (h5->file >= 0) return true;
    fw_h5_close(h5);
    return false;
}

bool fw_h5_close(fw_h5 *h5) {
    bool ok = h5->file < 0 || H5Fclose(h5->file) >= 0;
    if (h5->text >= 0) ok = H5Tclose(h5->text) >= 0 && ok;
    if (h5->boolean >= 0) ok = H5Tclose(h5->boolean) >= 0 && ok;
    if (h5->group >= 0) ok = H5Pclose(h5->group) >= 0 && ok;
    if (h5->link >= 0) ok = H5Pclose(h5->link) >= 0 && ok;
    if (h5->transfer >= 0) ok = H5Pclose(h5->transfer) >= 0 && ok;
    if (h5->plain >= 0) ok = H5Pclose(h5->plain) >= 0 && ok;
    *h5 = fw_h5_closed;
    return ok;
}

hid_t fw_h5_make_group(const fw_h5 *h5, hid_t parent, const char *link, fw_encoding encoding) {
    const hid_t group = H5Gcreate2(parent, link, h5->link, h5->group, H5P_DEFAULT);
    if (group >= 0 && !fw_h5_put_encoding(h5, group, encoding)) {
        H5Gclose(group);
        return -1;
    }
    return group;
}

hid_t fw_h5_write(const fw_h5 *h5, hid_t parent, const char *link, hid_t file_type, hid_t memory_type,
                  size_t count, const void *values, fw_encoding encoding) {
    const hsize_t size = count;
    const hid_t space = count == SIZE_MAX ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, NULL);
    hid_t set = -1;
    if (space >= 0) set = H5Dcreate2(parent, link, file_type, space, h5->link, h5->plain, H5P_DEFAULT);
    if (set >= 0 && ((count > 0 && H5Dwrite(set, memory_type, H5S_ALL, H5S_ALL, h5->transfer, values) < 0) ||
                     !fw_h5_put_encoding(h5, set, encoding))) {
        H5Dclose(set);
        set = -1;
    }
    if (space >= 0) H5Sclose(space);
    return set;
}

/* `name` with everything replaced that HDF5 paths or AnnData give a meaning, cut at a character's border. */
static void clean_name(const char *name, char *out, size_t limit) {
    size_t used = 0;
    for (size_t i = 0, len = strlen(name); i < len && used < limit;) {
        const unsigned char byte = (unsigned char)name[i];
        size_t width = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        if (width > len - i || fw_utf8_valid_prefix(name + i, width) != width) width = 0;
        if (width > limit - used) break;
        if (width == 0 || byte < 0x20 || byte == 0x7f || byte == '/') {
            out[used++] = '_';
            i++;
        } else {
            memcpy(out + used, name + i, width);
            used += width;
            i += width;
        }
    }
    out[used] = '\0';
    /* "." means the group itself; "_index" is AnnData's own. */
    if (used == 0 || strcmp(out, ".") == 0) memcpy(out, "_", 2);
    if (strcmp(out, "_index") == 0) memcpy(out, "index_", 7);
}

enum { LINK_MOST = 200 }; /* leaves room for a number behind it */

bool fw_h5_free_link(hid_t parent, const char *name, char link[FW_H5_LINK_SIZE]) {
    char clean[FW_H5_LINK_SIZE];
    clean_name(name, clean, LINK_MOST);
    snprintf(link, FW_H5_LINK_SIZE, "%.*s", LINK_MOST, clean);
    for (unsigned n = 2; n < UINT32_MAX; n++) {
        const htri_t exists = H5Lexists(parent, link, H5P_DEFAULT);
        if (exists <= 0) return exists == 0;
        snprintf(link, FW_H5_LINK_SIZE, "%.*s_%u", LINK_MOST, clean, n);
    }
    return false;
}

bool fw_h5_has(hid_t parent, const char *link) { return H5Lexists(parent, link, H5P_DEFAULT) > 0; }

bool fw_h5_rows(hid_t set, uint64_t *rows) {
    const hid_t space = H5Dget_space(set);
    hsize_t sizes[2] = {0, 0};
    const int rank = space >= 0 ? H5Sget_simple_extent_ndims(space) : -1;
    const bool ok = (rank == 1 || rank == 2) && H5Sget_simple_extent_dims(space, sizes, NULL) == rank;
    if (space >= 0) H5Sclose(space);
    *rows = ok ? sizes[0] : 0;
    return ok;
}

bool fw_h5_is_text(hid_t set) {
    const hid_t type = H5Dget_type(set);
    const bool text = type >= 0 && H5Tis_variable_str(type) > 0;
    if (type >= 0) H5Tclose(type);
    return text;
}
