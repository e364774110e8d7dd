package distribution

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
)

// History is the bins of one group over all cells of an answer. The counts of any window are a difference of two prefix
// sums, whatever its length.
type History struct {
	Labels map[string]string // The group: the group-by labels with their values.
	Key    string            // The same in one string, by which the groups of two answers are matched.

	grid    fetch.Grid
	upper   []float64   // Bounds of all cells, ascending.
	events  [][]float64 // Prefix sums of the events of each bin; len(upper) by cells + 1.
	stands  [][]int32   // Prefix sums of the cells in which each bound stands.
	data    []int32     // Prefix sums of the cells with counts.
	invalid []int32     // Prefix sums of the cells left out.
}

// Classic reads the answer to sum by (le, groups…) (increase(…_bucket[…])). Values times scale are cumulative counts.
// Series whose le is no number are left out and returned.
func Classic(answer fetch.Answer, groupBy []string, scale float64) (histories []History, unreadable []string) {
	type group struct {
		labels  map[string]string
		buckets map[float64][]float64
	}
	groups := map[string]*group{}
	for _, series := range answer.Series {
		bound, err := strconv.ParseFloat(series.Labels[model.BucketLabel], 64)
		if err != nil || math.IsNaN(bound) {
			unreadable = append(unreadable, series.Labels[model.BucketLabel])
			continue
		}
		key, labels := groupOf(series.Labels, groupBy)
		if groups[key] == nil {
			groups[key] = &group{labels: labels, buckets: map[float64][]float64{}}
		}
		groups[key].buckets[bound] = addValues(groups[key].buckets[bound], series.Values)
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		history := newHistory(answer.Grid, groups[key].buckets, scale)
		history.Key, history.Labels = key, groups[key].labels
		histories = append(histories, history)
	}
	slices.Sort(unreadable)
	return histories, slices.Compact(unreadable)
}

func groupOf(labels map[string]string, groupBy []string) (key string, group map[string]string) {
	group = make(map[string]string, len(groupBy))
	values := make([]string, len(groupBy))
	for i, label := range groupBy {
		group[label], values[i] = labels[label], labels[label]
	}
	return strings.Join(values, "\xff"), group
}

// addValues adds series of the same bound: le="1" and le="1.0" are one bucket, as after an upgrade to Prometheus 3.
func addValues(sum, values []float64) []float64 {
	if sum == nil {
		return values
	}
	added := make([]float64, len(sum))
	for i := range sum {
		switch {
		case fetch.IsMissing(sum[i]):
			added[i] = values[i]
		case fetch.IsMissing(values[i]):
			added[i] = sum[i]
		default:
			added[i] = sum[i] + values[i]
		}
	}
	return added
}

func newHistory(grid fetch.Grid, buckets map[float64][]float64, scale float64) History {
	h := History{grid: grid, upper: slices.Sorted(maps.Keys(buckets))}
	n := grid.Len()
	h.data, h.invalid = make([]int32, n+1), make([]int32, n+1)
	for range h.upper {
		h.events = append(h.events, make([]float64, n+1))
		h.stands = append(h.stands, make([]int32, n+1))
	}
	for cell := range n {
		h.addCell(cell, buckets, scale)
	}
	return h
}

// addCell turns the cumulative counts of one cell into the events of its bins. A bound that is missing in this cell
// leaves its events to the next one that is there.
func (h *History) addCell(cell int, buckets map[float64][]float64, scale float64) {
	valid, any := true, false
	for _, bound := range h.upper {
		value := buckets[bound][cell]
		any = any || !fetch.IsMissing(value)
		valid = valid && !fetch.IsInvalid(value)
	}
	h.data[cell+1], h.invalid[cell+1] = h.data[cell], h.invalid[cell]
	switch {
	case any && valid:
		h.data[cell+1]++
	case any:
		h.invalid[cell+1]++
	}
	below := 0.0
	for b, bound := range h.upper {
		h.events[b][cell+1], h.stands[b][cell+1] = h.events[b][cell], h.stands[b][cell]
		value := buckets[bound][cell]
		if !valid || fetch.IsMissing(value) {
			continue
		}
		h.stands[b][cell+1]++
		h.events[b][cell+1] += settle(value*scale-below, value*scale)
		below = value * scale
	}
}

// settle rounds the events of a bin to multiples of 2⁻²⁴: an event counts 1, or a fraction of it where
// increase() extrapolates. That removes what rounding has left of a difference of equal counts, and makes prefix sums up
// to 2²⁹ events exact, so that a window has the same counts wherever the sums began: a panel and a rule agree to the bit.
func settle(difference, cumulative float64) float64 {
	if math.Abs(difference) < 1e-12*math.Abs(cumulative) {
		return 0
	}
	const parts = 1 << 24
	return math.Round(difference*parts) / parts
}

// Window returns the histogram of the union of spans; ok is false where no cell of it has counts.
func (h *History) Window(spans []plan.Span) (histogram Histogram, repair Repair, ok bool) {
	events := make([]float64, len(h.upper))
	stands := make([]int32, len(h.upper))
	data, cells := int32(0), 0
	for _, span := range spans {
		from, to, within := h.cells(span)
		if !within {
			continue
		}
		data += h.data[to] - h.data[from]
		cells += to - from
		repair.Invalid += int(h.invalid[to] - h.invalid[from])
		for b := range h.upper {
			events[b] += h.events[b][to] - h.events[b][from]
			stands[b] += h.stands[b][to] - h.stands[b][from]
		}
	}
	if data == 0 {
		return Histogram{}, repair, false
	}
	repair.Missing = float64(cells-int(data)-repair.Invalid) / float64(cells)
	histogram, mended := repaired(h.upper, events, stands, data)
	return histogram, repair.Add(mended), true
}

// cells returns the half-open range of cells that a span covers. Values that count a whole window each stand alone: the
// one at the span's end is the span.
func (h *History) cells(span plan.Span) (from, to int, ok bool) {
	last, ok := h.grid.Index(span.End)
	if !ok || h.grid.Cell != h.grid.Step {
		return last, last + 1, ok
	}
	first, ok := h.grid.Index(span.Start.Add(h.grid.Step))
	return first, last + 1, ok
}
