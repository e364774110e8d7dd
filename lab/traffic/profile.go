package traffic

import (
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// profile is a distribution made ready for drawing, with its traffic.
type profile struct {
	// modes hold, for each mode, the probability that an event belongs to the mode and falls into the bin.
	modes [][]float64
	// means are the expected values inside the bins, in the metric's unit.
	means []float64
	// rate is the traffic of the whole group.
	rate scenario.Rate
}

// profiles are those of one group in one layout under every combination of changes met so far.
type profiles struct {
	metric  scenario.Metric
	group   scenario.Group
	bins    *Bins
	changes []scenario.Drift
	known   map[uint64]*profile // By a bit for each active change.
}

func newProfiles(m scenario.Metric, g scenario.Group, bins *Bins) profiles {
	return profiles{metric: m, group: g, bins: bins, changes: m.Changes(g), known: map[uint64]*profile{}}
}

// at returns the profile of moment t in a world whose schedules count from now.
func (ps *profiles) at(now, t time.Time) *profile {
	var active uint64
	for i, c := range ps.changes {
		if c.Active(now, t) {
			active |= 1 << i
		}
	}
	if found := ps.known[active]; found != nil {
		return found
	}
	var made *profile
	if ps.metric.KindOf().Ordered() {
		made = newProfile(ps.metric.Drifted(ps.group, now, t), ps.bins.Bounds)
	} else {
		made = categoryProfile(ps.metric.SharesAt(ps.group, now, t), ps.bins.Categories)
	}
	made.rate = ps.metric.RateAt(ps.group, now, t)
	ps.known[active] = made
	return made
}

func newProfile(values scenario.Mixture, bounds []float64) *profile {
	p := &profile{means: make([]float64, len(bounds)+1)}
	mass := make([]float64, len(p.means))
	total := values.Weight()
	for _, mode := range values {
		shares, sums := mode.Bins(bounds), mode.Sums(bounds)
		for bin := range shares {
			shares[bin] *= mode.Weight / total
			mass[bin] += shares[bin]
			p.means[bin] += mode.Weight / total * sums[bin]
		}
		p.modes = append(p.modes, shares)
	}
	for bin := range p.means {
		if mass[bin] > 0 {
			p.means[bin] /= mass[bin]
		}
	}
	return p
}

// categoryProfile spreads events over categories; they have no values, so that they sum to nothing.
func categoryProfile(shares scenario.Shares, categories []scenario.Labels) *profile {
	p := &profile{modes: [][]float64{make([]float64, len(categories))}, means: make([]float64, len(categories))}
	total := shares.Weight()
	for bin, labels := range categories {
		if at := shares.Find(labels); at >= 0 {
			p.modes[0][bin] = shares[at].Weight / total
		}
	}
	return p
}
