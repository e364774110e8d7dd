// Package divergence computes textbook measures of how far apart two discrete distributions on the same bins are.
//
// Every function takes P (the current window) and Q (the baseline) as counts, weights or proportions, one value a bin,
// and normalises them. G and the pseudo-counts of Smooth need counts.
//
//   - In nats: KL, Jeffreys (also known as PSI), JS, Entropy, CrossEntropy. Unit converts.
//   - From 0 to 1: TotalVariation, Hellinger, KolmogorovSmirnov, NewMass.
//   - In the unit of the values: Wasserstein.
//   - Of the size of the samples: G.
//
// The functions named Contributions split a measure over the bins, ChainRule splits KL over an outer value.
//
// Nothing here corrects for sampling: these are the plug-in values that any statistics package computes from the same
// counts. No digits are lost to cancellation: where P and Q differ by parts in a million, all that is left is the rounding
// of their shares. Smooth changes the counts beforehand where another tool does. Package confidence holds the
// bias-corrected estimates and their bands.
//
// All functions are deterministic, do not change their arguments and return an error, never a panic, for input that is
// not a pair of distributions: see the errors of this package.
package divergence
