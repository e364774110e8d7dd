package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/pkg/frame"
)

// golden is a question to series in Prometheus's own test language, with an answer that was computed by hand. The
// question is asked at 03:00 of the epoch, for the hour before unless it says otherwise.
type golden struct {
	script, question string
	p, q             []float64 // Events of the bins, in their order; nil: not looked at.
	bins             []string  // Their names; nil: not looked at.
	status           string    // "ok" if empty.
	notices          []string  // Parts of the notices, in any order: all of them.
}

// answered asks the question and returns the recipe and the notices of its first frame.
func answered(t *testing.T, script, question string) (frame.Recipe, []string) {
	t.Helper()
	at := time.Unix(0, 0).Add(3 * hour)
	s := connect(t, labtest.FromScript(t, script).URL, at.Add(30*time.Second))
	var members map[string]any
	require.NoError(t, json.Unmarshal([]byte(question), &members), question)
	members["instant"] = true
	if members["replicates"] == nil {
		members["replicates"] = "none" // Scripts change from one hour to the next, which is meant.
	}
	f := s.ask(t, panel{to: at}, members)[0]
	var notices []string
	for _, notice := range f.Meta.Notices {
		if custom, ok := f.Meta.Custom.(frame.Recipe); !ok || custom.Sentence == "" || !strings.HasSuffix(notice.Text, custom.Sentence) {
			notices = append(notices, notice.Text)
		}
	}
	if f.Meta.Custom == nil {
		return frame.Recipe{}, notices
	}
	return recipe(t, f), notices
}

// klOf is Σ p ln(p/q) of counts, written down once more; nil where it is infinite.
func klOf(p, q []float64) *float64 {
	sum, n, m := 0.0, total(p), total(q)
	for i := range p {
		if p[i] > 0 {
			sum += p[i] / n * math.Log(p[i]/n/(q[i]/m))
		}
	}
	if math.IsInf(sum, 1) {
		return nil
	}
	return &sum
}

func runGolden(t *testing.T, cases map[string]golden) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, notices := answered(t, c.script, c.question)
			require.Len(t, notices, len(c.notices), "%q", notices)
			for _, part := range c.notices {
				require.True(t, strings.Contains(strings.Join(notices, "\n"), part), "%q in %q", part, notices)
			}
			if c.status == "" {
				c.status = "ok"
			}
			require.Equal(t, map[string]int{c.status: 1}, got.Status)
			if c.p == nil {
				return
			}
			p, q := binCounts(got.Last.Bins)
			requireAll(t, c.p, p)
			requireAll(t, c.q, q)
			if want := klOf(c.p, c.q); want != nil {
				require.InDelta(t, *want, *got.Last.PlugIn, 1e-9)
			} else {
				require.Nil(t, got.Last.PlugIn)
			}
			for i, name := range c.bins {
				require.Equal(t, name, got.Last.Bins[i].Name)
			}
		})
	}
}

const cohort = `"baseline":{"kind":"cohort","matchers":[{"label":"side","op":"=","value":"b"}]}`

func current(metric, members string) string {
	return `{"current":{"metric":"` + metric + `","matchers":[{"label":"side","op":"=","value":"a"}]` + members + `},`
}

// In each 15 s, side a has 5 events in (0.5, 1] and 3 in (1, 2], side b 4 and 4: in an hour 240 times as many.
const nativeScript = `
load 15s
  x{side="a"} {{schema:0 count:8 sum:8 buckets:[5 3]}}+{{schema:0 count:8 sum:8 buckets:[5 3]}}x800
  x{side="b"} {{schema:0 count:8 sum:8 buckets:[4 4]}}+{{schema:0 count:8 sum:8 buckets:[4 4]}}x800
`

func TestNativeHistograms(t *testing.T) {
	runGolden(t, map[string]golden{
		"exponential": {
			nativeScript, current("x", "") + cohort + `}`,
			[]float64{1200, 720},
			[]float64{960, 960},
			[]string{"0.5–1", "1–2"},
			"", nil,
		},
		"by one expression for each side": {
			nativeScript, `{"current":{"expr":"sum(increase(x{side=\"a\"}[$__window]))"},"baseline":{"kind":"cohort","expr":"sum(increase(x{side=\"b\"}[$__window]))"}}`,
			[]float64{1200, 720},
			[]float64{960, 960},
			nil, "", nil,
		},
		"in direct windows": {
			nativeScript, current("x", "") + cohort + `,"window":"3593s"}`,
			[]float64{1200 * 3593.0 / 3600, 720 * 3593.0 / 3600},
			[]float64{960 * 3593.0 / 3600, 960 * 3593.0 / 3600},
			nil, "", nil,
		},
		"negative, zero and positive": {
			`load 15s
  x{side="a"} {{schema:0 count:9 sum:1 z_bucket:2 z_bucket_w:0.001 buckets:[4] n_buckets:[3]}}+{{schema:0 count:9 sum:1 z_bucket:2 z_bucket_w:0.001 buckets:[4] n_buckets:[3]}}x800
  x{side="b"} {{schema:0 count:9 sum:1 z_bucket:3 z_bucket_w:0.001 buckets:[3] n_buckets:[3]}}+{{schema:0 count:9 sum:1 z_bucket:3 z_bucket_w:0.001 buckets:[3] n_buckets:[3]}}x800`,
			current("x", "") + cohort + `}`,
			[]float64{720, 480, 960},
			[]float64{720, 720, 720},
			[]string{"-1–-0.5", "-0.001–0.001", "0.5–1"},
			"", nil,
		},
		"custom buckets": {
			`load 15s
  x{side="a"} {{schema:-53 count:10 sum:5 custom_values:[0.1 1] buckets:[5 3 2]}}+{{schema:-53 count:10 sum:5 custom_values:[0.1 1] buckets:[5 3 2]}}x800
  x{side="b"} {{schema:-53 count:10 sum:5 custom_values:[0.1 1] buckets:[4 4 2]}}+{{schema:-53 count:10 sum:5 custom_values:[0.1 1] buckets:[4 4 2]}}x800`,
			current("x", "") + cohort + `}`,
			[]float64{1200, 720, 480},
			[]float64{960, 960, 480},
			[]string{"≤ 0.1", "0.1–1", "> 1"},
			"", nil,
		},
		"the schema becomes coarser within the window": {
			// Buckets (0.5, 0.71], (0.71, 1], (1, 1.41] with 2, 3 and 3 events, then (0.5, 1], (1, 2] with 5 and 3.
			`load 15s
  x{side="a"} {{schema:1 count:8 sum:8 offset:-1 buckets:[2 3 3]}}+{{schema:1 count:8 sum:8 offset:-1 buckets:[2 3 3]}}x600 {{schema:0 count:4816 sum:8 buckets:[3010 1806]}}+{{schema:0 count:8 sum:8 buckets:[5 3]}}x200
  x{side="b"} {{schema:0 count:8 sum:8 buckets:[4 4]}}+{{schema:0 count:8 sum:8 buckets:[4 4]}}x800`,
			current("x", "") + cohort + `}`,
			[]float64{1200, 720},
			[]float64{960, 960},
			[]string{"0.5–1", "1–2"},
			"",
			[]string{"The point has a window in which bucket layouts differ, between series or over time: 2 bounds did not stand in all"},
		},
		"sides of different schemas": {
			`load 15s
  x{side="a"} {{schema:1 count:10 sum:8 offset:-1 buckets:[2 3 4 1]}}+{{schema:1 count:10 sum:8 offset:-1 buckets:[2 3 4 1]}}x800
  x{side="b"} {{schema:0 count:10 sum:8 buckets:[4 6]}}+{{schema:0 count:10 sum:8 buckets:[4 6]}}x800`,
			current("x", "") + cohort + `}`,
			[]float64{1200, 1200},
			[]float64{960, 1440},
			[]string{"0.5–1", "1–2"},
			"",
			[]string{"Bucket layouts differ at 1 point: compared on the 2 common bins (current 4, baseline 2), which joins 30 % of the current and 0 % of the baseline samples"},
		},
		"a reset within the window loses nothing between samples": {
			`load 15s
  x{side="a"} {{schema:0 count:8 sum:8 buckets:[5 3]}}+{{schema:0 count:8 sum:8 buckets:[5 3]}}x600 {{schema:0 count:8 sum:8 buckets:[5 3]}}+{{schema:0 count:8 sum:8 buckets:[5 3]}}x200
  x{side="b"} {{schema:0 count:8 sum:8 buckets:[4 4]}}+{{schema:0 count:8 sum:8 buckets:[4 4]}}x800`,
			current("x", "") + cohort + `}`,
			[]float64{1200, 720},
			[]float64{960, 960},
			nil, "", nil,
		},
		"numbers among them": {
			nativeScript + `  x{side="a",pod="z"} 0+1x800
`,
			current("x", "") + cohort + `}`,
			nil, nil, nil, "nodata",
			[]string{"might not be a counter", "encountered a mix of histograms and floats", "No series match on the current side"},
		},
		"the native one of two that share a name": {
			nativeScript + `  x_bucket{side="a",le="1"} 0+1x800
  x_bucket{side="a",le="+Inf"} 0+2x800
  x_bucket{side="b",le="1"} 0+1x800
  x_bucket{side="b",le="+Inf"} 0+2x800
`,
			current("x", "") + cohort + `}`,
			[]float64{1200, 720},
			[]float64{960, 960},
			nil, "", nil,
		},
		"the classic one of two, on request": {
			nativeScript + `  x_bucket{side="a",le="1"} 0+1x800
  x_bucket{side="a",le="+Inf"} 0+4x800
  x_bucket{side="b",le="1"} 0+1x800
  x_bucket{side="b",le="+Inf"} 0+2x800
`,
			current("x", `,"type":"classic"`) + cohort + `}`,
			[]float64{240, 720},
			[]float64{240, 240},
			nil, "", nil,
		},
		"observed against predicted, of another kind": {
			nativeScript + `  y_bucket{side="a",le="1"} 0+4x800
  y_bucket{side="a",le="2"} 0+7x800
  y_bucket{side="a",le="+Inf"} 0+8x800
`,
			current("x", "") + `"baseline":{"kind":"cohort","metric":"y"}}`,
			[]float64{1200, 720, 0},
			[]float64{960, 720, 240},
			[]string{"≤ 1", "1–2", "> 2"},
			"", nil,
		},
	})
}

// In each 15 s: side a has 4 orders from DE, 2 from FR and none from elsewhere; side b has 3, 2 and 1 without a country.
const orders = `
load 15s
  orders_total{side="a",country="DE"} 0+4x800
  orders_total{side="a",country="FR"} 0+2x800
  orders_total{side="b",country="DE"} 0+3x800
  orders_total{side="b",country="FR"} 0+2x800
  orders_total{side="b"}              0+1x800
`

func TestCategories(t *testing.T) {
	unknownType := "The server does not say of which type orders_total is"
	runGolden(t, map[string]golden{
		"by one label, which may be missing": {
			orders, current("orders_total", `,"category":["country"],"type":"categoryCounter"`) + cohort + `}`,
			[]float64{0, 960, 480},
			[]float64{240, 720, 480},
			[]string{"no country", "DE", "FR"},
			"",
			[]string{"Vanished since the baseline: no country (17 %)."},
		},
		"whose type nobody knows": {
			orders, current("orders_total", `,"category":["country"]`) + cohort + `}`,
			[]float64{0, 960, 480},
			[]float64{240, 720, 480},
			nil, "",
			[]string{unknownType, "Vanished"},
		},
		"by two labels": {
			`load 15s
  orders_total{side="a",country="DE",device="phone"} 0+3x800
  orders_total{side="a",country="DE",device="desk"}  0+1x800
  orders_total{side="a",country="FR",device="phone"} 0+1x800
  orders_total{side="a",country="FR",device="desk"}  0+3x800
  orders_total{side="b",country="DE",device="phone"} 0+2x800
  orders_total{side="b",country="DE",device="desk"}  0+2x800
  orders_total{side="b",country="FR",device="phone"} 0+2x800
  orders_total{side="b",country="FR",device="desk"}  0+2x800`,
			current("orders_total", `,"category":["country","device"],"type":"categoryCounter"`) + cohort + `}`,
			[]float64{240, 720, 720, 240},
			[]float64{480, 480, 480, 480},
			[]string{"DE / desk", "DE / phone", "FR / desk", "FR / phone"},
			"", nil,
		},
		"a new value counts from its first sample": {
			// BR appears at 02:30 with 7 orders at once and no more; increase() alone would see none of them.
			`load 15s
  orders_total{side="a",country="DE"} 0+4x800
  orders_total{side="a",country="BR"} _x600 7x200
  orders_total{side="b",country="DE"} 0+4x800`,
			current("orders_total", `,"category":["country"],"type":"categoryCounter"`) + cohort + `,"measures":["kl","newMass"]}`,
			[]float64{7, 960},
			[]float64{0, 960},
			[]string{"BR", "DE"},
			"",
			[]string{"New, not in the baseline: BR (0.72 %).", "Upper limit of kl unbounded"},
		},
		"a new target does not bring what it counted before": {
			`load 15s
  orders_total{side="a",pod="1",country="DE"} 0+4x800
  orders_total{side="a",pod="2",country="DE"} _x600 1000+4x200
  orders_total{side="b",country="DE"} 0+4x800
  orders_total{side="b",country="FR"} 0+4x800`,
			current("orders_total", `,"category":["country"],"type":"categoryCounter"`) + cohort + `}`,
			nil, nil, nil, "",
			[]string{"Vanished"},
		},
		"in code mode": {
			orders, `{"current":{"expr":"sum by (country) (increase(orders_total{side=\"a\"}[$__window]))"},"baseline":{"kind":"cohort","expr":"sum by (country) (increase(orders_total{side=\"b\"}[$__window]))"}}`,
			[]float64{0, 960, 480},
			[]float64{240, 720, 480},
			[]string{"no country", "DE", "FR"},
			"",
			[]string{"Vanished"},
		},
		"labels that were not asked for are added up, and that is said": {
			orders + `  orders_total{side="a",country="FR",pod="z"} 0+2x800
`,
			`{"current":{"category":["country"],"expr":"sum by (country, pod) (increase(orders_total{side=\"a\"}[$__window]))"},"baseline":{"kind":"cohort","expr":"sum by (country) (increase(orders_total{side=\"b\"}[$__window]))"}}`,
			[]float64{0, 960, 960},
			[]float64{240, 720, 480},
			nil, "",
			[]string{"Several series had the same bin and were added up: they differ in \"pod\".", "Vanished"},
		},
		"the most frequent ones": {
			`load 15s
  orders_total{side="a",country="DE"} 0+4x800
  orders_total{side="a",country="FR"} 0+2x800
  orders_total{side="a",country="IT"} 0+1x800
  orders_total{side="b",country="DE"} 0+3x800
  orders_total{side="b",country="FR"} 0+2x800
  orders_total{side="b",country="ES"} 0+1x800`,
			current("orders_total", `,"category":["country"],"type":"categoryCounter"`) + cohort + `,"bins":{"kind":"top","count":2}}`,
			[]float64{960, 480, 240},
			[]float64{720, 480, 240},
			[]string{"DE", "FR", "other"},
			"",
			[]string{"4 stored bins are joined into 3 (top).", "New, not in the baseline: IT (14 %).", "Vanished since the baseline: ES (17 %)."},
		},
		"levels": {
			// 8 and 2 machines, one of which goes over after half an hour: on average 7.5 and 2.5.
			`load 15s
  machines{side="a",type="big"}   8x600 7x200
  machines{side="a",type="small"} 2x600 3x200
  machines{side="b",type="big"}   8x800
  machines{side="b",type="small"} 2x800`,
			current("machines", `,"category":["type"],"type":"categoryGauge"`) + cohort + `,"minCount":5}`,
			[]float64{7.5, 2.5},
			[]float64{8, 2},
			[]string{"big", "small"},
			"", nil,
		},
		"levels of series that come and go": {
			// One of two kinds of machines at any time; the short-lived ones are there for a minute each.
			"load 15s\n  machines{side=\"a\",type=\"reserved\"} 1x800\n" + shortLived() + `  machines{side="b",type="reserved"} 1x800
  machines{side="b",type="spot"} 1x800`,
			current("machines", `,"category":["type"],"type":"categoryGauge"`) + cohort + `,"minCount":1}`,
			[]float64{1, 1},
			[]float64{1, 1},
			[]string{"reserved", "spot"},
			"", nil,
		},
		"nulls beside numbers": {
			`load 15s
  x_bucket{side="a",le="1"}    0+4x800
  x_bucket{side="a",le="+Inf"} 0+6x800
  x_null_total{side="a"}       0+2x800
  x_bucket{side="b",le="1"}    0+4x800
  x_bucket{side="b",le="+Inf"} 0+6x800
  x_null_total{side="b"}       0+1x800`,
			`{"current":{"expr":"sum by (le) (increase(x_bucket{side=\"a\"}[$__window])) or sum(increase(x_null_total{side=\"a\"}[$__window]))"},
			  "baseline":{"kind":"cohort","expr":"sum by (le) (increase(x_bucket{side=\"b\"}[$__window])) or sum(increase(x_null_total{side=\"b\"}[$__window]))"}}`,
			[]float64{960, 480, 480},
			[]float64{960, 480, 240},
			[]string{"≤ 1", "> 1", "null"},
			"", nil,
		},
	})
}

// shortLived are machines that are there for a minute each, one after the other.
func shortLived() string {
	var lines strings.Builder
	for i := 0; i < 800; i += 4 {
		from := ""
		if i > 0 {
			from = fmt.Sprintf("_x%d ", i)
		}
		fmt.Fprintf(&lines, "  machines{side=\"a\",type=\"spot\",pod=\"%d\"} %s1x3 stale\n", i, from)
	}
	return lines.String()
}

// In each 15 s one service has 5 and 5 events in its bins, from 01:20 to 01:40 (a promotion) 9 and 1, from 02:00 on 6
// and 4. The other two have 5 and 5, and 2 and 8.
const services = `
load 15s
  x_bucket{service="a",le="1"}    0+5x320 1609+9x79 2325+5x79 2726+6x320
  x_bucket{service="a",le="+Inf"} 0+10x800
  x_bucket{service="b",le="1"}    0+5x800
  x_bucket{service="b",le="+Inf"} 0+10x800
  x_bucket{service="c",le="1"}    0+2x800
  x_bucket{service="c",le="+Inf"} 0+10x800
  promotion 0x320 1x79 0x400
`

func TestBaselines(t *testing.T) {
	of := func(service string) string {
		return `{"current":{"metric":"x","matchers":[{"label":"service","op":"=","value":"` + service + `"}]},`
	}
	runGolden(t, map[string]golden{
		"previous": {services, of("a") + `"window":"20m","baseline":{"offset":"2h","window":"40m"}}`, []float64{480, 320}, []float64{800, 800}, nil, "", nil},
		"seasonal": {
			// 40, 80 and 120 minutes before the last 20: 02:00–02:20 at 6, 01:20–01:40 at 9, 00:40–01:00 at 5.
			services, of("a") + `"window":"20m","baseline":{"kind":"seasonal","period":"40m","count":3}}`,
			[]float64{480, 320},
			[]float64{480 + 720 + 400, 320 + 80 + 400},
			nil, "", nil,
		},
		"seasonal without the promotion": {
			services, of("a") + `"window":"20m","baseline":{"kind":"seasonal","period":"40m","count":3,"mute":"promotion"}}`,
			nil, nil, nil, "",
			[]string{"leaves out up to 20m of excluded or muted time"},
		},
		"fixed": {services, of("a") + `"baseline":{"kind":"fixed","from":"1970-01-01T00:10:00Z","to":"1970-01-01T01:10:00Z"}}`, []float64{1440, 960}, []float64{1200, 1200}, nil, "", nil},
		"fixed, with an incident left out": {
			services, of("a") + `"baseline":{"kind":"fixed","from":"1970-01-01T01:00:00Z","to":"1970-01-01T02:00:00Z","exclude":[{"from":"1970-01-01T01:20:00Z","to":"1970-01-01T01:40:00Z"}]}}`,
			[]float64{1440, 960},
			[]float64{800, 800},
			nil, "",
			[]string{"leaves out up to 20m"},
		},
		"fixed, all of it muted": {
			services, of("a") + `"baseline":{"kind":"fixed","from":"1970-01-01T01:24:00Z","to":"1970-01-01T01:36:00Z","mute":"promotion == 1"}}`,
			nil, nil, nil, "muted",
			[]string{"a baseline that is left out as a whole", "leaves out up to 12m"},
		},
		"fixed, older than the samples": {
			`load 15s
  x_bucket{service="a",le="1"}    _x400 0+4x400
  x_bucket{service="a",le="+Inf"} _x400 0+9x400`,
			of("a") + `"baseline":{"kind":"fixed","from":"1970-01-01T00:20:00Z","to":"1970-01-01T00:40:00Z"}}`,
			nil, nil, nil, "nodata",
			[]string{"is the fixed baseline (1970-01-01T00:20:00Z to 1970-01-01T00:40:00Z) older than the server keeps samples?"},
		},
		"rest": {
			services, `{"current":{"metric":"x"},"groupBy":["service"],"baseline":{"kind":"rest"}}`,
			[]float64{1440, 960},
			[]float64{1200 + 480, 1200 + 1920},
			nil, "", nil,
		},
		"static, with a sample size": {
			services, of("a") + `"baseline":{"kind":"static","bounds":[1],"weights":[1,3],"n":1000}}`,
			[]float64{1440, 960},
			[]float64{250, 750},
			nil, "", nil,
		},
		"static, exact": {
			services, of("a") + `"baseline":{"kind":"static","bounds":[1],"weights":[1,3]}}`,
			[]float64{1440, 960},
			[]float64{1, 3},
			nil, "", nil,
		},
		"static, of other bounds": {
			services, of("a") + `"baseline":{"kind":"static","bounds":[0.5,1,2],"weights":[1,2,3,4],"n":100}}`,
			[]float64{1440, 960},
			[]float64{30, 70},
			[]string{"≤ 1", "> 1"},
			"",
			[]string{"Bucket layouts differ at 1 point: compared on the 2 common bins (current 2, baseline 4)"},
		},
		"widened until there are enough": {
			// 20 minutes have 800 samples, 40 minutes 1600.
			services, of("a") + `"window":"20m","minCount":1500,"widenTo":"1h","baseline":{"offset":"2h"}}`,
			[]float64{960, 640},
			[]float64{800, 800},
			nil, "",
			[]string{"a wider window than 20m, up to 40m, to reach 1500 samples"},
		},
		"not widened beyond the limit": {
			services, of("a") + `"window":"20m","minCount":5000,"widenTo":"1h","baseline":{"offset":"2h"}}`,
			nil, nil, nil, "insufficient",
			[]string{"fewer than 5000 samples"},
		},
	})
}

func TestCategoriesAgainstAStaticBaseline(t *testing.T) {
	runGolden(t, map[string]golden{
		"with a value that it rules out": {
			orders, current("orders_total", `,"category":["country"],"type":"categoryCounter"`) + `"baseline":{"kind":"static","categories":["DE","IT"],"weights":[0.5,0.5]}}`,
			[]float64{960, 480, 0},
			[]float64{0.5, 0, 0.5},
			[]string{"DE", "FR", "IT"},
			"infinite",
			[]string{"kl is infinite at 1 point: the baseline gives no weight to FR, which has samples.", "New, not in the baseline: FR (33 %).", "Vanished since the baseline: IT (50 %)."},
		},
	})
}

func TestEveryExponentialSchema(t *testing.T) {
	cases := map[string]golden{}
	for schema := -4; schema <= 8; schema++ {
		script := "load 15s\n"
		for side, buckets := range map[string]string{"a": "5 3", "b": "4 4"} {
			one := fmt.Sprintf("{{schema:%d count:8 sum:8 buckets:[%s]}}", schema, buckets)
			script += fmt.Sprintf("  x{side=%q} %s+%sx800\n", side, one, one)
		}
		cases[fmt.Sprint(schema)] = golden{script, current("x", "") + cohort + `}`, []float64{1200, 720}, []float64{960, 960}, nil, "", nil}
	}
	runGolden(t, cases)
}

// The KL of a joint distribution is that of the mix of a label's values and that inside of them, whichever the label. Of
// these orders the mix of countries is the same on both sides, and devices moved inside of them.
func TestJointDistributionsAreSplit(t *testing.T) {
	got, _ := answered(t, `load 15s
  orders_total{side="a",country="DE",device="phone"} 0+6x800
  orders_total{side="a",country="DE",device="tv"} 0+2x800
  orders_total{side="a",country="FR",device="phone"} 0+1x800
  orders_total{side="a",country="FR",device="tv"} 0+3x800
  orders_total{side="b",country="DE",device="phone"} 0+4x800
  orders_total{side="b",country="DE",device="tv"} 0+4x800
  orders_total{side="b",country="FR",device="phone"} 0+2x800
  orders_total{side="b",country="FR",device="tv"} 0+2x800`,
		current("orders_total", `,"category":["country","device"],"type":"categoryCounter"`)+cohort+`}`)
	require.Len(t, got.Last.Chains, 2)
	country, device := got.Last.Chains[0], got.Last.Chains[1]
	require.Equal(t, "country", country.Label)
	require.InDelta(t, 0, *country.Mix, 1e-12)
	inside := 8.0/12*(0.75*math.Log(0.75/0.5)+0.25*math.Log(0.25/0.5)) + 4.0/12*(0.25*math.Log(0.25/0.5)+0.75*math.Log(0.75/0.5))
	require.InDelta(t, inside, *country.Inside, 1e-12)
	require.InDelta(t, 7.0/12*math.Log(7.0/6)+5.0/12*math.Log(5.0/6), *device.Mix, 1e-12)
	for _, chain := range got.Last.Chains {
		require.InDelta(t, *got.Last.PlugIn, *chain.Mix+*chain.Inside, 1e-12)
	}
}

// Rare bins are merged for the lower limit, and the answer tells with which.
func TestMergedBinsAreNamed(t *testing.T) {
	got, _ := answered(t, `load 15s
  x_bucket{side="a",le="1"} 0+4x800
  x_bucket{side="a",le="2"} 0+8x800
  x_bucket{side="a",le="4"} 0+8.01x800
  x_bucket{side="a",le="+Inf"} 0+8.01x800
  x_bucket{side="b",le="1"} 0+4x800
  x_bucket{side="b",le="2"} 0+8x800
  x_bucket{side="b",le="4"} 0+8.01x800
  x_bucket{side="b",le="+Inf"} 0+8.01x800`, current("x", "")+cohort+`}`)
	var groups []int
	for _, bin := range got.Last.Bins {
		groups = append(groups, *bin.Group)
	}
	require.Equal(t, []int{0, 1, 1, 1}, groups)
}

// A counter that was not there for a while has not begun: what it had counted before is not of this window.
func TestSeriesThatComeBack(t *testing.T) {
	for name, c := range map[string]struct {
		values      string // Of FR, which counts 2 in each 15 s.
		least, most float64
	}{
		"after a gap":                {"100000+2x599 stale _x3 101208+2x196", 450, 480},
		"seen for the first time":    {"_x600 900000+2x200", 230, 242},
		"begins with a few":          {"_x600 3+2x200", 235, 245},
		"begins, and counts no more": {"_x600 30x200", 30, 30},
	} {
		t.Run(name, func(t *testing.T) {
			script := `load 15s
  orders_total{side="a",country="DE"} 0+4x800
  orders_total{side="a",country="FR"} ` + c.values + `
  orders_total{side="b",country="DE"} 0+4x800
  orders_total{side="b",country="FR"} 0+2x800`
			got, _ := answered(t, script, current("orders_total", `,"category":["country"],"type":"categoryCounter"`)+cohort+`}`)
			require.Equal(t, "FR", got.Last.Bins[1].Name)
			require.GreaterOrEqual(t, got.Last.Bins[1].Current, c.least)
			require.LessOrEqual(t, got.Last.Bins[1].Current, c.most)
		})
	}
}
