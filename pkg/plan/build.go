package plan

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// builder holds what all parts of a plan follow from.
type builder struct {
	query             request.Query
	timing            Timing
	limits            settings.Limits
	scrape            time.Duration
	beyond            time.Duration // What a count has to be asked for beyond its cell, so that it begins with the last sample before.
	current, baseline side
}

// side returns how the counts of a selection are asked for.
func (b builder) side(field string, selection request.Selection) (side, error) {
	if selection.Expr == "" {
		return built{selection: selection, groupBy: b.query.SplitBy(), scrape: b.scrape, beyond: b.beyond}, nil
	}
	return b.written(field, selection)
}

func (b builder) build() (Plan, error) {
	cell, ok := cellLength(b.query, b.scrape)
	if ok && b.current.divides() && b.baseline.divides() {
		return b.cells(cell)
	}
	if b.query.View == request.ViewVerdict {
		return Plan{}, fault.InField("view", "a verdict adds up cells, and these counts can't be cut into them",
			"use lengths with a common divisor, such as whole minutes, and in code mode sum by (…) (increase(…[$__window]))")
	}
	if !b.query.WidenTo.IsZero() {
		return Plan{}, fault.InField("widenTo", "the window can't grow here: its counts can't be added up from cells",
			"use lengths with a common divisor, such as whole minutes, and in code mode sum by (…) (increase(…[$__window])); or remove it")
	}
	return b.direct()
}

// cells plans windows as sums of cells.
func (b builder) cells(cell time.Duration) (Plan, error) {
	grid, err := b.points(cell)
	if err != nil {
		return Plan{}, err
	}
	from, to := b.query.Baseline.From, b.query.Baseline.To
	fixed := Span{Start: floor(from, cell), End: ceil(to, cell)}
	plan := Plan{Step: grid.step, Lead: grid.lead, Cell: cell, leave: leave{unit: cell, both: sameTime(b.query.Baseline.Kind)}}
	if b.query.Baseline.Kind == request.Fixed && !(fixed.Start.Equal(from) && fixed.End.Equal(to)) {
		plan.Notices = append(plan.Notices, fmt.Sprintf("The baseline was rounded to whole cells of %s: %s to %s.",
			request.Duration{Length: cell}, fixed.Start.Format(time.RFC3339), fixed.End.Format(time.RFC3339)))
	}
	if last := grid.times[len(grid.times)-1]; b.query.Instant {
		plan.Notices = append(plan.Notices, b.oldEnd(last, cell)...)
	}
	if b.query.View == request.ViewVerdict {
		if plan, err = plan.cumulative(b.query, b.timing.From, grid.times, fixed); err != nil {
			return Plan{}, err
		}
	} else {
		plan.Points = pointsOf(b.query, grid.times, fixed)
		plan = plan.withPast(b.query, cell, fixed)
	}
	plan, err = b.finish(plan, cell, func(s side, spans []Span) (Source, error) {
		source, err := s.source(cell)
		source.Cell, source.Step, source.Ranges = cell, cell, spans
		return source, err
	})
	if err == nil && b.query.View == request.ViewVerdict && plan.HasLevels() {
		return Plan{}, fault.InField("view", "a verdict adds up what comes in, and the levels of a gauge do not add up", "use the view divergence or slo, or a counter")
	}
	return plan, err
}

// worthTelling is how long before the end of the range a window may end without a word.
const worthTelling = time.Hour

// oldEnd says that a window does not reach the end of the range, where its cells are long.
func (b builder) oldEnd(last time.Time, cell time.Duration) []string {
	end := b.timing.To
	if end.After(b.timing.Now) {
		end = b.timing.Now
	}
	gap := end.Sub(last)
	if gap < worthTelling {
		return nil
	}
	return []string{fmt.Sprintf("The window ends at %s UTC, %s before the end of the range: it is made of whole cells of %s.",
		last.UTC().Format("2006-01-02 15:04"), request.Duration{Length: gap.Round(time.Minute)}, request.Duration{Length: cell})}
}

// direct plans one evaluation for each window, for windows whose lengths have no common cell and for expressions that
// can't be taken apart.
func (b builder) direct() (Plan, error) {
	grid, err := b.points(max(b.scrape, time.Second))
	if err != nil {
		return Plan{}, err
	}
	if b.query.Baseline.Kind == request.Seasonal {
		// The windows of all seasons have to lie at the same phase of the step.
		step := divisor(b.query.Baseline.Period.Length, grid.step)
		if step == 0 {
			return Plan{}, fault.InField("baseline.period", "has no divisor that could be the step between two points", "use whole minutes, hours or days")
		}
		if grid, err = b.points(step); err != nil {
			return Plan{}, err
		}
	}
	step := grid.step
	plan := Plan{Step: step, Lead: grid.lead, leave: leave{both: sameTime(b.query.Baseline.Kind)}}
	fixed := Span{Start: b.query.Baseline.From, End: b.query.Baseline.To}
	plan.Points = pointsOf(b.query, grid.times, fixed)
	plan = plan.withPast(b.query, step, fixed)
	return b.finish(plan, max(niceStep(b.query.Window.Length/wantedCells), scrapesPerCell*b.scrape), func(s side, spans []Span) (Source, error) {
		window := spans[0].Length()
		source, err := s.source(window)
		source.Cell, source.Step, source.Phase, source.Ranges = window, step, phase(spans[0].End, step), evaluations(spans, step)
		return source, err
	})
}

// divisor returns the shortest length of everyday use that divides a period and is not shorter than least; 0 if none is.
func divisor(period, least time.Duration) time.Duration {
	for _, nice := range niceSteps {
		if nice >= least && period%nice == 0 {
			return nice
		}
	}
	return 0
}

// finish leaves out what the query lists and adds the sources. cell is the length of the cells of all that is asked for
// beside the counts.
func (b builder) finish(plan Plan, cell time.Duration, source func(side, []Span) (Source, error)) (Plan, error) {
	plan.Notices = append(plan.Notices, b.notices()...)
	plan.Warnings = sortedSet(slices.Concat(plan.Warnings, b.current.warnings(), b.baseline.warnings()))
	plan, err := plan.withSources(b, source)
	if err != nil {
		return Plan{}, err
	}
	plan = plan.withCensuses(b, cell)
	if plan, err = plan.withMix(b, cell); err != nil {
		return Plan{}, err
	}
	plan.Mute = None
	if b.query.Baseline.Mute != "" {
		mute, err := b.mute(plan, cell)
		if err != nil {
			return Plan{}, err
		}
		plan.Mute, plan.Sources = len(plan.Sources), append(plan.Sources, mute)
	}
	for i := range plan.Sources {
		plan.Sources[i].Ranges = union(plan.Sources[i].Ranges)
		if n := plan.Sources[i].Evaluations(); n > b.limits.Cells {
			return Plan{}, fault.New(fault.Limit, fmt.Sprintf("the query needs %d cells of %s, more than the limit of %d", n, request.Duration{Length: plan.Sources[i].Step}, b.limits.Cells),
				"choose a shorter range or baseline or a longer window, or raise limits.cells in the data source")
		}
	}
	var listed []Span
	for _, interval := range b.query.Baseline.Exclude {
		listed = append(listed, Span{Start: interval.From, End: interval.To})
	}
	return plan.forRanking(b.query).LeaveOut(listed), nil
}

// staleAfter is the age at which it is worth asking whether a fixed baseline still describes what is normal.
const staleAfter = 30 * 24 * time.Hour

// notices are remarks about the query itself.
func (b builder) notices() []string {
	all := append(b.current.notices(), b.baseline.notices()...)
	if age := b.timing.Now.Sub(b.query.Baseline.To); b.query.Baseline.Kind == request.Fixed && age > staleAfter {
		all = append(all, fmt.Sprintf("The fixed baseline ended %d days ago: check that it still describes what is normal.", int(age.Hours()/24)))
	}
	return sortedSet(all)
}

func sortedSet(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// cohortField is where a cohort says what differs.
func (b builder) cohortField() string {
	if b.query.Baseline.Expr != "" {
		return "baseline.expr"
	}
	return "baseline.matchers"
}

// sameTime reports whether both sides of a comparison lie at the same time.
func sameTime(kind request.BaselineKind) bool { return kind == request.Cohort || kind == request.Rest }

// evaluations returns the range of evaluation times at the ends of spans that are one step apart.
func evaluations(spans []Span, step time.Duration) []Span {
	ends := make([]Span, len(spans))
	for i, span := range spans {
		ends[i] = Span{Start: span.End.Add(-step), End: span.End}
	}
	return ends
}

func phase(t time.Time, step time.Duration) time.Duration { return t.Sub(floor(t, step)) }

func pointsOf(query request.Query, times []time.Time, fixed Span) []Point {
	points := make([]Point, len(times))
	for i, t := range times {
		points[i] = Point{Time: t, Windows: windowsOf(query, t, fixed)}
	}
	return points
}

// withSources adds the source of each side; one source serves both where expression and times of evaluation allow it.
func (p Plan) withSources(b builder, source func(side, []Span) (Source, error)) (Plan, error) {
	current, err := source(b.current, p.spans(func(w Windows) []Span { return w.Current }))
	if err != nil {
		return Plan{}, err
	}
	p.Sources, p.Baseline = []Source{current}, None
	if b.query.Baseline.Kind == request.Static {
		return p, nil
	}
	baseline, err := source(b.baseline, p.spans(func(w Windows) []Span { return w.Baseline }))
	if err != nil {
		return Plan{}, err
	}
	if b.query.Baseline.Kind == request.Cohort && current.Expr == baseline.Expr {
		return Plan{}, fault.InField(b.cohortField(), "the cohort selects the same series as the current side", "say what differs, such as version = stable")
	}
	if current.Expr == baseline.Expr && current.Step == baseline.Step && current.Phase == baseline.Phase && slices.Equal(current.Category, baseline.Category) {
		p.Sources[0].Ranges = append(current.Ranges, baseline.Ranges...)
		p.Baseline = 0
		return p, nil
	}
	p.Sources, p.Baseline = append(p.Sources, baseline), 1
	return p, nil
}

func (p Plan) spans(of func(Windows) []Span) []Span {
	var all []Span
	for _, point := range p.Points {
		for _, windows := range point.Windows {
			all = append(all, of(windows)...)
		}
	}
	for _, t := range slices.SortedFunc(maps.Keys(p.Past), time.Time.Compare) {
		all = append(all, of(p.Past[t])...)
	}
	return all
}

// Evaluations returns how many values of the expression are needed for each series.
func (s Source) Evaluations() int {
	total := 0
	for _, span := range s.Ranges {
		total += int(span.Length() / s.Step)
	}
	return total
}

// union sorts spans and joins those that touch or overlap.
func union(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start.Compare(b.Start) })
	joined := spans[:0:0]
	for _, span := range spans {
		last := len(joined) - 1
		if last < 0 || span.Start.After(joined[last].End) {
			joined = append(joined, span)
			continue
		}
		if span.End.After(joined[last].End) {
			joined[last].End = span.End
		}
	}
	return joined
}
