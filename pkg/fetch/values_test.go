package fetch_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

func TestWarningsAreSaidOnce(t *testing.T) {
	server := clockwork()
	server.warnings = []promapi.Warning{{Text: "b"}, {Text: "a", Info: true}}
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	p := plan.Plan{Sources: append(cells("x", time.Minute, span).Sources, cells("y", time.Minute, span).Sources...)}
	require.Equal(t, []promapi.Warning{{Text: "a", Info: true}, {Text: "b"}}, run(t, newFetcher(server), p).Warnings)
}

// Whatever ranges, steps and phases are asked for, in whatever order: each value stands at its own time.
func TestValuesStandAtTheirTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	steps := []time.Duration{time.Second, 7 * time.Second, 15 * time.Second, time.Minute, 61 * time.Second, 5 * time.Minute, time.Hour, 24 * time.Hour}
	odd := func(t time.Time) float64 {
		switch k := t.Unix(); {
		case k%5 == 0:
			return skip
		case k%7 == 0:
			return math.NaN()
		case k%11 == 0:
			return math.Inf(1 - 2*int(k&1))
		default:
			return float64(k)
		}
	}
	for range 300 {
		server := &fake{series: []known{{labels: map[string]string{"le": "1"}, value: odd}}}
		f := newFetcher(server)
		for range 4 {
			step := steps[random.IntN(len(steps))]
			p := cells("x", step)
			source := &p.Sources[0]
			if random.IntN(2) == 0 {
				source.Phase = time.Duration(random.Int64N(int64(step/time.Second))) * time.Second
			}
			start := time.Unix(0, 0).UTC().Add(source.Phase) // Some years around 1970: times before it count, too.
			if random.IntN(3) > 0 {
				start = now.Truncate(24 * time.Hour).Add(source.Phase).Add(-200 * step)
				start = start.Add(-time.Duration((start.UnixNano() - int64(source.Phase)) % int64(step)))
			} else {
				start = start.Add(-150 * step)
			}
			for range 1 + random.IntN(3) {
				start = start.Add(time.Duration(1+random.IntN(40)) * step)
				end := start.Add(time.Duration(1+random.IntN(60)) * step)
				source.Ranges = append(source.Ranges, plan.Span{Start: start, End: end})
				start = end
			}
			requireOdd(t, *source, run(t, f, p).Answers[0], odd)
		}
	}
}

// requireOdd allows for a series all of whose values are missing: it is left out.
func requireOdd(t *testing.T, source plan.Source, answer fetch.Answer, value func(time.Time) float64) {
	t.Helper()
	if len(answer.Series) > 0 {
		requireTimes(t, source, answer, value)
		return
	}
	for _, span := range source.Ranges {
		for at := span.Start.Add(source.Step); !at.After(span.End); at = at.Add(source.Step) {
			require.EqualValues(t, skip, value(at), at)
		}
	}
}

// Times that are no evaluations of the plan have no place.
func TestGridKnowsItsTimes(t *testing.T) {
	answer := run(t, newFetcher(clockwork()), cells("x", time.Minute,
		plan.Span{Start: at(10 * time.Hour), End: at(9 * time.Hour)}, plan.Span{Start: at(2 * time.Hour), End: at(time.Hour)})).Answers[0]
	require.Equal(t, 120, answer.Grid.Len())
	for ago, want := range map[time.Duration]int{10*time.Hour - time.Minute: 0, 9 * time.Hour: 59, 2*time.Hour - time.Minute: 60, time.Hour: 119} {
		index, ok := answer.Grid.Index(at(ago))
		require.True(t, ok)
		require.Equal(t, want, index)
	}
	for _, ago := range []time.Duration{10 * time.Hour, 9*time.Hour - time.Minute, 2 * time.Hour, 0, 9*time.Hour + 30*time.Second, 11 * time.Hour} {
		_, ok := answer.Grid.Index(at(ago))
		require.False(t, ok, ago)
	}
}
