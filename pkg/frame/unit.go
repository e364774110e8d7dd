package frame

import (
	"strings"

	"github.com/histodrift/histodrift/pkg/request"
)

// fieldUnit is Grafana's name for the unit of a measure.
func fieldUnit(measure request.Measure, query request.Query) string {
	switch measure.Scale() {
	case request.ShareScale:
		return "percentunit"
	case request.MetricScale:
		return metricUnit(query.Current.Metric)
	case request.PlainScale:
		return "none"
	}
	if query.Unit == request.UnitBits {
		return "suffix:bit"
	}
	return "suffix:nat"
}

// metricUnit is Grafana's name for the unit that a metric's name ends in, as Prometheus's naming conventions have it.
// Source: https://prometheus.io/docs/practices/naming/
func metricUnit(metric string) string {
	for suffix, unit := range map[string]string{"_seconds": "s", "_bytes": "bytes", "_ratio": "percentunit", "_celsius": "celsius", "_meters": "lengthm", "_volts": "volt", "_amperes": "amp", "_joules": "joule", "_grams": "massg"} {
		if strings.HasSuffix(metric, suffix) {
			return unit
		}
	}
	return "none"
}

// unitText is the unit of a recipe's numbers.
func unitText(measure request.Measure, unit request.Unit) string {
	switch measure.Scale() {
	case request.ShareScale:
		return "share"
	case request.MetricScale:
		return "metric"
	case request.PlainScale:
		return "none"
	}
	return string(unit)
}
