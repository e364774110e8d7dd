package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

var badBins = []bad{
	{name: "unknown bins", json: `{"bins":{"kind":"deciles"},"current":{"metric":"m"}}`, field: "bins.kind", words: []string{"stored, quantiles, equalWidth or top"}},
	{name: "count of stored bins", json: `{"bins":{"count":10},"current":{"metric":"m"}}`, field: "bins.count", words: []string{"as they are stored"}},
	{name: "one bin", json: `{"bins":{"kind":"quantiles","count":1},"current":{"metric":"m"}}`, field: "bins.count", words: []string{"1 is outside 2 to 500"}},
	{name: "too many bins", json: `{"bins":{"kind":"equalWidth","count":501},"current":{"metric":"m"}}`, field: "bins.count"},
	{name: "bins of no whole number", json: `{"bins":{"kind":"quantiles","count":2.5},"current":{"metric":"m"}}`, field: "bins.count"},
	{name: "scale of quantiles", json: `{"bins":{"kind":"quantiles","scale":"log"},"current":{"metric":"m"}}`, field: "bins.scale", words: []string{"use equalWidth"}},
	{name: "scale of stored bins", json: `{"bins":{"scale":"linear"},"current":{"metric":"m"}}`, field: "bins.scale"},
	{name: "unknown scale", json: `{"bins":{"kind":"equalWidth","scale":"sqrt"},"current":{"metric":"m"}}`, field: "bins.scale", words: []string{"linear or log"}},
	{name: "unknown field of bins", json: `{"bins":{"kind":"stored","n":3},"current":{"metric":"m"}}`, field: "bins.n"},
	{name: "top of a histogram", json: `{"bins":{"kind":"top"},"current":{"metric":"m","type":"native"}}`, field: "bins.kind", words: []string{"use quantiles or equalWidth"}, schemaAllows: true},
	{name: "top of a histogram looked up", json: `{"bins":{"kind":"top"},"current":{"metric":"m"}}`, field: "bins.kind", schemaAllows: true},
	{name: "quantiles of categories", json: `{"bins":{"kind":"quantiles"},"current":{"metric":"m","category":["a"]}}`, field: "bins.kind", words: []string{"use top"}, schemaAllows: true},
	{name: "widths of categories", json: `{"bins":{"kind":"equalWidth"},"current":{"expr":"m","category":["a"]}}`, field: "bins.kind", schemaAllows: true},
}

var goodBins = []string{
	`{"current":{"metric":"m"},"bins":{}}`,
	`{"current":{"metric":"m"},"bins":{"kind":"stored"}}`,
	`{"current":{"metric":"m"},"bins":{"kind":"quantiles","count":2}}`,
	`{"current":{"metric":"m"},"bins":{"kind":"equalWidth","count":500,"scale":"log"}}`,
	`{"current":{"metric":"m","category":["a"]},"bins":{"kind":"top"}}`,
	`{"current":{"expr":"m"},"bins":{"kind":"top"}}`,
	`{"current":{"expr":"m"},"bins":{"kind":"quantiles"}}`,
}

func TestBinDefaults(t *testing.T) {
	for kind, want := range map[string]request.Bins{
		"stored":     {Kind: request.StoredBins},
		"quantiles":  {Kind: request.QuantileBins, Count: 10},
		"equalWidth": {Kind: request.EqualWidthBins, Count: 10, Scale: request.Linear},
		"top":        {Kind: request.TopBins, Count: 20},
	} {
		require.Equal(t, want, parsed(t, `{"current":{"expr":"m"},"bins":{"kind":"`+kind+`"}}`).Bins)
	}
}
