// Package divergence computes textbook divergences between two discrete distributions on the same bins.
//
// Every function takes P (the current window) and Q (the baseline) as counts, weights or proportions, one value a bin,
// and normalises them. Values are in nats; Unit converts. Nothing here corrects for sampling: these are the plug-in
// values that any statistics package computes from the same counts, exact to a few units of the last place even where P
// and Q differ by parts in a million. Package confidence holds the bias-corrected estimates and their bands.
//
// All functions are deterministic, do not change their arguments and return an error, never a panic, for input that is
// not a pair of distributions: see the errors of this package.
package divergence
