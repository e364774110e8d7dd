package view

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

// missing is what an objective lacks in the period before the last point.
type missing struct {
	covers  time.Duration  // What of the period has counts; 0: nothing.
	windows int            // How many windows that holds, over all groups.
	unknown map[Status]int // Those that can't be judged.
}

// missing counts from the first window with counts on: what lies before is said by how much of the period is covered.
func (p periods) missing(o Objective) missing {
	m := missing{covers: o.Points[len(o.Points)-1].Covers, unknown: map[Status]int{}}
	for i := max(len(o.tallies)-p.windows(p.slo.Period.Length), firstCounted(o.tallies)); i < len(o.tallies); i++ {
		m.windows += o.tallies[i].judged + o.tallies[i].unknown
		for status, count := range o.unknown[i] {
			m.unknown[status] += count
		}
	}
	return m
}

func (m missing) notices(query request.Query) []Notice {
	var all []Notice
	switch period := query.SLO.Period; {
	case m.covers == 0:
		return []Notice{{Text: fmt.Sprintf("There is no objective: no window of the last %s has counts on both sides.", period)}}
	case m.covers < period.Length:
		all = append(all, Notice{Text: fmt.Sprintf("The objective covers %s of %s: there are no counts on both sides before.", request.Duration{Length: m.covers}, period)})
	}
	if n := total(m.unknown); n > 0 {
		all = append(all, Notice{Text: fmt.Sprintf("%d of %d windows can't be judged and do not count: %s.", n, m.windows, reasons(m.unknown))})
	}
	return all
}

func total(unknown map[Status]int) int {
	sum := 0
	for _, count := range unknown {
		sum += count
	}
	return sum
}

// missingOf says of many groups in two sentences what their objectives lack.
func missingOf(all []Objective, query request.Query) []Notice {
	var short, unknown []string
	least, reason := query.SLO.Period.Length, map[Status]int{}
	for _, o := range all {
		if o.missing.covers < query.SLO.Period.Length {
			short, least = append(short, nameOf(o.Labels)), min(least, o.missing.covers)
		}
		if len(o.missing.unknown) > 0 {
			unknown = append(unknown, nameOf(o.Labels))
		}
		for status, count := range o.missing.unknown {
			reason[status] += count
		}
	}
	var notices []Notice
	if len(short) > 0 {
		notices = append(notices, Notice{Text: fmt.Sprintf("The objective covers less than %s in %d of %d groups, %s at the least: there are no counts on both sides before (%s).",
			query.SLO.Period, len(short), len(all), request.Duration{Length: least}, abridged(short))})
	}
	if len(unknown) > 0 {
		notices = append(notices, Notice{Text: fmt.Sprintf("Windows of %d of %d groups can't be judged and do not count: %s (%s).", len(unknown), len(all), reasons(reason), abridged(unknown))})
	}
	return notices
}

// notJudgedNow lists the groups that do not count at the last point.
func (o Objective) notJudgedNow() []Notice {
	if len(o.unknownNow) == 0 {
		return nil
	}
	return []Notice{{Text: fmt.Sprintf("%d of %d groups are unknown at the last point: %s (%s).", len(o.unknownNow), o.groups, reasons(o.unknown[len(o.unknown)-1]), abridged(o.unknownNow))}}
}
