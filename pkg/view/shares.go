package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
)

// BinShares is one bin of the two distributions that are compared.
type BinShares struct {
	Bin               distribution.Bin
	Current, Baseline Share
}

// Share is the share of a side's samples that lie in a bin, with its limits. Each bin has limits of its own: of many bins,
// some lie outside of theirs.
type Share struct {
	Value, Lower, Upper float64
	N                   float64 // Samples in the bin; NaN where weights have no sample size.
}

// Shares returns the two distributions of a point, with limits at a two-sided level. Limits are those of Clopper and Pearson on effective samples; weights
// known exactly have none but themselves.
func (s *Snapshot) Shares(level float64) ([]BinShares, error) {
	all := make([]BinShares, len(s.Current.Bins))
	for i, bin := range s.Current.Bins {
		all[i].Bin = bin
		var err error
		if all[i].Current, err = shareOf(s.Current, i, s.Noise.DesignEffect[0], level); err != nil {
			return nil, err
		}
		if all[i].Baseline, err = shareOf(s.Baseline, i, s.Noise.DesignEffect[1], level); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func shareOf(h distribution.Histogram, i int, effect, level float64) (Share, error) {
	total := h.Total()
	value := h.Counts[i] / total
	if h.Exact {
		return Share{Value: value, Lower: value, Upper: value, N: math.NaN()}, nil
	}
	effect = max(effect, 1)
	lower, upper, err := confidence.Share(h.Counts[i]/effect, total/effect, level)
	return Share{Value: value, Lower: lower, Upper: upper, N: h.Counts[i]}, err
}
