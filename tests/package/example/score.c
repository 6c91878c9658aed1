/* score.c: a program of somebody else's that scores a cohort with libfailwise:  score ANSWERS.csv OUT/ */
#include <failwise/run.h>

#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: score ANSWERS.csv OUT/\n");
        return FW_USAGE;
    }
    fw_run_options options = fw_run_defaults();
    options.answers = argv[1];
    options.output = argv[2];
    options.synthetic = true;
    fw_run_result result;
    fw_error err = {0};
    const fw_code code = fw_run(&options, &result, &err);
    if (code != FW_OK) {
        char text[1024];
        fw_error_format(&err, text, sizeof text);
        fprintf(stderr, "score: %s\n", text);
        return (int)code;
    }
    printf("%.3f\n", result.mean_overall.value);
    return 0;
}
