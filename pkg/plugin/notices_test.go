package plugin_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// before and after tell the value of a series by whether it lies in a baseline, an hour ago, or in a current window.
func before(baseline, current string) func(time.Time) string {
	return func(t time.Time) string {
		if t.After(now.Add(-30 * time.Minute)) {
			return current
		}
		return baseline
	}
}

// once has another value at the one evaluation that ends so long ago.
func once(ago time.Duration, value, otherwise string) func(time.Time) string {
	return func(t time.Time) string {
		if t.Equal(now.Add(-ago)) {
			return value
		}
		return otherwise
	}
}

// category is the series of a country.
func category(country, value string) series {
	return series{labels: map[string]string{"country": country}, value: constant(value)}
}

func nativeSeries(histogram string) series {
	return series{labels: map[string]string{}, value: constant(histogram), native: true}
}

// goodNative counts 200 and 200 events in a window.
var goodNative = nativeSeries(`{"count":"100","sum":"90","buckets":[[0,"0.5","1","50"],[0,"1","2","50"]]}`)

func with(one series, value func(time.Time) string) series {
	one.value = value
	return one
}

// Answers that are odd, but no failure: what is known is shown, and a notice says what is odd.
func TestOddAnswersAreSaid(t *testing.T) {
	low, middle, infinite := good[0], good[1], good[2]
	orders := `{"current":{"metric":"bad","category":["country"],"type":"categoryCounter"},"window":"5m","baseline":{"offset":"1h"}}`
	natives := question("bad", "")
	natives = strings.Replace(natives, `"bad"`, `"bad","type":"native"`, 1)
	for _, c := range []struct {
		name     string
		query    string // question("bad", "") if empty.
		upstream http.HandlerFunc
		empty    bool // No frame with fields.
		nulls    bool // No value at any point.
		severity data.NoticeSeverity
		notice   string
	}{
		{name: "nothing", upstream: answer(), empty: true, severity: data.NoticeSeverityWarning, notice: "No series match: sum by (le) (increase(bad_bucket[1m15s])). Check the metric's name"},
		{name: "null", upstream: says(200, `{"status":"success","data":null}`), empty: true, severity: data.NoticeSeverityWarning, notice: "No series match"},
		{name: "warnings", upstream: answerWith(`"warnings":["a store is down"],`, good...), severity: data.NoticeSeverityWarning, notice: "Prometheus: a store is down"},
		{name: "warnings without series", upstream: answerWith(`"warnings":["a store is down"],`), empty: true, severity: data.NoticeSeverityWarning, notice: "Prometheus: a store is down"},
		{name: "remarks", upstream: answerWith(`"infos":["metric might not be a counter"],`, good...), severity: data.NoticeSeverityInfo, notice: "Prometheus: metric might not be a counter"},
		{name: "NaN", upstream: answer(low, with(middle, once(3*time.Minute, "NaN", "75")), infinite), severity: data.NoticeSeverityWarning, notice: "NaN, infinite or contradictory counts were left out"},
		{name: "infinite", upstream: answer(low, middle, with(infinite, once(3*time.Minute, "+Inf", "100"))), severity: data.NoticeSeverityWarning, notice: "NaN, infinite or contradictory counts were left out"},
		{name: "minus infinite", upstream: answer(with(low, once(3*time.Minute, "-Inf", "25")), middle, infinite), severity: data.NoticeSeverityWarning, notice: "NaN, infinite or contradictory counts were left out"},
		{name: "beyond any count", upstream: answer(low, middle, with(infinite, once(3*time.Minute, "1e308", "100"))), severity: data.NoticeSeverityWarning, notice: "NaN, infinite or contradictory counts were left out"},
		{name: "only NaN", upstream: answer(bucket("1", "NaN"), bucket("+Inf", "NaN")), nulls: true, severity: data.NoticeSeverityWarning, notice: "NaN, infinite or contradictory counts were left out"},
		{name: "no +Inf", upstream: answer(low, middle), severity: data.NoticeSeverityWarning, notice: "no +Inf bucket"},
		{name: "not monotonic", upstream: answer(low, with(middle, constant("20")), infinite), severity: data.NoticeSeverityWarning, notice: "not monotonic: 5 % of the samples were moved up"},
		{name: "le no number", upstream: answer(low, middle, infinite, bucket("many", "5")), severity: data.NoticeSeverityWarning, notice: `le is no number were left out: "many"`},
		{name: "layouts share too little", upstream: answer(with(low, before("25", "")), with(middle, before("", "75")), infinite), nulls: true, severity: data.NoticeSeverityWarning, notice: "share too little"},
		{name: "other layout", upstream: answer(with(low, before("25", "")), middle, infinite), severity: data.NoticeSeverityWarning, notice: "compared on the 2 common bins (current 2, baseline 3)"},
		{name: "too few samples", upstream: answer(bucket("1", "1"), bucket("+Inf", "2")), nulls: true, severity: data.NoticeSeverityInfo, notice: "fewer than 100 samples on a side (fewest: 8 current, 8 baseline)"},
		{name: "negative counts", query: orders, upstream: answer(category("DE", "100"), category("FR", "50"), with(category("IT", ""), once(3*time.Minute, "-5", "30"))), severity: data.NoticeSeverityWarning, notice: "Negative counts were taken as 0."},
		{name: "only negative counts", query: orders, upstream: answer(category("DE", "-100"), category("FR", "-50")), nulls: true, severity: data.NoticeSeverityWarning, notice: "Negative counts were taken as 0."},
		{name: "NaN among categories", query: orders, upstream: answer(category("DE", "100"), with(category("FR", ""), once(3*time.Minute, "NaN", "30"))), severity: data.NoticeSeverityWarning, notice: "Cells with NaN, infinite or contradictory counts were left out."},
		{name: "a new category", query: orders, upstream: answer(category("DE", "100"), category("FR", "50"), with(category("IT", ""), before("", "50"))), severity: data.NoticeSeverityInfo, notice: "New, not in the baseline: IT (25 %)."},
		{name: "one category only", query: orders, upstream: answer(category("DE", "100")), nulls: true, severity: data.NoticeSeverityInfo, notice: "all samples of both sides in a single bin"},
		{name: "overlapping buckets", query: natives, upstream: answer(nativeSeries(`{"count":"50","sum":"1","buckets":[[0,"1","2","30"],[0,"1.5","3","20"]]}`)), nulls: true, severity: data.NoticeSeverityWarning, notice: "Cells with NaN, infinite or contradictory counts were left out."},
		{name: "overlapping buckets once", query: natives, upstream: answer(with(goodNative, once(3*time.Minute, `{"count":"50","sum":"1","buckets":[[0,"1","2","30"],[0,"1.5","3","20"]]}`, goodNative.value(now)))), severity: data.NoticeSeverityWarning, notice: "Cells with NaN, infinite or contradictory counts were left out."},
		{name: "numbers beside native histograms", query: natives, upstream: answer(goodNative, series{labels: map[string]string{"x": "y"}, value: constant("7")}), severity: data.NoticeSeverityWarning, notice: "1 series of plain numbers beside native histograms: left out."},
		{name: "two native histograms of one group", query: natives, upstream: answer(goodNative, series{labels: map[string]string{"pod": "a"}, value: goodNative.value, native: true}), severity: data.NoticeSeverityWarning, notice: `Several series had the same bin and were added up: they differ in "pod".`},
		{name: "observations of NaN", query: natives, upstream: answer(nativeSeries(`{"count":"100","sum":"NaN","buckets":[[0,"0.5","1","50"],[0,"1","2","25"]]}`)), severity: data.NoticeSeverityWarning, notice: "25 % of the observations are NaN and lie in no bin."},
		{name: "only observations of NaN", query: natives, upstream: answer(nativeSeries(`{"count":"100","sum":"NaN"}`)), nulls: true, severity: data.NoticeSeverityWarning, notice: "100 % of the observations are NaN and lie in no bin."},
		{name: "negative bucket", query: natives, upstream: answer(nativeSeries(`{"count":"100","sum":"1","buckets":[[0,"0.5","1","-50"],[0,"1","2","150"]]}`)), nulls: true, severity: data.NoticeSeverityWarning, notice: "Cells with NaN, infinite or contradictory counts were left out."},
		{name: "baseline only", upstream: answer(with(low, before("25", "")), with(infinite, before("100", ""))), nulls: true, severity: data.NoticeSeverityInfo, notice: "no counts on one side"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"bad": c.upstream})
			d := newDatasource(t, server.URL, "")
			responses := ask(t.Context(), t, d, dataQuery("A", cmp.Or(c.query, question("bad", ""))), dataQuery("B", question("good", "")))
			requireHealthy(t, responses["B"])
			requireOdd(t, responses["A"], c.empty, c.nulls)
			notices := responses["A"].Frames[0].Meta.Notices
			require.NotEmpty(t, notices)
			found := false
			for _, notice := range notices {
				if notice.Severity == c.severity {
					found = found || strings.Contains(notice.Text, c.notice)
				}
			}
			require.Truef(t, found, "%+v", notices)
		})
	}
}

func requireOdd(t *testing.T, response backend.DataResponse, empty, nulls bool) {
	t.Helper()
	require.NoError(t, response.Error)
	require.Equal(t, backend.StatusOK, response.Status)
	require.Len(t, response.Frames, 1)
	frame := response.Frames[0]
	require.Equal(t, data.FrameTypeTimeSeriesMulti, frame.Meta.Type)
	if empty {
		require.Empty(t, frame.Fields)
		return
	}
	require.Positive(t, frame.Rows(), "no frame of zero rows")
	for i := range frame.Rows() {
		value := frame.Fields[1].At(i).(*float64)
		require.Equal(t, nulls, value == nil, "point %d", i)
	}
	_, err := json.Marshal(response)
	require.NoError(t, err)
}
