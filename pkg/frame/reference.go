package frame

import (
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/view"
)

// The fields that a value is to be seen against: what noise alone makes, and what is normal here.

// aside is hidden from the legend's graph list, but drawn.
var aside = custom{"legend": true, "tooltip": false, "viz": false}

// noiseFloor is a dotted line: the value that no change at all would exceed in (1 − level)/2 of the windows.
func (b builder) noiseFloor() *data.Field {
	field := data.NewField("noise floor", b.labels("noise floor"), b.each(func(v view.Value) float64 { return v.Floor }))
	field.Config = b.config(b.title()+" noise floor ("+b.source.RefID+")",
		custom{"lineWidth": 1, "lineStyle": custom{"fill": "dot", "dash": []int{2, 6}}, "fillOpacity": 0, "showPoints": "never", "stacking": unstacked, "hideFrom": aside})
	return field
}

// expectedRange is a second, lighter band, and its middle.
func (b builder) expectedRange() []*data.Field {
	name := func(part string) string { return b.title() + " " + part + " (" + b.source.RefID + ")" }
	lower := data.NewField("expected lower", b.labels("expected lower"), b.each(func(v view.Value) float64 { return v.Normal.Lower }))
	lower.Config = b.config(name("expected lower"), custom{"lineWidth": 0, "fillOpacity": 0, "showPoints": "never", "stacking": unstacked, "hideFrom": aside})
	upper := data.NewField("expected upper", b.labels("expected upper"), b.each(func(v view.Value) float64 { return v.Normal.Upper }))
	upper.Config = b.config(name("expected upper"),
		custom{"lineWidth": 0, "fillOpacity": 8, "fillBelowTo": name("expected lower"), "showPoints": "never", "stacking": unstacked, "hideFrom": aside})
	median := data.NewField("expected median", b.labels("expected median"), b.each(func(v view.Value) float64 { return v.Normal.Median }))
	median.Config = b.config(name("expected median"),
		custom{"lineWidth": 1, "lineStyle": custom{"fill": "dash", "dash": []int{2, 4}}, "fillOpacity": 0, "showPoints": "never", "stacking": unstacked, "hideFrom": aside})
	return []*data.Field{lower, upper, median}
}

// pValue is the p-value of the statistic G.
func (b builder) pValue() *data.Field {
	values := make([]*float64, len(b.measure.Values))
	for i, value := range b.measure.Values {
		if b.group.Status[i].Judged() {
			values[i] = finite(value.PValue)
		}
	}
	return b.beside("p-value", "none", values)
}

// each returns a number of each point in the query's unit; null where there is none.
func (b builder) each(of func(view.Value) float64) []*float64 {
	values := make([]*float64, len(b.measure.Values))
	for i, value := range b.measure.Values {
		if number := of(value); b.group.Status[i].Judged() && !math.IsNaN(number) {
			values[i] = finite(b.inUnit(number))
		}
	}
	return values
}
