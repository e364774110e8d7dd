package fetch

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
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

// cutter puts the samples of an answer into chunks.
type cutter struct {
	line   timeline
	limits settings.Limits
	chunks map[chunkID]columns
	count  int
}

// newCutter makes all chunks of a job at once: one without any series is an answer, too, and can be kept.
func newCutter(one job, line timeline, limits settings.Limits) *cutter {
	c := &cutter{line: line, limits: limits, chunks: map[chunkID]columns{}}
	for id := one.first; id <= one.last; id++ {
		c.chunks[id] = columns{}
	}
	return c
}

// series is a promapi.Sink.
func (c *cutter) series(labels map[string]string, samples []promapi.Sample) error {
	if c.count++; c.count > c.limits.Series {
		return tooManySeries(c.limits.Series)
	}
	name := signature(labels)
	for _, sample := range samples {
		k := c.line.count(time.UnixMilli(sample.Time))
		chunk, ok := c.chunks[c.line.chunkOf(k)]
		if !ok {
			continue // Outside what was asked for.
		}
		series, ok := chunk[name]
		if !ok {
			series = column{labels: labels, values: emptyValues(int(c.line.chunk))}
			chunk[name] = series
		}
		value := sample.Value
		if math.IsNaN(value) || math.Abs(value) > maxCount {
			value = Invalid
		}
		series.values[k-c.line.start(c.line.chunkOf(k))] = value
	}
	return nil
}

func tooManySeries(limit int) error {
	return fault.New(fault.Limit, fmt.Sprintf("the answer has more than %d series (groups times buckets)", limit),
		"group by fewer labels or narrow the matchers, or raise limits.series in the data source")
}

func emptyValues(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = missing
	}
	return values
}

// signature names a series by its labels, in one order.
func signature(labels map[string]string) string {
	var name strings.Builder
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		name.WriteString(label)
		name.WriteByte(0xff) // In no valid UTF-8.
		name.WriteString(labels[label])
		name.WriteByte(0xff)
	}
	return name.String()
}
