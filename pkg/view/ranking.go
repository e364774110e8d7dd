package view

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Ranking is all groups by one measure.
type Ranking struct {
	Measure request.Measure
	Rows    []Ranked // Those that could be judged, the most divergent first; then the others, by their labels.

	Judged  int
	Changed int            // Groups that differ from their baseline, but for a share of false discoveries.
	Within  int            // Groups at or below the threshold.
	Unknown map[Status]int // Groups that could not be judged.
	Notices []Notice
}

// Ranked is a group of a ranking. Where it could not be judged all numbers but Current and Baseline are NaN.
type Ranked struct {
	Labels            map[string]string
	Status            Status
	Value             Value
	Current, Baseline float64 // Samples; NaN of an exact baseline.
	PValue            float64 // Of no change at all.
	QValue            float64 // The same over all groups: the share of false discoveries among groups with no larger one.
	Changed           bool    // Whether the q-value is within the share of false discoveries asked for.
	Within            bool    // Whether the estimate is at or below the threshold; false without one.
	Top               Top
}

// Top is the bin that contributes most.
type Top struct {
	Bin       string  // "" where there is none.
	Share     float64 // Of the divergence; NaN of what does not add up over bins, or is infinite.
	Direction string  // Whether the bin holds more than in the baseline: "gained" or "lost".
}

// Rankings ranks the groups at the last point by each measure. The result holds no measures: they are in the rankings. The
// error is a *fault.Error, or the context's.
func Rankings(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Result, []Ranking, error) {
	r := ranker{query: query}
	result, err := judgeEach(ctx, withoutLines(query), p, answers, limits, aim{groups: max(limits.Groups, plan.MostRanked), begin: r.begin, conclude: r.conclude})
	if err != nil {
		return result, nil, err
	}
	rankings := make([]Ranking, len(query.Measures))
	for k, measure := range query.Measures {
		rankings[k] = r.ranking(measure, k)
	}
	result.Notices = append(result.Notices, remarksOf(result.Groups)...)
	return result, rankings, nil
}

// withoutLines leaves away what is drawn beside values over time.
func withoutLines(query request.Query) request.Query {
	off := false
	query.Confidence.NoiseFloor, query.Confidence.ExpectedRange = &off, false
	return query
}

// ranker makes a row of each group and measure.
type ranker struct {
	query request.Query
	rows  [][]Ranked // Groups by measures.
}

func (r *ranker) begin(n int) { r.rows = make([][]Ranked, n) }

// conclude keeps the numbers of a group, not what they were made from.
func (r *ranker) conclude(i int, j *judge) ([]Notice, error) {
	last := len(j.points) - 1
	for k := range j.group.Measures {
		row, err := j.ranked(&j.group.Measures[k], last)
		if err != nil {
			return nil, err
		}
		row.Within = r.query.Threshold != nil && isWithin(row.Value.Estimate, j.group.Measures[k].Name, r.query)
		r.rows[i] = append(r.rows[i], row)
	}
	j.group.Measures = nil
	return j.findings.remarks(j.query, len(j.points)), nil
}

// ranked is the row of a measure at a point.
func (j *judge) ranked(m *Measure, point int) (Ranked, error) {
	row := Ranked{
		Labels: j.group.Labels, Status: StatusOf(j.group.Status[point], m.Values[point].Estimate), Value: noValue,
		Current: j.group.Current[point], Baseline: j.group.Baseline[point], PValue: math.NaN(), QValue: math.NaN(), Top: Top{Share: math.NaN()},
	}
	if !row.Status.Judged() {
		return row, nil
	}
	e := m.Last.estimation
	row.Value = m.Values[point]
	var err error
	if row.Value.Floor, err = e.floor(m.Name); err != nil {
		return row, err
	}
	if row.PValue, err = e.pValue(); err != nil {
		return row, err
	}
	row.Top, err = e.top(m.Name)
	return row, err
}

// top finds the bin that contributes most, as the sentence about a measure does.
func (e estimation) top(name request.Measure) (Top, error) {
	limits, err := confidence.Contributions(e.pair.Current.Counts, e.pair.Baseline.Counts, e.noise.with(e.options))
	if err != nil {
		return Top{}, err
	}
	parts, err := Contributions(name, e.pair)
	if err != nil {
		return Top{Share: math.NaN()}, nil //nolint:nilerr // What has no parts has no first one.
	}
	s := sentence{measure: name, query: e.query, last: &Snapshot{Pair: e.pair}, conclusion: Conclusion{Ranks: confidence.Rank(limits)}}
	first, total := s.top(parts), 0.0
	for i := range parts {
		if name == request.MeasureKL && !e.pair.Baseline.Exact && i < len(limits) && math.IsInf(parts[i].Value, 1) {
			parts[i].Value = limits[i].Value // As if the bin had held half a sample: its share is a finite one.
		}
		total += parts[i].Value
	}
	top := Top{Bin: e.pair.Current.Bins[first].String(), Share: math.NaN(), Direction: parts[first].Direction.String()}
	if s.ofBins(parts) && total > 0 && !math.IsInf(total, 1) {
		top.Share = parts[first].Value / total
	}
	return top, nil
}

// isWithin reports whether an estimate, clipped as it is shown, is at or below the threshold.
func isWithin(estimate float64, measure request.Measure, query request.Query) bool {
	return InUnit(measure, query.Unit, max(estimate, 0)) <= *query.Threshold // NaN is not.
}

// ranking puts the rows of measure k in order.
func (r *ranker) ranking(measure request.Measure, k int) Ranking {
	ranking := Ranking{Measure: measure, Rows: make([]Ranked, len(r.rows)), Unknown: map[Status]int{}}
	all := make([]float64, len(r.rows))
	for g := range r.rows {
		ranking.Rows[g] = r.rows[g][k]
		all[g] = ranking.Rows[g].PValue
	}
	for g, q := range confidence.FalseDiscovery(all) {
		row := &ranking.Rows[g]
		row.QValue, row.Changed = q, q <= r.query.Ranking.FalseDiscovery // NaN is not.
		ranking.take(*row)
	}
	slices.SortStableFunc(ranking.Rows, byDivergence)
	ranking.Notices = ranking.notices(r.query)
	return ranking
}

// take counts a row.
func (r *Ranking) take(row Ranked) {
	if !row.Status.Judged() {
		r.Unknown[row.Status]++
		return
	}
	r.Judged++
	if row.Changed {
		r.Changed++
	}
	if row.Within {
		r.Within++
	}
}

// Attainment is the share of the judged groups that are within; NaN where none could be judged.
func (r *Ranking) Attainment() float64 { return float64(r.Within) / float64(r.Judged) }

// byDivergence has the most divergent group first, and those that could not be judged last.
func byDivergence(a, b Ranked) int {
	if judged := a.Status.Judged(); judged != b.Status.Judged() {
		if judged {
			return -1
		}
		return 1
	}
	if !a.Status.Judged() {
		return 0
	}
	// What is below 0 is shown as 0.
	return cmp.Or(cmp.Compare(max(b.Value.Estimate, 0), max(a.Value.Estimate, 0)), cmp.Compare(b.Value.Lower, a.Value.Lower))
}

func (r *Ranking) notices(query request.Query) []Notice {
	groups := len(r.Rows)
	if groups == 0 {
		return nil
	}
	unknown := ""
	if n := groups - r.Judged; n > 0 {
		unknown = fmt.Sprintf("; %d unknown: %s", n, reasons(r.Unknown))
	}
	text := fmt.Sprintf("%d of %d judged groups changed (false discoveries ≤ %s)", r.Changed, r.Judged, share(query.Ranking.FalseDiscovery, 1))
	all := []Notice{{Text: text + unknown + "."}}
	if query.Threshold != nil && r.Judged > 0 {
		all[0].Text = text + "."
		within := fmt.Sprintf("%d of %d judged groups are within %s (%s)", r.Within, r.Judged, thresholdText(r.Measure, query), percent(r.Within, r.Judged))
		all = append(all, Notice{Text: within + unknown + "."})
	}
	if text := r.quiet(query); text != "" {
		all = append(all, Notice{Warning: true, Text: text})
	}
	return all
}

// quiet says of how many groups the noise alone would exceed the threshold.
func (r *Ranking) quiet(query request.Query) string {
	under := 0
	for _, row := range r.Rows {
		if query.Threshold != nil && row.Status.Judged() && InUnit(r.Measure, query.Unit, row.Value.Floor) > *query.Threshold {
			under++
		}
	}
	if under == 0 {
		return ""
	}
	return fmt.Sprintf("The threshold of %s lies under the noise floor of %d of %d judged groups: with no change at all, more than %s of their windows exceed it.",
		thresholdText(r.Measure, query), under, r.Judged, share((1-query.Confidence.Level)/2, 1))
}
