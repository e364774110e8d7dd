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

// Metric is a histogram that the metric picker offers.
type Metric struct {
	Name string `json:"name"` // Without _bucket.
	Kind string `json:"kind"` // "classic".
	Unit string `json:"unit,omitempty"`
	Help string `json:"help,omitempty"`
}

// metrics answers ?search=&limit= with the histograms whose names contain the text.
func (d *Datasource) metrics(r *http.Request) (any, error) {
	limit := shown(r)
	names, err := d.histograms(r.Context(), r.URL.Query().Get("search"), limit+1)
	if err != nil {
		return nil, err
	}
	metadata := d.catalogue.metadata(r.Context(), identity(r.Header))
	answer := struct {
		Metrics   []Metric `json:"metrics"`
		Truncated bool     `json:"truncated"`
	}{Metrics: []Metric{}, Truncated: len(names) > limit}
	for _, name := range names[:min(len(names), limit)] {
		about := metadata[name]
		answer.Metrics = append(answer.Metrics, Metric{Name: name, Kind: "classic", Unit: about.Unit, Help: about.Help})
	}
	return answer, nil
}

// histograms returns the names of the classic histograms that contain text, at most limit of them.
func (d *Datasource) histograms(ctx context.Context, text string, limit int) ([]string, error) {
	names, err := d.client.LabelValues(ctx, model.MetricNameLabel, d.recent(plan.HistogramSearch(text), limit))
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, plan.BucketSuffix)
	}
	slices.Sort(names)
	return names[:min(len(names), limit)], nil
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
