package view_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/view"
)

// slower lets mass move from the first bin to the third.
var slower = []row{
	{service: "a", le: "1", current: 20, baseline: 60},
	{service: "a", le: "2", current: 40, baseline: 80},
	{service: "a", le: "3", current: 90, baseline: 95},
	{service: "a", le: "+Inf", current: 100, baseline: 100},
	{service: "b", le: "1", current: 50, baseline: 50},
	{service: "b", le: "2", current: 85, baseline: 55},
	{service: "b", le: "3", current: 90, baseline: 95},
	{service: "b", le: "+Inf", current: 100, baseline: 100},
	{service: "quiet", le: "1", current: 1, baseline: 1},
	{service: "quiet", le: "2", current: 1, baseline: 1},
	{service: "quiet", le: "3", current: 1, baseline: 1},
	{service: "quiet", le: "+Inf", current: 1, baseline: 1},
}

func searchOf(t *testing.T, bins int) *view.Search {
	t.Helper()
	query := question(t, hourAgo+fmt.Sprintf(`,"view":"exemplars","groupBy":["service"],"exemplars":{"bins":%d}`, bins))
	all, err := computed(t.Context(), t, query, server{"": slower}, 100)
	require.NoError(t, err)
	search, err := view.NewSearch(query, all)
	require.NoError(t, err)
	return search
}

// at makes exemplars of values, one minute before noon and each a second before the one before.
func at(values ...float64) (all []promapi.Exemplar) {
	for i, value := range values {
		all = append(all, promapi.Exemplar{Value: value, Time: noon.Add(-time.Minute - time.Duration(i)*time.Second).UnixMilli(), Labels: map[string]string{"trace_id": fmt.Sprint(i)}})
	}
	return all
}

func ofService(name string) map[string]string {
	return map[string]string{"service": name, "le": "3"}
}

func TestSearchKeepsWhatLiesInTheTopBins(t *testing.T) {
	search := searchOf(t, 1)
	span, ok := search.Span()
	require.True(t, ok)
	require.Equal(t, noon.Add(-5*time.Minute), span.Start)
	require.Equal(t, noon, span.End)
	require.NoError(t, search.Take(ofService("a"), at(2, 2.0001, 3, 3.0001, math.NaN(), math.Inf(1))))
	before, after := at(2.5)[0], at(2.5)[0]
	before.Time, after.Time = span.Start.UnixMilli(), span.End.UnixMilli()+1
	require.NoError(t, search.Take(ofService("a"), []promapi.Exemplar{before, after}))
	chosen, notices := search.Chosen(100)
	require.Len(t, chosen, 2, "(2, 3]")
	require.InDelta(t, 3, chosen[0].Value, 0, "the older one")
	require.InDelta(t, 2.0001, chosen[1].Value, 0)
	require.Equal(t, "2–3", chosen[0].Part.Bin.String())
	require.Positive(t, chosen[0].Part.Value)
	require.Empty(t, notices)
}

// Each group has its own top bins. Of a group that can't be judged, or of none, nothing is kept; and that is said.
func TestSearchKnowsTheGroups(t *testing.T) {
	search := searchOf(t, 1)
	require.NoError(t, search.Take(ofService("b"), at(1.5, 2.5)))
	require.NoError(t, search.Take(ofService("quiet"), at(1.5)))
	require.NoError(t, search.Take(map[string]string{}, at(1.5, 1.5)))
	chosen, notices := search.Chosen(100)
	require.Len(t, chosen, 1)
	require.Equal(t, "1–2", chosen[0].Part.Bin.String())
	require.Equal(t, "- 3 exemplars of series that are of no group here, by their labels, or of one that could not be judged: left out.", texts(notices))
}

// No bin keeps the others out.
func TestTheLimitTakesTurns(t *testing.T) {
	search := searchOf(t, 2)
	require.NoError(t, search.Take(ofService("a"), at(2.1, 2.2, 2.3, 2.4, 2.5, 2.6)))
	require.NoError(t, search.Take(ofService("a"), at(0.5)))
	require.NoError(t, search.Take(ofService("b"), at(1.5)))
	chosen, notices := search.Chosen(4)
	var values []float64
	for _, one := range chosen {
		values = append(values, one.Value)
	}
	require.ElementsMatch(t, []float64{2.1, 2.2, 0.5, 1.5}, values, "the newest of each")
	fewer, _ := search.Chosen(2)
	require.Len(t, fewer, 2, "in the middle of a turn")
	require.Equal(t, "- 4 of 8 exemplars are shown, the newest of each bin in turn. Raise limit for more.", texts(notices))
}

func TestNothingFoundSaysWhy(t *testing.T) {
	_, notices := searchOf(t, 1).Chosen(100)
	require.Equal(t, "- The server has no exemplars of these series in the current window.", texts(notices))
	search := searchOf(t, 1)
	require.NoError(t, search.Take(ofService("a"), at(0.5)))
	_, notices = search.Chosen(100)
	require.Equal(t, "- Of 1 exemplar in the current window, none lies in the bins that contribute most (2–3, 1–2). Search more bins with exemplars.bins.", texts(notices))
}
