// Package request is the model of one query: its JSON, defaults, validation and macros. schema.json beside it is the
// same model for people and editors; a test holds the two together.
package request

import (
	_ "embed"
	"time"
)

// Schema is the JSON Schema (draft 2020-12) of the query.
//
//go:embed schema.json
var Schema []byte

// Version is the version of the query JSON that this package writes and reads.
const Version = 1

// Query asks one question: has the current distribution of each group moved away from its baseline?
type Query struct {
	Version        int        `json:"version"`
	View           View       `json:"view"`
	Current        Selection  `json:"current"`
	Baseline       Baseline   `json:"baseline"`
	GroupBy        []string   `json:"groupBy"`
	Window         Duration   `json:"window"`
	Instant        bool       `json:"instant"`
	Measures       []Measure  `json:"measures"`
	Unit           Unit       `json:"unit"`
	Confidence     Confidence `json:"confidence"`
	MinCount       *float64   `json:"minCount"`
	Threshold      *float64   `json:"threshold"`
	AlertOn        Statistic  `json:"alertOn"`
	ScrapeInterval Duration   `json:"scrapeInterval"`
}

// View names what a query returns.
type View string

// ViewDivergence is one estimate with its band per group, measure and point of time.
const ViewDivergence View = "divergence"

// Measure names a divergence.
type Measure string

// The measures. P is the current window, Q the baseline.
const (
	MeasureKL        Measure = "kl"        // KL(P‖Q): sees values that are new.
	MeasureKLReverse Measure = "klReverse" // KL(Q‖P): sees values that vanished.
	MeasureJS        Measure = "js"        // Jensen–Shannon: symmetric, at most ln 2.
)

// Unit is the unit of a divergence.
type Unit string

// The units: natural and binary logarithm.
const (
	UnitNats Unit = "nats"
	UnitBits Unit = "bits"
)

// Statistic names the number that is the value field, the one that alert rules see.
type Statistic string

// The statistics.
const (
	StatisticEstimate Statistic = "estimate"
	StatisticLower    Statistic = "lower"
	StatisticUpper    Statistic = "upper"
)

// Selection names the series of one side: a metric and label matchers.
type Selection struct {
	Metric   string    `json:"metric"`
	Matchers []Matcher `json:"matchers,omitempty"`
}

// Matcher is a PromQL label matcher.
type Matcher struct {
	Label string    `json:"label"`
	Op    MatcherOp `json:"op"`
	Value string    `json:"value"`
}

// MatcherOp is a PromQL matcher operator.
type MatcherOp string

// The operators of PromQL.
const (
	Equal     MatcherOp = "="
	NotEqual  MatcherOp = "!="
	Regexp    MatcherOp = "=~"
	NotRegexp MatcherOp = "!~"
)

// BaselineKind names what the current window is compared with.
type BaselineKind string

// The kinds of baseline.
const (
	Previous BaselineKind = "previous" // The window of length Window that ends Offset before the point.
	Fixed    BaselineKind = "fixed"    // An absolute range, From to To.
	Cohort   BaselineKind = "cohort"   // The same time, other series.
)

// Baseline says what the current window is compared with. Which fields apply depends on Kind; a field that does not
// apply is an error.
type Baseline struct {
	Kind     BaselineKind `json:"kind"`
	Offset   Duration     `json:"offset,omitzero"`
	Window   Duration     `json:"window,omitzero"`
	From     time.Time    `json:"from,omitzero"`
	To       time.Time    `json:"to,omitzero"`
	Metric   string       `json:"metric,omitempty"`
	Matchers []Matcher    `json:"matchers,omitempty"`
}

// Confidence says how sure the answer has to be and what of it is drawn.
type Confidence struct {
	Level float64 `json:"level"` // Two-sided level of the band, 0.8 to 0.999.
	Band  *bool   `json:"band"`  // Whether lower and upper limit are returned.
}

// HasBand reports whether lower and upper limit are returned.
func (c Confidence) HasBand() bool { return c.Band == nil || *c.Band }
