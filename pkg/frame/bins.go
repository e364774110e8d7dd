package frame

import (
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// What the frames of the views of bins have in common.

// binTable makes a table, a row per bin.
type binTable struct {
	tabulation
	frame *data.Frame // Its fields are set when the table is done.
	bars  bool        // There are only the names of the bins and the columns that a Bar chart draws: it draws all it gets.
}

// column is how a column of numbers is shown.
type column struct {
	name, unit, about string
	decimals          int
	bar               bool // The Bar chart panel draws it.
}

// numbers adds a column of numbers.
func (t *binTable) numbers(c column, values []*float64) {
	if !t.bars || c.bar {
		t.number(c.name, c.name, c.about, c.unit, c.decimals, values)
	}
}

// done is the frame with all columns.
func (t *binTable) done() *data.Frame {
	t.frame.Fields = t.fields
	return t.frame
}

// newBinTable begins a table for a group and measure.
func (b builder) newBinTable() *binTable {
	table := data.NewFrame(b.title())
	table.RefID = b.source.RefID
	table.Meta = newMeta(b.source)
	table.Meta.Type = data.FrameTypeTable
	table.Meta.PreferredVisualization = data.VisTypeTable
	table.Meta.Custom = b.recipe()
	return &binTable{frame: table, bars: b.source.Query.Format == request.FormatBars}
}

// bounds adds the bounds of numbers; null where infinite.
func (t *binTable) bounds(bins []distribution.Bin, rows int, unit string) {
	from, to := make([]*float64, rows), make([]*float64, rows)
	for i, bin := range bins {
		from[i], to[i] = finite(bin.Lower), finite(bin.Upper)
	}
	t.numbers(column{name: "from", unit: unit, decimals: 3, about: "Lower bound of the bin, which itself lies below it."}, from)
	t.numbers(column{name: "to", unit: unit, decimals: 3, about: "Upper bound of the bin, which itself lies in it."}, to)
}

// builders returns one for each group and measure, and the notices of all groups.
func builders(source Source, result view.Result) (all []builder, said []view.Notice) {
	for g, group := range result.Groups {
		for m := range group.Measures {
			b := builder{source: source, times: result, group: group, measure: group.Measures[m], index: m, color: colorOf(source.RefID, g*len(group.Measures)+m)}
			all = append(all, b)
			if m == 0 {
				said = append(said, b.ownNotices()...)
			}
		}
	}
	return all, said
}

// finished puts the notices of a query into its first frame. Where there is no frame, one without fields says why.
func finished(source Source, result view.Result, kind data.FrameType, frames data.Frames, said []view.Notice) data.Frames {
	common := slices.Concat(said, commonNotices(source, len(result.Groups), result.Notices))
	if len(frames) == 0 {
		empty := data.NewFrame("")
		empty.RefID = source.RefID
		empty.Meta = newMeta(source)
		empty.Meta.Type = kind
		frames = append(frames, empty)
	}
	frames[0].AppendNotices(notices(common)...)
	return frames
}

// number returns nil for what is no number.
func number(value float64) *float64 {
	if math.IsNaN(value) {
		return nil
	}
	return &value
}
