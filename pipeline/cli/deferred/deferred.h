/*
 * deferred.h: for a command that will need the libraries, while it does something else.
 */
#ifndef FAILWISE_CLI_DEFERRED_H
#define FAILWISE_CLI_DEFERRED_H

/* Weak: a program that is linked with its libraries has neither function. */

/* Has a thread of its own load the libraries. One that is missing is told when a function of it is called,
 * and not before: another mistake may be told instead. */
void fw_deferred_expect(void) __attribute__((weak));
/* Waits for that thread, if there is one. */
void fw_deferred_settle(void) __attribute__((weak));

#endif
