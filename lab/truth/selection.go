package truth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/lab/scenario"
)

// selection is what a selector asks for.
type selection struct {
	metrics  []scenario.Metric // One for each scenario that has it.
	classic  bool              // The name ends in _bucket.
	matchers []*labels.Matcher // All but that of the name.
}

func (t *Truth) find(selector string) (selection, error) {
	matchers, err := parser.NewParser(parser.Options{}).ParseMetricSelector(selector)
	if err != nil {
		return selection{}, fmt.Errorf("selector %s: %w", selector, err)
	}
	name := slices.IndexFunc(matchers, func(w *labels.Matcher) bool {
		return w.Name == model.MetricNameLabel && w.Type == labels.MatchEqual
	})
	if name < 0 {
		return selection{}, fmt.Errorf("selector %s: it names no metric", selector)
	}
	family, classic := strings.CutSuffix(matchers[name].Value, "_bucket")
	s := selection{classic: classic}
	for _, world := range t.scenarios {
		for _, m := range world.Metrics {
			if m.Name == family && (!classic || m.KindOf() == scenario.Classic || m.AlsoClassic) {
				s.metrics = append(s.metrics, m)
			}
		}
	}
	if s.metrics == nil {
		return selection{}, fmt.Errorf("selector %s: the lab has no metric %s", selector, matchers[name].Value)
	}
	s.matchers = slices.Delete(matchers, name, name+1)
	return s, nil
}

func meets(have scenario.Labels, matchers []*labels.Matcher) bool {
	return !slices.ContainsFunc(matchers, func(w *labels.Matcher) bool { return !w.Matches(have[w.Name]) })
}
