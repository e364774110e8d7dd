package fetch

import (
	"math"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// maxCount is more than any counter counts: above it, sums of counts would leave the range of a float64.
const maxCount = 1e50

// missing stands where an expression has no value, Invalid where it has one that counts nothing: NaN, infinite or beyond
// any count.
var (
	missing = math.NaN()
	Invalid = math.Inf(1)
)

// IsMissing reports whether a value of a series is not there.
func IsMissing(value float64) bool { return math.IsNaN(value) }

// IsInvalid reports whether the server gave a value that is no count.
func IsInvalid(value float64) bool { return math.IsInf(value, 0) }

// counted returns a number of the server as it is kept.
func counted(value float64) float64 {
	if math.IsNaN(value) || math.Abs(value) > maxCount {
		return Invalid
	}
	return value
}

func isValid(h *promapi.Histogram) bool {
	valid := !h.Invalid && !IsInvalid(counted(h.Count))
	for _, bucket := range h.Buckets {
		valid = valid && !IsInvalid(counted(bucket.Count))
	}
	return valid
}

func emptyValues(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = missing
	}
	return values
}
