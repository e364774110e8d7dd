package plan

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// ingestDelay is how long a scrape may take to become visible to queries.
const ingestDelay = 10 * time.Second

// maxPoints is the most points of one answer; Prometheus itself refuses more.
const maxPoints = 11_000

// defaultMaxDataPoints stands in where nobody says how wide the panel is.
const defaultMaxDataPoints = 1000

// grid is when the points are.
type grid struct {
	times []time.Time
	step  time.Duration
	lead  int // How many of the points lie before the range.
}

// points returns the points that the query's view is made of. Their distance is a multiple of unit.
func (b builder) points(unit time.Duration) (grid, error) {
	switch b.query.View {
	case request.ViewSLO:
		return b.windowEnds(unit)
	case request.ViewEpisodes:
		return b.stridePoints(unit)
	default:
		times, step, err := pointTimes(b.query.Instant, b.timing, unit, b.scrape)
		return grid{times: times, step: step}, err
	}
}

// pointTimes returns the step, a multiple of unit, and the times of the points: multiples of the step, counted from
// 1970. The last one is not after what the server can have scraped. There is always at least one: a rule that looks at
// the last minutes only gets the last full step.
func pointTimes(instant bool, timing Timing, unit, scrape time.Duration) ([]time.Time, time.Duration, error) {
	step := unit
	if !instant {
		step = stepLength(timing, unit)
	}
	first, last, err := ends(instant, timing, step, scrape)
	if err != nil {
		return nil, 0, err
	}
	if count := between(first, last, step); count > maxPoints {
		return nil, 0, fault.New(fault.Limit, fmt.Sprintf("the query asks for %d points, more than %d", count, maxPoints), "choose a shorter range or fewer data points")
	}
	return every(first, last, step), step, nil
}

// ends returns the first and the last multiple of a step that lie in the range; the last one for a moment.
func ends(instant bool, timing Timing, step, scrape time.Duration) (first, last time.Time, err error) {
	if !timing.From.Before(timing.To) && !instant {
		return first, last, fault.New(fault.Query, "the time range is empty", "choose a range that ends after it starts")
	}
	if timing.From.After(timing.Now) {
		return first, last, fault.New(fault.Query, "the time range lies in the future", "choose a range that has begun")
	}
	end := timing.To
	if latest := timing.Now.Add(-scrape - ingestDelay); end.After(latest) {
		end = latest
	}
	last = floor(end, step)
	if first = ceil(timing.From, step); instant || first.After(last) {
		first = last
	}
	return first, last, nil
}

// between is the number of points from the first to the last.
func between(first, last time.Time, step time.Duration) int { return int(last.Sub(first)/step) + 1 }

func every(first, last time.Time, step time.Duration) []time.Time {
	times := make([]time.Time, between(first, last, step))
	for i := range times {
		times[i] = first.Add(time.Duration(i) * step)
	}
	return times
}

func stepLength(timing Timing, unit time.Duration) time.Duration {
	points := timing.MaxDataPoints
	if points <= 0 {
		points = defaultMaxDataPoints
	}
	wanted := max(timing.Interval, timing.To.Sub(timing.From)/time.Duration(points), unit)
	return roundUp(wanted, unit)
}

// Floor returns the last multiple of unit, counted from 1970, that is not after t.
func Floor(t time.Time, unit time.Duration) time.Time { return floor(t, unit) }

// floor returns the last multiple of unit, counted from 1970, that is not after t. time.Truncate counts from year 1,
// which differs for units that do not divide a day.
func floor(t time.Time, unit time.Duration) time.Time {
	ns := t.UnixNano()
	remainder := ns % int64(unit)
	if remainder < 0 {
		remainder += int64(unit)
	}
	return time.Unix(0, ns-remainder).UTC()
}

func ceil(t time.Time, unit time.Duration) time.Time {
	return floor(t.Add(unit-1), unit)
}

// windowsOf returns the windows of the point at t, the asked ones first, then wider ones as far as the query allows.
// fixed is the range of a fixed baseline, in cells.
func windowsOf(query request.Query, t time.Time, fixed Span) []Windows {
	var all []Windows
	for _, times := range multiples(query) {
		all = append(all, window(query, t, fixed, times))
	}
	return all
}

// window returns the windows of the point at t, so many times as long as the query asks for.
func window(query request.Query, t time.Time, fixed Span, times time.Duration) Windows {
	length := times * query.Window.Length
	current := Span{Start: t.Add(-length), End: t}
	windows := Windows{Length: length, Current: []Span{current}}
	switch query.Baseline.Kind {
	case request.Previous:
		end := t.Add(-query.Baseline.Offset.Length)
		windows.Baseline = []Span{{Start: end.Add(-times * query.Baseline.Window.Length), End: end}}
	case request.Seasonal:
		for k := 1; k <= query.Baseline.Count; k++ {
			before := time.Duration(-k) * query.Baseline.Period.Length
			windows.Baseline = append(windows.Baseline, Span{Start: current.Start.Add(before), End: t.Add(before)})
		}
	case request.Fixed:
		windows.Baseline = []Span{fixed}
		windows.Overlap = current.Start.Before(fixed.End) && fixed.Start.Before(current.End)
	case request.Cohort, request.Rest:
		windows.Baseline = []Span{current}
	}
	return windows
}

// multiples returns how many times as long as asked for the windows of a point may be: 1, 2, 4, … and the most that
// the query allows. A window never grows into its own baseline.
func multiples(query request.Query) []time.Duration {
	all := []time.Duration{1}
	most := query.WidenTo.Length
	switch query.Baseline.Kind {
	case request.Previous:
		most = min(most, query.Baseline.Offset.Length)
	case request.Seasonal:
		most = min(most, query.Baseline.Period.Length)
	}
	limit := most / query.Window.Length
	for times := time.Duration(2); times < limit; times *= 2 {
		all = append(all, times)
	}
	if limit > 1 {
		all = append(all, limit)
	}
	return all
}

// checkFixed refuses a fixed baseline that is not over yet: its counts would go on changing.
func checkFixed(baseline request.Baseline, now time.Time) error {
	if baseline.Kind != request.Fixed {
		return nil
	}
	if baseline.From.After(now) {
		return fault.InField("baseline.from", fmt.Sprintf("%s lies in the future", baseline.From.UTC().Format(time.RFC3339)), "use a range that is over")
	}
	if baseline.To.After(now) {
		return fault.InField("baseline.to", fmt.Sprintf("%s lies in the future", baseline.To.UTC().Format(time.RFC3339)), "use a range that is over")
	}
	return nil
}
