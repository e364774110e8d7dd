package lab_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/control"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/prometheus"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

const cartSelector = metric + `_bucket{service="cart"}`

func twoScenarios() []scenario.Scenario {
	return []scenario.Scenario{scenario.Checkout(), scenario.Orders()}
}

// everything returns all samples of two scenarios from the beginning to a moment.
func everything(t *testing.T, l *labtest.Lab, to time.Time) map[string]string {
	all := map[string]string{}
	for series, points := range samples(t, l.URL, `{job=~"checkout|orders"}`, 4*hour, to) {
		text, err := json.Marshal(points)
		require.NoError(t, err)
		all[series] = string(text)
	}
	require.NotEmpty(t, all)
	return all
}

// A drift injected at run time must leave the samples of a lab that was started with it from the same moment on.
func TestInjectedAtRunTimeAsFromTheStart(t *testing.T) {
	end := labtest.Now.Add(40 * time.Minute)
	live := labtest.Start(t, lab.Options{Quiet: true, Scenarios: twoScenarios(), History: hour})
	advance := func(after time.Duration) { require.NoError(t, live.Advance(t.Context(), labtest.Now.Add(after))) }
	advance(7*time.Minute + 3*time.Second)
	on, err := live.Inject("cart-bimodal", hour)
	require.NoError(t, err)
	require.Equal(t, labtest.Now.Add(7*time.Minute+3*time.Second), on.From)
	_, err = live.Inject("country-appears", 10*time.Minute)
	require.NoError(t, err)
	advance(11 * time.Minute)
	_, err = live.Inject("large-instances", 5*time.Minute)
	require.NoError(t, err)
	advance(27*time.Minute + 500*time.Millisecond)
	require.NoError(t, live.EndInjection("cart-bimodal"))
	advance(40 * time.Minute)

	started := labtest.Start(t, lab.Options{Quiet: true, Scenarios: twoScenarios(), History: hour, Injections: []lab.Injection{
		{Drift: "cart-bimodal", After: 7*time.Minute + 3*time.Second, Lasts: 20*time.Minute - 2500*time.Millisecond},
		{Drift: "country-appears", After: 7*time.Minute + 3*time.Second, Lasts: 10 * time.Minute},
		{Drift: "large-instances", After: 11 * time.Minute, Lasts: 5 * time.Minute},
	}})
	require.NoError(t, started.Advance(t.Context(), end))
	require.Equal(t, everything(t, started, end), everything(t, live, end))

	plain := labtest.Start(t, lab.Options{Quiet: true, Scenarios: twoScenarios(), History: hour})
	require.NoError(t, plain.Advance(t.Context(), end))
	changed := map[string]int{}
	without := everything(t, plain, end)
	for series, points := range everything(t, live, end) {
		if points != without[series] {
			name, _, _ := strings.Cut(series, "{")
			changed[name]++
			hit := strings.Contains(series, `service="cart"`) || strings.Contains(series, `shop="north"`) || name == "instances_running"
			require.True(t, hit, "%s has changed", series)
		}
	}
	for _, name := range []string{metric + "_bucket", "orders_total", "instances_running"} {
		require.Greater(t, changed[name], 3, name)
	}
}

func TestTruthKnowsWhatIsInjected(t *testing.T) {
	l := labtest.Start(t, lab.Options{Quiet: true, Scenarios: []scenario.Scenario{scenario.Checkout()}, History: 3 * hour, Injections: []lab.Injection{
		{Drift: "cart-bimodal", After: -90 * time.Minute, Lasts: hour},
	}})
	kl := func(from, to time.Duration) float64 {
		d, err := l.Truth().Divergence(
			truth.Side{Selector: cartSelector, From: labtest.Now.Add(from), To: labtest.Now.Add(to)},
			truth.Side{Selector: cartSelector, From: labtest.Now.Add(-3 * hour), To: labtest.Now.Add(-2 * hour)})
		require.NoError(t, err)
		return float64(d.KL)
	}
	require.InDelta(t, 0.47, kl(-80*time.Minute, -40*time.Minute), 0.03)
	require.Greater(t, kl(-hour, 0), 0.05, "the half of the window")
	require.Less(t, kl(-hour, 0), 0.3)
	require.Less(t, kl(-30*time.Minute, 0), 1e-12)
	// The samples say the same.
	at := labtest.Now.Add(-30 * time.Minute)
	counts := bins(t, l.URL, `service="cart"`, 50*time.Minute, at)
	d, err := l.Truth().Distribution(truth.Side{Selector: cartSelector, From: at.Add(-50 * time.Minute), To: at})
	require.NoError(t, err)
	var n float64
	for _, c := range counts {
		n += c
	}
	for i, p := range d.Probabilities {
		require.InDelta(t, p, counts[i]/n, 0.01)
	}

	_, err = l.Inject("cart-bimodal", hour)
	require.NoError(t, err)
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(20*time.Minute)))
	require.InDelta(t, 0.47, kl(0, 20*time.Minute), 0.03)
	require.NoError(t, l.EndInjection("cart-bimodal"))
	require.Less(t, kl(20*time.Minute, 40*time.Minute), 1e-12)
}

func TestQuietLabsDriftOnlyWhenTold(t *testing.T) {
	options := lab.Options{Quiet: true, Scenarios: twoScenarios(), History: hour}
	quiet := labtest.Start(t, options)
	without := twoScenarios()
	for _, s := range without {
		for i := range s.Metrics {
			for j := range s.Metrics[i].Drifts {
				s.Metrics[i].Drifts[j].Schedule = scenario.Schedule{}
			}
		}
	}
	other := labtest.Start(t, lab.Options{Scenarios: without, History: hour})
	require.Equal(t, everything(t, other, labtest.Now), everything(t, quiet, labtest.Now))
	loud := labtest.Start(t, lab.Options{Scenarios: twoScenarios(), History: hour})
	require.NotEqual(t, everything(t, loud, labtest.Now), everything(t, quiet, labtest.Now))
}

func TestInjectionsOverHTTP(t *testing.T) {
	l := labtest.Start(t, lab.Options{Quiet: true, History: 10 * time.Minute, Injections: []lab.Injection{
		{Drift: "payment-slow-tail", After: -2 * hour, Lasts: hour},
		{Drift: "editor-stutters", After: hour, Lasts: hour},
	}})
	ask := func(method, path, body string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), method, l.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer func() { require.NoError(t, answer.Body.Close()) }()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer.StatusCode, string(text)
	}
	list := func(method, path, body string) (all []string) {
		status, text := ask(method, path, body)
		require.Equal(t, http.StatusOK, status, text)
		var answer control.Injections
		require.NoError(t, json.Unmarshal([]byte(text), &answer))
		require.Equal(t, l.Data().To, answer.Now)
		for _, i := range answer.Injections {
			all = append(all, i.Scenario+"/"+i.Drift+" "+i.State+" "+i.From.Sub(labtest.Now).String()+" "+i.To.Sub(i.From).String())
		}
		return all
	}
	before := []string{"telemetry/editor-stutters to come 1h0m0s 1h0m0s", "checkout/payment-slow-tail past -2h0m0s 1h0m0s"}
	require.Equal(t, before, list(http.MethodGet, "/lab/inject", ""))
	require.Equal(t, []string{before[0], "orders/country-appears active 0s 30m0s", before[1]},
		list(http.MethodPost, "/lab/inject", `{"drift": "country-appears", "for": "30m"}`))
	_, text := ask(http.MethodGet, "/lab/scenarios", "")
	require.Contains(t, text, `"injected": [`)
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(5*time.Minute)))
	require.Equal(t, []string{before[0], "orders/country-appears past 0s 5m0s", before[1]},
		list(http.MethodDelete, "/lab/inject?drift=country-appears", ""))

	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/lab/inject", ``, 400, `the body must be as {"drift": "cart-slow", "for": "30m"}: EOF`},
		{"POST", "/lab/inject", `{"drift": "country-appears", "for": "30m", "from": "-1h"}`, 400, `unknown field "from"`},
		{"POST", "/lab/inject", `{"for": "30m"}`, 400, "drift is missing"},
		{"POST", "/lab/inject", `{"drift": "country-appears"}`, 400, `for is "": give a length of time`},
		{"POST", "/lab/inject", `{"drift": "country-appears", "for": "-1h"}`, 400, "give more than 0 and at most 744h0m0s"},
		{"POST", "/lab/inject", `{"drift": "rain", "for": "1h"}`, 404, `drift "rain": no such drift; there are acme-slow-in-eu, `},
		{"POST", "/lab/inject", `{"drift": "` + strings.Repeat("x", 1<<17) + `"}`, 400, "too large"},
		{"DELETE", "/lab/inject", ``, 400, "parameter drift is missing"},
		{"DELETE", "/lab/inject?drift=rain", ``, 404, "no such drift"},
		{"DELETE", "/lab/inject?drift=country-appears", ``, 404, "country-appears: it is not injected"},
		{"PUT", "/lab/inject", ``, 405, ""},
	} {
		status, text := ask(c.method, c.path, c.body)
		require.Equal(t, c.status, status, text)
		require.Contains(t, text, c.want)
	}
}

func TestBlocksHoldInjections(t *testing.T) {
	options := lab.Options{Now: labtest.Now, History: hour, Quiet: true, Scenarios: twoScenarios(), Injections: []lab.Injection{
		{Drift: "cart-bimodal", After: -20 * time.Minute, Lasts: hour},
	}}
	elsewhere := options
	elsewhere.Dir = t.TempDir()
	require.NoError(t, lab.WriteBlocks(t.Context(), elsewhere))
	other, err := prometheus.Open(prometheus.Options{Dir: elsewhere.Dir})
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	server := httptest.NewServer(other.Handler())
	defer server.Close()
	l := labtest.Start(t, options)
	require.Equal(t, samples(t, l.URL, cartSelector, hour, labtest.Now), samples(t, server.URL, cartSelector, hour, labtest.Now))
}

func TestALabRefusesInjectionsItCannotMake(t *testing.T) {
	_, err := lab.Start(t.Context(), lab.Options{Injections: []lab.Injection{{Drift: "rain", Lasts: hour}}})
	require.ErrorContains(t, err, `inject rain@0s/1h0m0s: drift "rain": no such drift; there are`)
	_, err = lab.Start(t.Context(), lab.Options{Injections: []lab.Injection{{Drift: "cart-bimodal"}}})
	require.ErrorContains(t, err, "it cannot last 0s")
}

func TestInjectionsAreWrittenAsOneWord(t *testing.T) {
	i, err := lab.ParseInjection("cart-slow@-90m/3h")
	require.NoError(t, err)
	require.Equal(t, lab.Injection{Drift: "cart-slow", After: -90 * time.Minute, Lasts: 3 * hour}, i)
	again, err := lab.ParseInjection(i.String())
	require.NoError(t, err)
	require.Equal(t, i, again)
	for _, text := range []string{"", "cart-slow", "cart-slow@-2h", "cart-slow/3h", "@-2h/3h", "cart-slow@x/3h", "cart-slow@-2h/", "cart-slow@-2h/-3h"} {
		_, err := lab.ParseInjection(text)
		require.ErrorContains(t, err, "write <drift>@<begin>/<length>", text)
	}
}
