package scenario

// Kind is what a metric is, and with it how its events are exported.
type Kind string

// The kinds. A metric that names none is a classic histogram.
const (
	Classic         Kind = "classic"         // Histogram of cumulative buckets: _bucket, _sum, _count.
	Native          Kind = "native"          // Native histogram with exponential buckets.
	Custom          Kind = "custom"          // Native histogram with custom buckets (NHCB, schema −53).
	CategoryCounter Kind = "categoryCounter" // One counter for each combination of the values of some labels.
	CategoryGauge   Kind = "categoryGauge"   // One level for each combination of the values of some labels.
	Switch          Kind = "switch"          // Gauge that is 1 while a schedule is on and 0 otherwise.
)

// KindOf is the kind of the metric.
func (m Metric) KindOf() Kind {
	if m.Kind == "" {
		return Classic
	}
	return m.Kind
}

// Ordered says whether the metric's events have values and are counted in bins between bounds.
func (k Kind) Ordered() bool { return k == Classic || k == Native || k == Custom }

// Categorical says whether the metric's events have label values and are counted by them.
func (k Kind) Categorical() bool { return k == CategoryCounter || k == CategoryGauge }

// Type is the type of the metric in Prometheus's metadata.
func (k Kind) Type() string {
	switch k {
	case CategoryCounter:
		return "counter"
	case CategoryGauge, Switch:
		return "gauge"
	default:
		return "histogram"
	}
}
