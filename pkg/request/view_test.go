package request_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

var badViews = []bad{
	{name: "unknown view", json: `{"view":"heatmap","current":{"metric":"m"}}`, field: "view", words: []string{"divergence, contributions"}},
	{name: "options of another view", json: `{"view":"slo","threshold":0.1,"verdict":{},"current":{"metric":"m"}}`, field: "verdict", words: []string{"does not apply to the view slo", "remove it"}},
	{name: "options without view", json: `{"ranking":{},"current":{"metric":"m"}}`, field: "ranking"},
	{name: "ranking over time", json: `{"view":"ranking","instant":false,"current":{"metric":"m"}}`, field: "instant", words: []string{"for one moment"}},
	{name: "episodes of a moment", json: `{"view":"episodes","instant":true,"threshold":0.1,"current":{"metric":"m"}}`, field: "instant"},
	{name: "objective without threshold", json: `{"view":"slo","current":{"metric":"m"}}`, field: "threshold", words: []string{"is missing"}},
	{name: "verdict without threshold", json: `{"view":"verdict","current":{"metric":"m"}}`, field: "threshold"},
	{name: "verdict of two measures", json: `{"view":"verdict","threshold":0.1,"measures":["kl","js"],"current":{"metric":"m"}}`, field: "measures"},
	{name: "format of a view with one form", json: `{"format":"table","current":{"metric":"m"}}`, field: "format"},
	{name: "unknown format", json: `{"view":"ranking","format":"wide","current":{"metric":"m"}}`, field: "format"},
	{name: "table over time", json: `{"view":"contributions","instant":false,"format":"table","current":{"metric":"m"}}`, field: "format", schemaAllows: true},
	{name: "limit of a view without rows", json: `{"limit":10,"current":{"metric":"m"}}`, field: "limit"},
	{name: "limit below 0", json: `{"view":"ranking","limit":-1,"current":{"metric":"m"}}`, field: "limit"},
	{name: "limit too large", json: `{"view":"ranking","limit":10001,"current":{"metric":"m"}}`, field: "limit"},
	{name: "statistic of another view", json: `{"view":"ranking","alertOn":"burnRate","current":{"metric":"m"}}`, field: "alertOn", words: []string{"estimate, lower, upper or attainment"}},
	{name: "statistic of a view without view", json: `{"alertOn":"verdict","current":{"metric":"m"}}`, field: "alertOn"},
	{name: "share of groups without threshold", json: `{"view":"ranking","format":"numeric","alertOn":"attainment","current":{"metric":"m"}}`, field: "threshold", words: []string{"is missing", "such as 0.05"}},
	{name: "samples of a ranking", json: `{"view":"ranking","alertOn":"samples","current":{"metric":"m"}}`, field: "alertOn", words: []string{"upper or attainment"}},
	{name: "explanation of js", json: `{"view":"explain","measures":["js"],"current":{"metric":"m"}}`, field: "measures", words: []string{"no chain rule", "use kl"}},
	{name: "explanation by le", json: `{"view":"explain","explain":{"labels":["le"]},"current":{"metric":"m"}}`, field: "explain.labels[0]"},
	{name: "explanation by a group", json: `{"view":"explain","groupBy":["pod"],"explain":{"labels":["pod"]},"current":{"metric":"m"}}`, field: "explain.labels[0]", schemaAllows: true},
	{name: "explanation by a category", json: `{"view":"explain","explain":{"labels":["country"]},"current":{"metric":"m","category":["country"]}}`, field: "explain.labels[0]", schemaAllows: true},
	{name: "explanation by the same twice", json: `{"view":"explain","explain":{"labels":["a","a"]},"current":{"metric":"m"}}`, field: "explain.labels[1]"},
	{name: "explanation by a label with one value", json: `{"view":"explain","explain":{"labels":["job"]},"current":{"metric":"m","matchers":[{"label":"job","op":"=","value":"a"}]}}`, field: "explain.labels[0]", words: []string{"one value"}, schemaAllows: true},
	{name: "explanation by what makes the cohort", json: `{"view":"explain","explain":{"labels":["version"]},"current":{"metric":"m"},"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}}`, field: "explain.labels[0]", words: []string{"tells the cohort"}, schemaAllows: true},
	{name: "explanation by too many labels", json: `{"view":"explain","explain":{"labels":["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u"]},"current":{"metric":"m"}}`, field: "explain.labels", words: []string{"names 21 labels"}},
	{name: "explanation against written weights", json: `{"view":"explain","current":{"metric":"m"},"baseline":{"kind":"static","bounds":[1,2],"weights":[1,1,1]}}`, field: "baseline.kind", words: []string{"has no labels"}, schemaAllows: true},
	{name: "explanation by a plug-in estimator", json: `{"view":"explain","estimator":"laplace","current":{"metric":"m"}}`, field: "estimator", schemaAllows: true},
	{name: "one value", json: `{"view":"explain","explain":{"maxValues":1},"current":{"metric":"m"}}`, field: "explain.maxValues"},
	{name: "target of 100", json: `{"view":"slo","threshold":0.1,"slo":{"target":95},"current":{"metric":"m"}}`, field: "slo.target", words: []string{"0.95"}},
	{name: "objective over pods", json: `{"view":"slo","threshold":0.1,"slo":{"over":"pods"},"current":{"metric":"m"}}`, field: "slo.over"},
	{name: "long longer than the period", json: `{"view":"slo","threshold":0.1,"slo":{"period":"1d","long":"2d"},"current":{"metric":"m"}}`, field: "slo.long", schemaAllows: true},
	{name: "short longer than long", json: `{"view":"slo","threshold":0.1,"slo":{"long":"1h","short":"2h"},"current":{"metric":"m"}}`, field: "slo.short", schemaAllows: true},
	{name: "period shorter than the window", json: `{"view":"slo","threshold":0.1,"window":"6h","slo":{"period":"5h"},"current":{"metric":"m"}}`, field: "slo.period", words: []string{"5h is shorter than the window of 6h"}, schemaAllows: true},
	{name: "long shorter than the window", json: `{"view":"slo","threshold":0.1,"window":"6h","slo":{"long":"5h"},"current":{"metric":"m"}}`, field: "slo.long", schemaAllows: true},
	{name: "short shorter than the window", json: `{"view":"slo","threshold":0.1,"window":"6h","slo":{"short":"5h"},"current":{"metric":"m"}}`, field: "slo.short", schemaAllows: true},
	{name: "objective of the range", json: `{"view":"slo","threshold":0.1,"window":"$__range","current":{"metric":"m"}}`, field: "window", words: []string{"write it like 1h"}, schemaAllows: true},
	{name: "objective of windows that grow", json: `{"view":"slo","threshold":0.1,"widenTo":"6h","current":{"metric":"m"}}`, field: "widenTo", words: []string{"would overlap"}, schemaAllows: true},
	{name: "expected range of an objective", json: `{"view":"slo","threshold":0.1,"confidence":{"expectedRange":true},"current":{"metric":"m"}}`, field: "confidence.expectedRange", words: []string{"does not apply to the view slo"}, schemaAllows: true},
	{name: "expected range of a ranking", json: `{"view":"ranking","confidence":{"expectedRange":true},"current":{"metric":"m"}}`, field: "confidence.expectedRange", schemaAllows: true},
	{name: "period of the range", json: `{"view":"slo","threshold":0.1,"slo":{"period":"$__range"},"current":{"metric":"m"}}`, field: "slo.period"},
	{name: "verdict of a plug-in estimator", json: `{"view":"verdict","threshold":0.1,"estimator":"laplace","current":{"metric":"m"}}`, field: "estimator", schemaAllows: true},
	{name: "verdict of an entropy", json: `{"view":"verdict","threshold":0.1,"measures":["entropy"],"current":{"metric":"m"}}`, field: "measures", schemaAllows: true},
	{name: "worse categories", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{}},"current":{"metric":"m","category":["c"]}}`, field: "verdict.worse", schemaAllows: true},
	{name: "worse by what", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{"statistic":"mode"}},"current":{"metric":"m"}}`, field: "verdict.worse.statistic"},
	{name: "worse sideways", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{"direction":"left"}},"current":{"metric":"m"}}`, field: "verdict.worse.direction"},
	{name: "quantile of the mean", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{"quantile":0.9}},"current":{"metric":"m"}}`, field: "verdict.worse.quantile", schemaAllows: true},
	{name: "quantile of 95", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{"statistic":"quantile","quantile":95}},"current":{"metric":"m"}}`, field: "verdict.worse.quantile"},
	{name: "ratio below 0", json: `{"view":"verdict","threshold":0.1,"verdict":{"parity":{"ratio":-1}},"current":{"metric":"m"}}`, field: "verdict.parity.ratio"},
	{name: "parity by a group", json: `{"view":"verdict","threshold":0.1,"groupBy":["a"],"verdict":{"parity":{"labels":["a"]}},"current":{"metric":"m"}}`, field: "verdict.parity.labels[0]", schemaAllows: true},
	{name: "ratio to weights", json: `{"view":"verdict","threshold":0.1,"baseline":{"kind":"static","bounds":[1],"weights":[1,2]},"verdict":{"parity":{"ratio":1}},"current":{"metric":"m"}}`, field: "verdict.parity.ratio", words: []string{"another length"}, schemaAllows: true},
	{name: "ratio to a longer baseline", json: `{"view":"verdict","threshold":0.1,"baseline":{"window":"2h"},"verdict":{"parity":{"ratio":1}},"current":{"metric":"m"}}`, field: "verdict.parity.ratio", schemaAllows: true},
	{name: "mix of weights", json: `{"view":"verdict","threshold":0.1,"baseline":{"kind":"static","bounds":[1],"weights":[1,2]},"verdict":{"parity":{"labels":["a"]}},"current":{"metric":"m"}}`, field: "verdict.parity.labels", schemaAllows: true},
	{name: "mix by a measure of numbers", json: `{"view":"verdict","threshold":0.1,"measures":["ks"],"verdict":{"parity":{"labels":["a"]}},"current":{"metric":"m"}}`, field: "verdict.parity.labels", schemaAllows: true},
	{name: "verdict that widens", json: `{"view":"verdict","threshold":0.1,"widenTo":"6h","current":{"metric":"m"}}`, field: "widenTo"},
	{name: "since no time", json: `{"view":"verdict","threshold":0.1,"verdict":{"since":"yesterday"},"current":{"metric":"m"}}`, field: "verdict.since"},
	{name: "false discoveries of 5", json: `{"view":"ranking","ranking":{"falseDiscovery":5},"current":{"metric":"m"}}`, field: "ranking.falseDiscovery"},
	{name: "leave above 1", json: `{"view":"episodes","threshold":0.1,"episodes":{"leave":2},"current":{"metric":"m"}}`, field: "episodes.leave"},
	{name: "gap of the range", json: `{"view":"episodes","threshold":0.1,"episodes":{"gap":"$__range"},"current":{"metric":"m"}}`, field: "episodes.gap"},
	{name: "exemplars of categories", json: `{"view":"exemplars","current":{"metric":"m","category":["c"]}}`, field: "view", words: []string{"belong to histograms"}, schemaAllows: true},
	{name: "contributions to ks", json: `{"view":"contributions","measures":["kl","ks"],"current":{"metric":"m"}}`, field: "measures[1]", words: []string{"no sum over bins", "use kl or js"}},
	{name: "contributions to an entropy", json: `{"view":"contributions","measures":["entropy"],"current":{"metric":"m"}}`, field: "measures[0]"},
	{name: "exemplars by g", json: `{"view":"exemplars","measures":["g"],"current":{"metric":"m"}}`, field: "measures[0]"},
	{name: "bound of a category", json: `{"view":"contributions","format":"numeric","alertOn":"to","current":{"metric":"m","category":["c"]}}`, field: "alertOn", words: []string{"categories have none"}, schemaAllows: true},
	{name: "number of a contribution over time", json: `{"view":"contributions","instant":false,"format":"numeric","current":{"metric":"m"}}`, field: "format", schemaAllows: true},
	{name: "categories on an axis", json: `{"view":"distributions","format":"numeric","current":{"metric":"m","category":["c"]}}`, field: "format", words: []string{"categories have no place", "use table or bars"}, schemaAllows: true},
	{name: "bars of groups", json: `{"view":"ranking","format":"bars","current":{"metric":"m"}}`, field: "format", words: []string{"table or numeric"}},
	{name: "numbers of exemplars", json: `{"view":"exemplars","format":"numeric","current":{"metric":"m"}}`, field: "format", words: []string{"use table"}},
	{name: "distributions over time", json: `{"view":"distributions","instant":false,"current":{"metric":"m"}}`, field: "instant"},
	{name: "joint by le", json: `{"joint":["le"],"current":{"metric":"m"}}`, field: "joint[0]", words: []string{"part of the bin anyway"}},
	{name: "joint by nothing", json: `{"joint":[""],"current":{"metric":"m"}}`, field: "joint[0]"},
	{name: "joint by the same twice", json: `{"joint":["a","a"],"current":{"metric":"m"}}`, field: "joint[1]"},
	{name: "joint by a group", json: `{"groupBy":["model","feature"],"joint":["feature"],"current":{"metric":"m"}}`, field: "joint[0]", words: []string{"makes the groups", "remove it here or from groupBy"}, schemaAllows: true},
	{name: "joint by a category", json: `{"joint":["c"],"current":{"metric":"m","category":["c"]}}`, field: "joint[0]", words: []string{"part of the bin anyway"}, schemaAllows: true},
	{name: "joint by instances", json: `{"joint":["pod"],"replicates":{"by":"pod"},"current":{"metric":"m"}}`, field: "joint[0]", schemaAllows: true},
	{name: "distance of joint bins", json: `{"joint":["feature"],"measures":["kl","wasserstein"],"current":{"metric":"m"}}`, field: "measures[1]", words: []string{"several values of feature", "use js or kl"}},
	{name: "joint weights", json: `{"joint":["feature"],"baseline":{"kind":"static","bounds":[1],"weights":[1,2]},"current":{"metric":"m"}}`, field: "joint", words: []string{"have no labels"}, schemaAllows: true},
	{name: "explanation of a joint", json: `{"view":"explain","joint":["feature"],"current":{"metric":"m"}}`, field: "joint", words: []string{"name feature in explain.labels"}},
	{name: "exemplars of a joint", json: `{"view":"exemplars","joint":["feature"],"current":{"metric":"m"}}`, field: "joint", words: []string{"move feature to groupBy"}},
	{name: "joint bins on an axis", json: `{"view":"distributions","format":"numeric","joint":["feature"],"current":{"metric":"m"}}`, field: "format", schemaAllows: true},
	{name: "bound of a joint bin", json: `{"view":"contributions","format":"numeric","alertOn":"from","joint":["feature"],"current":{"metric":"m"}}`, field: "alertOn", schemaAllows: true},
	{name: "worse joint bins", json: `{"view":"verdict","threshold":0.1,"verdict":{"worse":{}},"joint":["feature"],"current":{"metric":"m"}}`, field: "verdict.worse", schemaAllows: true},
	{name: "cohort of one joint value", json: `{"joint":["feature"],"baseline":{"kind":"cohort","matchers":[{"label":"feature","op":"=","value":"a"}]},"current":{"metric":"m"}}`, field: "baseline.matchers[0]", words: []string{"drop \"feature\" from joint"}, schemaAllows: true},
	{name: "exemplars of all bins", json: `{"view":"exemplars","exemplars":{"bins":51},"current":{"metric":"m"}}`, field: "exemplars.bins"},
}

var goodViews = []string{
	`{"view":"contributions","current":{"metric":"m"},"limit":10,"format":"numeric","alertOn":"to"}`,
	`{"view":"contributions","instant":false,"current":{"metric":"m"}}`,
	`{"view":"distributions","current":{"metric":"m"},"format":"numeric"}`,
	`{"view":"ranking","current":{"metric":"m"},"groupBy":["tenant"],"baseline":{"kind":"rest"},"ranking":{"falseDiscovery":0.1},"limit":10000}`,
	`{"view":"explain","current":{"metric":"m"},"explain":{"labels":["region","version"],"maxValues":50}}`,
	`{"view":"slo","threshold":0.1,"current":{"metric":"m"},"window":"10m","slo":{"target":0.99,"over":"groups","period":"7d","long":"6h","short":"30m"},"alertOn":"burnRate"}`,
	`{"view":"slo","threshold":0.1,"instant":true,"current":{"metric":"m"}}`,
	`{"view":"verdict","threshold":0.1,"current":{"metric":"m"},"verdict":{"since":"2026-11-01T00:00:00Z","worse":{"statistic":"quantile","quantile":0.99},"parity":{"ratio":0.05,"labels":["route"]}}}`,
	`{"view":"verdict","threshold":0.1,"current":{"metric":"m"},"estimator":"corrected","instant":false,"alertOn":"needed"}`,
	`{"view":"episodes","threshold":0.1,"current":{"metric":"m"},"episodes":{"leave":1,"gap":"30m","least":"10m"},"alertOn":"lower"}`,
	`{"view":"exemplars","current":{"metric":"m"},"exemplars":{"bins":1}}`,
	`{"view":"exemplars","current":{"metric":"m"},"format":"table"}`,
	`{"view":"contributions","current":{"metric":"m"},"format":"bars","measures":["wasserstein","jsDistance"]}`,
	`{"view":"distributions","current":{"metric":"m","category":["c"]},"format":"bars"}`,
	`{"view":"ranking","current":{"metric":"m"},"groupBy":["tenant"],"format":"numeric","threshold":0.1,"alertOn":"attainment"}`,
	`{"current":{"metric":"m"},"groupBy":["model"],"joint":["feature"],"bins":{"kind":"top"}}`,
	`{"current":{"metric":"m"},"joint":["feature","region"],"bins":{"kind":"quantiles"},"view":"sensitivity"}`,
	`{"current":{"metric":"m","category":["c"]},"joint":["feature"],"view":"verdict","threshold":0.1}`,
	`{"current":{"metric":"m"},"alertOn":"samples","confidence":{"band":false},"estimator":"laplace"}`,
}

func TestDefaultsOfViews(t *testing.T) {
	for _, view := range request.Views {
		q := parsed(t, `{"view":"`+string(view)+`","threshold":0.1,"current":{"metric":"m"}}`)
		require.Equal(t, view.IsMoment(), q.Instant, view)
		require.Equal(t, view.Statistics()[0], q.AlertOn, view)
	}
	require.Equal(t, request.FormatTable, parsed(t, goodViews[3]).Format)
	require.Empty(t, parsed(t, goodViews[1]).Format)
	require.Empty(t, parsed(t, goodViews[10]).Format, "exemplars are drawn over a graph")
	require.Equal(t, request.DefaultLimit, parsed(t, goodViews[1]).Limit)
	require.InDelta(t, request.DefaultTolerance, *parsed(t, goodViews[7]).Verdict.Parity.Tolerance, 0)
	exact := parsed(t, `{"view":"verdict","threshold":0.1,"verdict":{"parity":{"ratio":1,"tolerance":0}},"current":{"metric":"m"},"baseline":{"kind":"cohort","metric":"n"}}`)
	require.InDelta(t, 0, *exact.Verdict.Parity.Tolerance, 0, "0 is a tolerance, too")
}

// Times of an objective that are left out follow from those that are given: they hold a window, and fit into each other.
func TestDefaultsOfAnObjectiveFit(t *testing.T) {
	for members, want := range map[string]string{
		``:                                       "30d 1d 2h",
		`,"window":"6h"`:                         "30d 1d 6h",
		`,"window":"2d","baseline":{}`:           "30d 2d 2d",
		`,"slo":{"period":"12h"}`:                "12h 12h 2h",
		`,"slo":{"period":"12h","long":"1h"}`:    "12h 1h 1h",
		`,"window":"60d","baseline":{},"slo":{}`: "60d 60d 60d",
		`,"window":"6h","slo":{"period":"6h"}`:   "6h 6h 6h",
		`,"slo":{"long":"3d","target":0.999}`:    "30d 3d 2h",
		`,"slo":{"short":"30h","long":"31h"}`:    "30d 1d7h 1d6h",
	} {
		slo := parsed(t, `{"view":"slo","threshold":0.1,"current":{"metric":"m"}`+members+`}`).SLO
		require.Equal(t, want, fmt.Sprint(slo.Period, " ", slo.Long, " ", slo.Short), members)
	}
}

func TestWhatRulesCanTake(t *testing.T) {
	for _, view := range request.Views {
		query := `{"view":"` + string(view) + `","threshold":0.1,"current":{"metric":"m"}`
		err := parsed(t, query+`}`).CheckNumbers()
		switch view {
		case request.ViewDivergence, request.ViewSensitivity, request.ViewSLO:
			require.NoError(t, err, view)
		case request.ViewDistributions, request.ViewEpisodes, request.ViewExemplars:
			require.ErrorContains(t, err, "are no numbers")
		default:
			require.ErrorContains(t, err, "set it to numeric")
			require.NoError(t, parsed(t, query+`,"format":"numeric"}`).CheckNumbers(), view)
		}
	}
}
