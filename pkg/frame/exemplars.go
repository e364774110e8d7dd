package frame

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// Found is what a search for exemplars came to.
type Found struct {
	Exemplars []view.Exemplar
	Notices   []view.Notice
	PromQL    string // What the server was asked for; "" where it was not.
	Traces    []settings.TraceLink
}

// exemplarMeta marks frames of exemplars as Grafana's Prometheus data source does, and says what they cost.
type exemplarMeta struct {
	ResultType string     `json:"resultType"`
	PromQL     string     `json:"promql,omitempty"`
	Cost       fetch.Cost `json:"cost"`
}

// Exemplars returns the exemplars as Grafana's Prometheus data source does: one frame of the topic of annotations, which
// the Time series panel draws over a graph; or, in the format table, one for the Table panel. Where there are none, the
// frame has no fields, and its notices say why.
func Exemplars(source Source, result view.Result, found Found) data.Frames {
	source.Query = resolved(source)
	_, ofGroups := builders(source, result)
	frame := data.NewFrame("exemplar")
	frame.RefID = source.RefID
	frame.Meta = newMeta(source)
	frame.Meta.TypeVersion = data.FrameTypeVersion{}
	frame.Meta.Custom = exemplarMeta{ResultType: "exemplar", PromQL: found.PromQL, Cost: source.Cost}
	if source.Query.Format == request.FormatTable {
		frame.Meta.Type, frame.Meta.PreferredVisualization = data.FrameTypeTable, data.VisTypeTable
	} else {
		frame.Meta.Type, frame.Meta.DataTopic = data.FrameTypeUnknown, data.DataTopicAnnotations
	}
	if len(found.Exemplars) > 0 {
		frame.Fields = exemplarFields(source.Query, found.Exemplars, found.Traces)
	}
	return finished(source, result, data.FrameTypeTable, data.Frames{frame}, slices.Concat(found.Notices, ofGroups))
}

// exemplarFields are time and value, the exemplars' own labels, the bin, and the labels of the series.
func exemplarFields(query request.Query, exemplars []view.Exemplar, links []settings.TraceLink) []*data.Field {
	times, values := make([]time.Time, len(exemplars)), make([]float64, len(exemplars))
	bins, parts := make([]string, len(exemplars)), make([]float64, len(exemplars))
	for i, one := range exemplars {
		times[i], values[i] = time.UnixMilli(one.Time).UTC(), one.Value
		bins[i], parts[i] = one.Part.Bin.String(), view.InUnit(query.Measures[0], query.Unit, one.Part.Value)
	}
	value := data.NewField(data.TimeSeriesValueFieldName, nil, values)
	value.Config = &data.FieldConfig{Unit: metricUnit(query.Current.Metric)}
	bin := data.NewField("bin", nil, bins)
	bin.Config = &data.FieldConfig{Description: "The bin that the exemplar lies in, one of those that contribute most."}
	contribution := data.NewField("contribution", nil, parts)
	contribution.Config = &data.FieldConfig{Unit: fieldUnit(query.Measures[0], query), Description: "What the bin adds to the divergence of its group."}
	fields := []*data.Field{data.NewField(data.TimeSeriesTimeFieldName, nil, times), value}
	taken := map[string]bool{data.TimeSeriesTimeFieldName: true, data.TimeSeriesValueFieldName: true, "bin": true, "contribution": true}
	own := labelFields(exemplars, taken, " (exemplar)", func(one view.Exemplar) map[string]string { return one.Labels })
	for _, field := range own {
		field.Config = &data.FieldConfig{Links: traceLinks(strings.TrimSuffix(field.Name, " (exemplar)"), links)}
	}
	series := labelFields(exemplars, taken, " (series)", func(one view.Exemplar) map[string]string { return one.Series })
	return slices.Concat(fields, own, []*data.Field{bin, contribution}, series)
}

// labelFields returns a field of texts for each label; one whose name is taken gets a suffix.
func labelFields(exemplars []view.Exemplar, taken map[string]bool, suffix string, of func(view.Exemplar) map[string]string) []*data.Field {
	names := map[string]bool{}
	for _, one := range exemplars {
		for name := range of(one) {
			names[name] = true
		}
	}
	var fields []*data.Field
	for _, name := range slices.Sorted(maps.Keys(names)) {
		texts := make([]string, len(exemplars))
		for i, one := range exemplars {
			texts[i] = of(one)[name]
		}
		shown := name
		for taken[shown] {
			shown += suffix
		}
		taken[shown] = true
		fields = append(fields, data.NewField(shown, nil, texts))
	}
	return fields
}

// raw is how Grafana's data links name the value that is clicked at.
const raw = "${__value.raw}"

// traceLinks are the links of a label, as Grafana's Prometheus data source makes them of the same settings. In the middle of
// an address the value is percent-encoded, so that it can lead nowhere else.
func traceLinks(label string, links []settings.TraceLink) []data.DataLink {
	var all []data.DataLink
	for _, link := range links {
		if link.Name != label {
			continue
		}
		if link.DatasourceUID != "" {
			title := link.URLDisplayLabel
			if title == "" || link.URL != "" {
				title = "Query the trace"
			}
			all = append(all, data.DataLink{Title: title, Internal: &data.InternalDataLink{
				Query: map[string]any{"query": raw, "queryType": "traceql"}, DatasourceUID: link.DatasourceUID,
			}})
		}
		if link.URL != "" {
			title := link.URLDisplayLabel
			if title == "" {
				title = "Go to " + link.URL
			}
			address := link.URL
			if !strings.HasPrefix(address, raw) {
				address = strings.ReplaceAll(address, raw, "${__value.raw:percentencode}")
			}
			all = append(all, data.DataLink{Title: title, URL: address, TargetBlank: true})
		}
	}
	return all
}
