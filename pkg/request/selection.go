package request

import (
	"fmt"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Validate checks a selection; field is its place in the query.
func (s Selection) Validate(field string) error {
	if s.Metric == "" && s.Expr == "" {
		return fault.InField(field+".metric", "is missing", "name a histogram, without _bucket, or a counter or gauge with category, or write an expr")
	}
	if err := s.checkGiven(field); err != nil {
		return err
	}
	return s.checkShape(field)
}

// checkGiven checks each field by itself. What is missing may be inherited.
func (s Selection) checkGiven(field string) error {
	if s.Expr != "" {
		return s.checkCode(field)
	}
	if s.Metric != "" {
		if err := checkMetric(field+".metric", s.Metric); err != nil {
			return err
		}
	}
	if s.Type != "" {
		if err := oneOf(field+".type", s.Type, AutoSeries, ClassicSeries, NativeSeries, CategoryCounter, CategoryGauge); err != nil {
			return err
		}
	}
	if err := checkCategory(field+".category", s.Category); err != nil {
		return err
	}
	return checkMatchers(field+".matchers", s.Matchers)
}

// checkCode checks a selection in code mode, where the expression says all but which labels are categories.
func (s Selection) checkCode(field string) error {
	given := []struct {
		name string
		set  bool
	}{
		{"metric", s.Metric != ""},
		{"type", s.Type != ""},
		{"matchers", len(s.Matchers) > 0},
	}
	for _, other := range given {
		if other.set {
			return fault.InField(field+"."+other.name, fmt.Sprintf("does not apply beside %s.expr", field), "remove one of them")
		}
	}
	if err := checkCategory(field+".category", s.Category); err != nil {
		return err
	}
	return checkExpr(field+".expr", s.Expr, "sum by (le) (increase(m_bucket[$__window]))", parser.ValueTypeVector)
}

func checkMetric(field, metric string) error {
	if err := checkResolved(field, metric); err != nil {
		return err
	}
	if !model.UTF8Validation.IsValidMetricName(metric) {
		return fault.InField(field, "is not a metric name", "use valid UTF-8")
	}
	if base, found := strings.CutSuffix(metric, "_bucket"); found {
		return fault.InField(field, fmt.Sprintf("%q names the buckets of a histogram", metric), fmt.Sprintf("leave _bucket off: %q", base))
	}
	return nil
}

// checkShape refuses a type that contradicts what the bins are: the values of category labels, or a histogram's.
func (s Selection) checkShape(field string) error {
	switch s.Type {
	case CategoryCounter, CategoryGauge:
		if len(s.Category) == 0 {
			return fault.InField(field+".category", fmt.Sprintf("is missing, and the type is %q", s.Type), "name the labels whose values are the bins")
		}
	case ClassicSeries, NativeSeries:
		if len(s.Category) > 0 {
			return fault.InField(field+".type", fmt.Sprintf("%q is a histogram, and its bins are no labels as those of category", s.Type),
				fmt.Sprintf("remove category, or use %s or %s", CategoryCounter, CategoryGauge))
		}
	}
	return nil
}
