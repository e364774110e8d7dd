package host

import (
	"slices"
	"time"

	"github.com/prometheus/common/model"
)

// Example is a question to start from, in words and as a query.
type Example struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Query       Query  `json:"query"`

	// needs is how much history the example has something to say about.
	needs time.Duration
}

// Query is a question as the front end writes it; what is left out takes the defaults.
type Query struct {
	Version   int       `json:"version"`
	View      string    `json:"view,omitempty"`
	Current   Selection `json:"current"`
	Baseline  *Baseline `json:"baseline,omitempty"`
	GroupBy   []string  `json:"groupBy,omitempty"`
	Window    string    `json:"window,omitempty"`
	Measures  []string  `json:"measures,omitempty"`
	Format    string    `json:"format,omitempty"`
	AlertOn   string    `json:"alertOn,omitempty"`
	Threshold float64   `json:"threshold,omitempty"`
	SLO       *SLO      `json:"slo,omitempty"`
	Verdict   *Verdict  `json:"verdict,omitempty"`

	ScrapeInterval string `json:"scrapeInterval,omitempty"`
}

// Verdict is how a rollout is judged.
type Verdict struct {
	Since time.Time `json:"since"`
}

// SLO is an objective.
type SLO struct {
	Target float64 `json:"target"`
	Period string  `json:"period"`
}

// Selection is the series of one side.
type Selection struct {
	Metric   string    `json:"metric,omitempty"`
	Category []string  `json:"category,omitempty"`
	Matchers []Matcher `json:"matchers,omitempty"`
	Expr     string    `json:"expr,omitempty"`
}

// Matcher is a PromQL label matcher.
type Matcher struct {
	Label string `json:"label"`
	Op    string `json:"op"`
	Value string `json:"value"`
}

// Baseline is what the current window is compared with.
type Baseline struct {
	Kind     string     `json:"kind"`
	Offset   string     `json:"offset,omitempty"`
	Period   string     `json:"period,omitempty"`
	Count    int        `json:"count,omitempty"`
	Mute     string     `json:"mute,omitempty"`
	From     *time.Time `json:"from,omitempty"`
	To       *time.Time `json:"to,omitempty"`
	Matchers []Matcher  `json:"matchers,omitempty"`
}

// Examples are those that a history of this length, ending now, has data for.
func Examples(now time.Time, history time.Duration) []Example {
	var fitting []Example
	for _, example := range slices.Concat(checkout(now), views(now), inputs()) {
		if example.needs <= history {
			fitting = append(fitting, example)
		}
	}
	return fitting
}

const day = 24 * time.Hour

// checkout asks what the scenario's drifts can be seen by.
func checkout(now time.Time) []Example {
	// Whole hours after the cart's slow spell and before the windows of the last 24 hours begin.
	from, to := now.Add(-29*time.Hour).Truncate(time.Hour).UTC(), now.Add(-25*time.Hour).Truncate(time.Hour).UTC()
	return []Example{{
		Title:       "Canary against stable",
		Description: "Has a canary's latency moved away from stable's, at the same time? For payment it has, three hours ago. Search has too little traffic to judge.",
		Query:       Query{Version: 1, Current: checkoutLatency(equal("version", "canary")), Baseline: stable(), GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}},
	}, {
		Title:       "At least how far",
		Description: "The lower limit of the same comparison, as an alert rule would use it: it stays at 0 until the difference is certain.",
		Query:       Query{Version: 1, Current: checkoutLatency(equal("version", "canary")), Baseline: stable(), GroupBy: []string{"service"}, Window: "1h", Measures: []string{"kl"}, AlertOn: "lower", Threshold: 0.02},
	}, {
		Title:       "Cart against one day ago",
		Description: "Is this hour like the same hour yesterday? The cart had a slow spell a day and a half ago; one day after it, the spell is in the baseline and shows again.",
		Query:       Query{Version: 1, Current: checkoutLatency(equal("service", "cart")), Baseline: &Baseline{Kind: "previous", Offset: "1d"}, Window: "1h", Measures: []string{"js"}},
		needs:       2 * day,
	}, {
		Title:       "Whole days",
		Description: "The last 24 hours against the 24 hours before, for each service. Long windows cost no more than short ones.",
		Query:       Query{Version: 1, Current: checkoutLatency(), Baseline: &Baseline{Kind: "previous", Offset: "1d"}, GroupBy: []string{"service"}, Window: "1d", Measures: []string{"js"}},
		needs:       3 * day,
	}, {
		Title:       "Against a fixed reference",
		Description: "Each hour of the cart against four good hours of yesterday, in both directions of KL: one sees values that are new, the other those that have vanished.",
		Query:       Query{Version: 1, Current: checkoutLatency(equal("service", "cart")), Baseline: &Baseline{Kind: "fixed", From: &from, To: &to}, Window: "1h", Measures: []string{"kl", "klReverse"}},
		needs:       30 * time.Hour,
	}}
}

// views shows what else a query can return.
func views(now time.Time) []Example {
	dayBefore := &Baseline{Kind: "previous", Offset: "1d"}
	payment := checkoutLatency(equal("service", "payment"), equal("version", "canary"))
	canaries := checkoutLatency(equal("version", "canary"))
	tenants := Selection{Metric: "api_request_duration_seconds"}
	return []Example{{
		Title:       "Which bucket moved?",
		Description: "What each bucket of payment's canary adds to KL: the tail became more frequent, the middle less.",
		Query:       Query{Version: 1, View: "contributions", Format: "bars", Current: payment, Baseline: stable(), Window: "1h", Measures: []string{"kl"}},
	}, {
		Title:       "Both distributions",
		Description: "The same, as the two histograms that are compared, with the uncertainty of each bucket.",
		Query:       Query{Version: 1, View: "distributions", Format: "bars", Current: payment, Baseline: stable(), Window: "1h", Measures: []string{"js"}},
	}, {
		Title:       "Which tenant drifts?",
		Description: "All tenants by how far this hour is from the same hour yesterday, told from noise, and the small ones listed as unknown.",
		Query:       Query{Version: 1, View: "ranking", Current: tenants, Baseline: dayBefore, GroupBy: []string{"tenant"}, Window: "1h", Measures: []string{"js"}, Threshold: 0.02, ScrapeInterval: "1m"},
		needs:       2 * day,
	}, {
		Title:       "What explains it?",
		Description: "Which label, and which of its values, accounts for the change of all requests: another mix, or a change inside.",
		Query:       Query{Version: 1, View: "explain", Current: tenants, Baseline: dayBefore, Window: "1h", Measures: []string{"kl"}, ScrapeInterval: "1m"},
		needs:       2 * day,
	}, {
		Title:       "May the canary go on?",
		Description: "Pass, fail or inconclusive for each service, going by the last two hours. It may be looked at every minute.",
		Query:       Query{Version: 1, View: "verdict", Current: canaries, Baseline: stable(), GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}, Threshold: 0.01, Verdict: &Verdict{Since: now.Add(-2 * time.Hour).Truncate(time.Minute).UTC()}},
	}, {
		Title:       "Within the objective",
		Description: "In which share of the hours of the last two days was each canary within 0.01 of stable?",
		Query:       Query{Version: 1, View: "slo", Current: canaries, Baseline: stable(), GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}, Threshold: 0.01, SLO: &SLO{Target: 0.95, Period: "2d"}},
		needs:       3 * day,
	}, {
		Title:       "When did it drift?",
		Description: "The episodes in which a canary was further than 0.01 from stable, each with its peak and the buckets behind it.",
		Query:       Query{Version: 1, View: "episodes", Current: canaries, Baseline: stable(), GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}, Threshold: 0.01},
	}}
}

// inputs shows other inputs and baselines, on the scenarios made for them.
func inputs() []Example {
	dayBefore := &Baseline{Kind: "previous", Offset: "1d"}
	return []Example{{
		Title:       "Native histogram",
		Description: "Latency of calls on the fine buckets of a native histogram: ranking has had a slow tail for two hours.",
		Query:       Query{Version: 1, Current: Selection{Metric: "rpc_duration_seconds"}, Baseline: dayBefore, GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}},
		needs:       2 * day,
	}, {
		Title:       "How much do the bins matter?",
		Description: "The same at full, half and quarter resolution: where all three agree, the bins are not the reason.",
		Query:       Query{Version: 1, View: "sensitivity", Current: Selection{Metric: "rpc_duration_seconds", Matchers: []Matcher{equal("service", "ranking")}}, Baseline: dayBefore, Window: "1h", Measures: []string{"js"}},
		needs:       2 * day,
	}, {
		Title:       "New and vanished countries",
		Description: "Orders by country: which share comes from countries without orders yesterday, and which share of yesterday's is gone?",
		Query:       Query{Version: 1, Current: Selection{Metric: "orders_total", Category: []string{"country"}}, Baseline: dayBefore, GroupBy: []string{"shop"}, Window: "1h", Measures: []string{"newMass", "vanishedMass"}},
		needs:       2 * day,
	}, {
		Title:       "Country and device together",
		Description: "In the south shop Germany turned to mobile and France to desktop: neither label alone shows it.",
		Query:       Query{Version: 1, Current: Selection{Metric: "orders_total", Category: []string{"country", "device"}, Matchers: []Matcher{equal("shop", "south")}}, Baseline: dayBefore, Window: "1h", Measures: []string{"js"}},
		needs:       2 * day,
	}, {
		Title:       "Same hours of other weeks",
		Description: "Baskets follow the week, so this hour is compared with the same hour of the last three weeks, without the promotion a week ago.",
		Query:       Query{Version: 1, Current: Selection{Metric: "basket_value_euros"}, Baseline: &Baseline{Kind: "seasonal", Period: "7d", Count: 3, Mute: "promotion_active"}, GroupBy: []string{"shop"}, Window: "1h", Measures: []string{"js"}},
		needs:       22 * day,
	}, {
		Title:       "One against the rest",
		Description: "Which service is least like all others together?",
		Query:       Query{Version: 1, Current: checkoutLatency(), Baseline: &Baseline{Kind: "rest"}, GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}},
	}, {
		Title:       "PromQL of your own",
		Description: "Any expression that yields buckets, native histograms or one series for each category.",
		Query:       Query{Version: 1, Current: Selection{Expr: "sum by (le, service) (increase(rpc_duration_seconds_bucket[$__window]))"}, Baseline: dayBefore, GroupBy: []string{"service"}, Window: "1h", Measures: []string{"js"}},
		needs:       2 * day,
	}}
}

func checkoutLatency(matchers ...Matcher) Selection {
	return Selection{Metric: "http_request_duration_seconds", Matchers: append([]Matcher{equal(model.JobLabel, "checkout")}, matchers...)}
}

func equal(label, value string) Matcher { return Matcher{Label: label, Op: "=", Value: value} }

func stable() *Baseline {
	return &Baseline{Kind: "cohort", Matchers: []Matcher{equal("version", "stable")}}
}
