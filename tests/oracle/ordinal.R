# ordinal.R: the proportional odds model under R, written to ordinal_expected.csv (Rscript ordinal.R).
# Debian 12: r-base-core r-cran-mass r-cran-ordinal r-cran-sandwich.
suppressMessages({library(MASS); library(ordinal)})
rows <- list()
put <- function(data, quantity, names, values)
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, name = names, value = as.numeric(values))

# Score test of proportional odds, from its definition: gradient and expected information of the model with slopes of
# their own for every threshold, at the estimates of the model with common slopes.
score_test <- function(x, level, w, theta, b) {
  K <- length(theta) + 1; p <- ncol(x); n <- nrow(x)
  eta <- as.numeric(x %*% b)
  gamma <- cbind(0, sapply(theta, function(t) plogis(t - eta)), 1)
  dens <- cbind(0, sapply(theta, function(t) dlogis(t - eta)), 0)
  pi <- gamma[, -1] - gamma[, -(K + 1)]
  size <- (K - 1) * (p + 1)
  g <- numeric(size); info <- matrix(0, size, size)
  at <- function(j) (j - 1) * (p + 1) + 1:(p + 1)
  for (i in 1:n) {
    xt <- c(1, -x[i, ])
    for (k in 1:K) { # every level, by its probability; the gradient by the level seen
      s <- numeric(size)
      if (k < K) s[at(k)] <- s[at(k)] + dens[i, k + 1] / pi[i, k] * xt
      if (k > 1) s[at(k - 1)] <- s[at(k - 1)] - dens[i, k] / pi[i, k] * xt
      info <- info + w[i] * pi[i, k] * outer(s, s)
      if (k == level[i]) g <- g + w[i] * s
    }
  }
  map <- matrix(0, size, K - 1 + p + (K - 2) * p) # thresholds, common slopes, departures from them
  for (j in 1:(K - 1)) {
    map[at(j)[1], j] <- 1
    for (v in 1:p) {
      map[at(j)[1 + v], K - 1 + v] <- 1
      if (j > 1) map[at(j)[1 + v], K - 1 + p + (j - 2) * p + v] <- 1
    }
  }
  g <- t(map) %*% g; info <- t(map) %*% info %*% map
  base <- 1:(K - 1 + p)
  eff <- info[-base, -base] - info[-base, base] %*% solve(info[base, base], info[base, -base])
  d <- g[-base] - info[-base, base] %*% solve(info[base, base], g[base])
  one <- sapply(1:p, function(v) { at <- v + p * (0:(K - 3)); sum(d[at] * solve(eff[at, at, drop = FALSE], d[at])) })
  c(sum(d * solve(eff, d)), one)
}

put_fit <- function(data, x, y, w) {
  y <- factor(y, ordered = TRUE)
  d <- data.frame(x, y = y)
  m <- clm(y ~ ., data = d, weights = w, control = clm.control(gradTol = 1e-10, maxIter = 200))
  p <- polr(y ~ ., data = d, weights = w, Hess = TRUE)
  stopifnot(max(abs(c(p$zeta, coef(p)) - c(m$alpha, m$beta))) < 1e-2)
  names <- c(paste0("threshold", seq_along(m$alpha)), colnames(x))
  put(data, "estimate", names, c(m$alpha, m$beta))
  put(data, "se", names, sqrt(diag(vcov(m))))
  put(data, "log_likelihood", "all", as.numeric(logLik(m)))
  put(data, "odds", c("all", colnames(x)), score_test(as.matrix(x), as.integer(y), w, m$alpha, m$beta))
  m
}

train <- read.csv("rsmtool/train.csv")
features <- paste0("FEATURE", 1:8)
processed <- as.data.frame(sapply(features, function(f) {
  x <- train[[f]]
  m <- mean(x); s <- sd(x)
  as.numeric(scale(pmin(pmax(x, m - 4 * s), m + 4 * s)))
}))
m <- put_fit("train", processed, train$score, rep(1, nrow(train)))
prob <- predict(m, processed, type = "prob")$fit
put("train", "expected", train$ID[1:20], (prob %*% as.numeric(colnames(prob)))[1:20])
put("train", "modal", train$ID[1:20], as.numeric(colnames(prob))[max.col(prob)][1:20])
# Clustered by question: influences summed by cluster, with G/(G-1).
U <- matrix(0, nrow(train), length(m$alpha) + 8)
Y <- as.integer(factor(train$score)); K <- max(Y); th <- c(-Inf, m$alpha, Inf)
eta <- as.matrix(processed) %*% m$beta
pr <- plogis(th[Y + 1] - eta) - plogis(th[Y] - eta)
fu <- dlogis(th[Y + 1] - eta); fl <- dlogis(th[Y] - eta)
for (i in seq_len(nrow(train))) {
  if (Y[i] < K) U[i, Y[i]] <- fu[i] / pr[i]
  if (Y[i] > 1) U[i, Y[i] - 1] <- -fl[i] / pr[i]
  U[i, K - 1 + 1:8] <- -(fu[i] - fl[i]) / pr[i] * as.matrix(processed)[i, ]
}
S <- rowsum(U, train$QUESTION); V <- vcov(m); G <- nrow(S)
put("train", "clustered", c(paste0("threshold", 1:(K - 1)), features), sqrt(diag(G / (G - 1) * V %*% crossprod(S) %*% V)))

h <- MASS::housing # Venables and Ripley (2002), Modern Applied Statistics with S, section 7.3
hx <- model.matrix(~ Infl + Type + Cont, h)[, -1]
put_fit("housing", as.data.frame(hx), as.integer(h$Sat), h$Freq)

write.csv(do.call(rbind, rows), "ordinal_expected.csv", row.names = FALSE, quote = FALSE)
