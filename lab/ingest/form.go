package ingest

import (
	"math"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

func newForms(p *traffic.Pod, bins *traffic.Bins) []form {
	var forms []form
	if bins.Classic != nil {
		forms = append(forms, newClassic(p, bins))
	}
	if bins.Native != nil {
		forms = append(forms, native{named(p, p.Metric.Name, nil)})
	}
	if bins.Categories != nil {
		c := categories{}
		for _, own := range bins.Categories {
			c = append(c, named(p, p.Metric.Name, own))
		}
		forms = append(forms, c)
	}
	return forms
}

// named returns a series of a pod with some labels more.
func named(p *traffic.Pod, name string, more scenario.Labels) *series {
	builder := labels.NewBuilder(labels.FromMap(p.Labels))
	for label, value := range more {
		builder.Set(label, value)
	}
	return &series{labels: builder.Set(model.MetricNameLabel, name).Labels()}
}

// classic is a classic histogram: one series per bucket, then the sum, then the count.
type classic []*series

func newClassic(p *traffic.Pod, bins *traffic.Bins) classic {
	var c classic
	for _, bound := range append(append([]float64{}, bins.Classic...), math.Inf(1)) {
		le := scenario.Labels{labels.BucketLabel: labels.FormatOpenMetricsFloat(bound)}
		c = append(c, named(p, p.Metric.Name+"_bucket", le))
	}
	return append(c, named(p, p.Metric.Name+"_sum", nil), named(p, p.Metric.Name+"_count", nil))
}

func (c classic) all() []*series { return c }

// traced implements form: the bucket with the lowest bound that is not below the value.
func (c classic) traced(bins *traffic.Bins, value float64) *series {
	bucket, _ := slices.BinarySearch(bins.Classic, value)
	return c[bucket]
}

func (c classic) append(app storage.Appender, r traffic.Reading) error {
	cumulative := r.Cumulative()
	for i, s := range c {
		value := r.Sum
		if i != len(cumulative) {
			value = float64(cumulative[min(i, len(cumulative)-1)])
		}
		if err := s.append(app, r.Millis, value); err != nil {
			return err
		}
	}
	return nil
}

// native is a native histogram, exponential or with custom buckets.
type native struct{ *series }

func (n native) all() []*series { return []*series{n.series} }

func (n native) traced(*traffic.Bins, float64) *series { return n.series }

func (n native) append(app storage.Appender, r traffic.Reading) error {
	return n.appendHistogram(app, r.Millis, r.Histogram())
}

// categories are the series of a counter or gauge, one for each category. A series begins with the category's first
// event, and ends with a restart until the next one, as those of client libraries do.
type categories []*series

func (c categories) all() []*series { return c }

func (categories) traced(*traffic.Bins, float64) *series { return nil }

func (c categories) append(app storage.Appender, r traffic.Reading) error {
	for i, s := range c {
		var err error
		if r.Seen[i] {
			err = s.append(app, r.Millis, float64(r.Counts[i]))
		} else {
			err = s.end(app, r.Millis)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
