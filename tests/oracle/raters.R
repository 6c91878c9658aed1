# raters.R: figures of R for the rater analyses, written to raters_expected.csv (Rscript raters.R).
# Debian 12: r-base-core r-cran-psych r-cran-lme4. The rating scale model is maximised here directly (optim).
suppressMessages({library(psych); library(lme4)})
rows <- list()
put <- function(data, quantity, names, values)
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, name = names, value = as.numeric(values))

# Shrout and Fleiss (1979), table 2: 6 targets x 4 judges
sf <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), ncol = 4, byrow = TRUE)
icc <- ICC(sf, lmer = FALSE)$results
names6 <- c("icc_1", "icc_a1", "icc_c1", "icc_k", "icc_ak", "icc_ck")
put("shrout_fleiss", "icc", names6, icc$ICC)
put("shrout_fleiss", "low", names6, icc$`lower bound`)
put("shrout_fleiss", "high", names6, icc$`upper bound`)
long <- data.frame(y = as.vector(sf), answer = factor(row(sf)), rater = factor(col(sf)))
vc <- as.data.frame(VarCorr(lmer(y ~ 1 + (1 | answer) + (1 | rater), long,
  control = lmerControl(optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-10), optimizer = "bobyqa"))))
put("shrout_fleiss", "variance", vc$grp, vc$vcov)

# the example panel: two or three of six raters an answer
d <- subset(read.csv("../../datasets/example/ratings.csv"), trait == "overall")
d$answer_id <- factor(d$answer_id)
raters <- sort(unique(d$rater_id))
d$rater_id <- factor(d$rater_id, levels = raters)
fit <- lm(rating ~ answer_id + rater_id, d, contrasts = list(rater_id = contr.sum))
b <- coef(fit)[grep("rater_id", names(coef(fit)))]
v <- vcov(fit)[names(b), names(b)]
last <- rep(-1, length(b))
put("example", "severity", raters, c(b, -sum(b)))
put("example", "severity_se", raters, sqrt(c(diag(v), last %*% v %*% last)))
rater_last <- anova(lm(rating ~ answer_id + rater_id, d))
answer_last <- anova(lm(rating ~ rater_id + answer_id, d))
N <- nrow(d); n <- nlevels(d$answer_id); R <- length(raters)
ms <- c(answer = answer_last["answer_id", "Mean Sq"], rater = rater_last["rater_id", "Mean Sq"],
        residual = rater_last["Residuals", "Mean Sq"])
put("example", "mean_square", names(ms), ms)
# expectations of the mean squares from the traces, for Henderson's method III
Z <- model.matrix(~ 0 + answer_id, d); W <- model.matrix(~ 0 + rater_id, d)
residual_maker <- function(X) diag(N) - X %*% solve(crossprod(X), t(X))
k0 <- sum(diag(t(Z) %*% residual_maker(W) %*% Z)) / (n - 1)
n0 <- sum(diag(t(W) %*% residual_maker(Z) %*% W)) / (R - 1)
va <- (ms["answer"] - ms["residual"]) / k0; vr <- (ms["rater"] - ms["residual"]) / n0
put("example", "variance", c("answer", "rater", "residual"), c(va, vr, ms["residual"]))
put("example", "icc", c("icc_a1", "icc_c1"),
    c(va / (va + vr + ms["residual"]), va / (va + ms["residual"])))
# one-way with unequal numbers
one <- anova(lm(rating ~ answer_id, d)); m <- table(d$answer_id)
k1 <- (N - sum(m^2) / N) / (n - 1)
put("example", "icc", "icc_1", (one$`Mean Sq`[1] - one$`Mean Sq`[2]) / (one$`Mean Sq`[1] + (k1 - 1) * one$`Mean Sq`[2]))
# two raters
wide <- reshape(d[, c("answer_id", "rater_id", "rating")], idvar = "answer_id", timevar = "rater_id", direction = "wide")
for (pair in list(c("R01", "R05"), c("R02", "R03"))) {
  x <- wide[[paste0("rating.", pair[1])]]; y <- wide[[paste0("rating.", pair[2])]]
  both <- complete.cases(x, y); x <- x[both]; y <- y[both]
  k <- cohen.kappa(cbind(x, y), levels = 1:5)
  put(paste(pair, collapse = "-"), "pair", c("n", "exact", "adjacent", "kappa", "qwk", "r", "difference"),
      c(sum(both), 100 * mean(x == y), 100 * mean(abs(x - y) <= 1), k$kappa, k$weighted.kappa, cor(x, y), mean(y) - mean(x)))
}

# two categories: the rating scale model is logistic regression with normal answers
d$high <- as.numeric(d$rating >= 2)
g <- glmer(high ~ 0 + rater_id + (1 | answer_id), d, family = binomial, nAGQ = 100,
           control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
s <- fixef(g)
put("dichotomy", "measure", raters, s - mean(s))
put("dichotomy", "scale", c("mean", "sd"), c(mean(s), attr(VarCorr(g)$answer_id, "stddev")))

# five categories: -log likelihood over a grid of the answers, thresholds sum to 0
z <- seq(-6, 6, length.out = 61); w <- dnorm(z); w <- w / sum(w)
category <- d$rating - 1; who <- as.integer(d$rater_id); of <- as.integer(d$answer_id)
unpack <- function(t) list(s = t[1:6], tau = c(t[7:9], -sum(t[7:9])), sigma = exp(t[10]))
probabilities <- function(theta, tau) {
  psi <- cbind(0, sapply(1:4, function(k) k * theta - sum(tau[1:k])))
  psi <- exp(psi - apply(psi, 1, max))
  psi / rowSums(psi)
}
log_rows <- function(u) { # ratings x nodes
  p <- sapply(1:6, function(j) log(probabilities(u$sigma * z + u$s[j], u$tau)), simplify = "array") # nodes x categories x raters
  sapply(seq_along(z), function(q) p[cbind(q, category + 1, who)])
}
negative <- function(t) {
  l <- rowsum(log_rows(unpack(t)), of)
  most <- apply(l, 1, max)
  -sum(most + log(exp(l - most) %*% w))
}
o <- optim(c(rep(0, 6), -1, 0, .5, .5), negative, method = "BFGS", control = list(reltol = 1e-12, maxit = 1000))
o <- optim(o$par, negative, method = "BFGS", hessian = TRUE, control = list(reltol = 1e-14, maxit = 1000, ndeps = rep(1e-4, 10)))
u <- unpack(o$par); V <- solve(o$hessian)
A <- diag(6) - 1 / 6
put("example", "measure", raters, A %*% u$s)
put("example", "measure_se", raters, sqrt(diag(A %*% V[1:6, 1:6] %*% t(A))))
put("example", "threshold", 2:5, u$tau)
L <- rbind(diag(3), -1)
put("example", "threshold_se", 2:5, sqrt(diag(L %*% V[7:9, 7:9] %*% t(L))))
put("example", "scale", c("mean", "sd", "sd_se", "log_likelihood"), c(mean(u$s), u$sigma, u$sigma * sqrt(V[10, 10]), -o$value))
# fit, weighted by the posterior
l <- rowsum(log_rows(u), of); post <- exp(l - apply(l, 1, max)) * rep(w, each = nrow(l)); post <- post / rowSums(post)
infit <- outfit <- numeric(6)
for (j in 1:6) {
  p <- probabilities(u$sigma * z + u$s[j], u$tau)
  mean_x <- p %*% 0:4; var_x <- p %*% (0:4)^2 - mean_x^2
  i <- which(who == j); ww <- post[of[i], ]
  sq <- outer(category[i], as.vector(mean_x), "-")^2
  infit[j] <- sum(ww * sq) / sum(ww * rep(var_x, each = length(i)))
  outfit[j] <- sum(ww * sq / rep(var_x, each = length(i))) / length(i)
}
put("example", "infit", raters, infit); put("example", "outfit", raters, outfit)
write.csv(do.call(rbind, rows), "raters_expected.csv", row.names = FALSE, quote = FALSE)
