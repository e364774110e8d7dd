package traffic

import (
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// profile is a distribution made ready for drawing.
type profile struct {
	// modes hold, for each mode, the probability that an event belongs to the mode and falls into the bin.
	modes [][]float64
	// means are the expected values inside the bins, in the metric's unit.
	means []float64
}

// profiles are those of one group under every combination of drifts met so far.
type profiles struct {
	metric scenario.Metric
	group  scenario.Group
	drifts []scenario.Drift
	known  map[uint64]*profile // By a bit for each active drift.
}

func newProfiles(m scenario.Metric, g scenario.Group) profiles {
	return profiles{metric: m, group: g, drifts: m.DriftsOf(g), known: map[uint64]*profile{}}
}

// at returns the profile of moment t in a world whose schedules count from now.
func (ps *profiles) at(now, t time.Time) *profile {
	var active uint64
	for i, d := range ps.drifts {
		if d.Schedule.Active(now, t) {
			active |= 1 << i
		}
	}
	if found := ps.known[active]; found != nil {
		return found
	}
	made := newProfile(ps.metric.Drifted(ps.group, now, t), ps.metric.Bounds)
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
