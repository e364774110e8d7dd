package fetch

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// cutter puts the samples of an answer into chunks.
type cutter struct {
	line   timeline
	limits settings.Limits
	chunks map[chunkID]columns
	parts  map[Part]struct{} // Of the series being cut, in whichever chunks.
	count  int               // Columns of the whole answer.
}

// newCutter makes all chunks of a job at once: one without any series is an answer, too, and can be kept.
func newCutter(one job, line timeline, limits settings.Limits) *cutter {
	c := &cutter{line: line, limits: limits, chunks: map[chunkID]columns{}, parts: map[Part]struct{}{}}
	for id := one.first; id <= one.last; id++ {
		c.chunks[id] = columns{}
	}
	return c
}

// series is a promapi.Sink.
func (c *cutter) series(labels map[string]string, samples []promapi.Sample) error {
	clear(c.parts)
	name := signature(labels)
	for _, sample := range samples {
		k := c.line.count(time.UnixMilli(sample.Time))
		id := c.line.chunkOf(k)
		chunk, ok := c.chunks[id]
		if !ok {
			continue // Outside what was asked for.
		}
		place := place{cutter: c, chunk: chunk, name: name, labels: labels, index: int(k - c.line.start(id))}
		if err := place.sample(sample); err != nil {
			return err
		}
	}
	return nil
}

// place is where the values of one sample go.
type place struct {
	*cutter
	chunk  columns
	name   string
	labels map[string]string
	index  int
}

func (p place) sample(sample promapi.Sample) error {
	if sample.Histogram == nil {
		return p.put(Part{}, counted(sample.Value))
	}
	return p.histogram(sample.Histogram)
}

// histogram keeps none of the buckets where one of them, or the count, is invalid: the others alone would be another
// distribution.
func (p place) histogram(h *promapi.Histogram) error {
	if known, ok := p.chunk[columnKey{p.name, Part{Kind: HistogramCount}}]; ok && !IsMissing(known.values[p.index]) {
		return errTwice // Their buckets would mix.
	}
	if !isValid(h) {
		return p.put(Part{Kind: HistogramCount}, Invalid)
	}
	if err := p.put(Part{Kind: HistogramCount}, h.Count); err != nil {
		return err
	}
	for _, bucket := range h.Buckets {
		if err := p.put(bucketPart(bucket), bucket.Count); err != nil {
			return err
		}
	}
	return nil
}

// put sets a value of a column, which is made where there is none. All columns of a series share its name and labels.
func (p place) put(part Part, value float64) error {
	key := columnKey{p.name, part}
	known, ok := p.chunk[key]
	if !ok {
		if err := p.counts(part); err != nil {
			return err
		}
		known = column{labels: p.labels, values: emptyValues(int(p.line.chunk))}
		p.chunk[key] = known
	}
	known.values[p.index] = value
	return nil
}

// counts holds the columns of an answer to their limit, each once in however many chunks it is.
func (c *cutter) counts(part Part) error {
	if _, ok := c.parts[part]; ok {
		return nil
	}
	c.parts[part] = struct{}{}
	if c.count++; c.count > c.limits.Series {
		return tooManySeries(c.limits.Series)
	}
	return nil
}

var errTwice = fault.New(fault.Protocol, "the answer of the Prometheus server has two histograms of one series at one time",
	"if a proxy merges several servers, let it drop duplicates")

func tooManySeries(limit int) error {
	return fault.New(fault.Limit, fmt.Sprintf("the answer has more than %d series (groups times bins)", limit),
		"group by fewer labels, narrow the matchers or map small categories together, by label_replace or a recording rule, or raise limits.series in the data source")
}
