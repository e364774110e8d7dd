// Package confidence estimates f-divergences between two binned samples from their counts, with a confidence band.
//
// Notation, here and in the code: P is the distribution the current counts x come from, Q that of the baseline counts y.
// All counts are effective counts, the counts divided by their design effect. With their totals nx and ny, p = x/nx,
// q = y/ny, a = 1/nx, b = 1/ny, r = p/q. A baseline that is known exactly has no sampling error: y is then q itself, and
// b = 0. Values are in nats (squared Hellinger distance: no unit).
//
// What is promised, at a level of 95 %:
//
//   - The estimate is nearly unbiased, and signed: where there is no divergence it is below 0 half of the time.
//   - Lower is a lower limit of the divergence at the resolution of the bins. Rare bins are merged for it, which can only
//     lower an f-divergence. Lower > 0 is a test of P = Q at 2.5 %.
//   - Upper is an upper limit at the resolution of the bins, or +Inf where the counts allow the divergence to be infinite.
//
// The band inverts a test: a candidate value is inside if the estimate is no surprise under it. The estimator's variance
// has a linear part that grows with the divergence (delta method) and a quadratic part that stays at P = Q (where the
// estimator is a sum of squares, distributed like a scaled χ²); its skewness enters by Pearson's type III approximation.
// Nothing is drawn at random: equal counts give equal results.
//
// All this is for independent events. Requests of the same burst, or to the same pod, are not: EstimateReplicated learns
// from counts by stretch of time or by instance how much more they vary.
//
// Distances that are not smooth at P = Q have bands of their own kind: TotalVariation, Wasserstein, KolmogorovSmirnov.
//
// Sources: Zhang & Grabchak 2014, Nonparametric estimation of Kullback–Leibler divergence, Neural Computation 26 (the
// estimator). Pearson 1959, Note on an approximation to the distribution of non-central χ², Biometrika 46, and Imhof
// 1961, Computing the distribution of quadratic forms in normal variables, Biometrika 48 (three-moment approximation).
// Csiszár 1967, Information-type measures of difference of probability distributions, Studia Sci. Math. Hung. 2.
package confidence
