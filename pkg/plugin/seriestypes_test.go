package plugin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// found is the answer to a look-up of names.
func found(names ...string) http.HandlerFunc {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return says(200, `{"status":"success","data":[`+strings.Join(quoted, ",")+`]}`)
}

// known is the answer to a look-up of metadata.
func known(metric, kind string) http.HandlerFunc {
	return says(200, fmt.Sprintf(`{"status":"success","data":{%q:[{"type":%q}]}}`, metric, kind))
}

// oneNumber is the answer to an instant query that yields one number.
func oneNumber(value string) http.HandlerFunc {
	return says(200, fmt.Sprintf(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1764000000,%q]}]}}`, value))
}

// asks returns the PromQL of all range queries.
func asks(server *upstream) string {
	var all []string
	for _, r := range server.seen("query_range") {
		all = append(all, r.Form.Get("query"))
	}
	return strings.Join(all, "\n")
}

// What a metric is, the server tells, unless the query does.
func TestTypesAreLookedUp(t *testing.T) {
	const unknown = "The server does not say of which type m_total is. Its values do not fall, so it is read as a counter; set type to categoryGauge if it is a gauge."
	for _, c := range []struct {
		name, current   string
		names, metadata http.HandlerFunc
		expr            string
		lookups         string // What is looked up beside the values.
		notice          string
	}{
		{"classic", `{"metric":"m"}`, found("m_bucket"), nil, "sum by (le) (increase(m_bucket[", `/values {__name__=~"m(_bucket)?"}`, ""},
		{"native", `{"metric":"m"}`, found("m"), nil, "sum(increase(m[", `/values {__name__=~"m(_bucket)?"}`, ""},
		{"both: native is the finer one", `{"metric":"m"}`, found("m", "m_bucket"), nil, "sum(increase(m[", "/values", ""},
		{"neither", `{"metric":"m"}`, found(), nil, "increase(m_bucket[", "/values", ""},
		{"with matchers", `{"metric":"m","matchers":[{"label":"v","op":"=","value":"a"}]}`, found("m"), nil, `increase(m{v="a"}[`, `/values {__name__=~"m(_bucket)?",v="a"}`, ""},
		{"named like a pattern", `{"metric":"a.b"}`, found("a.b"), nil, `increase({__name__="a.b"}[`, `/values {__name__=~"a\\.b(_bucket)?"}`, ""},
		{"asked for as classic", `{"metric":"m","type":"classic"}`, nil, nil, "increase(m_bucket[", "", ""},
		{"asked for as native", `{"metric":"m","type":"native"}`, nil, nil, "increase(m[", "", ""},
		{"an expression", `{"expr":"sum by (le) (increase(x[$__window]))"}`, nil, nil, "increase(x[", "", ""},
		{"counter", `{"metric":"m_total","category":["country"]}`, nil, known("m_total", "counter"), "increase(m_total[", "/metadata", ""},
		{"counter in OpenMetrics", `{"metric":"m_total","category":["country"]}`, nil, known("m", "counter"), "increase(m_total[", "/metadata", ""},
		{"gauge", `{"metric":"m_total","category":["country"]}`, nil, known("m_total", "gauge"), "sum_over_time(sum by (country) (m_total)[", "/metadata", ""},
		{"unknown", `{"metric":"m_total","category":["country"]}`, nil, known("other", "gauge"), "increase(m_total[", "/metadata /query", unknown},
		{"no metadata", `{"metric":"m_total","category":["country"]}`, nil, says(404, ""), "increase(m_total[", "/metadata /query", unknown},
		{"unknown, and it falls", `{"metric":"falling","category":["country"]}`, nil, says(404, ""), "sum_over_time(sum by (country) (falling)[", "/metadata /query", "Its values fall as they rise, so it is read as a gauge"},
		{"unknown, and it hardly falls", `{"metric":"restarting","category":["country"]}`, nil, says(404, ""), "increase(restarting[", "/metadata /query", "Its values do not fall, so it is read as a counter"},
		{"asked for as a gauge", `{"metric":"m_total","category":["country"],"type":"categoryGauge"}`, nil, nil, "sum_over_time(sum by (country) (m_total)[", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{
				"/values": c.names, "/metadata": c.metadata, "resets(falling[1h])": oneNumber("0.49"), "resets(restarting[1h])": oneNumber("0.01"),
			})
			d := newDatasource(t, server.URL, "")
			response := ask(t.Context(), t, d, dataQuery("A", `{"current":`+c.current+`,"window":"5m","baseline":{"offset":"1h"}}`))["A"]
			require.NoError(t, response.Error)
			require.Contains(t, asks(server), c.expr)
			var lookups, told []string
			for _, r := range server.seen("") {
				if !strings.HasSuffix(r.URL.Path, "query_range") && !strings.HasSuffix(r.URL.Path, "buildinfo") {
					lookups = append(lookups, strings.TrimSpace(r.URL.Path+" "+r.Form.Get("match[]")))
				}
			}
			for _, one := range strings.Split(c.lookups, " /") {
				require.Contains(t, strings.Join(lookups, "\n"), strings.TrimPrefix(one, "/"))
			}
			require.Len(t, lookups, strings.Count(c.lookups, "/"))
			for _, notice := range response.Frames[0].Meta.Notices {
				told = append(told, notice.Text)
			}
			require.Equal(t, c.notice != "", strings.Contains(strings.Join(told, "\n"), "The server does not say"), told)
			require.Contains(t, strings.Join(told, "\n"), c.notice)
		})
	}
}

// A metric that is there in both kinds is read as native; where that one has nothing to compare, the other is named.
func TestTheOtherKindIsNamed(t *testing.T) {
	const hint = "m is there as a native and as a classic histogram, and the native one was read: type classic reads the other."
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		shown  bool
	}{
		"counts": {answer(good...), false}, "nothing": {answer(), true},
		"only lately": {answer(with(good[0], before("", "25")), with(good[2], before("", "100"))), true},
	} {
		t.Run(name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/values": found("m", "m_bucket"), "increase": c.answer})
			response := ask(t.Context(), t, newDatasource(t, server.URL, ""), dataQuery("A", question("m", "")))["A"]
			require.NoError(t, response.Error)
			require.Equal(t, c.shown, strings.Contains(fmt.Sprint(response.Frames[0].Meta.Notices), hint))
		})
	}
}

// The answer is kept: for the hours of the range, for the user, and not for long. That there is nothing is not kept.
func TestTypesAreKept(t *testing.T) {
	names := found("good_bucket")
	server := newUpstream(t, map[string]http.HandlerFunc{"/values": func(w http.ResponseWriter, r *http.Request) { names(w, r) }})
	at := now
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: []byte(`{}`)}, func() time.Time { return at })
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	lookups := func(metric, user string, from, to time.Time) int {
		query := dataQuery("A", question(metric, ""))
		query.TimeRange = backend.TimeRange{From: from, To: to}
		request := &backend.QueryDataRequest{Queries: []backend.DataQuery{query}, Headers: map[string]string{}}
		request.SetHTTPHeader("Authorization", user)
		earlier := len(server.seen("/values"))
		response, err := d.QueryData(t.Context(), request)
		require.NoError(t, err)
		require.NoError(t, response.Responses["A"].Error)
		return len(server.seen("/values")) - earlier
	}
	from, to := now.Add(-40*time.Minute), now.Add(-20*time.Minute)
	require.Equal(t, 1, lookups("good", "a", from, to))
	require.Equal(t, 0, lookups("good", "a", from, to))
	require.Equal(t, 0, lookups("good", "a", from.Add(10*time.Minute), to.Add(10*time.Minute)), "a panel that moves on within the hour")
	require.Equal(t, 1, lookups("good", "a", from.Add(-time.Hour), to), "an hour earlier it may have been another")
	require.Equal(t, 1, lookups("good", "b", from, to), "another user may see others")
	require.Equal(t, 1, lookups("good2", "a", from, to))
	at = at.Add(5 * time.Minute)
	require.Equal(t, 1, lookups("good", "a", from, to), "a while later")
	names = found()
	require.Equal(t, 1, lookups("good3", "a", from, to))
	names = found("good3")
	require.Equal(t, 1, lookups("good3", "a", from, to), "now there is one")
	require.Contains(t, asks(server), "increase(good3[")

	form := server.seen("/values")[0].Form
	require.Equal(t, "2", form.Get("limit"), "there are two names at most")
	require.Equal(t, fmt.Sprint(from.Add(-6*time.Hour).Unix()), form.Get("start"), "a series that ended before the range is known, too")
	require.Equal(t, fmt.Sprint(to.Unix()), form.Get("end"))
}

// Some servers and proxies let queries through, and no look-ups. What they have is read as classic, as always.
func TestServersWithoutLookupsAreReadAsClassic(t *testing.T) {
	for name, refusal := range map[string]http.HandlerFunc{
		"404": says(404, ""), "404 in JSON": says(404, prometheusError("not_found", "no such path")), "403": says(403, html), "405": says(405, ""),
		"400": says(400, prometheusError("bad_data", "match[] is not supported")), "422": says(422, prometheusError("execution", "no")),
		"a web page": says(200, html), "other JSON": says(200, `{"status":"success","data":{"a":1}}`), "cut off": says(200, `{"status":"succ`),
		"too large": says(200, `{"status":"success","data":["`+strings.Repeat("x", 17<<20)+`"]}`),
	} {
		t.Run(name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/values": refusal})
			requireHealthy(t, ask(t.Context(), t, newDatasource(t, server.URL, ""), dataQuery("A", question("good", "")))["A"])
			require.Contains(t, asks(server), "increase(good_bucket[")
		})
	}
}

// A server that is down, or wants other credentials, says so once: there is no use in asking it for the counts.
func TestServersThatFailSaySoOnce(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		faulty
	}{
		"503":     {says(503, html), faulty{status: 502, words: []string{"can't serve now (503)"}}},
		"429":     {says(429, ""), faulty{status: 502, words: []string{"asked too often"}}},
		"401":     {says(401, ""), faulty{status: 401, words: []string{"credentials"}}},
		"timeout": {hangs, faulty{status: 504, words: []string{"no answer within 500ms"}}},
	} {
		t.Run(name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/values": c.handler})
			d := newDatasource(t, server.URL, `{"queryTimeout":"500ms"}`)
			requireFault(t, ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"], c.faulty)
			require.Empty(t, asks(server))
			require.Len(t, server.seen(""), 1)
		})
	}
}

// A cohort of another metric may be of another type; one of the same metric is of the same.
func TestTypesOfCohorts(t *testing.T) {
	byMatch := func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Form.Get("match[]"), "native") {
			found("native")(w, r)
			return
		}
		found("classic_bucket")(w, r)
	}
	for _, c := range []struct {
		name, query string
		lookups     int
		exprs       []string
	}{
		{"another metric", `{"current":{"metric":"native"},"baseline":{"kind":"cohort","metric":"classic"}}`, 2, []string{"sum(increase(native[", "increase(classic_bucket["}},
		{"the same metric", `{"current":{"metric":"native"},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"a"}]}}`, 1, []string{"increase(native[", `increase(native{v="a"}[`}},
		{"a type of its own", `{"current":{"metric":"native"},"baseline":{"kind":"cohort","metric":"other","type":"native"}}`, 1, []string{"increase(native[", "increase(other["}},
		{"a metric for an expression", `{"current":{"expr":"sum by (le) (increase(x[$__window]))"},"baseline":{"kind":"cohort","metric":"native"}}`, 1, []string{"increase(x[", "increase(native["}},
		{"an expression for a metric", `{"current":{"metric":"native"},"baseline":{"kind":"cohort","expr":"sum by (le) (increase(x[$__window]))"}}`, 1, []string{"increase(native[", "increase(x["}},
		{"two expressions", `{"current":{"expr":"sum by (le) (increase(x[$__window]))"},"baseline":{"kind":"cohort","expr":"sum by (le) (increase(y[$__window]))"}}`, 0, []string{"increase(x[", "increase(y["}},
		{"another range of the same series", `{"current":{"metric":"native"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-01T01:00:00Z"}}`, 1, []string{"increase(native["}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/values": byMatch})
			require.NoError(t, ask(t.Context(), t, newDatasource(t, server.URL, ""), dataQuery("A", c.query))["A"].Error)
			require.Len(t, server.seen("/values"), c.lookups)
			for _, expr := range c.exprs {
				require.Contains(t, asks(server), expr)
			}
		})
	}
}
