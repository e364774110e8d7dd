package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/request"
)

// table is one of the page, in Markdown.
type table struct {
	title  string // A sentence that says what the entries are.
	header []string
	rows   [][]string
}

func write(tables []table) string {
	var text strings.Builder
	for _, t := range tables {
		fmt.Fprintf(&text, "%s\n\n| %s |\n|%s\n", t.title, strings.Join(t.header, " | "), strings.Repeat("---|", len(t.header)))
		for _, row := range t.rows {
			fmt.Fprintf(&text, "| %s |\n", strings.Join(row, " | "))
		}
		text.WriteString("\n")
	}
	return text.String()
}

func tables(outcomes []*outcome, left []skipped, o options) []table {
	if o.rules == "candidates" {
		return []table{candidateTable(outcomes, o)}
	}
	all := []table{countTable(outcomes, o), delayTable(outcomes)}
	if len(left) > 0 {
		all = append(all, skippedTable(left))
	}
	return all
}

// countTable has the alerts of each shipped rule, and their sums.
func countTable(outcomes []*outcome, o options) table {
	t := table{
		title: fmt.Sprintf("**False alerts in %d days over %d groups.** An alert is one group that begins to fire; an incident is one of a service, as grouped notifications are. "+
			"Persistent: alerts in %d days where deviations last half an hour.", o.days, o.groups, min(o.days, mostPersistentDays)),
		header: []string{"rule", "severity", "what it compares", "fires", "alerts", "incidents", "groups", "persistent"},
	}
	sums := map[string]*[2]count{"page": {}, "ticket": {}}
	for _, one := range outcomes {
		t.rows = append(t.rows, append([]string{one.name, one.severity, one.compares(), one.fires()}, countEntries(one.quiet, one.persistent)...))
		if sum := sums[one.severity]; sum != nil {
			sum[0], sum[1] = sum[0].add(one.quiet), sum[1].add(one.persistent)
		}
	}
	for _, severity := range []string{"page", "ticket"} {
		sum := sums[severity]
		t.rows = append(t.rows, append([]string{"**all " + severity + "s**", severity, "", ""}, countEntries(sum[0], sum[1])...))
	}
	return t
}

func (c count) add(d count) count {
	return count{c.alerts + d.alerts, c.incidents + d.incidents, c.groups + d.groups, c.alone + d.alone}
}

func countEntries(quiet, persistent count) []string {
	return []string{fmt.Sprint(quiet.alerts), fmt.Sprint(quiet.incidents), fmt.Sprint(quiet.groups), fmt.Sprint(persistent.alerts)}
}

// compares names the windows of a rule.
func (r rule) compares() string {
	b := r.query.Baseline
	against := fmt.Sprintf("%s before", b.Offset)
	if b.Kind == request.Seasonal {
		against = fmt.Sprintf("%d × %s before", b.Count, b.Period)
	}
	if b.Kind == request.Previous && b.Window != r.query.Window {
		against += fmt.Sprintf(" (%s)", b.Window)
	}
	return fmt.Sprintf("%s, %s", r.query.Window, against)
}

// fires is the condition of a rule in short.
func (r rule) fires() string {
	sign := ">"
	if r.below {
		sign = "<"
	}
	what := fmt.Sprintf("%s %s", r.query.Measures[0], r.query.AlertOn)
	if r.query.View == request.ViewSLO {
		what = fmt.Sprintf("%s of %s > %g over %s and %s", r.query.AlertOn, r.query.Measures[0], *r.query.Threshold, r.query.SLO.Long, r.query.SLO.Short)
	}
	text := fmt.Sprintf("%s %s %.3g", what, sign, r.threshold)
	if r.recovery != r.threshold {
		text += fmt.Sprintf(" until %.3g", r.recovery)
	}
	if r.impact {
		text += " and impact"
	}
	return text + fmt.Sprintf(", for %s, keep %s", short(r.hold), short(r.keep))
}

func short(d time.Duration) string { return model.Duration(d).String() }

// delayTable has a row a rule and class of traffic.
func delayTable(outcomes []*outcome) table {
	t := table{
		title: "**Detection delay**: time from the beginning of a drift to the alert, median / 90 % of all drifts, then the share that was detected within 24 hours. " +
			"A dash stands where fewer than that were detected. Drifts come with errors of 1.5 to 3 %.",
		header: []string{"rule", "traffic"},
	}
	for _, size := range sizes {
		t.header = append(t.header, fmt.Sprintf("%g nats", size))
	}
	for _, one := range outcomes {
		for c, class := range classes {
			row := []string{one.name, class.name}
			for i := range sizes {
				row = append(row, one.delays[i][c].String())
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

// String is the entry of a table.
func (d delay) String() string {
	if d.drifts == 0 {
		return "no drift"
	}
	text := func(share float64) string {
		if after, ok := d.after(share); ok {
			return short(after.Round(time.Minute))
		}
		return "–"
	}
	return fmt.Sprintf("%s / %s, %.0f %%", text(0.5), text(0.9), 100*float64(len(d.found))/float64(d.drifts))
}

// candidateTable has a row a candidate; delays are those of groups with at least one event per second.
func candidateTable(outcomes []*outcome, o options) table {
	t := table{
		title: fmt.Sprintf("**Candidates**: false alerts in %d days over %d groups for divergence alone → with the impact condition; the same in %d days where deviations last half an hour; "+
			"detection delay of divergence with impact (of tickets: alone), median / 90 %%, share within 24 hours, in groups of 1 to 50 events per second.", o.days, o.groups, min(o.days, mostPersistentDays)),
		header: []string{"what it compares", "fires", "false alerts", "persistent"},
	}
	for _, size := range sizes {
		t.header = append(t.header, fmt.Sprintf("%g nats", size))
	}
	for _, one := range outcomes {
		row := []string{one.compares(), one.fires(), arrow(one.quiet, one.impact), arrow(one.persistent, one.impact)}
		for i := range sizes {
			row = append(row, busy(one.delays[i][2], one.delays[i][3]).String())
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// busy joins two classes of traffic.
func busy(a, b delay) delay {
	found := append(slices.Clone(a.found), b.found...)
	slices.Sort(found)
	return delay{a.drifts + b.drifts, found}
}

func arrow(c count, impact bool) string {
	if !impact {
		return fmt.Sprint(c.alerts)
	}
	return fmt.Sprintf("%d → %d", c.alone, c.alerts)
}

func skippedTable(left []skipped) table {
	t := table{title: "**Not simulated**, and why.", header: []string{"rule", "reason"}}
	for _, one := range left {
		t.rows = append(t.rows, []string{one.name, strings.ReplaceAll(one.reason, "|", `\|`)})
	}
	return t
}
