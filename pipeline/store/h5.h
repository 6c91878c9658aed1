/*
 * h5.h: what every part of the store does with HDF5: property lists, UTF-8 types, attributes, small datasets.
 *
 * Functions return false (or a negative id) when the library failed; the caller, who knows the file, makes
 * the fw_error. Object times are never stored, so the same content gives the same bytes.
 */
#ifndef FAILWISE_STORE_H5_H
#define FAILWISE_STORE_H5_H

#include <failwise/dataset.h>

#include "base/arena.h"

#include <hdf5.h>

/* An open file and what is needed to make objects in it. */
typedef struct fw_h5 {
    hid_t file;
    hid_t text;     /* variable-length UTF-8 string type */
    hid_t boolean;  /* enum FALSE = 0, TRUE = 1 over int8, as h5py writes booleans */
    hid_t group;    /* group creation: no times */
    hid_t link;     /* link creation: UTF-8 names */
    hid_t transfer; /* small conversion buffer: the default is 1 MiB, cleared anew for every little dataset */
    hid_t plain;    /* dataset creation: no times */
} fw_h5;
extern const fw_h5 fw_h5_closed; /* nothing is open */

/* AnnData's type marks: attributes encoding-type and encoding-version. */
typedef struct fw_encoding {
    const char *type;
    const char *version;
} fw_encoding;
extern const fw_encoding fw_as_anndata, fw_as_dict, fw_as_dataframe, fw_as_array, fw_as_strings,
    fw_as_categorical, fw_as_string, fw_as_number, fw_as_table;

/* Opens or creates `path`; false leaves nothing open. UNNAMED: `path` leads to a file without a name
 * (/proc/self/fd/N), whose true name the library's usual driver would look for in vain. */
typedef enum fw_h5_mode {
    FW_H5_CREATE,
    FW_H5_READ,
    FW_H5_CHANGE,
    FW_H5_CREATE_UNNAMED,
    FW_H5_READ_UNNAMED
} fw_h5_mode;
bool fw_h5_open(fw_h5 *h5, const char *path, fw_h5_mode mode);
/* Closes everything that is open in the file. False when the file could not be flushed. */
bool fw_h5_close(fw_h5 *h5);
/* Switches off the library's own printing for this thread; call at every entry from outside. */
void fw_h5_quiet(void);
/* Frees what the library keeps of a failed call for this thread: nobody would when the thread ends. */
void fw_h5_forget_failure(void);

/* Dataset creation list without times; the caller closes it. */
hid_t fw_h5_plain_list(void);

/* A new group with AnnData marks; -1 on failure. */
hid_t fw_h5_make_group(const fw_h5 *h5, hid_t parent, const char *link, fw_encoding encoding);

/* Attributes of an object. Existing ones are replaced. */
bool fw_h5_put_encoding(const fw_h5 *h5, hid_t object, fw_encoding encoding);
bool fw_h5_put_text(const fw_h5 *h5, hid_t object, const char *name, const char *text);
bool fw_h5_put_texts(const fw_h5 *h5, hid_t object, const char *name, const char *const *texts, size_t count);
bool fw_h5_put_bool(const fw_h5 *h5, hid_t object, const char *name, bool value);
bool fw_h5_put_int(hid_t object, const char *name, int64_t value);
/* Marks and the attributes unit and description, which every dataset has. */
bool fw_h5_describe(const fw_h5 *h5, hid_t object, fw_encoding encoding, const char *unit,
                    const char *description);

/* Copies into the arena; NULL when absent, of another kind, or memory is out. */
char *fw_h5_get_text(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena);
char **fw_h5_get_texts(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, size_t *count);
/* The same where what is missing must be told from what cannot be read (memory is out, the disk fails): false
 * for that; NULL, and `*text` as it was, for an attribute that is absent or of another kind. */
bool fw_h5_find_texts(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, char ***texts,
                      size_t *count);
bool fw_h5_find_text(const fw_h5 *h5, hid_t object, const char *name, fw_arena *arena, const char **text);
bool fw_h5_get_int(hid_t object, const char *name, int64_t *value);

/* Small datasets written at once, with marks; rank 0 for `count` SIZE_MAX. Returns the open dataset or -1. */
hid_t fw_h5_write(const fw_h5 *h5, hid_t parent, const char *link, hid_t file_type, hid_t memory_type,
                  size_t count, const void *values, fw_encoding encoding);
enum { FW_H5_LINK_SIZE = 256 };
/*
 * A name under which `name` can be linked in `parent`: UTF-8 without '/', control characters and reserved
 * names, at most 200 bytes, and not in use there ("_2", "_3", ... is added).
 */
bool fw_h5_free_link(hid_t parent, const char *name, char link[FW_H5_LINK_SIZE]);
/* True when `link` exists in `parent`. */
bool fw_h5_has(hid_t parent, const char *link);
/* True when the object is a variable-length string dataset; its element count in *rows for rank 1. */
bool fw_h5_is_text(hid_t set);
bool fw_h5_rows(hid_t set, uint64_t *rows);
/* Reads a whole rank-1 string dataset into the arena; NULL on failure. */
char **fw_h5_read_texts(const fw_h5 *h5, hid_t parent, const char *link, fw_arena *arena, size_t *count);

#endif
