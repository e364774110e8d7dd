package distribution_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
)

// A series without le beside buckets counts what has no number: one bin behind the numbers.
func TestNulls(t *testing.T) {
	buckets := []row{le("1", 1, 1, 1), le("+Inf", 3, 3, 3)}
	for _, c := range []struct {
		name   string
		rows   []row
		want   []string
		repair distribution.Repair
		summed []string
	}{
		{"nulls", []row{{values: []float64{4, 0, 1}}}, []string{"≤ 1: 3", "> 1: 6", "null: 5"}, distribution.Repair{}, nil},
		{"none in this window", []row{{values: []float64{0, 0, 0}}}, []string{"≤ 1: 3", "> 1: 6"}, distribution.Repair{}, nil},
		{"no sample is no null", []row{{values: []float64{4, none, none}}}, []string{"≤ 1: 3", "> 1: 6", "null: 4"}, distribution.Repair{}, nil},
		{"negative", []row{{values: []float64{4, -2, 1}}}, []string{"≤ 1: 3", "> 1: 6", "null: 5"}, distribution.Repair{Negative: 2}, nil},
		{"a cell whose nulls are not known", []row{{values: []float64{4, nan, 1}}}, []string{"≤ 1: 2", "> 1: 4", "null: 5"}, distribution.Repair{Invalid: 1}, nil},
		{"not monotonic buckets don't touch them", []row{{values: []float64{4, 0, 0}}, le("0.5", 9, 0, 0)}, []string{"≤ 0.5: 9", "0.5–1: 0", "> 1: 0", "null: 4"}, distribution.Repair{Moved: 6}, nil},
		{
			"of several series",
			[]row{row{values: []float64{4, none, 1}}.with("pod", "a"), row{values: []float64{none, 2, 3}}.with("pod", "b")},
			[]string{"≤ 1: 3", "> 1: 6", "null: 10"},
			distribution.Repair{},
			[]string{"pod"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := read(t, fetched(t, 3, time.Minute, append(c.rows, buckets...)...), distribution.Reading{Scale: 1, Free: true})
			require.Empty(t, found.Category)
			require.Equal(t, c.summed, found.Summed)
			histogram, repair := window(t, found.Histories[0], minutes(0, 3))
			require.Equal(t, c.want, binned(histogram))
			require.True(t, histogram.Ordered)

			require.Equal(t, c.repair, repair)
		})
	}
}

func TestNullsAreScaled(t *testing.T) {
	found := read(t, fetched(t, 1, time.Minute, le("1", 1), le("+Inf", 3), row{values: []float64{4}}), distribution.Reading{Scale: 0.5})
	histogram, _ := window(t, found.Histories[0], minutes(0, 1))
	require.Equal(t, []string{"≤ 1: 0.5", "> 1: 1", "null: 2"}, binned(histogram))
}

// Nulls are a bin of both sides, and not lost where a side has no +Inf bucket.
func TestNullsAreAligned(t *testing.T) {
	with := one(t, 1, le("1", 1), le("2", 3), row{values: []float64{4}})
	without := one(t, 1, le("1", 5), le("+Inf", 7))
	current, _ := window(t, with, minutes(0, 1))
	baseline, _ := window(t, without, minutes(0, 1))
	a, b, alignment := distribution.Align(current, baseline)
	require.Equal(t, []string{"≤ 1: 1", "null: 4"}, binned(a))
	require.Equal(t, []string{"≤ 1: 5", "null: 0"}, binned(b))
	require.InDelta(t, 2, alignment.CurrentLost, 0)
	require.InDelta(t, 2, alignment.BaselineLost, 0)
}
