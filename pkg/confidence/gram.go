package confidence

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// spread is how far the shares of a sample vary from one replicate to another, each in units of √metric. H is their
// covariance, H₁ that of consecutive rows.
type spread struct {
	trace       float64 // tr H.
	lagTrace    float64 // tr H₁.
	square      float64 // tr H², without the bias that few rows give it.
	lagSquare   float64 // tr H H₁, likewise.
	independent float64 // tr H of independent events.
}

// smallestMetric keeps the squares of what is divided by √metric within the range of a float64. Only of an exactly known
// baseline groups may have less.
const smallestMetric = 1e-100

// residuals fills the first part of u, which it returns, with what the shares of each row deviate from those of the sums.
// Bins whose metric is 0 can't vary.
func (s *sample) residuals(u, metric []float64) []float64 {
	scale := math.Sqrt(varianceFactor(s.rows)) / s.total
	for k, m := range metric {
		share, unit := s.share(k), 0.0
		if m > 0 {
			unit = scale / math.Sqrt(max(m, smallestMetric))
		}
		for r, n := range s.sizes[:s.rows] {
			u[r*s.bins+k] = unit * (s.counts[r*s.bins+k] - n*share)
		}
	}
	return u[:s.rows*s.bins]
}

// independentTrace is tr H if the events of s are independent.
func (s *sample) independentTrace(metric []float64) float64 {
	sum := 0.0
	for k, m := range metric {
		if m > 0 {
			sum += s.share(k) * max(1-s.share(k), 0) / max(m, smallestMetric)
		}
	}
	return sum / s.total
}

// newSpread computes the traces from the residuals of so many rows: tr H = tr G and tr H² = Σ G², where G is the Gram
// matrix uuᵀ of the rows, or uᵀu where there are fewer bins. products is scratch space. lagged says that the rows are in
// order, and that H₁ is asked for, which takes the former.
func newSpread(u []float64, rows int, products []float64, lagged bool) spread {
	var s spread
	bins := len(u) / rows
	if lagged || rows <= bins {
		gram(products, u, rows, bins)
		s.addSymmetric(products, rows)
	} else {
		covariance(products, u, rows, bins)
		s.addSymmetric(products, bins)
	}
	if lagged {
		s.addLags(products, rows)
	}
	// The two traces of products have the bias of tr H tr H/ν and tr H tr H₁/ν, and too small a scale.
	degrees := float64(rows - 1)
	unbiased := degrees * degrees / ((degrees - 1) * (degrees + 2))
	s.square = (s.square - s.trace*s.trace/degrees) * unbiased
	s.lagSquare = (s.lagSquare - s.trace*s.lagTrace/degrees) * unbiased
	return s
}

// gram fills out with uuᵀ.
func gram(out, u []float64, rows, bins int) {
	for r := range rows {
		for c := r; c < rows; c++ {
			product := floats.Dot(u[r*bins:(r+1)*bins], u[c*bins:(c+1)*bins])
			out[r*rows+c], out[c*rows+r] = product, product
		}
	}
}

// covariance fills the upper half of out with uᵀu.
func covariance(out, u []float64, rows, bins int) {
	clear(out[:bins*bins])
	for r := range rows {
		row := u[r*bins : (r+1)*bins]
		for k, v := range row {
			floats.AddScaled(out[k*bins+k:(k+1)*bins], v, row[k:])
		}
	}
}

// addSymmetric adds the trace and the sum of squares of a symmetric matrix, of which it reads the upper half.
func (s *spread) addSymmetric(matrix []float64, size int) {
	for r := range size {
		diagonal := matrix[r*size+r]
		s.trace += diagonal
		s.square += diagonal * diagonal
		for _, v := range matrix[r*size+r+1 : (r+1)*size] {
			s.square += 2 * v * v
		}
	}
}

// addLags adds the traces that have H₁ in them.
func (s *spread) addLags(gram []float64, rows int) {
	for r := range rows {
		line := gram[r*rows : (r+1)*rows]
		if r < rows-1 {
			s.lagTrace += line[r+1]
		}
		s.lagSquare += floats.Dot(line[:rows-1], line[1:])
	}
}

// clip keeps tr H² within what tr H allows: all directions alike, or a single one. Replicates may be identical; their
// spread is then taken for next to nothing.
func (s *spread) clip(degrees float64) {
	s.trace = max(s.trace, 1e-9*s.independent)
	s.square = min(max(s.square, s.trace*s.trace/degrees), s.trace*s.trace)
}

// designEffect is the variance over that of independent events, at least 1.
func (s *spread) designEffect() float64 {
	if s.independent <= 0 { // All counts are in one group.
		return 1
	}
	return max(s.trace/s.independent, 1)
}

// heterogeneity is the ratio of the mean square of the design effects of all directions to the square of their mean.
func (s *spread) heterogeneity(degrees float64) float64 {
	if s.trace <= 0 {
		return 1
	}
	ratio := math.Sqrt(s.square) / s.trace // In this order: the square of a small trace may be 0.
	return max(degrees*ratio*ratio, 1)
}
