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
	for _, label := range source.Query.GroupBy {
		frame.Fields = append(frame.Fields, text(label, "Value of the label "+label+".", judges, func(b bench) string { return b.group.Labels[label] }))
	}
	ruling := text("verdict", "Pass: certainly below the threshold. Fail: certainly above it; that stays. Inconclusive: not known yet.", judges, func(b bench) string { return string(b.last().Ruling) })
	mapper := data.ValueMapper{}
	for i, one := range rulings {
		mapper[string(one.ruling)] = data.ValueMappingResult{Text: string(one.ruling), Color: one.color, Index: i}
	}
	ruling.Config.Mappings = data.ValueMappings{mapper}
	ruling.Config.Custom = custom{"cellOptions": custom{"type": "color-background"}, "width": 120}
	frame.Fields = append(frame.Fields, ruling, text("reason", "Why, in plain words.", judges, func(b bench) string { return b.last().Reason }))
	unit, name := fieldUnit(source.Query.Measures[0], source.Query), view.Name(source.Query.Measures[0])
	of := func(statistic request.Statistic) func(bench) *float64 {
		return func(b bench) *float64 { return b.number(b.last(), statistic) }
	}
	frame.Fields = append(frame.Fields,
		column("estimate", unit, name+" at the last look: "+formula(source.Query.Measures[0], source.Query.Unit)+".", judges, of(request.StatisticEstimate)),
		column("lower", unit, "Lower limit at the last look, at that look's level.", judges, of(request.StatisticLower)),
		column("upper", unit, "Upper limit at the last look; empty where the counts give none.", judges, of(request.StatisticUpper)),
		column("threshold", unit, "The divergence that matters.", judges, func(b bench) *float64 { return source.Query.Threshold }),
		column("n current", "short", "Samples of the current side so far.", judges, func(b bench) *float64 { return finite(b.last().N[0]) }),
		column("n baseline", "short", "Samples of the baseline so far; empty where it is exact.", judges, func(b bench) *float64 { return finite(b.last().N[1]) }),
		column("needed", "short", neededText, judges, of(request.StatisticNeeded)),
		column("looks", "none", "How often it was looked at: at doublings of the samples.", judges, func(b bench) *float64 { n := float64(b.last().Looks); return &n }),
		decidedAt(judges),
	)
	if source.Query.Verdict.Parity != nil {
		frame.Fields = append(frame.Fields, text("parity", "Whether both sides get the traffic they should.", judges, parityText))
	}
	return frame
}

func parityText(b bench) string {
	if look := b.last().Look; look != nil && look.Parity != nil {
		return look.Parity.Text
	}
	return ""
}

func text(name, description string, judges []bench, of func(bench) string) *data.Field {
	values := make([]string, len(judges))
	for i, one := range judges {
		values[i] = of(one)
	}
	field := data.NewField(name, nil, values)
	field.Config = &data.FieldConfig{DisplayNameFromDS: name, Description: description}
	return field
}

func column(name, unit, description string, judges []bench, of func(bench) *float64) *data.Field {
	values := make([]*float64, len(judges))
	for i, one := range judges {
		values[i] = of(one)
	}
	field := data.NewField(name, nil, values)
	field.Config = &data.FieldConfig{DisplayNameFromDS: name, Unit: unit, Description: description}
	decimals := uint16(4)
	if unit == "short" || unit == "none" && (name == "looks") {
		decimals = 0
	}
	field.Config.Decimals = &decimals
	return field
}

func decidedAt(judges []bench) *data.Field {
	values := make([]*time.Time, len(judges))
	for i, one := range judges {
		if at := one.last().DecidedAt; !at.IsZero() {
			values[i] = &at
		}
	}
	field := data.NewField("decided at", nil, values)
	field.Config = &data.FieldConfig{DisplayNameFromDS: "decided at", Description: "The look since which the verdict holds; empty where there is none yet."}
	return field
}
