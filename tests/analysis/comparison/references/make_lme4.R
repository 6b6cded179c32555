# Writes the stored references of the mixed models: REML fits of published data sets by lme4, and a
# logistic random intercept by the Laplace approximation. Run: Rscript make_lme4.R > lme4.json
suppressMessages(library(lme4))

numbers <- function(x) paste0("[", paste(format(as.numeric(x), digits = 10, trim = TRUE), collapse = ", "), "]")
texts <- function(x) paste0("[", paste0('"', as.character(x), '"', collapse = ", "), "]")
pair <- function(name, value) paste0('"', name, '": ', value)
object <- function(...) paste0("{", paste(c(...), collapse = ",\n  "), "}")

fitted_model <- function(fit, columns) {
  v <- as.data.frame(VarCorr(fit))
  modes <- ranef(fit)
  object(
    columns,
    pair("groups", texts(v$grp)),
    pair("variances", numbers(v$vcov)),
    pair("criterion", numbers(if (isREML(fit)) REMLcrit(fit) else -2 * logLik(fit))),
    pair("fixed", numbers(fixef(fit))),
    pair("fixed_se", numbers(sqrt(diag(as.matrix(vcov(fit)))))),
    pair("modes", object(sapply(names(modes), function(g) pair(g, numbers(modes[[g]][[1]]))))),
    pair("modes_of", object(sapply(names(modes), function(g) pair(g, texts(rownames(modes[[g]]))))))
  )
}

cat(object(
  pair("dyestuff", fitted_model(lmer(Yield ~ 1 + (1 | Batch), Dyestuff),
    c(pair("y", numbers(Dyestuff$Yield)), pair("Batch", texts(Dyestuff$Batch))))),
  pair("dyestuff2", fitted_model(lmer(Yield ~ 1 + (1 | Batch), Dyestuff2),
    c(pair("y", numbers(Dyestuff2$Yield)), pair("Batch", texts(Dyestuff2$Batch))))),
  pair("sleepstudy", fitted_model(lmer(Reaction ~ Days + (1 | Subject), sleepstudy),
    c(pair("y", numbers(sleepstudy$Reaction)), pair("Days", numbers(sleepstudy$Days)),
      pair("Subject", texts(sleepstudy$Subject))))),
  pair("penicillin", fitted_model(lmer(diameter ~ 1 + (1 | plate) + (1 | sample), Penicillin),
    c(pair("y", numbers(Penicillin$diameter)), pair("plate", texts(Penicillin$plate)),
      pair("sample", texts(Penicillin$sample))))),
  pair("pastes", fitted_model(lmer(strength ~ 1 + (1 | batch) + (1 | sample), Pastes),
    c(pair("y", numbers(Pastes$strength)), pair("batch", texts(Pastes$batch)),
      pair("sample", texts(Pastes$sample))))),
  pair("cbpp", fitted_model(
    glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, family = binomial),
    c(pair("y", numbers(cbpp$incidence)), pair("size", numbers(cbpp$size)),
      pair("period", texts(cbpp$period)), pair("herd", texts(cbpp$herd)))))
), "\n")
