package confidence

import (
	"fmt"
	"math"
)

// sample holds the counts of one side by replicate.
type sample struct {
	counts     []float64 // Row by row.
	rows, bins int
	sizes      []float64 // The total of each row.
	sums       []float64 // The total of each bin.
	total      float64
	exact      bool // Known exactly: there are sums, but no rows.
}

// readSample copies rows into w. What counts as no count is as for Estimate.
func readSample(rows [][]float64, bins int, side string, w *workspace) (sample, error) {
	s := sample{counts: w.take(len(rows) * bins), rows: len(rows), bins: bins, sizes: w.take(len(rows)), sums: w.take(bins)}
	clear(s.sums)
	for r, row := range rows {
		size := 0.0
		for k, count := range row {
			if math.IsNaN(count) || math.IsInf(count, 0) {
				return sample{}, fmt.Errorf("%s, row %d, bin %d: %w", side, r, k, ErrNotFinite)
			}
			if count < residue {
				count = 0
			}
			s.counts[r*bins+k] = count
			s.sums[k] += count
			size += count
		}
		s.sizes[r] = size
		s.total += size
	}
	if s.total > maxTotal {
		return sample{}, fmt.Errorf("%s: %w: the total is above %g", side, ErrTooLarge, maxTotal)
	}
	return s, nil
}

// readWeights adds up the rows of a known baseline. Its sums are weights: the request makes shares of them.
func readWeights(rows [][]float64, bins int, side string, w *workspace) (sample, error) {
	s := sample{bins: bins, sums: w.take(bins), exact: true}
	clear(s.sums)
	for r, row := range rows {
		for k, weight := range row {
			if math.IsNaN(weight) || math.IsInf(weight, 0) {
				return sample{}, fmt.Errorf("%s, row %d, bin %d: %w", side, r, k, ErrNotFinite)
			}
			s.sums[k] += max(weight, 0)
			s.total += max(weight, 0)
		}
	}
	if s.total > maxTotal {
		return sample{}, fmt.Errorf("%s: %w: the total is above %g", side, ErrTooLarge, maxTotal)
	}
	return s, nil
}

// row is the counts of row r.
func (s *sample) row(r int) []float64 { return s.counts[r*s.bins : (r+1)*s.bins] }

// share is the share of bin k in the sums.
func (s *sample) share(k int) float64 { return s.sums[k] / s.total }

// measured tells whether the rows show the noise of the sample.
func (s *sample) measured() bool { return s.rows > 1 }

// keep moves row r to the place of row to.
func (s *sample) keep(r, to int) {
	copy(s.row(to), s.row(r))
	s.sizes[to] = s.sizes[r]
}

// dropEmpty leaves out the rows without counts.
func (s *sample) dropEmpty() {
	kept := 0
	for r := range s.rows {
		if s.sizes[r] > 0 {
			s.keep(r, kept)
			kept++
		}
	}
	s.rows = kept
}

// dropEmptyPairs leaves out the rows where neither sample has counts.
func dropEmptyPairs(p, q *sample) {
	kept := 0
	for r := range p.rows {
		if p.sizes[r] > 0 || q.sizes[r] > 0 {
			p.keep(r, kept)
			q.keep(r, kept)
			kept++
		}
	}
	p.rows, q.rows = kept, kept
}

// addUp makes one row of all.
func (s *sample) addUp() {
	if s.exact || s.rows == 0 {
		return
	}
	copy(s.row(0), s.sums)
	s.sizes[0], s.rows = s.total, 1
}

// group adds up the counts by group into g, which has room for as many groups as there are bins.
func (s *sample) group(of partition, g *sample) {
	g.rows, g.bins, g.sizes, g.total, g.exact = s.rows, of.groups, s.sizes, s.total, s.exact
	for r := range s.rows {
		of.sum(g.row(r), s.row(r))
	}
	g.sums = g.sums[:of.groups]
	of.sum(g.sums, s.sums)
}

// mergedEffect is the design effect of the bins that lie in groups of several, all of them taken together: the sum of
// the squared deviations of rows over the counts. It is 1 for a sample without replicates, and never less.
func (s *sample) mergedEffect(of partition, size []int) float64 {
	if !s.measured() {
		return 1
	}
	clear(size[:of.groups])
	for _, g := range of.groupOf {
		size[g]++
	}
	squares, expected := 0.0, 0.0
	for k, g := range of.groupOf {
		if size[g] < 2 {
			continue
		}
		share := s.share(k)
		for r, n := range s.sizes[:s.rows] {
			d := s.counts[r*s.bins+k] - n*share
			squares += d * d
		}
		expected += s.sums[k] * (1 - share)
	}
	if expected <= 0 {
		return 1
	}
	return max(squares*varianceFactor(s.rows)/expected, 1)
}

// varianceFactor is n/(n−1), by which the mean of the squared deviations from a mean is too small.
func varianceFactor(n int) float64 { return float64(n) / float64(n-1) }
