/*
 * folder.h: listing, emptying and syncing folders without asking for memory, which may be what has run out.
 */
#ifndef FAILWISE_BASE_FOLDER_H
#define FAILWISE_BASE_FOLDER_H

#include <failwise/types.h>
#include <sys/types.h>

enum { FW_LISTING_BYTES = 4096 };

/* A walk over the entries of an open folder; `folder` stays the caller's. */
typedef struct fw_listing {
    int folder;
    bool failed; /* the folder could not be read to its end (errno) */
    ssize_t at, len;
    _Alignas(8) char bytes[FW_LISTING_BYTES];
} fw_listing;

/* Starts at the folder's first entry, also when it was listed before. */
void fw_listing_start(fw_listing *listing, int folder);
/* The next name but "." and "..", valid until the next call; NULL at the end. */
const char *fw_listing_next(fw_listing *listing);

/* Opens a folder for listing, not through a link; -1 and errno on failure. `at` may be AT_FDCWD. */
int fw_folder_open(int at, const char *path);
/* Removes what is in an open folder, all but the entry `keep` (may be NULL); links are not followed. */
void fw_folder_clear(int folder, const char *keep);
/* Removes a folder with everything in it. -1 and errno when some of it stays. */
int fw_folder_remove(const char *path);
/* Makes changes of the folder that `path` is in durable; -1 and errno on failure. */
int fw_folder_sync_parent(const char *path);

/*
 * Removes files "PATH.partial-XXXXXX" that no living process holds locked: what killed runs left. Failures do
 * not matter: the next run tries again.
 */
void fw_folder_remove_stale(const char *path);

#endif
