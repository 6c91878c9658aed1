# models.R: figures of R's packages for the table models, written to models_expected.csv (Rscript models.R).
# Debian 12: r-base-core r-cran-glmnet r-cran-nnls r-cran-mass r-cran-sandwich.
suppressMessages({library(sandwich); library(MASS); library(nnls); library(glmnet)})
train <- read.csv("rsmtool/train.csv")
features <- paste0("FEATURE", 1:8)
processed <- sapply(features, function(f) {
  x <- train[[f]]
  m <- mean(x); s <- sd(x)
  as.numeric(scale(pmin(pmax(x, m - 4 * s), m + 4 * s)))
})
d <- data.frame(processed, y = train$score)
rows <- list()
put <- function(model, quantity, names, values)
  rows[[length(rows) + 1]] <<- data.frame(model = model, quantity = quantity, name = names, value = as.numeric(values))
names9 <- c("Intercept", features)

fit <- lm(y ~ ., d)
put("ols", "coefficient", names9, coef(fit))
put("ols", "classical_se", names9, sqrt(diag(vcov(fit))))
put("ols", "HC3", names9, sqrt(diag(vcovHC(fit, type = "HC3"))))
cluster <- train$QUESTION # participants that repeat
put("ols", "clustered", names9, sqrt(diag(vcovCL(fit, cluster = cluster, type = "HC1"))))
put("ols", "vif", features, diag(solve(cor(processed))))

put("robust", "coefficient", names9,
    coef(rlm(y ~ ., d, psi = psi.bisquare, maxit = 500, acc = 1e-13)))

centred <- scale(processed, scale = FALSE)
b <- nnls(centred, d$y - mean(d$y))$x
put("nnls", "coefficient", names9, c(mean(d$y), b))

# glmnet: 1/2n RSS + lambda |b|, columns as they are.
for (lambda in c(.05, .005)) {
  g <- glmnet(processed, d$y, alpha = 1, lambda = lambda, standardize = FALSE, thresh = 1e-20, maxit = 1e7)
  put("lasso", paste0("coefficient", lambda), names9, as.numeric(coef(g)))
  g <- glmnet(processed, d$y, alpha = 1, lambda = lambda, standardize = FALSE, thresh = 1e-20, maxit = 1e7, lower.limits = 0)
  put("lasso+", paste0("coefficient", lambda), names9, as.numeric(coef(g)))
}

# Ridge, lambda per row on correlations: minimises sum (y - ybar - z b)^2 / (n - 1) + lambda |b|^2.
n <- nrow(d)
for (lambda in c(.01, 1))
  put("ridge", paste0("coefficient", lambda), features,
      solve(cor(processed) + lambda * diag(8), cov(processed, d$y)))

w <- 1 / as.numeric(table(d$y)[as.character(d$y)])
fitw <- lm(y ~ ., d, weights = w)
put("ScoreWeightedLR", "coefficient", names9, coef(fitw))
put("ScoreWeightedLR", "r2", "all", summary(fitw)$r.squared)

s <- rowSums(processed)
fits <- lm(d$y ~ s)
put("EqualWeightsLR", "coefficient", names9, c(coef(fits)[1], rep(coef(fits)[2], 8)))
put("EqualWeightsLR", "HC3", "FEATURE1", sqrt(diag(vcovHC(fits, type = "HC3")))[2])
put("EqualWeightsLR", "r2", "all", summary(fits)$r.squared)

beta <- coef(fit)[-1] / sd(d$y)
delta <- .05 * sum(beta[beta > 0]) / sum(beta <= 0)
put("RebalancedLR", "coefficient", names9, c(coef(fit)[1], ifelse(beta > 0, .95 * beta, delta) * sd(d$y)))

write.csv(do.call(rbind, rows), "models_expected.csv", row.names = FALSE, quote = FALSE)
