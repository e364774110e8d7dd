package view_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// told is the events of one value of a label in a cell, by bins up to 1, up to 2 and above: now, and in the baseline.
type told struct {
	labels        map[string]string
	now, baseline [3]float64
}

func valueOf(label, value string, now, baseline [3]float64) told {
	return told{map[string]string{label: value}, now, baseline}
}

// toldBy are the rows of classic buckets, added up by some labels.
func toldBy(all []told, by ...string) []row {
	sums := map[string]*told{}
	for _, one := range all {
		labels := map[string]string{}
		for _, label := range by {
			labels[label] = one.labels[label]
		}
		key := strings.Join(slices.Sorted(maps.Values(labels)), "|")
		if sums[key] == nil {
			sums[key] = &told{labels: labels}
		}
		for b := range 3 {
			sums[key].now[b] += one.now[b]
			sums[key].baseline[b] += one.baseline[b]
		}
	}
	var rows []row
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		now, baseline := 0.0, 0.0
		for b, le := range []string{"1", "2", "+Inf"} {
			now, baseline = now+sums[key].now[b], baseline+sums[key].baseline[b]
			labels := maps.Clone(sums[key].labels)
			labels["le"] = le
			rows = append(rows, row{labels: labels, current: now, baseline: baseline})
		}
	}
	return rows
}

// explained explains the change of what is told by labels, one split for each, by the stages that a query goes through.
func explained(t *testing.T, members string, all []told, labels ...string) view.Explanation {
	t.Helper()
	query := question(t, `,"view":"explain"`+hourAgo+members)
	return explainedBy(t, query, all, labels...)
}

func explainedBy(t *testing.T, query request.Query, all []told, labels ...string) view.Explanation {
	t.Helper()
	query.Current.Type = request.ClassicSeries
	result, err := computed(t.Context(), t, query, server{"": toldBy(all, query.GroupBy...)}, 100)
	require.NoError(t, err)
	var splits []view.LabelSplit
	for _, label := range labels {
		split, err := plan.SplitBy(query, label, nil)
		require.NoError(t, err)
		p := planned(t, split)
		fetched, err := fetch.New(server{"": toldBy(all, split.GroupBy...)}, settings.DefaultLimits, func() time.Time { return now }).Run(t.Context(), p, "")
		require.NoError(t, err)
		one, err := view.LabelSplit{Label: label}.Tabulate(split, p, fetched.Answers, settings.DefaultLimits, result, query.Explain.MaxValues)
		require.NoError(t, err)
		splits = append(splits, one)
	}
	explanation, err := view.Explain(query, result, splits)
	require.NoError(t, err)
	return explanation
}

var (
	fastShape = [3]float64{600, 300, 100}
	slowShape = [3]float64{300, 400, 300}
)

func scaled(n float64, of [3]float64) [3]float64 { return [3]float64{n * of[0], n * of[1], n * of[2]} }

func TestAValueThatChangedInside(t *testing.T) {
	e := explained(t, "", []told{
		valueOf("tenant", "a", slowShape, fastShape), valueOf("tenant", "b", scaled(3, fastShape), scaled(3, fastShape)), valueOf("tenant", "c", scaled(2, fastShape), scaled(2, fastShape)),
	}, "tenant")
	require.Len(t, e.Rows, 3)
	top := e.Rows[0]
	require.Equal(t, "a", top.Value)
	require.Equal(t, view.ByInside, top.Reason)
	require.Equal(t, "moved up", top.Direction)
	require.InDelta(t, 1, top.Accounts, 0.05)
	require.InDelta(t, 1.0/6, top.Shares[0], 1e-9)
	require.Equal(t, [2]float64{5000, 5000}, top.Samples)
	require.InDelta(t, top.Total, top.Mix+top.Inside, 1e-12)
	kl := 0.3*math.Log(0.3/0.6) + 0.4*math.Log(0.4/0.3) + 0.3*math.Log(0.3/0.1)
	require.InDelta(t, kl/6, top.Inside, 1e-3)
	require.Equal(t, "tenant = a accounts for 100 % of the change: its samples moved up; they are 17 % of all, about as before.", e.Groups[0].Sentence)
	require.Equal(t, "a", e.Groups[0].Top.Value)
	label := e.Groups[0].Labels[0]
	require.InDelta(t, label.Joint, label.Mix+label.Inside, 1e-9)
	require.Empty(t, texts(e.Notices))
}

func TestAShiftOfTheMix(t *testing.T) {
	e := explained(t, "", []told{valueOf("plan", "batch", scaled(4, slowShape), slowShape), valueOf("plan", "free", scaled(9, fastShape), scaled(9, fastShape))}, "plan")
	require.Equal(t, "batch", e.Rows[0].Value)
	require.Equal(t, view.ByMix, e.Rows[0].Reason)
	require.Equal(t, "share grew", e.Rows[0].Direction)
	require.Equal(t, "share fell", e.Rows[1].Direction)
	require.Greater(t, e.Rows[0].Accounts, 0.6)
	require.InDelta(t, 1, e.Rows[0].Accounts+e.Rows[1].Accounts, 0.02)
	require.Contains(t, e.Groups[0].Sentence, "plan = batch accounts for")
	require.Contains(t, e.Groups[0].Sentence, "its share of the samples went from 10 % to 31 %.")
}

func TestAnUnrelatedLabel(t *testing.T) {
	e := explained(t, "", []told{valueOf("zone", "a", slowShape, fastShape), valueOf("zone", "b", scaled(2, slowShape), scaled(2, fastShape))}, "zone")
	for _, row := range e.Rows {
		require.InDelta(t, 0, row.Accounts, 0.02)
	}
	require.Contains(t, e.Groups[0].Sentence, "No label accounts for the change: no value of zone stands out from noise")
}

func TestWhatAccountsForMostComesFirst(t *testing.T) {
	all := []told{}
	for zone, tenants := range map[string][]string{"x": {"a", "b"}, "y": {"c", "d"}} {
		for _, tenant := range tenants {
			now := fastShape
			if tenant == "b" {
				now = slowShape
			}
			all = append(all, told{map[string]string{"zone": zone, "tenant": tenant}, now, fastShape})
		}
	}
	e := explained(t, "", all, "zone", "tenant")
	require.Equal(t, []string{"tenant b", "zone x"}, []string{e.Rows[0].Label + " " + e.Rows[0].Value, e.Rows[1].Label + " " + e.Rows[1].Value})
	require.Greater(t, e.Rows[0].Accounts, e.Rows[1].Accounts+0.2, "x holds what did not change, too")
	require.Less(t, e.Groups[0].Labels[0].Purity, 0.8)
	require.InDelta(t, 1, e.Groups[0].Labels[1].Purity, 1e-12)
}

func TestNothingToExplain(t *testing.T) {
	e := explained(t, "", []told{valueOf("tenant", "a", fastShape, fastShape), valueOf("tenant", "b", fastShape, fastShape)}, "tenant")
	require.Len(t, e.Rows, 2, "the table is there all the same")
	require.Zero(t, e.Rows[0].Accounts)
	require.Empty(t, e.Rows[0].Reason)
	require.Nil(t, e.Groups[0].Top)
	require.Contains(t, e.Groups[0].Sentence, "There is no change to explain: KL 0 nats is not to be told from noise (noise floor 0.00")

	e = explained(t, "", []told{valueOf("tenant", "a", slowShape, fastShape), valueOf("tenant", "b", fastShape, slowShape)}, "tenant")
	require.Contains(t, e.Groups[0].Sentence, "But the values of tenant changed, by 0.2")
	require.Contains(t, e.Groups[0].Sentence, "and cancel each other.")
}

func TestNewAndVanishedValues(t *testing.T) {
	none := [3]float64{}
	e := explained(t, "", []told{valueOf("version", "3", slowShape, none), valueOf("version", "2", scaled(5, fastShape), scaled(6, fastShape)), valueOf("version", "1", scaled(4, fastShape), scaled(4, fastShape))}, "version")
	require.Equal(t, "3", e.Rows[0].Value)
	require.Equal(t, view.OnlyNow, e.Rows[0].Presence)
	require.Equal(t, "new", e.Rows[0].Direction)
	require.True(t, math.IsNaN(e.Rows[0].Inside))
	require.InDelta(t, e.Rows[0].Mix, e.Rows[0].Total, 0)
	require.Contains(t, e.Groups[0].Sentence, "it is new, with 10 % of the samples")

	e = explained(t, "", []told{valueOf("version", "1", none, scaled(2, slowShape)), valueOf("version", "2", scaled(8, fastShape), scaled(6, fastShape)), valueOf("version", "3", scaled(2, fastShape), scaled(2, fastShape))}, "version")
	require.Equal(t, "1", e.Rows[0].Value)
	require.Contains(t, e.Groups[0].Sentence, "it is gone, and had 20 % of the samples")

	e = explained(t, "", []told{valueOf("pod", "old", none, fastShape), valueOf("pod", "new", slowShape, none)}, "pod")
	require.Equal(t, "No label accounts for the change.", e.Groups[0].Sentence)
	require.Equal(t, "- pod: no value is on both sides, so that what it changed can't be told from what time changed.", texts(e.Notices))
}

func TestValuesOfFewSamples(t *testing.T) {
	few := [3]float64{6, 3, 1} // 50 in five cells.
	e := explained(t, "", []told{valueOf("tenant", "a", slowShape, fastShape), valueOf("tenant", "b", scaled(5, fastShape), scaled(5, fastShape)), valueOf("tenant", "c", few, few)}, "tenant")
	i := slices.IndexFunc(e.Rows, func(row view.Row) bool { return row.Value == "c" })
	require.Equal(t, view.TooFew, e.Rows[i].Presence)
	require.True(t, math.IsNaN(e.Rows[i].Inside))
	require.Equal(t, "- tenant: 1 value has fewer than 100 samples on a side, so that they count toward the mix only.", texts(e.Notices))
}

func TestOfManyValuesTheLargestAreToldApart(t *testing.T) {
	all := []told{valueOf("user", "a", scaled(8, slowShape), scaled(8, fastShape)), valueOf("user", "b", scaled(9, fastShape), scaled(9, fastShape))}
	for _, user := range []string{"c", "d", "e", "f"} {
		all = append(all, valueOf("user", user, fastShape, fastShape))
	}
	e := explained(t, `,"explain":{"maxValues":2}`, all, "user")
	require.Len(t, e.Rows, 3)
	i := slices.IndexFunc(e.Rows, func(row view.Row) bool { return row.Others > 0 })
	require.Equal(t, 4, e.Rows[i].Others)
	require.Equal(t, "other (4 values)", e.Rows[i].Name())
	require.InDelta(t, 4.0/21, e.Rows[i].Shares[0], 1e-9)
	require.Equal(t, "- user has 6 values: the 2 with most samples are told apart, the others are one.", texts(e.Notices))
	require.Equal(t, "user = a accounts for 100 % of the change: its samples moved up; they are 38 % of all, about as before.", e.Groups[0].Sentence)
	sum := 0.0
	for _, row := range e.Rows {
		sum += row.Shares[0]
	}
	require.InDelta(t, 1, sum, 1e-9)
}

func TestGroupsAreRankedByWhatMoved(t *testing.T) {
	in := func(zone, tenant string, now, baseline [3]float64) told {
		return told{map[string]string{"zone": zone, "tenant": tenant}, now, baseline}
	}
	all := []told{
		in("x", "a", fastShape, fastShape), in("x", "b", fastShape, fastShape),
		in("y", "a", slowShape, fastShape), in("y", "b", scaled(20, fastShape), scaled(20, fastShape)),
		in("z", "a", slowShape, fastShape), in("z", "b", fastShape, fastShape),
		in("few", "a", [3]float64{1, 1, 1}, [3]float64{1, 1, 1}),
	}
	e := explained(t, `,"groupBy":["zone"],"limit":4`, all, "tenant")
	require.Len(t, e.Groups, 4)
	zone := func(i int) string { return e.Groups[e.Rows[i].Group].Group.Labels["zone"] }
	require.Equal(t, "z a", zone(0)+" "+e.Rows[0].Value)
	require.Equal(t, "y a", zone(1)+" "+e.Rows[1].Value)
	require.Len(t, e.Rows, 4)
	require.Equal(t, 3, e.LeftOut)
	require.Equal(t, "- Left out: 3 of 7 rows, those that account for least. The limit is 4.", texts(e.Notices))

	e = explained(t, `,"groupBy":["zone"]`, all, "tenant")
	i := slices.IndexFunc(e.Rows, func(row view.Row) bool { return row.Label == "" })
	require.Equal(t, "few", zone(i), "a group that can't be judged has a row that says so")
	require.Equal(t, view.Presence("insufficient"), e.Rows[i].Presence)
	require.True(t, math.IsNaN(e.Rows[i].Accounts))
	require.Empty(t, e.Groups[e.Rows[i].Group].Sentence)
}

// Each group against the others, value by value: so a group of another mix is told from one that is slowShape everywhere.
func TestGroupsAgainstTheRest(t *testing.T) {
	in := func(tenant, route string, now [3]float64) told {
		return told{map[string]string{"tenant": tenant, "route": route}, now, now}
	}
	query := question(t, `,"view":"explain","baseline":{"kind":"rest"},"groupBy":["tenant"]`)
	e := explainedBy(t, query, []told{
		in("a", "read", fastShape), in("a", "write", scaled(3, slowShape)),
		in("b", "read", scaled(3, fastShape)), in("b", "write", slowShape),
		in("c", "read", scaled(3, fastShape)), in("c", "write", slowShape), in("c", "admin", scaled(0.5, slowShape)),
	}, "route")
	group := e.Groups[0]
	require.Equal(t, "a", group.Group.Labels["tenant"])
	require.Contains(t, group.Sentence, "route = write accounts for")
	require.Equal(t, view.ByMix, group.Top.Reason)
	var admin view.Row
	for _, row := range e.Rows {
		if row.Group == 0 && row.Value == "admin" {
			admin = row
		}
	}
	require.Equal(t, view.OnlyBefore, admin.Presence, "only the others have it")
	require.InDelta(t, 2500, admin.Samples[1], 1e-6)
	for _, label := range group.Labels {
		require.InDelta(t, label.Joint, label.Mix+label.Inside, 1e-9)
	}
}

// A label that some series lack, and values that look like markup: they are text.
func TestHostileValuesOfLabels(t *testing.T) {
	hostile := "<b>\"x\"</b>\n\u202e{{value}} ${x}"
	e := explained(t, "", []told{valueOf("tenant", hostile, slowShape, fastShape), valueOf("tenant", "", scaled(5, fastShape), scaled(5, fastShape))}, "tenant")
	require.Equal(t, hostile, e.Rows[0].Value)
	require.Equal(t, hostile, e.Rows[0].Name())
	require.Contains(t, e.Groups[0].Sentence, hostile)
	require.Equal(t, "no tenant", e.Rows[1].Name())
}

func TestALabelThatNoSeriesHas(t *testing.T) {
	e := explained(t, "", []told{valueOf("tenant", "a", slowShape, fastShape)}, "tennant")
	require.Equal(t, "! No series has the label \"tennant\": check explain.labels.", texts(e.Notices))
	require.Len(t, e.Rows, 1)
	require.InDelta(t, 0, e.Rows[0].Accounts, 1e-9)
}

func TestNoGroupsToExplain(t *testing.T) {
	e := explained(t, "", nil, "tenant")
	require.Empty(t, e.Groups)
	require.Empty(t, e.Rows)
}
