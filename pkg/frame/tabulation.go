package frame

import (
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// tabulation is the columns of a table for people, in order.
type tabulation struct{ fields []*data.Field }

// add adds a column of values with its name for people and what it says.
func (t *tabulation) add(name, title, description string, values any) *data.FieldConfig {
	field := data.NewField(name, nil, values)
	field.Config = &data.FieldConfig{DisplayNameFromDS: title, Description: description}
	t.fields = append(t.fields, field)
	return field.Config
}

// number adds a column of numbers with their unit. decimals below 0 leave them to Grafana.
func (t *tabulation) number(name, title, description, unit string, decimals int, values []*float64) *data.FieldConfig {
	config := t.add(name, title, description, values)
	config.Unit = unit
	if decimals >= 0 {
		digits := uint16(decimals) //nolint:gosec // A few.
		config.Decimals = &digits
	}
	return config
}

// labels adds a column for each group-by label. taken are the names of the other columns: a label of the same name, such
// as status, is called "label status".
func (t *tabulation) labels(groupBy []string, taken []string, rows int, of func(row int) map[string]string) {
	for _, label := range groupBy {
		values := make([]string, rows)
		for i := range values {
			values[i] = of(i)[label]
		}
		name := label
		if slices.Contains(taken, label) {
			name = "label " + label
		}
		t.add(name, name, "Label "+label+" of the group", values)
	}
}

// columnOf returns the values of a column, one for each row.
func columnOf[T, V any](all []T, of func(T) V) []V {
	values := make([]V, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	return values
}
