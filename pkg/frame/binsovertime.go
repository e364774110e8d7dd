package frame

import (
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/view"
)

// Recipes are those of a frame that holds several groups or measures.
type Recipes struct {
	Recipes []Recipe `json:"recipes"`
}

// binsOverTime is one frame with a field for each group, measure and bin: of the type timeseries-wide there is only one.
func binsOverTime(source Source, result view.Result, all []builder) (data.Frames, []view.Notice) {
	frame := data.NewFrame("")
	frame.RefID = source.RefID
	frame.Meta = newMeta(source)
	frame.Meta.Type = data.FrameTypeTimeSeriesWide
	time := data.NewField(data.TimeSeriesTimeFieldName, nil, result.Times)
	time.Config = &data.FieldConfig{Interval: float64(source.Plan.Step.Milliseconds())}
	frame.Fields = append(frame.Fields, time)
	var recipes []Recipe
	var said []view.Notice
	for _, b := range all {
		recipes = append(recipes, b.recipe())
		fields, others := b.binFields(len(all) > 1)
		frame.Fields = append(frame.Fields, fields...)
		if others > 0 {
			said = append(said, view.Notice{Text: b.named(fmt.Sprintf("Shown by themselves are the %d of %d bins that contributed most at any time; all others are one. Raise limit for more.", source.Query.Limit, source.Query.Limit+others))})
		}
	}
	if len(frame.Fields) == 1 {
		return nil, said
	}
	if frame.Meta.Custom = any(Recipes{recipes}); len(recipes) == 1 {
		frame.Meta.Custom = recipes[0]
	}
	return data.Frames{frame}, said
}

// binFields are the contributions of each bin, for a stack of areas; null where a point has no such bin. others is
// the number of bins that the last field adds up.
func (b builder) binFields(prefixed bool) (fields []*data.Field, others int) {
	largest, rest, others := view.Largest(b.measure.Bins, b.source.Query.Limit)
	taken := map[string]bool{}
	add := func(name string, parts []float64) {
		for unique, n := name, 2; ; unique, n = fmt.Sprintf("%s (%d)", name, n), n+1 {
			if !taken[unique] { // The names of long values are cut off, and may be the same.
				name = unique
				break
			}
		}
		taken[name] = true
		values := make([]*float64, len(parts))
		for i, value := range parts {
			values[i] = number(b.inUnit(value))
		}
		labels := b.labels("")
		labels["bin"] = name
		shown := name
		if prefixed {
			shown = b.title() + " · " + name
		}
		field := data.NewField("contribution", labels, values)
		field.Config = &data.FieldConfig{
			DisplayNameFromDS: shown, Unit: fieldUnit(b.measure.Name, b.source.Query),
			Description: contributionText(b.measure.Name, b.source.Query.Unit),
			Custom:      custom{"lineWidth": 1, "fillOpacity": 60, "stacking": custom{"mode": "normal", "group": "A"}},
		}
		fields = append(fields, field)
	}
	for _, one := range largest {
		add(one.Bin.String(), one.Values)
	}
	if rest != nil {
		add(othersText(others), rest.Values)
	}
	return fields, others
}
