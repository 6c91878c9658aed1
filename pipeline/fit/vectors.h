/* vectors.h: so many doubles side by side, as the registers of different machines hold. */
#ifndef FAILWISE_FIT_VECTORS_H
#define FAILWISE_FIT_VECTORS_H

typedef double fw_two __attribute__((vector_size(2 * sizeof(double))));
typedef double fw_four __attribute__((vector_size(4 * sizeof(double))));
typedef double fw_eight __attribute__((vector_size(8 * sizeof(double))));

#endif
