package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var badBaselines = []bad{
	{name: "unknown baseline", json: `{"baseline":{"kind":"yesterday"},"current":{"metric":"m"}}`, field: "baseline.kind"},
	{name: "overlap", json: `{"baseline":{"kind":"previous","offset":"30m"},"current":{"metric":"m"}}`, field: "baseline.offset", words: []string{"own baseline", "use 1h or more"}, schemaAllows: true},
	{name: "fixed without from", json: `{"baseline":{"kind":"fixed","to":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.from"},
	{name: "fixed without to", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to"},
	{name: "fixed backwards", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z","to":"2026-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to", schemaAllows: true},
	{name: "fixed with a bad time", json: `{"baseline":{"kind":"fixed","from":"yesterday","to":"2026-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.from"},
	{name: "fixed in another age", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z","to":"9999-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to", schemaAllows: true},
	{name: "offset of a fixed baseline", json: `{"baseline":{"kind":"fixed","offset":"1d","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.offset", words: []string{"does not apply"}},
	{name: "period of the range", json: `{"baseline":{"kind":"seasonal","period":"$__range"},"current":{"metric":"m"}}`, field: "baseline.period", words: []string{"$__range is the panel's range"}},
	{name: "seasonal overlap", json: `{"window":"1d","baseline":{"kind":"seasonal","period":"1h"},"current":{"metric":"m"}}`, field: "baseline.period", words: []string{"own baseline", "use 1d or more"}, schemaAllows: true},
	{name: "too many seasons", json: `{"baseline":{"kind":"seasonal","count":101},"current":{"metric":"m"}}`, field: "baseline.count", words: []string{"101 is outside 1 to 100"}},
	{name: "seasons to come", json: `{"baseline":{"kind":"seasonal","count":-1},"current":{"metric":"m"}}`, field: "baseline.count"},
	{name: "seasons that overflow", json: `{"baseline":{"kind":"seasonal","period":"200y","count":2},"current":{"metric":"m"}}`, field: "baseline.period", schemaAllows: true},
	{name: "offset of a seasonal baseline", json: `{"baseline":{"kind":"seasonal","offset":"1d"},"current":{"metric":"m"}}`, field: "baseline.offset"},
	{name: "period of a previous baseline", json: `{"baseline":{"kind":"previous","period":"1d"},"current":{"metric":"m"}}`, field: "baseline.period"},
	{name: "count of a cohort", json: `{"baseline":{"kind":"cohort","metric":"n","count":3},"current":{"metric":"m"}}`, field: "baseline.count"},
	{name: "rest without groups", json: `{"baseline":{"kind":"rest"},"current":{"metric":"m"}}`, field: "groupBy", words: []string{"name a label"}},
	{name: "metric of the rest", json: `{"groupBy":["a"],"baseline":{"kind":"rest","metric":"n"},"current":{"metric":"m"}}`, field: "baseline.metric"},
	{name: "weights of the rest", json: `{"groupBy":["a"],"baseline":{"kind":"rest","weights":[1,2]},"current":{"metric":"m"}}`, field: "baseline.weights"},
	{name: "excluded without from", json: `{"baseline":{"exclude":[{"to":"2026-11-08T00:00:00Z"}]},"current":{"metric":"m"}}`, field: "baseline.exclude[0].from"},
	{name: "excluded without to", json: `{"baseline":{"kind":"previous","exclude":[{"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z"},{"from":"2026-11-08T00:00:00Z"}]},"current":{"metric":"m"}}`, field: "baseline.exclude[1].to"},
	{name: "excluded backwards", json: `{"baseline":{"kind":"previous","exclude":[{"from":"2026-11-08T00:00:00Z","to":"2026-11-08T00:00:00Z"}]},"current":{"metric":"m"}}`, field: "baseline.exclude[0].to", words: []string{"is not after baseline.exclude[0].from"}, schemaAllows: true},
	{name: "excluded before metrics", json: `{"baseline":{"kind":"previous","exclude":[{"from":"1066-10-14T09:00:00Z","to":"2026-11-08T00:00:00Z"}]},"current":{"metric":"m"}}`, field: "baseline.exclude[0].from", words: []string{"1066"}, schemaAllows: true},
	{name: "mute is no PromQL", json: `{"baseline":{"kind":"previous","mute":"promotion active"},"current":{"metric":"m"}}`, field: "baseline.mute", words: []string{"character 11"}, schemaAllows: true},
	{name: "mute is a range", json: `{"baseline":{"kind":"previous","mute":"promotion[$__window]"},"current":{"metric":"m"}}`, field: "baseline.mute", words: []string{"a range vector rather than an instant vector or scalar"}, schemaAllows: true},
	{name: "mute is a text", json: `{"baseline":{"kind":"previous","mute":"'always'"},"current":{"metric":"m"}}`, field: "baseline.mute", words: []string{"string"}, schemaAllows: true},
	{name: "variable in mute", json: `{"baseline":{"kind":"previous","mute":"up{job='$job'} == 0"},"current":{"metric":"m"}}`, field: "baseline.mute", words: []string{"$job"}, schemaAllows: true},
}

var goodBaselines = []string{
	`{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z","exclude":[],"mute":"1"}}`,
	`{"current":{"metric":"m"},"baseline":{"kind":"seasonal"}}`,
	`{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"seasonal"}}`,
	`{"current":{"metric":"m"},"baseline":{"kind":"seasonal","period":"1h","count":100,"exclude":[{"from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00+01:00"}],"mute":"sum(deploys_running) > 0"}}`,
	`{"current":{"metric":"m"},"baseline":{"kind":"seasonal","period":"1y","count":100}}`,
	`{"current":{"metric":"m"},"groupBy":["tenant"],"baseline":{"kind":"rest","mute":"rate(deploys_total[$__interval]) > 0 or on () vector(${__range_s}) < 3"}}`,
}

func TestSeasonalDefaults(t *testing.T) {
	q := parsed(t, `{"current":{"metric":"m"},"baseline":{"kind":"seasonal"}}`)
	require.Equal(t, 7*24*time.Hour, q.Baseline.Period.Length)
	require.Equal(t, 4, q.Baseline.Count)

	long := parsed(t, `{"current":{"metric":"m"},"window":"30d","baseline":{"kind":"seasonal"}}`)
	require.Equal(t, 30*24*time.Hour, long.Baseline.Period.Length, "as the window, so that leaving it out is never an error")
}

func TestBaselineOfTheSameSeries(t *testing.T) {
	for _, baseline := range []string{`{"kind":"previous"}`, `{"kind":"seasonal"}`, `{"kind":"rest"}`, `{"kind":"static","categories":["a","b"],"weights":[1,2]}`} {
		q := parsed(t, `{"current":{"metric":"m","category":["c"]},"groupBy":["g"],"baseline":`+baseline+`}`)
		require.Equal(t, q.Current, q.BaselineSelection(), baseline)
	}
}
