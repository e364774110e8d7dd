package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

var badStatics = []bad{
	{name: "static without bins", json: `{"baseline":{"kind":"static","weights":[1,2]},"current":{"metric":"m"}}`, field: "baseline.bounds", words: []string{"missing"}},
	{name: "static with bounds and categories", json: `{"baseline":{"kind":"static","bounds":[1],"categories":["a","b"],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories"},
	{name: "static without weights", json: `{"baseline":{"kind":"static","bounds":[1,2]},"current":{"metric":"m"}}`, field: "baseline.weights", words: []string{"0 weights for 2 bounds"}},
	{name: "bounds that fall", json: `{"baseline":{"kind":"static","bounds":[0.1,0.5,0.2],"weights":[1,2,3,4]},"current":{"metric":"m"}}`, field: "baseline.bounds[2]", words: []string{"0.2 does not lie above 0.5", "sort them"}, schemaAllows: true},
	{name: "bound twice", json: `{"baseline":{"kind":"static","bounds":[0.1,0.2,0.5,0.5],"weights":[1,2,3,4,5]},"current":{"metric":"m"}}`, field: "baseline.bounds[3]", words: []string{"0.5 does not lie above 0.5", "remove the repeated one"}},
	{name: "bound is no number", json: `{"baseline":{"kind":"static","bounds":[0.1,"+Inf"],"weights":[1,2,3]},"current":{"metric":"m"}}`, field: "baseline.bounds[1]"},
	{name: "no weight for the last bin", json: `{"baseline":{"kind":"static","bounds":[1,2],"weights":[1,2]},"current":{"metric":"m"}}`, field: "baseline.weights", words: []string{"2 weights for 2 bounds", "give 3: the last one is for what lies above the last bound"}, schemaAllows: true},
	{name: "a weight too many", json: `{"baseline":{"kind":"static","categories":["a","b"],"weights":[1,2,3]},"current":{"expr":"m"}}`, field: "baseline.weights", words: []string{"give 2: one for each category"}, schemaAllows: true},
	{name: "negative weight", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1,-2]},"current":{"metric":"m"}}`, field: "baseline.weights[1]", words: []string{"-2"}},
	{name: "no weight at all", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[0,0]},"current":{"metric":"m"}}`, field: "baseline.weights", words: []string{"all 0"}, schemaAllows: true},
	{name: "weights beyond numbers", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1e308,1e308]},"current":{"metric":"m"}}`, field: "baseline.weights", schemaAllows: true},
	{name: "a single category", json: `{"baseline":{"kind":"static","categories":["a"],"weights":[1]},"current":{"expr":"m"}}`, field: "baseline.categories", words: []string{"single bin"}},
	{name: "category twice in a static baseline", json: `{"baseline":{"kind":"static","categories":["a","b",["a"]],"weights":[1,2,3]},"current":{"metric":"m","category":["c"]}}`, field: "baseline.categories[2]", words: []string{`["a"] is named twice`}, schemaAllows: true},
	{name: "too few values", json: `{"baseline":{"kind":"static","categories":[["a","x"],"b"],"weights":[1,2]},"current":{"metric":"m","category":["c","d"]}}`, field: "baseline.categories[1]", words: []string{"1 value instead of 2", "c, d"}, schemaAllows: true},
	{name: "uneven values", json: `{"baseline":{"kind":"static","categories":["a",["b","c"]],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[1]", words: []string{"2 values instead of 1"}, schemaAllows: true},
	{name: "category of no values", json: `{"baseline":{"kind":"static","categories":[[],["b"]],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[0]"},
	{name: "category is a number", json: `{"baseline":{"kind":"static","categories":["a",3],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[1]", words: []string{"must be a string"}},
	{name: "value is a number", json: `{"baseline":{"kind":"static","categories":["a",["b",3]],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[1][1]"},
	{name: "category is nothing", json: `{"baseline":{"kind":"static","categories":["a",null],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[1]"},
	{name: "variable in a static category", json: `{"baseline":{"kind":"static","categories":["a","$other"],"weights":[1,2]},"current":{"expr":"m"}}`, field: "baseline.categories[1]", words: []string{"$other"}, schemaAllows: true},
	{name: "bounds for categories", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1,2]},"current":{"metric":"m","category":["c"]}}`, field: "baseline.bounds", schemaAllows: true},
	{name: "categories for a classic histogram", json: `{"baseline":{"kind":"static","categories":["a","b"],"weights":[1,2]},"current":{"metric":"m","type":"classic"}}`, field: "baseline.categories", words: []string{"give bounds"}, schemaAllows: true},
	{name: "categories for a histogram looked up", json: `{"baseline":{"kind":"static","categories":["a","b"],"weights":[1,2]},"current":{"metric":"m"}}`, field: "baseline.categories", schemaAllows: true},
	{name: "no samples", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1,2],"n":0},"current":{"metric":"m"}}`, field: "baseline.n"},
	{name: "static leaves nothing out", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1,2],"mute":"up"},"current":{"metric":"m"}}`, field: "baseline.mute"},
	{name: "static excludes nothing", json: `{"baseline":{"kind":"static","bounds":[1],"weights":[1,2],"exclude":[{"from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"}]},"current":{"metric":"m"}}`, field: "baseline.exclude"},
}

var goodStatics = []string{
	`{"current":{"metric":"m"},"baseline":{"kind":"static","bounds":[-1,0,0.5],"weights":[0,12,3,0.5],"n":12000}}`,
	`{"current":{"metric":"m","category":["country"]},"baseline":{"kind":"static","categories":["DE",["FR"],""],"weights":[0.5,0.3,0.2]}}`,
	`{"current":{"metric":"m","category":["country","device"]},"groupBy":["service"],"baseline":{"kind":"static","categories":[["DE","phone"],["DE",""]],"weights":[1,0]}}`,
	`{"current":{"expr":"sum by (le) (m)"},"baseline":{"kind":"static","bounds":[1],"weights":[1,1]}}`,
	`{"current":{"expr":"sum by (c) (m)"},"baseline":{"kind":"static","categories":["a$","b"],"weights":[1,1]}}`,
}

// A single value stands alone, so that a baseline of one label reads like a list of names.
func TestCategoryInJSON(t *testing.T) {
	q := parsed(t, goodStatics[1])
	require.Equal(t, []request.Category{{"DE"}, {"FR"}, {""}}, q.Baseline.Categories)
	require.Contains(t, written(t, q), `"categories":["DE","FR",""]`)

	pairs := parsed(t, goodStatics[2])
	require.Contains(t, written(t, pairs), `"categories":[["DE","phone"],["DE",""]]`)
}
