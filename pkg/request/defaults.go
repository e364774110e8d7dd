package request

import "time"

// Defaults of the fields that may be left out.
const (
	DefaultWindow   = time.Hour
	DefaultOffset   = 24 * time.Hour
	DefaultLevel    = 0.95
	DefaultMinCount = 100
)

func (q *Query) applyDefaults() {
	setDefault(&q.Version, Version)
	setDefault(&q.View, ViewDivergence)
	setDefault(&q.Window, Duration{Length: DefaultWindow})
	setDefault(&q.Unit, UnitNats)
	setDefault(&q.Confidence.Level, DefaultLevel)
	setDefault(&q.AlertOn, StatisticEstimate)
	if len(q.Measures) == 0 {
		q.Measures = []Measure{MeasureKL}
	}
	if q.MinCount == nil {
		count := float64(DefaultMinCount)
		q.MinCount = &count
	}
	q.Baseline.applyDefaults(q.Window)
}

func (b *Baseline) applyDefaults(window Duration) {
	setDefault(&b.Kind, Previous)
	if b.Kind != Previous {
		return
	}
	setDefault(&b.Window, window)
	if b.Offset.IsZero() {
		b.Offset = Duration{Length: max(DefaultOffset, window.Length), Range: window.Range}
	}
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
