package plan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plan"
)

// Classic buckets are counted beside their increases, around each window, at moments that do not depend on the panel.
func TestCensus(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"classic", `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"b"}]},"groupBy":["g"]}`, `count by (le, g) (m_bucket{a="b"})`},
		{"code", `{"current":{"expr":"sum by (g, le) (rate(m_bucket[$__window] offset 5m))"}}`, `count by (g, le) (m_bucket offset 5m)`},
		{"native", `{"current":{"metric":"m","type":"native"}}`, ""},
		{"categories", `{"current":{"metric":"m","category":["c"]}}`, ""},
		{"code without buckets", `{"current":{"expr":"sum by (c) (increase(m[$__window]))"}}`, ""},
		{"code that can't be taken apart", `{"current":{"expr":"2 * sum by (le) (increase(m[$__window]))"}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := built(t, c.query, lastHours(3))
			if c.want == "" {
				require.Empty(t, p.Censuses)
				return
			}
			source := p.Sources[p.Censuses[p.Current]]
			require.Equal(t, c.want, source.Expr)
			require.Equal(t, 30*time.Minute, source.Step)
			for _, point := range p.Points {
				for _, span := range append(point.Windows[0].Current, point.Windows[0].Baseline...) {
					require.True(t, holds(source.Ranges, plan.Floor(span.Start, source.Step)), span)
					if end := plan.Floor(span.End.Add(source.Step-1), source.Step); end.Before(now.Add(-time.Minute)) {
						require.True(t, holds(source.Ranges, end), span)
					}
				}
			}
		})
	}
}
