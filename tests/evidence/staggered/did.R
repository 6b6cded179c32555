# Writes the values that test_against_did.py holds our own beside: R's did 2.5.1 with DRDID 1.2.3.
#
#     Rscript did.R path/to/mpdta.csv > did_values.csv
#
# A line a figure: which comparison, what is estimated, and where, with its standard error.

library(did)
library(DRDID)

mpdta <- read.csv(commandArgs(trailingOnly = TRUE)[1])
estimators <- list(dr = "dr", reg = "reg", ipw = "ipw", imp = drdid_imp_panel)

line <- function(case, what, first, period, estimate, error) {
  cat(sprintf("%s,%s,%s,%s,%.12g,%.12g\n", case, what, first, period, estimate, error))
}

compare <- function(case, formula, controls, estimator, anticipation, base, weights = NULL) {
  found <- att_gt(
    yname = "lemp", gname = "first.treat", idname = "countyreal", tname = "year",
    xformla = formula, data = mpdta, control_group = controls, est_method = estimators[[estimator]],
    anticipation = anticipation, base_period = base, weightsname = weights,
    bstrap = FALSE, cband = FALSE
  )
  for (i in seq_along(found$att)) {
    line(case, "cell", found$group[i], found$t[i], found$att[i], found$se[i])
  }
  if (!is.null(found$Wpval)) line(case, "wald", "", "", found$W, found$Wpval)
  for (kind in c("simple", "dynamic", "group", "calendar")) {
    total <- aggte(found, type = kind, bstrap = FALSE, cband = FALSE)
    line(case, kind, "", "", total$overall.att, total$overall.se)
    for (i in seq_along(total$egt)) {
      line(case, kind, "", total$egt[i], total$att.egt[i], total$se.egt[i])
    }
  }
  total <- aggte(found, type = "dynamic", balance_e = 1, bstrap = FALSE, cband = FALSE)
  line(case, "balanced", "", "", total$overall.att, total$overall.se)
  for (i in seq_along(total$egt)) {
    line(case, "balanced", "", total$egt[i], total$att.egt[i], total$se.egt[i])
  }
}

cat("case,what,first,period,estimate,error\n")
for (controls in c("nevertreated", "notyettreated")) {
  for (anticipation in 0:1) {
    for (base in c("varying", "universal")) {
      name <- paste("none", controls, "reg", anticipation, base, sep = "/")
      compare(name, ~1, controls, "reg", anticipation, base)
    }
    for (estimator in names(estimators)) {
      name <- paste("lpop", controls, estimator, anticipation, "varying", sep = "/")
      compare(name, ~lpop, controls, estimator, anticipation, "varying")
    }
  }
}
compare("weighted/nevertreated/dr/0/varying", ~lpop, "nevertreated", "dr", 0, "varying", "lpop")
compare("weighted/notyettreated/imp/0/varying", ~lpop, "notyettreated", "imp", 0, "varying", "lpop")
