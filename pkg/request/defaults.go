package request

import "time"

// Defaults of the fields that may be left out.
const (
	DefaultWindow   = time.Hour
	DefaultOffset   = 24 * time.Hour
	DefaultPeriod   = 7 * 24 * time.Hour
	DefaultSeasons  = 4
	DefaultLevel    = 0.95
	DefaultMinCount = 100
	DefaultBins     = 10
	DefaultTop      = 20
)

func (q *Query) applyDefaults() {
	setDefault(&q.Version, Version)
	setDefault(&q.View, ViewDivergence)
	setDefault(&q.Window, Duration{Length: DefaultWindow})
	setDefault(&q.Unit, UnitNats)
	setDefault(&q.Confidence.Level, DefaultLevel)
	if statistics := q.View.Statistics(); len(statistics) > 0 {
		setDefault(&q.AlertOn, statistics[0])
	}
	setDefault(&q.Estimator, Corrected)
	setDefault(&q.Replicates.Kind, AutoReplicates)
	if len(q.Measures) == 0 {
		q.Measures = []Measure{MeasureKL}
	}
	if q.MinCount == nil {
		count := float64(DefaultMinCount)
		q.MinCount = &count
	}
	if q.Current.Expr == "" {
		setDefault(&q.Current.Type, AutoSeries)
	}
	q.Bins.applyDefaults()
	q.Baseline.applyDefaults(q.Window)
	q.applyViewDefaults()
}

func (b *Bins) applyDefaults() {
	setDefault(&b.Kind, StoredBins)
	switch b.Kind {
	case QuantileBins:
		setDefault(&b.Count, DefaultBins)
	case EqualWidthBins:
		setDefault(&b.Count, DefaultBins)
		setDefault(&b.Scale, Linear)
	case TopBins:
		setDefault(&b.Count, DefaultTop)
	}
}

func (b *Baseline) applyDefaults(window Duration) {
	setDefault(&b.Kind, Previous)
	switch b.Kind {
	case Previous:
		setDefault(&b.Window, window)
		setDefault(&b.Offset, noShorter(DefaultOffset, window))
	case Seasonal:
		setDefault(&b.Count, DefaultSeasons)
		if !window.Range {
			b.defaultPeriod(window)
		}
	}
}

// defaultPeriod waits for Resolve where the window is $__range: a period can't be written so, and a week is too short
// for a panel that shows a month.
func (b *Baseline) defaultPeriod(window Duration) {
	setDefault(&b.Period, noShorter(DefaultPeriod, window))
}

// noShorter keeps a default from overlapping a long window, so that leaving a field out is never an error.
func noShorter(length time.Duration, window Duration) Duration {
	if window.Range {
		return window
	}
	return Duration{Length: max(length, window.Length)}
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
