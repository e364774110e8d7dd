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
	GroupBy        []string   `json:"groupBy,omitempty"`
	Joint          []string   `json:"joint,omitempty"` // Labels that are part of the bin: the distribution is that of their values and the bins together.
	Window         Duration   `json:"window"`
	Instant        bool       `json:"instant"`
	Measures       []Measure  `json:"measures"`
	Estimator      Estimator  `json:"estimator"`
	Smoothing      *float64   `json:"smoothing,omitzero"` // ε, α or the fewest events of a bin; nil: the estimator's default.
	Replicates     Replicates `json:"replicates"`
	Bins           Bins       `json:"bins"`
	Unit           Unit       `json:"unit"`
	Confidence     Confidence `json:"confidence"`
	MinCount       *float64   `json:"minCount"`
	WidenTo        Duration   `json:"widenTo,omitzero"` // Longest window where MinCount is not reached before; zero: never longer.
	Threshold      *float64   `json:"threshold,omitzero"`
	AlertOn        Statistic  `json:"alertOn"`
	ScrapeInterval Duration   `json:"scrapeInterval,omitzero"`

	// How the views below return their answer; which of the fields apply depends on View.
	Format    Format     `json:"format,omitempty"`
	Limit     int        `json:"limit,omitzero"` // Most rows: groups of a ranking, label values of an explanation, bins.
	Explain   *Explain   `json:"explain,omitzero"`
	SLO       *SLO       `json:"slo,omitzero"`
	Verdict   *Verdict   `json:"verdict,omitzero"`
	Ranking   *Ranking   `json:"ranking,omitzero"`
	Episodes  *Episodes  `json:"episodes,omitzero"`
	Exemplars *Exemplars `json:"exemplars,omitzero"`
}

// Measure names a divergence.
type Measure string

// The measures. P is the current window, Q the baseline.
const (
	MeasureKL        Measure = "kl"        // KL(P‖Q): sees values that are new.
	MeasureKLReverse Measure = "klReverse" // KL(Q‖P): sees values that vanished.
	MeasureJS        Measure = "js"        // Jensen–Shannon: symmetric, at most ln 2.

	MeasurePSI          Measure = "psi"          // Jeffreys divergence, both KL added: population stability index.
	MeasureJSDistance   Measure = "jsDistance"   // √JS, a metric.
	MeasureTV           Measure = "tv"           // Total variation: the share of samples that moved.
	MeasureHellinger    Measure = "hellinger"    // Hellinger distance.
	MeasureWasserstein  Measure = "wasserstein"  // How far the average sample moved, in the metric's unit.
	MeasureKS           Measure = "ks"           // Kolmogorov–Smirnov: largest difference of the cumulative shares.
	MeasureCrossEntropy Measure = "crossEntropy" // H(P, Q).
	MeasureEntropy      Measure = "entropy"      // H(P), of the current window alone.
	MeasureG            Measure = "g"            // Log-likelihood-ratio statistic of homogeneity, with its p-value.

	MeasureNewMass      Measure = "newMass"      // Share of P in bins that are empty in Q.
	MeasureVanishedMass Measure = "vanishedMass" // Share of Q in bins that are empty in P.
)

// Bins says which bins are compared. Stored bins can be joined, never split: nobody knows what lay inside.
type Bins struct {
	Kind  BinsKind `json:"kind"`
	Count int      `json:"count,omitzero"`
	Scale Scale    `json:"scale,omitempty"`
}

// BinsKind names a way to join stored bins.
type BinsKind string

// The kinds of bins.
const (
	StoredBins     BinsKind = "stored"     // As they are.
	QuantileBins   BinsKind = "quantiles"  // Equal shares of the baseline.
	EqualWidthBins BinsKind = "equalWidth" // Equal width on a scale.
	TopBins        BinsKind = "top"        // The most frequent categories, and one bin for all others.
)

// Scale is the scale of bins of equal width.
type Scale string

// The scales.
const (
	Linear Scale = "linear"
	Log    Scale = "log"
)

// Unit is the unit of a divergence.
type Unit string

// The units: natural and binary logarithm.
const (
	UnitNats Unit = "nats"
	UnitBits Unit = "bits"
)

// Selection names the series of one side: a metric and label matchers, or an expression.
type Selection struct {
	Metric   string     `json:"metric,omitempty"`
	Type     SeriesType `json:"type,omitempty"`
	Category []string   `json:"category,omitempty"` // Labels whose values are the bins; none for histograms.
	Matchers []Matcher  `json:"matchers,omitempty"`
	Expr     string     `json:"expr,omitempty"` // Code mode: PromQL with macros, in place of metric and matchers.
}

// IsCategorical reports whether label values are the bins.
func (s Selection) IsCategorical() bool {
	return len(s.Category) > 0 || s.Type == CategoryCounter || s.Type == CategoryGauge
}

// SeriesType names what kind of series a metric has.
type SeriesType string

// The types of series. Auto is settled by a look-up before planning.
const (
	AutoSeries      SeriesType = "auto"
	ClassicSeries   SeriesType = "classic"         // Cumulative buckets by le.
	NativeSeries    SeriesType = "native"          // Native histograms, custom buckets included.
	CategoryCounter SeriesType = "categoryCounter" // A counter for each combination of label values.
	CategoryGauge   SeriesType = "categoryGauge"   // A level for each combination of label values.
)

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
	Seasonal BaselineKind = "seasonal" // The windows at t − Period, …, t − Count·Period together.
	Fixed    BaselineKind = "fixed"    // An absolute range, From to To.
	Cohort   BaselineKind = "cohort"   // The same time, other series.
	Rest     BaselineKind = "rest"     // The same time, all other groups together.
	Static   BaselineKind = "static"   // Weights written down.
)

// Baseline says what the current window is compared with. Which fields apply depends on Kind; a field that does not
// apply is an error.
type Baseline struct {
	Kind   BaselineKind `json:"kind"`
	Offset Duration     `json:"offset,omitzero"`
	Window Duration     `json:"window,omitzero"`
	Period Duration     `json:"period,omitzero"`
	Count  int          `json:"count,omitzero"`
	From   time.Time    `json:"from,omitzero"`
	To     time.Time    `json:"to,omitzero"`

	Metric   string     `json:"metric,omitempty"`
	Type     SeriesType `json:"type,omitempty"`
	Category []string   `json:"category,omitempty"`
	Matchers []Matcher  `json:"matchers,omitempty"`
	Expr     string     `json:"expr,omitempty"`

	Bounds     []float64  `json:"bounds,omitempty"` // Ascending; one fewer than Weights.
	Categories []Category `json:"categories,omitempty"`
	Weights    []float64  `json:"weights,omitempty"`
	N          *float64   `json:"n,omitempty"` // Samples that the weights come from; nil: they are exact.

	Exclude []Interval `json:"exclude,omitempty"` // Times left out.
	Mute    string     `json:"mute,omitempty"`    // PromQL that is true at times left out.
}

// Category is a bin of a static baseline: one value for each category label. In JSON, a single value may stand alone.
type Category []string

// Interval is the time (From, To].
type Interval struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Confidence says how sure the answer has to be and what of it is drawn.
type Confidence struct {
	Level float64 `json:"level"`         // Two-sided level of the band, 0.8 to 0.999.
	Band  *bool   `json:"band,omitzero"` // Whether lower and upper limit are returned.
	// Whether the divergence is returned that no change at all would exceed in (1 − level)/2 of the windows; nil: with the
	// band only, so that one switch leaves the value alone.
	NoiseFloor *bool `json:"noiseFloor,omitzero"`
	// Whether the range is returned in which the divergence of past windows lay. It reads seven days more.
	ExpectedRange bool `json:"expectedRange,omitzero"`
}

// HasBand reports whether lower and upper limit are returned.
func (c Confidence) HasBand() bool { return c.Band == nil || *c.Band }

// HasNoiseFloor reports whether the noise floor is returned.
func (c Confidence) HasNoiseFloor() bool {
	if c.NoiseFloor == nil {
		return c.HasBand()
	}
	return *c.NoiseFloor
}

// WantsExpectedRange reports whether past windows are needed: to be shown, or to alert on.
func (q Query) WantsExpectedRange() bool {
	return q.Confidence.ExpectedRange || q.AlertOn == AboveNormal
}
