package plugin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// shifted counts 25, 75 and 100 of a cell in the last half hour, and 50, 60 and 100 before.
var shifted = []series{
	{labels: map[string]string{"le": "0.1"}, value: since("25", "50")},
	{labels: map[string]string{"le": "1"}, value: since("75", "60")},
	bucket("+Inf", "100"),
}

func since(current, baseline string) func(time.Time) string {
	return func(t time.Time) string {
		if t.After(now.Add(-30 * time.Minute)) {
			return current
		}
		return baseline
	}
}

// exemplarOf is an exemplar one minute before now.
func exemplarOf(value float64) string {
	return fmt.Sprintf(`{"status":"success","data":[{"seriesLabels":{"__name__":"m_bucket","le":"1"},"exemplars":[{"labels":{"trace_id":"t1"},"value":"%v","timestamp":%d}]}]}`, value, now.Add(-time.Minute).Unix())
}

func askExemplars(t *testing.T, jsonData, members string, exemplars http.HandlerFunc) (*upstream, backend.DataResponse) {
	t.Helper()
	server := newUpstream(t, map[string]http.HandlerFunc{"increase": answer(shifted...), "query_exemplars": exemplars})
	d := newFrom(t, backend.DataSourceInstanceSettings{UID: "us", URL: server.URL, JSONData: []byte(jsonData)})
	return server, ask(t.Context(), t, d, dataQuery("A", question("m", `,"view":"exemplars"`+members)))["A"]
}

func TestExemplarsAreAskedForOnceInTheCurrentWindow(t *testing.T) {
	server, response := askExemplars(t, `{"exemplarTraceIdDestinations":[{"name":"trace_id","datasourceUid":"tempo"}]}`, "", says(200, exemplarOf(0.5)))
	require.NoError(t, response.Error)
	found := response.Frames[0]
	require.Equal(t, 1, found.Rows())
	require.Equal(t, data.DataTopicAnnotations, found.Meta.DataTopic)
	trace, _ := found.FieldByName("trace_id")
	require.Equal(t, "tempo", trace.Config.Links[0].Internal.DatasourceUID)
	requests := server.seen("query_exemplars")
	require.Len(t, requests, 1)
	form := requests[0].Form
	require.Equal(t, "m_bucket", form.Get("query"))
	require.InDelta(t, 300, number(requests[0], "end")-number(requests[0], "start"), 0, "the window of 5 minutes")
	require.LessOrEqual(t, number(requests[0], "end"), float64(now.Unix()))
}

// The selectors of an expression are the server's to find.
func TestExemplarsOfAnExpression(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"api/v1/query_range": answer(shifted...), "query_exemplars": says(200, exemplarOf(0.5))})
	d := newDatasource(t, server.URL, "")
	response := ask(t.Context(), t, d, dataQuery("A", `{"view":"exemplars","current":{"expr":"sum by (le) (increase(m_bucket{a=\"b\"}[$__window]))"},"window":"5m","baseline":{"offset":"1h"}}`))["A"]
	require.NoError(t, response.Error)
	require.Equal(t, 1, response.Frames[0].Rows())
	require.Contains(t, server.seen("query_exemplars")[0].Form.Get("query"), `m_bucket{a="b"}`)
}

// A server that knows no exemplars has answered the query all the same.
func TestServersWithoutExemplars(t *testing.T) {
	for name, c := range map[string]struct {
		exemplars http.HandlerFunc
		notice    string
	}{
		"no such path": {says(404, "404 page not found"), "(404)"},
		"bad request":  {says(400, `{"status":"error","errorType":"bad_data","error":"unknown endpoint"}`), "unknown endpoint"},
		"a page":       {says(200, "<html>"), "not that of a Prometheus HTTP API"},
		"none":         {says(200, `{"status":"success","data":[]}`), "no exemplars of these series"},
		"elsewhere":    {says(200, exemplarOf(5)), "Of 1 exemplar in the current window, none lies in the bins that contribute most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, response := askExemplars(t, `{}`, `,"exemplars":{"bins":2}`, c.exemplars)
			require.NoError(t, response.Error)
			require.Len(t, response.Frames, 1)
			require.Empty(t, response.Frames[0].Fields)
			var texts []string
			for _, notice := range response.Frames[0].Meta.Notices {
				texts = append(texts, notice.Text)
			}
			require.Contains(t, strings.Join(texts, "\n"), c.notice)
			require.NotContains(t, strings.Join(texts, ""), "<html>")
		})
	}
}

// What keeps a server from answering is a fault: exemplars are what was asked for.
func TestExemplarFaults(t *testing.T) {
	cut := exemplarOf(0.5)[:100]
	for name, c := range map[string]struct {
		exemplars http.HandlerFunc
		jsonData  string
		words     string
	}{
		"login":     {says(401, ""), `{}`, "does not accept the credentials (401)"},
		"down":      {says(503, ""), `{}`, "can't serve now (503)"},
		"cut off":   {says(200, cut), `{}`, "cut off"},
		"slow":      {hangs, `{"queryTimeout":"100ms"}`, "no answer within 100ms"},
		"too large": {says(200, exemplarOf(0.5)+strings.Repeat(" ", 5000)), `{"limits":{"bytes":4000}}`, "over the limit on bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, response := askExemplars(t, c.jsonData, "", c.exemplars)
			require.ErrorContains(t, response.Error, c.words)
			require.Equal(t, backend.ErrorSourceDownstream, response.ErrorSource)
			require.NotContains(t, response.Error.Error(), "\n")
		})
	}
}

// Where nothing could be judged, nothing is asked for.
func TestNothingJudgedAsksForNothing(t *testing.T) {
	server, response := askExemplars(t, `{}`, `,"minCount":100000`, says(500, ""))
	require.NoError(t, response.Error)
	require.Empty(t, server.seen("query_exemplars"))
	require.Empty(t, response.Frames[0].Fields)
	require.Contains(t, response.Frames[0].Meta.Notices[0].Text, "fewer than 100000 samples")
}

// The view contributions has the number of the view divergence.
func TestSameNumberInEachView(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"increase": answer(shifted...)})
	d := newDatasource(t, server.URL, "")
	responses := ask(t.Context(), t, d, dataQuery("A", question("m", `,"instant":true`)), dataQuery("B", question("m", `,"view":"contributions"`)), dataQuery("C", question("m", `,"view":"contributions","measures":["ks"]`)))
	want, err := responses["A"].Frames[0].FloatAt(0, 0)
	require.NoError(t, err)
	sum := 0.0
	contribution, _ := responses["B"].Frames[0].FieldByName("contribution")
	for i := range contribution.Len() {
		value, err := contribution.FloatAt(i)
		require.NoError(t, err)
		sum += value
	}
	require.InDelta(t, want, sum, 1e-12)
	require.EqualError(t, responses["C"].Error, "measures[0]: ks is no sum over bins, so no bin has a part of it; use kl or js")
}
