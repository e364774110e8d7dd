package truth_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

// alone returns all scenarios with one drift, as scheduled or, if it never is, on now; and when its first hour ends.
func alone(s, m, drift int) (scenarios []scenario.Scenario, at time.Time) {
	all := scenario.All()
	metric := &all[s].Metrics[m]
	kept := metric.Drifts[drift]
	if kept.Schedule == scenario.Never() {
		kept.Schedule = scenario.Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour}
	}
	metric.Drifts = []scenario.Drift{kept}
	return all[s : s+1], now.Add(time.Hour - kept.Schedule.Starts)
}

// series selects a group's series, and all of the metric where only the mix of groups changes.
func series(m scenario.Metric, g scenario.Group, d scenario.Drift) string {
	var matchers []string
	if _, mix := d.Effect.(scenario.RateEffect); !mix {
		for name, value := range g.Labels {
			matchers = append(matchers, name+"="+strconv.Quote(value))
		}
	}
	return m.Name + "{" + strings.Join(matchers, ",") + "}"
}

// span writes the least and the greatest of some divergences, in nats.
func span(of []float64) string {
	short := func(x float64) string {
		if math.IsInf(x, 1) {
			return "∞"
		}
		return strconv.FormatFloat(x, 'f', min(4, max(2, 1-int(math.Floor(math.Log10(x))))), 64)
	}
	least, most := short(slices.Min(of)), short(slices.Max(of))
	if least == most {
		return least
	}
	return least + " – " + most
}

func where(d scenario.Drift) string {
	var parts []string
	for name, value := range d.Where {
		if listed := strings.Split(value, "|"); len(listed) > 3 {
			value = fmt.Sprintf("%d of them", len(listed))
		} else {
			value = strings.Join(listed, ", ")
		}
		parts = append(parts, "`"+name+"` "+value)
	}
	slices.Sort(parts)
	if parts == nil {
		return "all"
	}
	return strings.Join(parts, ", ")
}

func when(s scenario.Schedule) string {
	if s == scenario.Never() {
		return "injected"
	}
	hours := func(d time.Duration) string { return strings.Replace(fmt.Sprintf("%+g h", d.Hours()), "-", "−", 1) }
	text := hours(-s.Starts) + " to " + hours(s.Lasts-s.Starts)
	if s.Lasts > 30*24*time.Hour {
		text = hours(-s.Starts) + " on"
	}
	if s.Every > 0 {
		text += fmt.Sprintf(", every %g h", s.Every.Hours())
	}
	return text
}

// row is that of a drift in the README: the divergence of its first hour from the same hour of the day before.
func row(t *testing.T, s, m, drift int) string {
	t.Helper()
	scenarios, at := alone(s, m, drift)
	metric := scenarios[0].Metrics[m]
	d := scenario.All()[s].Metrics[m].Drifts[drift]
	var kl, reverse, js []float64
	for _, g := range metric.Groups {
		if !d.Hits(metric, g) {
			continue
		}
		side := func(to time.Time) truth.Side {
			return truth.Side{Selector: series(metric, g, d), From: to.Add(-time.Hour), To: to}
		}
		found, err := truth.New(scenarios, now).Divergence(side(at), side(at.Add(-24*time.Hour)))
		require.NoError(t, err)
		kl, reverse, js = append(kl, float64(found.KL)), append(reverse, float64(found.KLReverse)), append(js, float64(found.JS))
		if _, mix := d.Effect.(scenario.RateEffect); !mix { // Traffic alone moves nothing where its groups are alike.
			assert.Greater(t, float64(found.JS), 0.008, "%s is not to be seen in %v", d.Name, g.Labels)
		}
	}
	return fmt.Sprintf("| `%s` | `%s`: %s | %s | %s | %s | %s |", d.Name, metric.Name, where(d), when(d.Schedule), span(kl), span(reverse), span(js))
}

func TestTheReadmeTellsTheTruth(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	var rows []string
	for s, one := range scenario.All() {
		for m, metric := range one.Metrics {
			for drift := range metric.Drifts {
				rows = append(rows, row(t, s, m, drift))
			}
		}
	}
	want := "| drift | hits | when | KL | reverse | JS |\n|---|---|---|---|---|---|\n" + strings.Join(rows, "\n") + "\n"
	require.True(t, strings.Contains(string(text), want), "the table of drifts in lab/README.md has to be:\n%s", want)
}

// What weekly rules and trends are to see: the newest week against the one before.
func TestWeeksTellOfSlowDrifts(t *testing.T) {
	week := 7 * 24 * time.Hour
	for selector, least := range map[string]float64{
		`model_score{model="ranker"}`: 0.02, `model_labels_total{model="ranker"}`: 0.01,
	} {
		d := divergence(t, window(selector, 0, week), window(selector, week, week))
		require.Greater(t, float64(d.KL), least, selector)
		t.Log(selector, d)
		other := strings.Replace(selector, "ranker", "pricing", 1)
		require.InDelta(t, 0, float64(divergence(t, window(other, 0, week), window(other, week, week)).KL), 1e-12, other)
	}
}
