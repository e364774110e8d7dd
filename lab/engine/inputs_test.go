package engine_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
	"github.com/histodrift/histodrift/pkg/frame"
)

// input is a question to one of the lab's scenarios, with the labels of the group that is looked at.
type input struct {
	metric   string
	classic  bool // Of a native histogram that is exported as a classic one, too.
	category []string
	group    [2]string // Label and value.
	drift    bool
}

func (in input) question(measures ...string) map[string]any {
	current := map[string]any{"metric": in.metric}
	if in.category != nil {
		current["category"] = in.category
	}
	if in.classic {
		current["type"] = "classic"
	}
	question := map[string]any{
		"current": current, "baseline": map[string]any{"kind": "previous", "offset": "1d"}, "window": "1h", "instant": true,
		"measures": measures, "confidence": map[string]any{"level": 0.999},
	}
	if in.group[0] != "" {
		question["groupBy"] = []string{in.group[0]}
	}
	return question
}

// side is the truth of the hour that ended some time before now.
func (in input) side(ago time.Duration) truth.Side {
	name := in.metric
	if in.classic {
		name += "_bucket"
	}
	selector := name
	if in.group[0] != "" {
		selector = fmt.Sprintf("%s{%s=%q}", name, in.group[0], in.group[1])
	}
	return truth.Side{Selector: selector, From: labtest.Now.Add(-ago - hour), To: labtest.Now.Add(-ago), By: in.category}
}

// inputs are all kinds, under a drift and without.
var inputs = map[string]input{
	"native, under drift":             {metric: "rpc_duration_seconds", group: [2]string{"service", "ranking"}, drift: true},
	"native":                          {metric: "rpc_duration_seconds", group: [2]string{"service", "features"}},
	"the same as classic":             {metric: "rpc_duration_seconds", classic: true, group: [2]string{"service", "ranking"}, drift: true},
	"native with signs, under drift":  {metric: "balance_change_euros", group: [2]string{"account", "business"}, drift: true},
	"native with signs":               {metric: "balance_change_euros", group: [2]string{"account", "private"}},
	"custom buckets, under drift":     {metric: "payload_bytes", group: [2]string{"service", "export"}, drift: true},
	"custom buckets":                  {metric: "payload_bytes", group: [2]string{"service", "browse"}},
	"buckets that a deploy changed":   {metric: "query_duration_seconds", group: [2]string{"service", "browse"}},
	"a coarser schema, under drift":   {metric: "frame_time_seconds", group: [2]string{"app", "editor"}, drift: true},
	"a coarser schema":                {metric: "frame_time_seconds", group: [2]string{"app", "viewer"}},
	"categories, new and vanished":    {metric: "orders_total", category: []string{"country"}, group: [2]string{"shop", "north"}, drift: true},
	"categories, margin":              {metric: "orders_total", category: []string{"country"}, group: [2]string{"shop", "south"}},
	"categories, the other margin":    {metric: "orders_total", category: []string{"device"}, group: [2]string{"shop", "south"}},
	"joint distribution, under drift": {metric: "orders_total", category: []string{"country", "device"}, group: [2]string{"shop", "south"}, drift: true},
	"levels, under drift":             {metric: "instances_running", category: []string{"instance_type"}, drift: true},
	"levels":                          {metric: "instances_running", category: []string{"region"}},
}

// calm are scenarios without bursts: bands take events as independent.
func calm(all ...scenario.Scenario) []scenario.Scenario {
	for _, one := range all {
		for _, m := range one.Metrics {
			for i := range m.Groups {
				m.Groups[i].Burst = scenario.Burst{}
			}
		}
	}
	return all
}

func TestEveryInputMeetsTheTruth(t *testing.T) {
	l, s := startLab(t, lab.Options{Scenarios: calm(allKinds()...), History: 27 * hour})
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			want, err := l.Truth().Divergence(in.side(0), in.side(24*hour))
			require.NoError(t, err)
			require.Equal(t, in.drift, want.JS > 1e-3, "the scenario is what it says: %v", want.JS)
			frames := s.ask(t, panel{}, in.question("js", "newMass", "vanishedMass"))
			for measure, truth := range map[string]float64{"js": float64(want.JS), "newMass": want.NewMass, "vanishedMass": want.VanishedMass} {
				f := ofMeasure(t, frames, in.group, measure)
				estimate := *column(t, f, measure)[0]
				if measure != "js" && !in.isCounted() {
					continue // Bins of a tail that happen to be empty are no new values.
				}
				require.LessOrEqual(t, *column(t, f, "lower")[0], truth+1e-9, measure)
				require.GreaterOrEqual(t, *column(t, f, "upper")[0], truth, measure)
				require.InDelta(t, truth, estimate, 0.15*truth+3e-4+in.noise(), measure)
				require.Equal(t, in.drift && measure == "js", measure == "js" && *column(t, f, "lower")[0] > 0, measure)
			}
		})
	}
}

func (in input) isCounted() bool { return in.category != nil }

// noise is what a few hundred instances allow beyond that of thousands of events.
func (in input) noise() float64 {
	if in.metric == "instances_running" {
		return 0.01
	}
	return 0
}

// ofMeasure returns the frame of a group and measure.
func ofMeasure(t *testing.T, frames []*data.Frame, group [2]string, measure string) *data.Frame {
	t.Helper()
	for _, one := range frames {
		if one.Fields[0].Name == measure && one.Fields[0].Labels[group[0]] == group[1] {
			return one
		}
	}
	require.FailNow(t, "no frame", "%v %s", group, measure)
	return nil
}

// A native and a classic histogram of the same observations count the same: below each classic bound lie at least the
// native bins that end below it, and at most those that begin below it. So the divergences agree within what the coarser
// bins allow, and do not exceed that of the finer ones by more than noise.
func TestNativeAndClassicAgree(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 27 * hour})
	in := inputs["native, under drift"]
	native := ofMeasure(t, s.ask(t, panel{}, in.question("js")), in.group, "js")
	in.classic = true
	classic := ofMeasure(t, s.ask(t, panel{}, in.question("js")), in.group, "js")
	for side, count := range map[string]func(frame.Bin) float64{
		"current":  func(b frame.Bin) float64 { return b.Current },
		"baseline": func(b frame.Bin) float64 { return b.Baseline },
	} {
		below := 0.0
		for _, bin := range recipe(t, classic).Last.Bins {
			below += count(bin)
			bound := math.Inf(1)
			if bin.Upper != nil {
				bound = *bin.Upper
			}
			least, most := 0.0, 0.0
			for _, fine := range recipe(t, native).Last.Bins {
				if *fine.Upper <= bound {
					least += count(fine)
				}
				if *fine.Lower < bound {
					most += count(fine)
				}
			}
			// increase() extrapolates the series of classic buckets one by one.
			require.GreaterOrEqual(t, below, 0.999*least-1, "%s ≤ %v", side, bound)
			require.LessOrEqual(t, below, 1.001*most+1, "%s ≤ %v", side, bound)
		}
	}
	fine, coarse := *recipe(t, native).Last.PlugIn, *recipe(t, classic).Last.PlugIn
	require.Less(t, coarse, fine)
	require.Greater(t, coarse, 0.8*fine)
}

func TestSeasonsWithoutThePromotion(t *testing.T) {
	l, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Store()}, History: lab.DefaultHistory, Scrape: time.Minute})
	at := func(shop string, ago time.Duration) truth.Side {
		return truth.Side{Selector: fmt.Sprintf("basket_value_euros{shop=%q}", shop), From: labtest.Now.Add(-ago - hour), To: labtest.Now.Add(-ago)}
	}
	for name, c := range map[string]struct {
		shop  string
		mute  bool
		drift bool
	}{
		"the promotion looks like a drift":  {"harbour", false, true},
		"without it there is none":          {"harbour", true, false},
		"without it, the drift is left":     {"station", true, true},
		"with it, the drift is exaggerated": {"station", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			weeks := []time.Duration{7 * 24 * hour, 14 * 24 * hour, 21 * 24 * hour}
			baseline := map[string]any{"kind": "seasonal", "period": "7d", "count": 3}
			if c.mute {
				weeks, baseline["mute"] = weeks[1:], "promotion_active == 1"
			}
			f := of(t, s.ask(t, panel{}, map[string]any{
				"current": map[string]any{"metric": "basket_value_euros"}, "groupBy": []string{"shop"}, "window": "1h", "instant": true,
				"measures": []string{"js"}, "baseline": baseline, "scrapeInterval": "1m", "confidence": map[string]any{"level": 0.999},
				"replicates": "none", // The truth is that of these very weeks, not of what weeks are like.
			}), "shop", c.shop)
			want := mixed(t, l.Truth(), at(c.shop, 0), weeks, func(ago time.Duration) truth.Side { return at(c.shop, ago) })
			require.LessOrEqual(t, *column(t, f, "lower")[0], want+1e-9)
			require.GreaterOrEqual(t, *column(t, f, "upper")[0], want)
			require.InDelta(t, want, *column(t, f, "js")[0], 0.15*want+3e-4)
			require.Equal(t, c.drift, *column(t, f, "lower")[0] > 0)
			if c.mute {
				require.Contains(t, notices(f), "leaves out up to 1h")
			}
		})
	}
}

// mixed is the true JS of the current window from several windows together.
func mixed(t *testing.T, of *truth.Truth, current truth.Side, weeks []time.Duration, at func(time.Duration) truth.Side) float64 {
	t.Helper()
	p, err := of.Distribution(current)
	require.NoError(t, err)
	q := make([]float64, len(p.Probabilities))
	for _, ago := range weeks {
		d, err := of.Distribution(at(ago))
		require.NoError(t, err)
		for i, share := range d.Probabilities {
			q[i] += d.Expected * share
		}
	}
	d, err := truth.Compare(p.Probabilities, shares(q))
	require.NoError(t, err)
	return float64(d.JS)
}

func notices(f *data.Frame) string {
	var all []string
	for _, notice := range f.Meta.Notices {
		all = append(all, notice.Text)
	}
	return strings.Join(all, "\n")
}
