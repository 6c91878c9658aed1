/* json_mutate.h: changes to a JSON document that leave it one, so that a reader's own checks are reached. */
#ifndef FAILWISE_TESTS_JSON_MUTATE_H
#define FAILWISE_TESTS_JSON_MUTATE_H

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

static inline unsigned json_random(unsigned *state, unsigned below) {
    *state = *state * 1664525U + 1013904223U;
    return below ? (*state >> 8) % below : 0;
}

/* A value that readers tend to get wrong. New reference. */
static inline json_t *json_odd_value(unsigned *state) {
    static const char *const ODD[] = {"null",
                                      "true",
                                      "false",
                                      "0",
                                      "-1",
                                      "1",
                                      "2",
                                      "1e308",
                                      "-1e308",
                                      "5e-324",
                                      "9223372036854775807",
                                      "-9223372036854775808",
                                      "0.5",
                                      "{}",
                                      "[]",
                                      "[[]]",
                                      "\"\"",
                                      "\"a\\u0000b\"",
                                      "\"ffffffffffffffff\"",
                                      "\"ordinal\"",
                                      "\"ridge\"",
                                      "\"rubric\"",
                                      "\"18446744073709551615\"",
                                      "\"log\""};
    return json_loads(ODD[json_random(state, sizeof ODD / sizeof ODD[0])], JSON_DECODE_ANY, NULL);
}

static inline void json_change_array(json_t *array, unsigned *state) {
    const size_t count = json_array_size(array);
    const size_t at = json_random(state, (unsigned)count);
    switch (json_random(state, 4)) {
    case 0:
        (void)json_array_remove(array, at);
        break;
    case 1:
        (void)json_array_insert_new(array, at, json_deep_copy(json_array_get(array, at)));
        break;
    case 2:
        (void)json_array_append_new(array, json_odd_value(state));
        break;
    default:
        (void)json_array_set_new(array, at, json_odd_value(state));
    }
}

static inline void json_change_object(json_t *object, const char *key, unsigned *state) {
    json_t *value = json_object_get(object, key);
    if (json_is_number(value) && json_random(state, 2)) {
        static const double FACTORS[] = {-1, 0, 1e-9, .5, 2, 1e9};
        const double scaled = json_number_value(value) * FACTORS[json_random(state, 6)];
        (void)json_object_set_new(object, key,
                                  json_is_integer(value) && scaled < 1e15 && scaled > -1e15
                                      ? json_integer((json_int_t)scaled)
                                      : json_real(scaled));
        return;
    }
    if (json_random(state, 6) == 0)
        (void)json_object_del(object, key);
    else
        (void)json_object_set_new(object, key, json_odd_value(state));
}

/* Descends to a random member and changes it there. */
static inline void json_change(json_t *value, unsigned *state) {
    while (json_object_size(value) > 0 || json_array_size(value) > 0) {
        if (json_is_array(value)) {
            json_t *inner = json_array_get(value, json_random(state, (unsigned)json_array_size(value)));
            if (json_random(state, 4) == 0 || (!json_is_object(inner) && !json_is_array(inner))) {
                json_change_array(value, state);
                return;
            }
            value = inner;
            continue;
        }
        void *at = json_object_iter(value);
        for (unsigned skip = json_random(state, (unsigned)json_object_size(value)); skip > 0; skip--)
            at = json_object_iter_next(value, at);
        json_t *inner = json_object_iter_value(at);
        if (json_random(state, 8) == 0 || (!json_is_object(inner) && !json_is_array(inner))) {
            json_change_object(value, json_object_iter_key(at), state);
            return;
        }
        value = inner;
    }
}

/* Three in four documents are changed as documents, the others byte by byte. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    unsigned state = seed;
    json_t *document = json_random(&state, 4) ? json_loadb((const char *)data, size, 0, NULL) : NULL;
    if (!document) return LLVMFuzzerMutate(data, size, most);
    for (unsigned changes = 1 + json_random(&state, 3); changes > 0; changes--) json_change(document, &state);
    char *text = json_dumps(document, JSON_COMPACT);
    const size_t len = text ? strlen(text) : 0;
    const size_t result = len > 0 && len <= most ? len : 0;
    memcpy(data, text ? text : "", result);
    free(text);
    json_decref(document);
    return result ? result : LLVMFuzzerMutate(data, size, most);
}

#endif
