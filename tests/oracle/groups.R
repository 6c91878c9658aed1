# groups.R: do groups differ, and ridge deviations by group, under R; written to groups_expected.csv (Rscript groups.R).
# Debian 12: r-base-core.
rows <- list()
put <- function(quantity, names, values)
  rows[[length(rows) + 1]] <<- data.frame(quantity = quantity, name = names, value = as.numeric(values))
train <- read.csv("rsmtool/train.csv")
features <- paste0("FEATURE", 1:8)
z <- sapply(features, function(f) {
  x <- train[[f]]
  m <- mean(x); s <- sd(x)
  as.numeric(scale(pmin(pmax(x, m - 4 * s), m + 4 * s)))
})
y <- train$score
g <- factor(train$L1)
all <- lm(y ~ z); levels <- lm(y ~ z + g); own <- lm(y ~ z * g)
a <- anova(all, levels); put("levels", c("f", "df1", "df2", "p"), c(a$F[2], a$Df[2], a$Res.Df[2], a[2, "Pr(>F)"]))
a <- anova(levels, own); put("weights", c("f", "df1", "df2", "p"), c(a$F[2], a$Df[2], a$Res.Df[2], a[2, "Pr(>F)"]))
# Deviations from least squares with 30 rows' worth of the pooled intercept and 100 of the pooled weights.
for (name in levels(g)) {
  at <- g == name
  X <- cbind(1, z[at, ])
  d <- solve(crossprod(X) + diag(c(30, rep(100, 8))), crossprod(X, residuals(all)[at]))
  put(paste0("moved.", name), c("Intercept", features), d)
}
write.csv(do.call(rbind, rows), "groups_expected.csv", row.names = FALSE, quote = FALSE)
