package frame

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// VerdictTable is the metadata of a table of verdicts: a recipe for each row.
type VerdictTable struct {
	Groups []VerdictRecipe `json:"groups"`
}

// verdictTable has a row for each group. Reasons and remarks of the groups stand in the rows; only what is more than that is
// a notice.
func verdictTable(source Source, judges []bench) *data.Frame {
	frame := data.NewFrame("")
	frame.RefID, frame.Meta = source.RefID, newMeta(source)
	recipes := VerdictTable{}
	for _, one := range judges {
		recipe := one.recipe()
		recipe.Group = one.group.Labels
		recipes.Groups = append(recipes.Groups, recipe)
		frame.AppendNotices(notices(one.notices()[1:])...)
	}
	frame.Meta.Custom = recipes
	query := source.Query
	unit, name := fieldUnit(query.Measures[0], query), view.Name(query.Measures[0])
	t := &tabulation{}
	t.labels(query.GroupBy, verdictColumns, len(judges), func(row int) map[string]string { return judges[row].group.Labels })
	ruling := t.add("verdict", "verdict", "Pass: certainly below the threshold. Fail: certainly above it; that stays. Inconclusive: not known yet.",
		columnOf(judges, func(b bench) string { return string(b.last().Ruling) }))
	mapper := data.ValueMapper{}
	for i, one := range rulings {
		mapper[string(one.ruling)] = data.ValueMappingResult{Text: string(one.ruling), Color: one.color, Index: i}
	}
	ruling.Mappings = data.ValueMappings{mapper}
	ruling.Custom = custom{"cellOptions": custom{"type": "color-background"}, "width": 120}
	t.add("reason", "reason", "Why, in plain words.", columnOf(judges, func(b bench) string { return b.last().Reason })).Custom = custom{"width": 480}
	number := func(name, about, unit string, decimals int, of func(bench) *float64) {
		t.number(name, name, about, unit, decimals, columnOf(judges, of))
	}
	of := func(statistic request.Statistic) func(bench) *float64 {
		return func(b bench) *float64 { return b.number(b.last(), statistic) }
	}
	number("estimate", name+" at the last look: "+formula(query.Measures[0], query.Unit)+".", unit, 4, of(request.StatisticEstimate))
	number("lower", "Lower limit at the last look, at that look's level.", unit, 4, of(request.StatisticLower))
	number("upper", "Upper limit at the last look; empty where the counts give none.", unit, 4, of(request.StatisticUpper))
	number("threshold", "The divergence that matters.", unit, 4, func(bench) *float64 { return query.Threshold })
	number("n current", "Samples of the current side so far.", "short", 0, func(b bench) *float64 { return finite(b.last().N[0]) })
	number("n baseline", "Samples of the baseline so far; empty where it is exact.", "short", 0, func(b bench) *float64 { return finite(b.last().N[1]) })
	number("needed", neededText, "short", 0, of(request.StatisticNeeded))
	number("looks", "How often it was looked at: at doublings of the samples.", "none", 0, func(b bench) *float64 { n := float64(b.last().Looks); return &n })
	t.add("decided at", "decided at", "The look since which the verdict holds; empty where there is none yet.", columnOf(judges, decidedAt))
	if query.Verdict.Parity != nil {
		t.add("parity", "parity", "Whether both sides get the traffic they should.", columnOf(judges, parityText))
	}
	frame.Fields = t.fields
	return frame
}

// verdictColumns are the columns of the table beside those of the labels.
var verdictColumns = []string{
	"verdict", "reason", "estimate", "lower", "upper", "threshold", "n current", "n baseline", "needed", "looks", "decided at", "parity",
}

func parityText(b bench) string {
	if look := b.last().Look; look != nil && look.Parity != nil {
		return look.Parity.Text
	}
	return ""
}

func decidedAt(b bench) *time.Time {
	if at := b.last().DecidedAt; !at.IsZero() {
		return &at
	}
	return nil
}
