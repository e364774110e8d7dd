package confidence

// pseudoCount is the number of events a bin that are added to each sample, spread like the distribution shrunk to. It is
// used for the pair that variances are computed at, never for the estimate.
const pseudoCount = 0.5

// pair is a pair of distributions on the bins of a table.
type pair struct{ p, q []float64 }

// pooledTarget fills target with the pooled distribution of t (a known Q: Q), for P and Q alike.
func (t *table) pooledTarget(target []float64) {
	bins := float64(len(t.x))
	for i := range target {
		target[i] = t.pooledWeight(i)
		if !t.known {
			target[i] /= t.nx + t.ny + pseudoCount*bins
		}
	}
}

// pooledWeight is the weight of bin i in the pooled distribution, which is not normalised: a known Q, else the pooled
// count.
func (t *table) pooledWeight(i int) float64 {
	if t.known {
		return t.y[i]
	}
	return t.x[i] + t.y[i] + pseudoCount
}

// withinGroups fills target with the shrinkage targets of bins: the final pair of their groups, spread over the bins of a
// group like the pooled counts. So a rare bin is shrunk to the ratio of its group instead of to 1.
// groupWeight is scratch space for a number a group.
func (t *table) withinGroups(target pair, of partition, groups pair, groupWeight []float64) {
	clear(groupWeight[:of.groups])
	for i, g := range of.groupOf {
		groupWeight[g] += t.pooledWeight(i)
	}
	for i, g := range of.groupOf {
		share := t.pooledWeight(i) / max(groupWeight[g], 1e-300)
		target.p[i] = groups.p[g] * share
		target.q[i] = groups.q[g] * share
		if t.known {
			target.q[i] = t.y[i]
		}
	}
}

// shrink fills out with the shrunk pair: the target plus kappa times what the smoothed counts deviate from it. Groups that
// stand by evidence get at least pseudoCount events in each sample; evident is nil where there are none.
func (t *table) shrink(target pair, evident []bool, kappa float64, out pair) {
	added := pseudoCount * float64(len(t.x))
	for i, x := range t.x {
		atLeast := 0.0
		if evident != nil && evident[i] {
			atLeast = pseudoCount
		}
		p := (x + max(added*target.p[i], atLeast)) / (t.nx + added)
		out.p[i] = target.p[i] + kappa*(p-target.p[i])
		if t.known {
			out.q[i] = t.y[i]
			continue
		}
		q := (t.y[i] + max(added*target.q[i], atLeast)) / (t.ny + added)
		out.q[i] = target.q[i] + kappa*(q-target.q[i])
	}
}
