package plugin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// gate asks for a verdict over HTTP.
func gate(ctx context.Context, t *testing.T, d *plugin.Datasource, method string, params url.Values, body string) *backend.CallResourceResponse {
	t.Helper()
	var response *backend.CallResourceResponse
	err := d.CallResource(ctx, &backend.CallResourceRequest{Method: method, Path: "verdict", URL: "verdict?" + params.Encode(), Body: []byte(body)},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { response = r; return nil }))
	require.NoError(t, err)
	return response
}

// rollouts serves the canaries of the golden cases at half a minute past noon.
func rollouts(t *testing.T) (*plugin.Datasource, string) {
	t.Helper()
	var panel asked
	var answers map[string]json.RawMessage
	read(t, "testdata/verdict_table.query.json", &panel)
	read(t, "testdata/verdict_table.response.json", &answers)
	routes := map[string]http.HandlerFunc{}
	for word, text := range answers {
		routes[word] = says(200, string(text))
	}
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: newUpstream(t, routes).URL, JSONData: []byte(`{}`)}, func() time.Time { return panel.Now })
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, panel.Query))
	return d, compact.String()
}

// The answer over HTTP, as docs/gates.md describes it and the examples read it.
func TestGateGolden(t *testing.T) {
	d, query := rollouts(t)
	response := gate(t.Context(), t, d, "POST", nil, `{"query":`+query+`}`)
	require.Equal(t, 200, response.Status, string(response.Body))
	require.Equal(t, []string{"application/json"}, response.Headers["Content-Type"])
	const file = "testdata/verdict.gate.json"
	if *update {
		var pretty bytes.Buffer
		require.NoError(t, json.Indent(&pretty, response.Body, "", " "))
		require.NoError(t, os.WriteFile(file, pretty.Bytes(), 0o600))
	}
	var want, have any
	read(t, file, &want)
	require.NoError(t, json.Unmarshal(response.Body, &have))
	requireAlike(t, "", want, have)
}

// GET and POST, with the view or without it, of any form: the same answer.
func TestGateForms(t *testing.T) {
	d, query := rollouts(t)
	want := string(gate(t.Context(), t, d, "POST", nil, `{"query":`+query+`}`).Body)
	without := strings.Replace(query, `"view":"verdict",`, "", 1)
	require.NotEqual(t, query, without)
	overTime := strings.Replace(query, `"view"`, `"instant":false,"view"`, 1)
	for name, response := range map[string]*backend.CallResourceResponse{
		"GET":           gate(t.Context(), t, d, "GET", url.Values{"query": {query}}, ""),
		"without view":  gate(t.Context(), t, d, "POST", nil, `{"query":`+without+`}`),
		"over time":     gate(t.Context(), t, d, "POST", nil, `{"query":`+overTime+`}`),
		"range":         gate(t.Context(), t, d, "POST", nil, `{"query":`+query+`,"from":"now-2h","to":"now"}`),
		"milliseconds":  gate(t.Context(), t, d, "GET", url.Values{"query": {query}, "from": {"1795518000000"}, "to": {"1795521630000"}}, ""),
		"absolute time": gate(t.Context(), t, d, "GET", url.Values{"query": {query}, "from": {"2026-11-24T11:00:00Z"}, "to": {"2026-11-24T12:00:30Z"}}, ""),
	} {
		require.Equal(t, 200, response.Status, "%s: %s", name, response.Body)
		require.Equal(t, want, string(response.Body), name)
	}
	earlier := decoded(t, gate(t.Context(), t, d, "POST", nil, `{"query":`+query+`,"to":"2026-11-24T11:40:00Z"}`))
	require.Equal(t, "2026-11-24T11:40:00Z", earlier["time"])
	back := decoded(t, gate(t.Context(), t, d, "POST", nil, `{"query":`+strings.Replace(query, `"since":"2026-11-24T11:30:00Z",`, "", 1)+`,"from":"now-20m"}`))
	require.Equal(t, "2026-11-24T11:41:00Z", back["groups"].([]any)[0].(map[string]any)["since"], "without since, from the beginning of the range on")
}

// The panel, the rule and the gate hold the same numbers.
func TestGateAgreesWithThePanel(t *testing.T) {
	d, query := rollouts(t)
	groups := decoded(t, gate(t.Context(), t, d, "POST", nil, `{"query":`+query+`}`))["groups"].([]any)
	frames := ask(t.Context(), t, d, backend.DataQuery{
		RefID: "A", JSON: []byte(query), TimeRange: backend.TimeRange{From: time.Date(2026, 11, 24, 11, 55, 0, 0, time.UTC), To: time.Date(2026, 11, 24, 12, 0, 30, 0, time.UTC)},
	})["A"].Frames
	for i, group := range groups {
		group := group.(map[string]any)
		for column, member := range map[string]string{"estimate": "value", "lower": "lower", "upper": "upper", "needed": "needed"} {
			field, _ := frames[0].FieldByName(column)
			value, ok := field.ConcreteAt(i)
			if !ok {
				require.Nil(t, group[member], column)
				continue
			}
			require.InDelta(t, group[member], value, 0, column)
		}
		verdict, _ := frames[0].FieldByName("verdict")
		require.Equal(t, group["verdict"], verdict.At(i))
	}
}

func TestGateRefuses(t *testing.T) {
	d, query := rollouts(t)
	long := strings.Replace(query, `"m"`, `"`+strings.Repeat("m", 70_000)+`"`, 1)
	for _, c := range []struct {
		name, method, body string
		params             url.Values
		status             int
		category, words    string
	}{
		{"no query", "GET", "", nil, 400, "query", "query: is missing"},
		{"no body", "POST", "", nil, 400, "query", `body: is not a JSON object with query, from and to; send {"query": {…}}`},
		{"no query in the body", "POST", "{}", nil, 400, "query", "query: is missing"},
		{"a body that is no object", "POST", "[]", nil, 400, "query", "body: is not a JSON object"},
		{"an unknown member", "POST", `{"query":` + query + `,"until":"now"}`, nil, 400, "query", "body: is not a JSON object with query, from and to"},
		{"a query that is no object", "GET", "", url.Values{"query": {"5"}}, 400, "query", "query: is not a JSON object"},
		{"null", "POST", `{"query":null}`, nil, 400, "query", "query: is not a JSON object"},
		{"null in the URL", "GET", "", url.Values{"query": {"null"}}, 400, "query", "query: is not a JSON object"},
		{"an end before the beginning", "POST", `{"query":` + query + `,"from":"now","to":"now-3h"}`, nil, 400, "query", "from: 2026-11-24T12:00:30Z is not before 2026-11-24T09:00:30Z"},
		{"an end before the rollout", "POST", `{"query":` + query + `,"to":"now-3h"}`, nil, 400, "query", "query.verdict.since: "},
		{"a gauge", "POST", `{"query":{"current":{"metric":"m","category":["c"],"type":"categoryGauge"},"threshold":0.1}}`, nil, 400, "query", "view: a verdict adds up what comes in"},
		{"another view", "POST", `{"query":{"view":"ranking","current":{"metric":"m"}}}`, nil, 400, "query", `view: "ranking" is no verdict; use verdict, or leave it out`},
		{"no threshold", "POST", `{"query":{"current":{"metric":"m"}}}`, nil, 400, "query", "threshold: is missing"},
		{"unknown field", "POST", `{"query":{"current":{"metric":"m"},"treshold":1}}`, nil, 400, "query", "treshold: is not a field"},
		{"no time", "POST", `{"query":` + query + `,"from":"yesterday"}`, nil, 400, "query", `from: "yesterday" is no time`},
		{"no end", "GET", "", url.Values{"query": {query}, "to": {"99999999999999999"}}, 400, "query", "to: "},
		{"an end in no century", "GET", "", url.Values{"query": {query}, "to": {"0001-01-01T00:00:00Z"}}, 400, "query", "to: "},
		{"too long a URL", "GET", "", url.Values{"query": {long}}, 422, "limit", "send it as the body of a POST"},
		{"too long a body", "POST", `{"query":` + long + `}`, nil, 422, "limit", "the body is longer than 65536 bytes"},
		{"deleted", "DELETE", "", nil, 405, "query", "asked for by GET or POST"},
	} {
		t.Run(c.name, func(t *testing.T) {
			response := gate(t.Context(), t, d, c.method, c.params, c.body)
			require.Equal(t, c.status, response.Status, string(response.Body))
			body := decoded(t, response)
			require.Equal(t, c.category, body["category"])
			require.Contains(t, body["message"], c.words)
			require.NotContains(t, body["message"], "\n")
		})
	}
}

// A server that does not answer is an error, never a pass.
func TestGateWithoutAServer(t *testing.T) {
	_, query := rollouts(t)
	server := newUpstream(t, map[string]http.HandlerFunc{"query_range": says(503, "")})
	response := gate(t.Context(), t, newDatasource(t, server.URL, ""), "POST", nil, `{"query":`+query+`}`)
	require.Equal(t, 502, response.Status, string(response.Body))
	require.Equal(t, "unavailable", decoded(t, response)["category"])
	response = gate(t.Context(), t, newDatasource(t, "", ""), "POST", nil, `{"query":`+query+`}`)
	require.Equal(t, "settings", decoded(t, response)["category"])
}

// Nothing in the JSON is NaN or infinite, or it would not be JSON.
func TestGateIsJSON(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"": answer(bucket("0.1", "25"), bucket("+Inf", "100"))})
	query := `{"current":{"metric":"m","type":"classic"},"window":"24m","threshold":0.1,"measures":["kl"],"replicates":"none","baseline":{"kind":"static","bounds":[0.1],"weights":[1,0]},"verdict":{"since":"2026-11-24T11:00:00Z"}}`
	response := gate(t.Context(), t, newDatasource(t, server.URL, ""), "POST", nil, `{"query":`+query+`}`)
	require.Equal(t, 200, response.Status, string(response.Body))
	body := decoded(t, response)
	require.Equal(t, "fail", body["verdict"])
	group := body["groups"].([]any)[0].(map[string]any)
	require.Nil(t, group["value"])
	require.Equal(t, true, group["infinite"])
	require.Nil(t, group["n"].(map[string]any)["baseline"])
	require.False(t, math.IsNaN(group["n"].(map[string]any)["current"].(float64)))
}
