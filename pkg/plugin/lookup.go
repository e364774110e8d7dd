package plugin

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

// Metric is what the metric picker offers.
type Metric struct {
	Name string `json:"name"` // Of a classic histogram without _bucket.
	Kind string `json:"kind"` // "classic", "native", "counter", "gauge" or "unknown".
	Unit string `json:"unit,omitempty"`
	Help string `json:"help,omitempty"`
}

// metrics answers ?search=&limit=&kind= with the metrics whose names contain the text: histograms, or what can be
// counted by label values.
func (d *Datasource) metrics(r *http.Request) (any, error) {
	kind, err := kindOf(r, "kind")
	if err != nil {
		return nil, err
	}
	limit, search := shown(r), r.URL.Query().Get("search")
	metadata := d.catalogue.metadata(r.Context(), identity(r.Header))
	find := d.histograms
	if kind == categoryKind {
		find = d.countable
	}
	found, more, err := find(r.Context(), search, limit, metadata)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Metrics   []Metric `json:"metrics"`
		Truncated bool     `json:"truncated"`
	}{Metrics: found, Truncated: more}
	return answer, nil
}

// histograms returns the histograms whose names contain text, at most limit of them, and whether there may be more.
func (d *Datasource) histograms(ctx context.Context, text string, limit int, metadata map[string]promapi.Metadata) ([]Metric, bool, error) {
	names, err := d.client.LabelValues(ctx, model.MetricNameLabel, d.recent(plan.HistogramSearch(text), limit+1))
	if err != nil {
		return nil, false, err
	}
	found := []Metric{}
	for _, name := range names {
		name = strings.TrimSuffix(name, plan.BucketSuffix)
		found = append(found, Metric{Name: name, Kind: "classic", Unit: metadata[name].Unit, Help: metadata[name].Help})
	}
	natives, more := d.natives(ctx, text, limit+1, found, metadata)
	found = sorted(append(found, natives...))
	return found[:min(len(found), limit)], more || len(found) > limit, nil
}

func sorted(metrics []Metric) []Metric {
	slices.SortFunc(metrics, func(a, b Metric) int { return strings.Compare(a.Name, b.Name) })
	return metrics
}

// mostNatives is how many names are asked for at once.
const mostNatives = 200

// natives returns the native histograms among those that targets call histograms and that have no classic buckets, and
// whether there may be more. They have no sign of it in their names, so the metadata must know them; others can be typed
// in.
func (d *Datasource) natives(ctx context.Context, text string, limit int, known []Metric, metadata map[string]promapi.Metadata) (found []Metric, more bool) {
	var candidates []string
	for name, about := range metadata {
		if (about.Type == "histogram" || about.Type == "gaugehistogram") && strings.Contains(strings.ToLower(name), strings.ToLower(text)) &&
			!slices.ContainsFunc(known, func(one Metric) bool { return one.Name == name }) {
			candidates = append(candidates, name)
		}
	}
	if len(candidates) == 0 {
		return nil, false
	}
	slices.Sort(candidates)
	more = len(candidates) > mostNatives
	candidates = candidates[:min(len(candidates), mostNatives)]
	names, err := d.client.LabelValues(ctx, model.MetricNameLabel, d.recent(plan.NamesSelector(candidates...), limit))
	if err != nil {
		return nil, false // The classic ones are found; these can be typed in.
	}
	for _, name := range names {
		found = append(found, Metric{Name: name, Kind: "native", Unit: metadata[name].Unit, Help: metadata[name].Help})
	}
	return found, more
}

// countable returns the metrics that are no histograms and whose names contain text, at most limit of them, and whether
// there may be more: the server counts those that are left out here, too.
func (d *Datasource) countable(ctx context.Context, text string, limit int, metadata map[string]promapi.Metadata) ([]Metric, bool, error) {
	names, err := d.client.LabelValues(ctx, model.MetricNameLabel, d.recent(plan.MetricSearch(text), limit+1))
	if err != nil {
		return nil, false, err
	}
	found := []Metric{}
	for _, name := range names {
		about, kind := about(metadata, name), "unknown"
		switch about.Type {
		case "counter", "gauge":
			kind = about.Type
		case "histogram", "gaugehistogram", "summary":
			continue
		}
		found = append(found, Metric{Name: name, Kind: kind, Unit: about.Unit, Help: about.Help})
	}
	found = sorted(found)
	return found[:min(len(found), limit)], len(names) > limit, nil
}

// about returns the metadata of a metric. OpenMetrics names a counter without its _total.
func about(metadata map[string]promapi.Metadata, name string) promapi.Metadata {
	if known, ok := metadata[name]; ok {
		return known
	}
	return metadata[strings.TrimSuffix(name, "_total")]
}

// recent bounds a look-up to series that had samples a short while ago.
func (d *Datasource) recent(match string, limit int) promapi.Lookup {
	now := d.clock()
	return promapi.Lookup{Match: match, Start: now.Add(-recently), End: now, Limit: limit}
}

// labels answers ?metric=&matchers= with the labels that can be matched and grouped by.
func (d *Datasource) labels(r *http.Request) (any, error) {
	match, err := side(r)
	if err != nil {
		return nil, err
	}
	names, err := d.client.LabelNames(r.Context(), d.recent(match, mostShown+1))
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == model.MetricNameLabel || name == model.BucketLabel })
	return listed("labels", names, mostShown), nil
}

// labelValues answers ?label=&metric=&matchers=&search= with the values that contain the text.
func (d *Datasource) labelValues(r *http.Request) (any, error) {
	label := r.URL.Query().Get("label")
	if label == "" {
		return nil, fault.InField("label", "is missing", "name a label")
	}
	if !model.UTF8Validation.IsValidLabelName(label) {
		return nil, fault.InField("label", "is not a label name", "use valid UTF-8")
	}
	match, err := side(r)
	if err != nil {
		return nil, err
	}
	search := strings.ToLower(r.URL.Query().Get("search"))
	limit := mostShown + 1
	if search != "" {
		limit = 0 // The server can't search within values for us: all are read, within the byte limit.
	}
	values, err := d.client.LabelValues(r.Context(), label, d.recent(match, limit))
	if err != nil {
		return nil, err
	}
	values = slices.DeleteFunc(values, func(value string) bool { return !strings.Contains(strings.ToLower(value), search) })
	return listed("values", values, shown(r)), nil
}

// listed is the answer of a look-up under its name, cut at limit, with a word about whether there is more.
func listed(name string, values []string, limit int) map[string]any {
	slices.Sort(values)
	if values == nil {
		values = []string{}
	}
	return map[string]any{name: values[:min(len(values), limit)], "truncated": len(values) > limit}
}
