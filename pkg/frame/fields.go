package frame

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// The custom field options of Grafana's Time series panel that a band needs.
type custom map[string]any

var unstacked = custom{"mode": "none", "group": "A"}

// value is the field that panels and rules take as the value.
func (b builder) value() *data.Field {
	query := b.source.Query
	if b.isOfSamples() {
		return b.sampleValue()
	}
	name := b.title()
	switch {
	case query.AlertOn.IsLimit():
		name += " " + string(query.AlertOn) + " " + levelText(query.Confidence.Level)
	case query.AlertOn == request.AboveNormal:
		name += " above normal"
	}
	field := data.NewField(string(b.measure.Name), b.labels(""), b.statistic(query.AlertOn))
	field.Config = b.config(name, custom{"lineWidth": 2, "stacking": unstacked})
	field.Config.Description = formula(b.measure.Name, query.Unit)
	b.drawThreshold(field.Config)
	return field
}

// isOfSamples reports whether the value is the number of samples. It has neither a band nor a threshold.
func (b builder) isOfSamples() bool { return b.source.Query.AlertOn == request.StatisticSamples }

// sampleValue is the number of samples of current as the value, also where they are too few to be judged: then it says
// why. null where current has no counts at all.
func (b builder) sampleValue() *data.Field {
	values := make([]*float64, len(b.group.Current))
	for i, n := range b.group.Current {
		if n > 0 || b.group.Status[i] != view.NoData {
			values[i] = &b.group.Current[i]
		}
	}
	decimals := uint16(0)
	field := data.NewField("n current", b.labels(""), values)
	field.Config = &data.FieldConfig{
		DisplayNameFromDS: b.title() + " n current", Unit: "short", Decimals: &decimals, Description: "Samples in the current window",
		Custom: custom{"lineWidth": 2, "stacking": unstacked},
	}
	return field
}

// band returns lower and upper limit. Panels fill between the two by the display name of the lower one, which therefore
// is unique in the panel.
func (b builder) band() []*data.Field {
	level := levelText(b.source.Query.Confidence.Level)
	lower, upper := b.statistic(request.StatisticLower), b.statistic(request.StatisticUpper)
	lowerName := b.title() + " lower " + level + " (" + b.source.RefID + ")"
	upperName := b.title() + " upper " + level + " (" + b.source.RefID + ")"
	hidden := custom{"legend": true, "tooltip": false, "viz": false}
	lowerField := data.NewField("lower", b.labels("lower"), lower)
	lowerField.Config = b.config(lowerName, custom{"lineWidth": lowerLineWidth(lower, upper), "fillOpacity": 0, "showPoints": "never", "stacking": unstacked, "hideFrom": hidden})
	upperField := data.NewField("upper", b.labels("upper"), upper)
	upperField.Config = b.config(upperName, custom{"lineWidth": 0, "fillOpacity": 20, "fillBelowTo": lowerName, "showPoints": "never", "stacking": unstacked, "hideFrom": hidden})
	return []*data.Field{lowerField, upperField}
}

// lowerLineWidth draws the lower limit as a thin line where a missing upper limit leaves no band to see it by.
func lowerLineWidth(lower, upper []*float64) int {
	for i := range lower {
		if lower[i] != nil && upper[i] == nil {
			return 1
		}
	}
	return 0
}

// estimateBeside shows the estimate where a limit is the value.
func (b builder) estimateBeside() *data.Field {
	field := data.NewField("estimate", b.labels("estimate"), b.statistic(request.StatisticEstimate))
	field.Config = b.config(b.title()+" estimate ("+b.source.RefID+")",
		custom{"lineWidth": 1, "lineStyle": custom{"fill": "dash", "dash": []int{6, 6}}, "showPoints": "never", "stacking": unstacked, "hideFrom": custom{"legend": true, "tooltip": false, "viz": false}})
	return field
}

// samples is the number of samples of a side at each point; null where there is no such number.
func (b builder) samples(side string, counts []float64) *data.Field {
	values := make([]*float64, len(counts))
	for i := range counts {
		if !math.IsNaN(counts[i]) {
			values[i] = &counts[i]
		}
	}
	return b.beside("n "+side, "short", values)
}

// windowUsed is the length of the current window of each point.
func (b builder) windowUsed() *data.Field {
	values := make([]*float64, len(b.group.Length))
	for i, length := range b.group.Length {
		seconds := length.Seconds()
		values[i] = &seconds
	}
	return b.beside("window", "s", values)
}

// beside is a field for tables and the inspector, not for the graph.
func (b builder) beside(name, unit string, values []*float64) *data.Field {
	field := data.NewField(name, b.labels(name), values)
	field.Config = &data.FieldConfig{
		DisplayNameFromDS: b.title() + " " + name + " (" + b.source.RefID + ")",
		Unit:              unit,
		Custom:            custom{"hideFrom": custom{"legend": true, "tooltip": true, "viz": true}},
	}
	return field
}

// labels are those of the group, of the measure where there are several, and of the bound for the band's fields.
func (b builder) labels(bound string) data.Labels {
	labels := data.Labels(maps.Clone(b.group.Labels))
	if labels == nil {
		labels = data.Labels{}
	}
	if len(b.source.Query.Measures) > 1 {
		labels["measure"] = string(b.measure.Name)
	}
	if b.source.Query.View == request.ViewSensitivity {
		labels["resolution"] = b.measure.Resolution.String()
	}
	if bound != "" {
		labels["bound"] = bound
	}
	return labels
}

// title says which group it is and what is compared with what.
func (b builder) title() string {
	query := b.source.Query
	group := groupText(b.group.Labels, query.GroupBy)
	current, baseline := comparison(query)
	if query.Baseline.Kind == request.Rest {
		current, group = group, ""
	}
	text := measureText(b.measure.Name, current, baseline)
	if group != "" {
		text = group + " · " + text
	}
	if len(b.times.Category) > 0 {
		text += " by " + strings.Join(b.times.Category, " × ")
	}
	if len(query.Joint) > 0 {
		text += " joint with " + strings.Join(query.Joint, " × ")
	}
	if query.Bins.Kind != request.StoredBins {
		text += " · " + joinedText(query.Bins)
	}
	if query.View == request.ViewSensitivity {
		text += " · " + b.measure.Resolution.String() + " resolution"
	}
	return text
}

func (b builder) config(name string, options custom) *data.FieldConfig {
	config := &data.FieldConfig{DisplayNameFromDS: name, Unit: fieldUnit(b.measure.Name, b.source.Query), Custom: options}
	// Without a band the panel's own colour scheme applies; with one, band and line must have the same colour.
	if b.hasBand() || b.hasFloor() || b.hasRange() {
		config.Color = map[string]any{"mode": "fixed", "fixedColor": b.color}
	}
	return config
}

// drawThreshold draws the query's threshold as a dashed line.
func (b builder) drawThreshold(config *data.FieldConfig) {
	threshold := b.source.Query.Threshold
	if threshold == nil {
		return
	}
	// Grafana puts the panel's own base step before this one; −Inf would not survive the way there.
	config.Thresholds = &data.ThresholdsConfig{Mode: data.ThresholdsModeAbsolute, Steps: []data.Threshold{{Value: data.ConfFloat64(*threshold), Color: "red"}}}
	config.Custom["thresholdsStyle"] = custom{"mode": "dashed"}
}

// palette holds Grafana's named colours, which suit its light and its dark theme.
var palette = []string{"blue", "orange", "green", "purple", "red", "yellow", "semi-dark-blue", "semi-dark-orange", "semi-dark-green", "semi-dark-purple", "semi-dark-red", "semi-dark-yellow"}

// colorOf gives the frames of a query different colours, and starts each query of a panel at another one.
func colorOf(refID string, index int) string {
	start := slices.Index([]string{"A", "B", "C", "D", "E", "F"}, refID)
	return palette[(max(start, 0)*5+index)%len(palette)]
}
