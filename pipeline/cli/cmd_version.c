/* cmd_version.c: what was built, with what. */
#include "cli/cli.h"
#include "cli/console.h"

#include <libdeflate.h>
#include <utf8proc.h>
#include <xxhash.h>
#include <zlib.h>

/* HDF5, GSL and libcsv are each seen by one stage only: their versions come from the build. */
#ifndef FAILWISE_HDF5_VERSION
#define FAILWISE_HDF5_VERSION "unknown"
#endif
#ifndef FAILWISE_GSL_VERSION
#define FAILWISE_GSL_VERSION "unknown"
#endif
#ifndef FAILWISE_CSV_VERSION
#define FAILWISE_CSV_VERSION "unknown"
#endif
#ifndef FAILWISE_OPENMP_DATE
#define FAILWISE_OPENMP_DATE "unknown"
#endif

#define TEXT_OF(x)  #x
#define EXPANDED(x) TEXT_OF(x)
#ifdef __clang__
#define COMPILER                                                                                             \
    "clang " EXPANDED(__clang_major__) "." EXPANDED(__clang_minor__) "." EXPANDED(__clang_patchlevel__)
#else
#define COMPILER "gcc " __VERSION__
#endif

enum { COMPONENT_COUNT = 10 };
typedef struct component {
    const char *name;
    const char *version;
} component;

static void list_components(component out[COMPONENT_COUNT], char xxhash[24]) {
    const unsigned number = XXH_versionNumber();
    snprintf(xxhash, 24, "%u.%u.%u", number / 10000, number / 100 % 100, number % 100);
    const component list[COMPONENT_COUNT] = {
        {"hdf5", FAILWISE_HDF5_VERSION},
        {"gsl", FAILWISE_GSL_VERSION},
        {"blas", FAILWISE_BLAS_NAME},
        {"libcsv", FAILWISE_CSV_VERSION},
        {"jansson", jansson_version_str()},
        {"zlib", zlibVersion()},
        {"libdeflate", LIBDEFLATE_VERSION_STRING},
        {"xxhash", xxhash},
        {"utf8proc", utf8proc_version()},
        {"openmp", FAILWISE_OPENMP_DATE},
    };
    for (size_t i = 0; i < COMPONENT_COUNT; i++) out[i] = list[i];
}

fw_code fw_cmd_version(fw_cli *cli, fw_error *err) {
    char xxhash[24];
    component components[COMPONENT_COUNT];
    list_components(components, xxhash);
    if (!cli->json) {
        printf("failwise %s\n  %-11s %s\n", FAILWISE_VERSION, "compiler", COMPILER);
        for (size_t i = 0; i < COMPONENT_COUNT; i++) {
            printf("  %-11s %s\n", components[i].name, components[i].version);
        }
        printf("License GPL-3.0-or-later. There is no warranty.\n");
        return FW_OK;
    }
    json_t *libraries = json_object();
    for (size_t i = 0; i < COMPONENT_COUNT; i++) {
        (void)json_object_set_new(libraries, components[i].name, json_string(components[i].version));
    }
    json_t *object = json_pack("{s:s, s:s, s:o}", "version", FAILWISE_VERSION, "compiler", COMPILER,
                               "libraries", libraries);
    return fw_console_json(object, false, err);
}
