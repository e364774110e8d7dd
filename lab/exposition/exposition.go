// Package exposition shows what pods count at present as a page that a Prometheus can scrape.
package exposition

import (
	"maps"
	"net/http"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"google.golang.org/protobuf/proto"

	"github.com/histodrift/histodrift/lab/traffic"
)

// Families returns the latest readings of all pods, one family a metric, in the order in which the metrics first occur.
// Pods before their first scrape are left out.
func Families(pods []*traffic.Pod) []*dto.MetricFamily {
	var families []*dto.MetricFamily
	known := map[string]*dto.MetricFamily{}
	for _, p := range pods {
		reading, ok := p.Last()
		if !ok {
			continue
		}
		family := known[p.Metric.Name]
		if family == nil {
			family = &dto.MetricFamily{
				Name: &p.Metric.Name, Help: &p.Metric.Help, Unit: &p.Metric.Unit, Type: dto.MetricType_HISTOGRAM.Enum(),
			}
			known[p.Metric.Name] = family
			families = append(families, family)
		}
		family.Metric = append(family.Metric, metric(p, reading))
	}
	return families
}

func metric(p *traffic.Pod, r traffic.Reading) *dto.Metric {
	m := &dto.Metric{Histogram: &dto.Histogram{SampleSum: proto.Float64(r.Sum)}}
	for _, name := range slices.Sorted(maps.Keys(p.Labels)) {
		m.Label = append(m.Label, &dto.LabelPair{Name: proto.String(name), Value: proto.String(p.Labels[name])})
	}
	var cumulative uint64
	for i, bound := range p.Metric.Bounds {
		cumulative += r.Counts[i]
		m.Histogram.Bucket = append(m.Histogram.Bucket, &dto.Bucket{
			UpperBound: proto.Float64(bound), CumulativeCount: proto.Uint64(cumulative),
		})
	}
	m.Histogram.SampleCount = proto.Uint64(cumulative + r.Counts[len(r.Counts)-1])
	return m
}

// Handler serves families in the format the client asks for. UNIT lines exist in OpenMetrics only.
func Handler(families func() []*dto.MetricFamily) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		format := expfmt.NegotiateAccept(r.Header, expfmt.DefaultOpenMetricsAcceptedFormats()...)
		w.Header().Set("Content-Type", string(format))
		page := expfmt.NewEncoder(w, format)
		for _, family := range families() {
			if err := page.Encode(family); err != nil {
				return // The client went away.
			}
		}
		if closer, ok := page.(expfmt.Closer); ok {
			_ = closer.Close()
		}
	})
}
