package confidence_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestSpreadAlike(t *testing.T) {
	for name, c := range map[string]struct {
		effect, other       float64
		rows, otherRows     int
		events, otherEvents float64
		alike               bool
		carried             float64
	}{
		"the same":                    {10, 10, 24, 24, 1000, 1000, true, 10},
		"a tenth of the events":       {1.9, 10, 24, 24, 100, 1000, true, 1.9},
		"rows of twice the events":    {19, 10, 12, 24, 1000, 1000, true, 19},
		"by chance":                   {35, 10, 24, 24, 1000, 1000, true, 10},
		"a change":                    {50, 10, 24, 24, 1000, 1000, false, 10},
		"a change of a calm sample":   {8, 1, 24, 24, 1000, 1000, false, 1},
		"few rows show no change":     {50, 10, 5, 5, 1000, 1000, true, 10},
		"less than the other is none": {1, 50, 24, 24, 1000, 1000, true, 50},
		"one row":                     {50, 1, 1, 24, 1000, 1000, true, 24},
	} {
		t.Run(name, func(t *testing.T) {
			alike, carried := confidence.SpreadAlike(c.effect, c.rows, c.events, c.other, c.otherRows, c.otherEvents)
			require.Equal(t, c.alike, alike)
			if name != "one row" {
				require.InDelta(t, c.carried, carried, 1e-12)
			}
		})
	}
}
