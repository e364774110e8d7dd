package plugin_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

var silent = log.New(io.Discard, "", 0)

const html = `<!doctype html><html><body><h1>Sign in</h1></body></html>`

func prometheusError(kind, text string) string {
	return fmt.Sprintf(`{"status":"error","errorType":%q,"error":%q}`, kind, text)
}

// announced sends the start of an answer that it said to be longer.
func announced(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"le":"1"},"values":[[1`)
}

// hungUp closes the connection in the middle of a chunked answer.
func hungUp(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"matrix","result":[`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// closed closes the connection without a word.
func closed(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// manyGroups answers n buckets of n groups.
func manyGroups(n int) http.HandlerFunc {
	var all []series
	for i := range n {
		all = append(all, series{labels: map[string]string{"le": "+Inf", "service": fmt.Sprint("s", i)}, value: constant("100")})
	}
	return answer(all...)
}

// manyCategories answers n categories.
func manyCategories(n int) http.HandlerFunc {
	var all []series
	for i := range n {
		all = append(all, category(fmt.Sprint("c", i), "1"))
	}
	return answer(all...)
}

// faulty is one way in which a query fails: what happens, and what the person must read.
type faulty struct {
	name     string
	jsonData string
	upstream http.HandlerFunc
	query    string // Of the metric bad, where it is not this that is wrong.
	status   int
	plugin   bool     // Whose fault it is.
	words    []string // What happened, and what to do.
}

var faults = []faulty{
	{name: "connection closed", upstream: closed, status: 502, words: []string{"cut off", "try again"}},
	{name: "timeout", jsonData: `{"queryTimeout":"500ms"}`, upstream: hangs, status: 504, words: []string{"no answer within 500ms", "shorter range"}},
	{name: "timeout of the HTTP client", jsonData: `{"timeout":"0.5"}`, upstream: hangs, status: 504, words: []string{"no answer within 500ms", "raise the query timeout"}},
	{name: "401", upstream: says(401, ""), status: 401, words: []string{"credentials", "user, password or token"}},
	{name: "403", upstream: says(403, html), status: 403, words: []string{"does not allow", "rights"}},
	{name: "404", upstream: says(404, "404 page not found"), status: 404, words: []string{"no Prometheus HTTP API", "path prefix"}},
	{name: "405", upstream: says(405, ""), status: 422, words: []string{"HTTP method", "choose the other"}},
	{name: "422", upstream: says(422, prometheusError("execution", "query processing would load too many samples into memory")), status: 422, words: []string{"too many samples", "narrow the query"}},
	{name: "400 of the parser", upstream: says(400, prometheusError("bad_data", "1:5: parse error")), status: 422, words: []string{"parse error", "query inspector"}},
	{name: "400 of a proxy", upstream: says(400, html), status: 502, words: []string{"not that of a Prometheus HTTP API", "URL"}},
	{name: "429", upstream: says(429, "slow down"), status: 502, words: []string{"too often", "refresh less often"}},
	{name: "503", upstream: says(503, html), status: 502, words: []string{"can't serve now (503)", "server's log"}},
	{name: "503 of a timeout", upstream: says(503, prometheusError("timeout", "query timed out in expression evaluation")), status: 504, words: []string{"ran out of time", "shorter range"}},
	{name: "500", upstream: says(500, prometheusError("internal", "corrupt block")), status: 502, words: []string{"(500)", "corrupt block", "try again"}},
	{name: "a web page", upstream: says(200, html), status: 502, words: []string{"not that of a Prometheus HTTP API", "web page"}},
	{name: "other JSON", upstream: says(200, `{"status":"success","data":{"resultType":"vector","result":[]}}`), status: 502, words: []string{"not that of a Prometheus HTTP API", "URL"}},
	{name: "broken JSON beside the data", upstream: says(200, `{"stats":oops,"status":"success"}`), status: 502, words: []string{"not that of a Prometheus HTTP API", "URL"}},
	{name: "an error page behind the answer", upstream: says(200, `{"status":"success","data":{"resultType":"matrix","result":[]}}`+html), status: 502, words: []string{"not that of a Prometheus HTTP API", "proxy"}},
	{name: "cut off", upstream: announced, status: 502, words: []string{"cut off", "proxies"}},
	{name: "cut off while it arrives", upstream: hungUp, status: 502, words: []string{"cut off", "try again"}},
	{name: "nothing at all", upstream: says(200, ""), status: 502, words: []string{"cut off", "try again"}},
	{name: "an error with 200", upstream: says(200, prometheusError("execution", "found duplicate series")), status: 422, words: []string{"found duplicate series", "narrow"}},
	{name: "too many bytes", jsonData: `{"limits":{"bytes":20000}}`, upstream: says(200, strings.Repeat(" ", 20_001)), status: 422, words: []string{"limit on bytes", "limits.bytes"}},
	{name: "too many series", jsonData: `{"limits":{"series":5}}`, upstream: manyGroups(6), status: 422, words: []string{"more than 5 series", "limits.series"}},
	{name: "25,000 categories", query: `{"current":{"metric":"bad","category":["country"],"type":"categoryCounter"},"window":"5m","instant":true}`, upstream: manyCategories(25_000), status: 422, words: []string{"more than 20000 series (groups times bins)", "map small categories together", "limits.series"}},
	{name: "no histogram", query: question("bad", ""), upstream: answer(category("DE", "100"), category("FR", "50")), status: 400, words: []string{"current.metric: its series are plain numbers, no histogram", "name a histogram", "category"}},
	{name: "native, and no histogram", query: `{"current":{"metric":"bad","type":"native"}}`, upstream: answer(series{labels: map[string]string{}, value: constant("1")}), status: 400, words: []string{"current.metric: its series are plain numbers", "category"}},
	{name: "no histogram in the cohort", query: `{"current":{"metric":"good"},"baseline":{"kind":"cohort","metric":"bad"}}`, upstream: answer(category("DE", "100")), status: 400, words: []string{"baseline.metric: its series are plain numbers", "category"}},
	{name: "no distribution in code mode", query: `{"current":{"expr":"sum(increase(bad[$__window]))"}}`, upstream: answer(series{labels: map[string]string{}, value: constant("1")}), status: 400, words: []string{"current.expr: it yields one number for each group (1 series)", "keep the label le"}},
	{name: "no PromQL", query: `{"current":{"expr":"sum by (le) (increase(bad[$__window])"}}`, status: 400, words: []string{"current.expr: is not PromQL at character", "here"}},
	{name: "bins that do not fit in code mode", query: `{"current":{"expr":"sum by (le) (increase(bad[$__window]))"},"bins":{"kind":"top"}}`, upstream: answer(good...), status: 400, words: []string{"bins.kind", "top applies to categories", "use stored"}},
	{name: "two kinds of bins", query: `{"current":{"metric":"good"},"baseline":{"kind":"cohort","expr":"sum by (country) (increase(bad[$__window]))"}}`, upstream: answer(category("DE", "100"), category("FR", "50")), status: 400, words: []string{"baseline: the current side is a histogram, the baseline categories", "same kind of bins"}},
	{name: "too many groups", jsonData: `{"limits":{"groups":2}}`, query: question("bad", `,"groupBy":["service"]`), upstream: manyGroups(3), status: 422, words: []string{"3 groups", "limits.groups"}},
	{name: "too many cells", jsonData: `{"limits":{"cells":50}}`, query: `{"current":{"metric":"bad"},"window":"1h"}`, status: 422, words: []string{"cells", "limits.cells"}},
	{name: "too many values", jsonData: `{"limits":{"values":100}}`, query: question("bad", ""), upstream: answer(append(good[:len(good):len(good)], bucket("0.2", "30"))...), status: 422, words: []string{"more than 100 values", "limits.values"}},
	{name: "not JSON", query: `{"current":`, status: 400, words: []string{"not valid JSON", "check the JSON"}},
	{name: "unknown field", query: `{"current":{"metric":"bad"},"windw":"5m"}`, status: 400, words: []string{"windw", "check its spelling"}},
	{name: "unknown measure", query: `{"current":{"metric":"bad"},"measures":["kld"]}`, status: 400, words: []string{"measures[0]", `"kld" is not known`, "use kl, klReverse, psi, js,"}},
	{name: "unknown view", query: `{"current":{"metric":"bad"},"view":"pie"}`, status: 400, words: []string{"view", "use divergence, contributions"}},
	{name: "impossible window", query: `{"current":{"metric":"bad"},"window":"30s"}`, status: 400, words: []string{"window", "fewer than 4 scrapes", "use 1m or more"}},
	{name: "overlap", query: `{"current":{"metric":"bad"},"window":"2h","baseline":{"offset":"1h"}}`, status: 400, words: []string{"baseline.offset", "own baseline", "use 2h or more"}},
	{name: "variable", query: `{"current":{"metric":"$bad"}}`, status: 400, words: []string{"current.metric", "$bad", "write the value"}},
}

// Whatever happens to query A, it says what and what to do, and query B of the same request is answered.
func TestFaultsStayWithTheirQuery(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"bad": c.upstream})
			if c.query == "" {
				c.query = question("bad", "")
			}
			d := newDatasource(t, server.URL, c.jsonData)
			responses := ask(t.Context(), t, d, dataQuery("A", c.query), dataQuery("B", question("good", "")))
			requireFault(t, responses["A"], c)
			requireHealthy(t, responses["B"])
		})
	}
}

func requireFault(t *testing.T, response backend.DataResponse, c faulty) {
	t.Helper()
	require.Error(t, response.Error)
	require.Empty(t, response.Frames)
	require.Equal(t, backend.Status(c.status), response.Status, response.Error)
	source := backend.ErrorSourceDownstream
	if c.plugin {
		source = backend.ErrorSourcePlugin
	}
	require.Equal(t, source, response.ErrorSource)
	for _, word := range c.words {
		require.ErrorContains(t, response.Error, word)
	}
	require.NotContains(t, response.Error.Error(), "<html", "a page is no sentence")
}

// Faults of the whole data source leave no query to answer.
func TestFaultsOfTheDataSource(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, c := range []struct {
		faulty
		url string
	}{
		{faulty{name: "connection refused", status: 502, words: []string{"can't be reached", "connection was refused", "check that it runs"}}, gone.URL},
		{faulty{name: "no such host", status: 502, words: []string{"name is not known", "URL is right"}}, "http://histodrift.invalid"},
		{faulty{name: "no address", status: 400, words: []string{"url: is empty", "http://prometheus:9090"}}, ""},
		{faulty{name: "no http address", status: 400, words: []string{"not an http(s) address", "http://prometheus:9090"}}, "prometheus:9090"},
		{faulty{name: "bad interval", jsonData: `{"timeInterval":"often"}`, status: 400, words: []string{"timeInterval", `"often"`, "15s"}}, gone.URL},
		{faulty{name: "bad method", jsonData: `{"httpMethod":"PUT"}`, status: 400, words: []string{"httpMethod", "POST or GET"}}, gone.URL},
		{faulty{name: "bad jsonData", jsonData: `{"limits":"none"}`, status: 400, words: []string{"jsonData can't be read", "provisioning"}}, gone.URL},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDatasource(t, c.url, c.jsonData)
			for _, response := range ask(t.Context(), t, d, dataQuery("A", question("bad", "")), dataQuery("B", question("good", ""))) {
				requireFault(t, response, c.faulty)
			}
		})
	}
}
