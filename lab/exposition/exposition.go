// Package exposition shows what pods count at present as a page that a Prometheus can scrape.
package exposition

import (
	"maps"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"

	"github.com/histodrift/histodrift/lab/scenario"
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
			family = &dto.MetricFamily{Name: &p.Metric.Name, Help: &p.Metric.Help, Type: typeOf(p.Metric.KindOf()).Enum()}
			if p.Metric.Unit != "" {
				family.Unit = &p.Metric.Unit
			}
			known[p.Metric.Name] = family
			families = append(families, family)
		}
		family.Metric = append(family.Metric, metrics(p, reading)...)
	}
	return families
}

func typeOf(kind scenario.Kind) dto.MetricType {
	switch kind.Type() {
	case "counter":
		return dto.MetricType_COUNTER
	case "gauge":
		return dto.MetricType_GAUGE
	}
	return dto.MetricType_HISTOGRAM
}

// metrics are the entries of one pod: one for a histogram, one for each category seen of the other kinds.
func metrics(p *traffic.Pod, r traffic.Reading) []*dto.Metric {
	if r.Bins.Categories == nil {
		return []*dto.Metric{{Label: pairs(p.Labels), Histogram: histogramOf(r)}}
	}
	var entries []*dto.Metric
	for i, labels := range r.Bins.Categories {
		if !r.Seen[i] {
			continue
		}
		value := proto.Float64(float64(r.Counts[i]))
		entry := &dto.Metric{Label: pairs(p.Labels, labels)}
		if typeOf(p.Metric.KindOf()) == dto.MetricType_COUNTER {
			entry.Counter = &dto.Counter{Value: value}
		} else {
			entry.Gauge = &dto.Gauge{Value: value}
		}
		entries = append(entries, entry)
	}
	return entries
}

// pairs writes labels in the order of their names.
func pairs(labels ...scenario.Labels) []*dto.LabelPair {
	all := scenario.Labels{}
	for _, some := range labels {
		maps.Copy(all, some)
	}
	out := make([]*dto.LabelPair, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, &dto.LabelPair{Name: proto.String(name), Value: proto.String(all[name])})
	}
	return out
}
