/* test_fit_folds.c: counting participants, while they are held and when they have become too many for that.
 */
#include "fit/folds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* A well mixed number for participant i. */
static uint64_t participant(uint64_t i) {
    uint64_t x = (i + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    return x ^ (x >> 27);
}

/* Three rounds of `people`, so that everybody comes back, and in the last each twice in a row. */
static size_t counted(size_t people, fw_clusters *clusters) {
    fw_error err = {0};
    for (size_t round = 0; round < 3; round++)
        for (size_t i = 0; i < people; i++)
            for (size_t again = 0; again <= round / 2; again++)
                assert_int_equal(fw_clusters_add(clusters, participant(i), &err), FW_OK);
    assert_int_equal(fw_clusters_seal(clusters, &err), FW_OK);
    return clusters->count;
}

static void test_nobody(void **state) {
    (void)state;
    fw_clusters clusters = {0};
    assert_int_equal(counted(0, &clusters), 0);
    fw_clusters_free(&clusters);
}

/* At most as many as are held, and more, by one and by many. */
static void test_counts(void **state) {
    (void)state;
    static const size_t PEOPLE[] = {1, FW_BAGS, FW_CLUSTERS_HELD, FW_CLUSTERS_HELD + 1, 3 * FW_CLUSTERS_HELD};
    for (size_t i = 0; i < sizeof PEOPLE / sizeof PEOPLE[0]; i++) {
        fw_clusters clusters = {0};
        assert_int_equal(counted(PEOPLE[i], &clusters), PEOPLE[i]);
        assert_int_equal(clusters.hash != NULL, PEOPLE[i] <= FW_CLUSTERS_HELD);
        fw_clusters_free(&clusters);
    }
}

/* Few participants have a bag each; of many a bag depends on who it is alone. */
static void test_bags(void **state) {
    (void)state;
    fw_clusters few = {0}, many = {0};
    bool taken[FW_BAGS] = {false};
    assert_int_equal(counted(FW_BAGS, &few), FW_BAGS);
    assert_int_equal(counted(FW_CLUSTERS_HELD + 5, &many), FW_CLUSTERS_HELD + 5);
    for (uint64_t i = 0; i < FW_BAGS; i++) {
        const size_t bag = fw_clusters_bag(&few, participant(i), 7);
        assert_true(bag < FW_BAGS && !taken[bag]);
        taken[bag] = true;
        assert_int_equal(fw_clusters_bag(&many, participant(i), 7),
                         fw_clusters_bag(&many, participant(i), 7));
        assert_true(fw_clusters_bag(&many, participant(i), 7) < FW_BAGS);
    }
    fw_clusters_free(&few);
    fw_clusters_free(&many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_bags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
