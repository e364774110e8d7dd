package frame

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// densities draws the two histograms of a group for the Trend panel: x is where a bin begins, and the density holds up to
// the next x. nil where the group could not be judged.
func (b builder) densities() (*data.Frame, error) {
	last := b.measure.Last
	if last == nil {
		return nil, nil //nolint:nilnil // The group's notices say why.
	}
	if !last.Current.Ordered {
		return nil, request.NoNumbers()
	}
	shares, err := last.Shares(b.source.Query.Confidence.Level)
	if err != nil {
		return nil, err
	}
	frame := data.NewFrame(b.title())
	frame.RefID = b.source.RefID
	frame.Meta = newMeta(b.source)
	frame.Meta.Type, frame.Meta.TypeVersion = data.FrameTypeUnknown, data.FrameTypeVersion{}
	frame.Meta.Custom = b.recipe()
	b.tellTails(frame)
	if text := undrawn(shares); text != "" {
		frame.AppendNotices(notices([]view.Notice{{Text: b.named(text)}})...)
	}
	drawn := newOutline(shares, last.Current.Sparse && last.Baseline.Sparse)
	if len(drawn.x) == 0 {
		frame.AppendNotices(notices([]view.Notice{{Text: b.named("No bin has two finite bounds, so there is nothing to draw."), Warning: true}})...)
		return frame, nil
	}
	unit := metricUnit(b.source.Query.Current.Metric)
	x := data.NewField("from", nil, drawn.x)
	x.Config = &data.FieldConfig{DisplayNameFromDS: "from", Unit: unit, Description: "Where the bin begins. The last row is where the last bin ends."}
	if least, wide := wideAxis(drawn.x); wide {
		x.Config.Custom = custom{"scaleDistribution": custom{"type": "symlog", "log": 10, "linearThreshold": least}}
	}
	frame.Fields = append(frame.Fields, x)
	current, baseline := comparison(b.source.Query)
	frame.Fields = append(frame.Fields, b.outlineFields("current", current, b.color, drawn.current)...)
	frame.Fields = append(frame.Fields, b.outlineFields("baseline", baseline, paleOf(b.color), drawn.baseline)...)
	return frame, nil
}

// wideAxis reports whether numbers span so many orders of magnitude that a linear axis shows the largest only, and the
// least magnitude above 0, up to which an axis that is logarithmic beyond can be linear: it then has a place for 0.
func wideAxis(x []float64) (least float64, wide bool) {
	const span = 100
	least, most := math.Inf(1), 0.0
	for _, value := range x {
		if magnitude := math.Abs(value); magnitude > 0 {
			least, most = min(least, magnitude), max(most, magnitude)
		}
	}
	return least, most > span*least
}

// paleOf is the colour of the baseline beside that of the current side.
func paleOf(color string) string {
	if color == "purple" || color == "semi-dark-purple" {
		return "yellow"
	}
	return "purple"
}

// outline holds the rows of the Trend panel.
type outline struct {
	x                 []float64
	current, baseline limitedDensity
}

// limitedDensity is a density with its limits; nil where nobody knows it.
type limitedDensity struct{ value, lower, upper []*float64 }

func (d *limitedDensity) add(share view.Share, width float64) {
	per := func(share float64) *float64 { return number(share / width) }
	d.value, d.lower, d.upper = append(d.value, per(share.Value)), append(d.lower, per(share.Lower)), append(d.upper, per(share.Upper))
}

func (d *limitedDensity) repeat() {
	last := len(d.value) - 1
	d.value, d.lower, d.upper = append(d.value, d.value[last]), append(d.lower, d.lower[last]), append(d.upper, d.upper[last])
}

func (d *limitedDensity) unknown() {
	d.value, d.lower, d.upper = append(d.value, nil), append(d.lower, nil), append(d.upper, nil)
}

// newOutline takes the bins that have a width. Between bins that don't touch there is nothing where all was counted, else
// nobody knows. The last density is said once more where its bin ends, so that the line reaches there.
func newOutline(shares []view.BinShares, counted bool) outline {
	var o outline
	end := math.NaN()
	gap := func() {
		o.x = append(o.x, end)
		if counted {
			o.current.add(view.Share{}, 1)
			o.baseline.add(view.Share{}, 1)
			return
		}
		o.current.unknown()
		o.baseline.unknown()
	}
	for _, one := range shares {
		lower, upper, ok := finiteBin(one.Bin)
		if !ok {
			continue
		}
		if lower > end {
			gap()
		}
		o.x = append(o.x, lower)
		o.current.add(one.Current, upper-lower)
		o.baseline.add(one.Baseline, upper-lower)
		end = upper
	}
	if len(o.x) > 0 {
		o.x = append(o.x, end)
		o.current.repeat()
		o.baseline.repeat()
	}
	return o
}

// outlineFields are the density of a side and its band, by the recipe that panels fill bands by.
func (b builder) outlineFields(name, side, color string, density limitedDensity) []*data.Field {
	level := levelText(b.source.Query.Confidence.Level)
	prefix := ""
	if group := groupText(b.group.Labels, b.source.Query.GroupBy); group != "" {
		prefix = group + " · "
	}
	limit := func(bound string) string {
		return prefix + name + " " + bound + " " + level + " (" + b.source.RefID + ")"
	}
	field := func(name, shown string, values []*float64, options custom) *data.Field {
		one := data.NewField(name, nil, values)
		options["lineInterpolation"], options["stacking"], options["showPoints"] = "stepAfter", unstacked, "never"
		one.Config = &data.FieldConfig{
			DisplayNameFromDS: shown, Unit: densityUnit(metricUnit(b.source.Query.Current.Metric)), Description: "Share of the samples in the bin over its width.",
			Color: map[string]any{"mode": "fixed", "fixedColor": color}, Custom: options,
		}
		return one
	}
	fields := []*data.Field{field(name, prefix+name+": "+side, density.value, custom{"lineWidth": 2, "fillOpacity": 0})}
	if !b.source.Query.Confidence.HasBand() {
		return fields
	}
	hidden := custom{"legend": true, "tooltip": false, "viz": false}
	return append(fields,
		field(name+" lower", limit("lower"), density.lower, custom{"lineWidth": 0, "fillOpacity": 0, "hideFrom": hidden}),
		field(name+" upper", limit("upper"), density.upper, custom{"lineWidth": 0, "fillOpacity": 20, "fillBelowTo": limit("lower"), "hideFrom": hidden}))
}

// densityUnit is a share for each unit of the metric.
func densityUnit(metric string) string {
	switch metric {
	case "s":
		return "suffix:/s"
	case "bytes":
		return "suffix:/B"
	}
	return "none"
}

// undrawn names the bins without width, which have no density, and what they hold.
func undrawn(shares []view.BinShares) string {
	var parts []string
	for _, one := range shares {
		if _, _, ok := finiteBin(one.Bin); ok || one.Current.Value <= 0 && one.Baseline.Value <= 0 {
			continue
		}
		name := one.Bin.String()
		if math.IsInf(one.Bin.Upper, 1) {
			name = "+Inf (" + name + ")"
		}
		parts = append(parts, fmt.Sprintf("%s holds %s of current, %s of baseline", name, percent(one.Current.Value), percent(one.Baseline.Value)))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "; ") + ": not drawn, for a bin without width has no density."
}

// percent writes a share with two digits.
func percent(share float64) string {
	const digits = 2
	short, err := strconv.ParseFloat(strconv.FormatFloat(100*share, 'g', digits, 64), 64)
	if err != nil {
		return "some"
	}
	return strconv.FormatFloat(short, 'f', -1, 64) + " %"
}
