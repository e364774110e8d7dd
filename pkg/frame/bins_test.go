package frame_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// hostile is a label's value that is taken for something else by who is careless.
const hostile = "<b>\"${__from}\n\u202e[[x]]"

// counts is a server that counts in each cell of the last half hour, and of all time before, by the labels of a series.
type counts []struct {
	labels            map[string]string
	current, baseline float64
}

func (c counts) QueryRange(_ context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	if strings.HasPrefix(query.Expr, "count") {
		return promapi.Stats{}, nil, nil
	}
	for _, one := range c {
		var samples []promapi.Sample
		for t := query.Start; !t.After(query.End); t = t.Add(query.Step) {
			value := one.baseline
			if t.After(now.Add(-30 * time.Minute)) {
				value = one.current
			}
			samples = append(samples, promapi.Sample{Time: t.UnixMilli(), Value: value * 1.25})
		}
		if err := sink(maps.Clone(one.labels), samples); err != nil {
			return promapi.Stats{}, nil, err
		}
	}
	return promapi.Stats{}, nil, nil
}

// bucketsOf are those of two services, of which the second one can't be judged.
func bucketsOf(service string) counts {
	of := func(service, le string, current, baseline float64) (one struct {
		labels            map[string]string
		current, baseline float64
	},
	) {
		one.labels, one.current, one.baseline = map[string]string{"service": service, "le": le}, current, baseline
		return one
	}
	return counts{
		of(service, "1", 20, 50), of(service, "2", 50, 75), of(service, "4", 90, 99), of(service, "+Inf", 100, 100),
		of("quiet", "1", 1, 1), of("quiet", "2", 1, 2), of("quiet", "4", 1, 2), of("quiet", "+Inf", 2, 2),
	}
}

// asked computes a query of windows of 5 cells against those an hour ago.
func asked(t *testing.T, server counts, current, members string) (frame.Source, view.Result) {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":` + current + `,"window":"5m","replicates":"none","baseline":{"offset":"1h"}` + members + `}`))
	require.NoError(t, err)
	source := planned(t, "A", query)
	source.UID = "uid/1"
	fetched, err := fetch.New(server, settings.DefaultLimits, func() time.Time { return now }).Run(t.Context(), source.Plan, "")
	require.NoError(t, err)
	result, err := view.Divergence(t.Context(), query, source.Plan, fetched.Answers, settings.DefaultLimits)
	require.NoError(t, err)
	return source, result
}

const (
	latency = `{"metric":"m_seconds"}`
	country = `{"metric":"m","category":["country"],"type":"categoryCounter"}`
)

// requireTable checks what tables for people have: names and descriptions, rows, and no number that is none.
func requireTable(t *testing.T, frames data.Frames) {
	t.Helper()
	requireEncodes(t, frames)
	for _, one := range frames {
		require.Equal(t, data.FrameTypeTable, one.Meta.Type)
		require.Positive(t, one.Rows())
		require.Equal(t, data.FieldTypeString, one.Fields[0].Type())
		seen := map[string]bool{}
		for _, field := range one.Fields {
			require.False(t, seen[field.Name], field.Name)
			seen[field.Name] = true
			require.Equal(t, field.Name, field.Config.DisplayNameFromDS)
			require.NotEmpty(t, field.Config.Description, field.Name)
			if field.Type() != data.FieldTypeNullableFloat64 {
				continue
			}
			require.NotEmpty(t, field.Config.Unit, field.Name)
			require.NotNil(t, field.Config.Decimals, field.Name)
			for i := range field.Len() {
				if value, ok := field.ConcreteAt(i); ok {
					require.False(t, math.IsNaN(value.(float64)) || math.IsInf(value.(float64), 0), "%s at %d", field.Name, i)
				}
			}
		}
	}
}

// requireEncodes sends frames the way they go: as Arrow, then as JSON.
func requireEncodes(t *testing.T, frames data.Frames) {
	t.Helper()
	require.NotEmpty(t, frames)
	encoded, err := frames.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	for i := range frames {
		require.NotEmpty(t, frames[i].Meta.ExecutedQueryString)
		require.JSONEq(t, text(t, frames[i]), text(t, received[i]))
		_, err := frames[i].RowLen()
		require.NoError(t, err)
	}
}

func noticesOf(one *data.Frame) string {
	var all []string
	for _, notice := range one.Meta.Notices {
		all = append(all, notice.Text)
	}
	return strings.Join(all, "\n")
}

func sumOf(t *testing.T, one *data.Frame, name string) (sum float64) {
	t.Helper()
	field, index := one.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, name)
	for i := range field.Len() {
		if value, ok := field.ConcreteAt(i); ok {
			sum += value.(float64)
		}
	}
	return sum
}

func TestContributionsTable(t *testing.T) {
	for _, measures := range []string{`["kl"]`, `["js","klReverse","tv","wasserstein","jsDistance","hellinger","psi"]`} {
		source, result := asked(t, bucketsOf(hostile), latency, `,"view":"contributions","groupBy":["service"],"measures":`+measures)
		frames, err := frame.Contributions(source, result)
		require.NoError(t, err)
		requireTable(t, frames)
		require.Len(t, frames, len(source.Query.Measures), "of the group that can be judged")
		require.Contains(t, noticesOf(frames[0]), "quiet: ", "why the other one can't")
		for _, one := range frames {
			require.Contains(t, one.Name, hostile)
			require.Equal(t, 5, one.Rows(), "4 bins and the correction")
			recipe := one.Meta.Custom.(frame.Recipe)
			require.InDelta(t, *recipe.Last.Estimate, sumOf(t, one, "contribution"), 1e-12, "the column sums to the signed estimate")
			require.InDelta(t, 1, sumOf(t, one, "share"), 1e-12)
			require.InDelta(t, 0, sumOf(t, one, "change"), 1e-12)
		}
	}
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"contributions","groupBy":["service"],"measures":["kl"]`)
	frames, err := frame.Contributions(source, result)
	require.NoError(t, err)
	require.Equal(t, "bin,baseline,current,change,contribution,lower,upper,share,signed,log ratio,direction,from,to,n current,n baseline", names(frames[0]))
	require.Equal(t, "s", frames[0].Fields[11].Config.Unit)
	require.Equal(t, []any{nil, 1.0, 2.0, 4.0, nil}, shown(t, frames[0].Fields[11]))
	require.Equal(t, []any{1.0, 2.0, 4.0, nil, nil}, shown(t, frames[0].Fields[12]))
	for _, field := range frames[0].Fields {
		require.Empty(t, field.Config.Custom, "all columns of a table are seen")
	}
}

// What is beyond the limit is one row, so that the columns still sum up.
func TestContributionsBeyondTheLimit(t *testing.T) {
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"contributions","limit":2,"unit":"bits","groupBy":["service"]`)
	frames, err := frame.Contributions(source, result)
	require.NoError(t, err)
	requireTable(t, frames)
	require.Equal(t, []string{"≤ 1", "> 4", "2 other bins", "bias correction"}, textsOf(frames[0].Fields[0]))
	recipe := frames[0].Meta.Custom.(frame.Recipe)
	require.InDelta(t, *recipe.Last.Estimate, sumOf(t, frames[0], "contribution"), 1e-12)
	require.InDelta(t, 500, sumOf(t, frames[0], "n current"), 1e-9)
	require.Contains(t, noticesOf(frames[0]), "a: Shown by themselves are the 2 of 4 bins that contribute most; all others are one row. Raise limit for more.")

	source.Query.Format = request.FormatBars
	frames, err = frame.Contributions(source, result)
	require.NoError(t, err)
	require.Equal(t, "bin,signed", names(frames[0]), "a bar chart draws all it gets")
}

func textsOf(field *data.Field) (all []string) {
	for i := range field.Len() {
		value, _ := field.ConcreteAt(i)
		all = append(all, value.(string))
	}
	return all
}

// countries are categories in the order of their names, whose parts are not.
var countries = counts{
	{map[string]string{"country": "AT"}, 10, 11}, {map[string]string{"country": hostile}, 10, 50}, {map[string]string{"country": "FR"}, 80, 39},
}

func TestCategoriesByWhatTheyContribute(t *testing.T) {
	source, result := asked(t, countries, country, `,"view":"contributions"`)
	frames, err := frame.Contributions(source, result)
	require.NoError(t, err)
	requireTable(t, frames)
	require.Equal(t, []string{hostile, "FR", "AT", "bias correction"}, textsOf(frames[0].Fields[0]))
	require.NotContains(t, names(frames[0]), "from")
	require.Empty(t, frames[0].Fields[0].Config.Links, "categories have no exemplars")

	source.Query.Format, source.Query.AlertOn = request.FormatNumeric, request.StatisticTo // As of an expression that turned out to be of categories.
	_, err = frame.Contributions(source, result)
	var failed *fault.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "alertOn", failed.Field)
	source.Query.View = request.ViewDistributions
	_, err = frame.Distributions(source, result)
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "format", failed.Field)
}

// Rules join by labels: those of the view divergence, never the bin.
func TestTopBinAsANumber(t *testing.T) {
	for statistic, want := range map[string]float64{"contribution": 0.2*math.Log(0.2/0.5) + 0.3, "share": 0, "from": math.Inf(-1), "to": 1} {
		source, result := asked(t, bucketsOf("a"), latency, `,"view":"contributions","format":"numeric","groupBy":["service"],"measures":["kl","js"],"alertOn":"`+statistic+`"`)
		frames, err := frame.Contributions(source, result)
		require.NoError(t, err)
		requireShape(t, frames, data.FrameTypeNumericMulti)
		require.Len(t, frames, 4)
		require.Equal(t, statistic, names(frames[0]))
		require.Equal(t, data.Labels{"service": "a", "measure": "kl"}, frames[0].Fields[0].Labels)
		got, ok := frames[0].Fields[0].ConcreteAt(0)
		require.True(t, ok)
		switch statistic {
		case "share":
			require.Greater(t, got, 0.3)
			require.Less(t, got, 1.0)
		case "from":
			require.True(t, math.IsInf(got.(float64), -1), "the first bin has no lower end")
		default:
			require.InDelta(t, want, got, 1e-12)
		}
		require.Nil(t, frames[2].Fields[0].At(0), "what can't be judged is no number")
	}
}

func TestContributionsOverTime(t *testing.T) {
	source, result := asked(t, append(bucketsOf("a"), bucketsOf(hostile)[:4]...), latency, `,"view":"contributions","instant":false,"limit":3,"groupBy":["service"]`)
	frames, err := frame.Contributions(source, result)
	require.NoError(t, err)
	requireEncodes(t, frames)
	require.Len(t, frames, 1, "a second frame of this type would be ignored")
	wide := frames[0]
	require.Equal(t, data.FrameTypeTimeSeriesWide, wide.Meta.Type)
	require.Len(t, wide.Fields, 1+2*4)
	require.Equal(t, data.FieldTypeTime, wide.Fields[0].Type())
	labels, shownAs := map[string]bool{}, map[string]bool{}
	for _, field := range wide.Fields[1:] {
		require.Equal(t, "contribution", field.Name)
		require.False(t, labels[field.Labels.String()])
		require.False(t, shownAs[field.Config.DisplayNameFromDS])
		labels[field.Labels.String()], shownAs[field.Config.DisplayNameFromDS] = true, true
	}
	require.Equal(t, data.Labels{"service": hostile, "bin": "≤ 1"}, wide.Fields[1].Labels)
	require.Equal(t, data.Labels{"service": "a", "bin": "1 other bin"}, wide.Fields[8].Labels)
	require.Contains(t, noticesOf(wide), "3 of 4 bins")
	require.Len(t, wide.Meta.Custom.(frame.Recipes).Recipes, 3)
}

// An answer without anything has no fields, and says why.
func TestNothingToShow(t *testing.T) {
	only := counts{{map[string]string{"le": "1"}, 1, 1}, {map[string]string{"le": "+Inf"}, 2, 2}}
	for members, kind := range map[string]data.FrameType{
		`"view":"contributions"`:                    data.FrameTypeTable,
		`"view":"contributions","instant":false`:    data.FrameTypeTimeSeriesWide,
		`"view":"distributions"`:                    data.FrameTypeTable,
		`"view":"distributions","format":"numeric"`: data.FrameTypeUnknown,
	} {
		for _, server := range []counts{only, nil} {
			source, result := asked(t, server, latency, `,`+members)
			of := frame.Contributions
			if source.Query.View == request.ViewDistributions {
				of = frame.Distributions
			}
			frames, err := of(source, result)
			require.NoError(t, err)
			require.Len(t, frames, 1, members)
			require.Empty(t, frames[0].Fields, members)
			require.Equal(t, kind, frames[0].Meta.Type, members)
			require.NotEmpty(t, frames[0].Meta.Notices, members)
		}
	}
}

// The link leads to the same query's exemplars at the same time; no label value can become a part of the address, or a
// variable that Grafana fills in.
func TestLinkToExemplars(t *testing.T) {
	source, result := asked(t, bucketsOf("a"), fmt.Sprintf(`{"metric":"m_seconds","matchers":[{"label":"a","op":"=","value":%s}]}`, text(t, "<b>$ [x]\n\u202e")), `,"view":"contributions","groupBy":["service"],"alertOn":"share"`)
	frames, err := frame.Contributions(source, result)
	require.NoError(t, err)
	links := frames[0].Fields[0].Config.Links
	require.Len(t, links, 1)
	require.NotContains(t, links[0].URL, "$")
	require.NotContains(t, links[0].URL, "[")
	require.NotContains(t, links[0].URL, "<")
	address, err := url.Parse(links[0].URL)
	require.NoError(t, err)
	require.Equal(t, "/explore", address.Path)
	var panes map[string]struct {
		Datasource string                             `json:"datasource"`
		Queries    []json.RawMessage                  `json:"queries"`
		Range      struct{ From, To json.RawMessage } `json:"range"`
	}
	require.NoError(t, json.Unmarshal([]byte(address.Query().Get("panes")), &panes))
	require.Equal(t, "uid/1", panes["bins"].Datasource)
	require.JSONEq(t, fmt.Sprintf(`"%d"`, now.Truncate(time.Minute).UnixMilli()), string(panes["bins"].Range.To))
	again, err := request.Parse(panes["bins"].Queries[0])
	require.NoError(t, err)
	require.Equal(t, request.ViewExemplars, again.View)
	require.Equal(t, request.FormatTable, again.Format)
	require.Equal(t, source.Query.Current, again.Current)
	require.Equal(t, source.Query.GroupBy, again.GroupBy)
	source.UID = ""
	frames, err = frame.Contributions(source, result)
	require.NoError(t, err)
	require.Empty(t, frames[0].Fields[0].Config.Links)
}
