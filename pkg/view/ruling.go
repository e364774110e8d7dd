package view

import (
	"fmt"
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

// rule decides a look and says why. n is that of the smaller side.
func (c *court) rule(look *Look) {
	name, threshold := c.query.Measures[0], number(*c.query.Threshold)
	words := sentence{measure: name, query: c.query, last: &Snapshot{Value: look.Value}}
	seen, unit := words.number(), words.unit()
	lower, upper := InUnit(name, c.query.Unit, look.Value.Lower), InUnit(name, c.query.Unit, look.Value.Upper)
	above, below := lower > *c.query.Threshold, upper < *c.query.Threshold
	at := " at n = " + count(math.Round(c.grows(look.N)))
	switch worse := look.Worse; {
	case look.Parity != nil && look.Parity.Failed:
		look.Ruling, look.Reason = Inconclusive, "the sides do not get the traffic they should: "+look.Parity.Text
	case above && worse != nil && worse.Better():
		look.Ruling, look.Reason = Pass, "changed, but for the better: "+seen+at+"; "+c.direction(worse)
	case above && worse != nil && !worse.Certain():
		look.Ruling, look.Reason = Inconclusive, "changed by more than the threshold of "+threshold+unit+", "+seen+at+", but it is not certain that it is for the worse: "+c.direction(worse)
	case above:
		look.Ruling, look.Reason = Fail, seen+at+" is above the threshold of "+threshold+unit
		if worse != nil {
			look.Reason += "; " + c.direction(worse)
		}
	case below:
		look.Ruling, look.Reason = Pass, seen+at+" is below the threshold of "+threshold+unit
	case math.IsInf(look.Value.Upper, 1):
		look.Ruling, look.Reason = Inconclusive, fmt.Sprintf("%s%s has no upper limit here, so that it can't pass: js always has one", seen, at)
	default:
		look.Ruling, look.Reason = Inconclusive, seen+at+": the threshold of "+threshold+unit+" lies within the band"
	}
}

// direction says what became of the statistic that can become worse.
func (c *court) direction(worse *Worse) string {
	what := "the mean"
	if ask := c.query.Verdict.Worse; ask.Statistic == request.WorseQuantile {
		what = "the quantile " + number(ask.Quantile)
	}
	text := fmt.Sprintf("%s went from %s to %s", what, number(worse.Baseline), number(worse.Current))
	if !math.IsNaN(worse.Bound) {
		shift := worse.Shift.Estimate
		if c.query.Verdict.Worse.Direction == request.WorseDown {
			shift = -shift
		}
		text += fmt.Sprintf(" (samples above %s: %+.2g points)", number(worse.Bound), 100*shift)
	}
	return text
}

// reason says in plain words why the last moment's ruling is what it is, and what it takes to change it.
func (c *court) reason(held Held) string {
	if held.Look == nil {
		return c.noLook(held)
	}
	text := held.Look.Reason
	if held.Ruling != Inconclusive || held.Look.Parity != nil && held.Look.Parity.Failed {
		return text
	}
	switch {
	case c.last.status == Overlap:
		return text + ". The window has reached its own baseline: there is no further look"
	case !math.IsNaN(held.Needed):
		text += fmt.Sprintf("; about %s more samples of current would decide", count(roundedUp(held.Needed)))
	case !math.IsInf(held.Look.Value.Upper, 1):
		text += "; the estimate lies so close to the threshold that more samples will hardly decide"
	}
	if !math.IsNaN(held.Next) {
		text += fmt.Sprintf(", next look at n = %s", count(roundedUp(held.Next)))
	}
	return text
}

// noLook says why there was no look yet.
func (c *court) noLook(held Held) string {
	least := count(leastCount(c.query))
	n := fmt.Sprintf("%s of current", count(math.Floor(held.N[0])))
	if !math.IsNaN(held.N[1]) {
		n += fmt.Sprintf(", %s of the baseline", count(math.Floor(held.N[1])))
	}
	switch {
	case !held.Begun:
		return fmt.Sprintf("nothing to look at yet: the first %s since %s are not over", request.Duration{Length: c.plan.Cell}, c.plan.Begun.Format(time.RFC3339))
	case c.sides.current == nil:
		return "only the baseline has this group: nothing is under test"
	case c.sides.baseline == nil:
		return "only the current side has this group: there is nothing to compare it with"
	}
	switch c.last.status {
	case Incomparable:
		if c.last.single {
			return "all samples of both sides lie in a single bin, which can't differ"
		}
		return "the bucket layouts of both sides share too little to be compared"
	case Overlap:
		return "the window reaches into its own baseline"
	case Muted:
		return "all of the baseline is left out, by exclude or mute"
	case NoData:
		return "no counts on one side"
	case Insufficient:
		if c.grows(held.N) >= leastCount(c.query) {
			return fmt.Sprintf("fewer than %s effective samples on a side: events come in bursts (%s)", least, n)
		}
		return fmt.Sprintf("fewer than %s samples on a side: %s", least, n)
	case OK, Infinite:
	}
	if c.last.noise.TooFew || c.last.noise.Short {
		takes := fmt.Sprintf("%d cells of %s", leastLagged, request.Duration{Length: c.plan.Cell})
		if c.rows.kind == request.ByLabel {
			takes = fmt.Sprintf("5 values of %s on each side", c.query.Replicates.By)
		}
		return fmt.Sprintf("there are samples (%s), but too few stretches or instances to tell how bursty they are: it takes %s", n, takes)
	}
	return fmt.Sprintf("fewer than %s samples on a side: %s", least, n)
}
