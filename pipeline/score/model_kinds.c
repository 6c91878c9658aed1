/* model_kinds.c: the table of models. */
#include <failwise/model.h>

#include <string.h>

const fw_model_info fw_model_infos[FW_MODEL_KIND_COUNT] = {
    [FW_MODEL_RUBRIC] = {"rubric", false, false,
                         "expert weights; ratings are used to judge it, never to fit it"},
    [FW_MODEL_EQUAL] = {"equal", false, false, "the sum of all processed features, one slope"},
    [FW_MODEL_OLS] = {"ols", true, false, "least squares"},
    [FW_MODEL_RIDGE] = {"ridge", true, false, "shrunk towards zero, lambda by cross-validation"},
    [FW_MODEL_RUBRIC_RIDGE] = {"rubric-ridge", true, false,
                               "shrunk towards the expert weights, lambda by cross-validation"},
    [FW_MODEL_NNLS] = {"nnls", false, false, "least squares without negative weights"},
    [FW_MODEL_LASSO] = {"lasso", false, false, "sparse, lambda by cross-validation"},
    [FW_MODEL_LASSO_PLUS] = {"lasso+", false, false, "sparse, without negative weights"},
    [FW_MODEL_ROBUST] = {"robust", false, false, "bisquare weights: outlying ratings count less"},
    [FW_MODEL_ORDINAL] = {"ordinal", false, false,
                          "cumulative logit with proportional odds: the expected rating"},
    [FW_MODEL_LINEAR_REGRESSION] = {"LinearRegression", false, true, "as ols"},
    [FW_MODEL_EQUAL_WEIGHTS_LR] = {"EqualWeightsLR", false, true, "as equal"},
    [FW_MODEL_SCORE_WEIGHTED_LR] = {"ScoreWeightedLR", false, true,
                                    "least squares in which every rating level weighs the same"},
    [FW_MODEL_REBALANCED_LR] = {"RebalancedLR", false, true,
                                "least squares, then 5 % of the positive weight handed to the others"},
    [FW_MODEL_NNLR] = {"NNLR", false, true, "as nnls"},
    [FW_MODEL_NNLR_ITERATIVE] = {"NNLRIterative", false, true,
                                 "least squares, refitted without what came out negative"},
    [FW_MODEL_LASSO_FIXED] = {"LassoFixedLambda", false, true, "non-negative lasso at a fixed penalty"},
    [FW_MODEL_LASSO_FIXED_LR] = {"LassoFixedLambdaThenLR", false, true,
                                 "least squares on the features that lasso keeps"},
    [FW_MODEL_LASSO_FIXED_NNLR] = {"LassoFixedLambdaThenNNLR", false, true,
                                   "as NNLR: the reference tool never uses its lasso here"},
    [FW_MODEL_LASSO_CV] = {"PositiveLassoCV", false, true, "non-negative lasso, penalty by ten row blocks"},
    [FW_MODEL_LASSO_CV_LR] = {"PositiveLassoCVThenLR", false, true,
                              "least squares on the features that PositiveLassoCV keeps"},
};

fw_model_kind fw_model_find(const char *name) {
    size_t kind = 0;
    while (kind < FW_MODEL_KIND_COUNT && strcmp(fw_model_infos[kind].name, name) != 0) kind++;
    return (fw_model_kind)kind;
}
