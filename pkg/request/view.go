package request

import (
	"fmt"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
)

// View names what a query returns.
type View string

// The views.
const (
	ViewDivergence    View = "divergence"    // One estimate with its band per group, measure and point of time.
	ViewSensitivity   View = "sensitivity"   // The same at full, half and quarter resolution of the bins.
	ViewContributions View = "contributions" // What each bin adds to the divergence.
	ViewDistributions View = "distributions" // The two distributions that are compared.
	ViewRanking       View = "ranking"       // The groups by their divergence.
	ViewExplain       View = "explain"       // Which label, and which of its values, accounts for the change.
	ViewSLO           View = "slo"           // The share of windows or groups within the objective.
	ViewVerdict       View = "verdict"       // Pass, fail or inconclusive, however often one looks.
	ViewEpisodes      View = "episodes"      // From when to when the divergence was above the threshold.
	ViewExemplars     View = "exemplars"     // Exemplars that lie in the bins that contribute most.
)

// Views are all views, in the order in which they are offered.
var Views = []View{
	ViewDivergence, ViewContributions, ViewDistributions, ViewRanking, ViewExplain, ViewSLO, ViewVerdict, ViewEpisodes, ViewExemplars,
	ViewSensitivity,
}

// IsMoment reports whether a view is about the end of the range unless a query says otherwise.
func (v View) IsMoment() bool {
	switch v {
	case ViewContributions, ViewDistributions, ViewRanking, ViewExplain, ViewVerdict, ViewExemplars:
		return true
	case ViewDivergence, ViewSensitivity, ViewSLO, ViewEpisodes:
	}
	return false
}

// onlyMoment are the views that there are at no other time, and onlyRange those that a single moment does not have.
var (
	onlyMoment = []View{ViewDistributions, ViewRanking, ViewExplain, ViewExemplars}
	onlyRange  = []View{ViewEpisodes}
)

// Format says in which form a view for one moment returns its answer.
type Format string

// The formats.
const (
	FormatTable   Format = "table"   // Rows and columns, for people.
	FormatNumeric Format = "numeric" // One number for each group, for rules and expressions; of distributions, a numeric x axis for the Trend panel.
	FormatBars    Format = "bars"    // The table of bins, of which the Bar chart panel draws the columns that are bars.
)

// formatted are the views that have several formats, and a table unless a query says otherwise.
var formatted = []View{ViewContributions, ViewDistributions, ViewRanking, ViewExplain, ViewVerdict}

// ofBins are the views whose rows are bins, so that they can be drawn as bars.
var ofBins = []View{ViewContributions, ViewDistributions}

// split are the views that tell what each bin adds to a measure.
var split = []View{ViewContributions, ViewExemplars}

// Formats are those of a view; none where there is one form only.
func (v View) Formats() []Format {
	switch {
	case v == ViewExemplars: // Otherwise they are annotations, which the Time series panel draws.
		return []Format{FormatTable}
	case slices.Contains(ofBins, v):
		return []Format{FormatTable, FormatNumeric, FormatBars}
	case slices.Contains(formatted, v):
		return []Format{FormatTable, FormatNumeric}
	}
	return nil
}

// limited are the views that have rows to be limited.
var limited = []View{ViewContributions, ViewRanking, ViewExplain, ViewExemplars, ViewEpisodes}

// needThreshold are the views that tell good from bad.
var needThreshold = []View{ViewSLO, ViewVerdict, ViewEpisodes}

// ofOne are the views that tell one story, and so are of one measure.
var ofOne = []View{ViewExplain, ViewSLO, ViewVerdict, ViewEpisodes, ViewExemplars}

// withoutNormal are the views that have no place for an expected range.
var withoutNormal = []View{ViewRanking, ViewSLO, ViewEpisodes}

// DefaultLimit is the number of rows that a view returns unless a query says otherwise.
const DefaultLimit = 100

// applyViewDefaults fills in what the query's view needs, and nothing of other views: what does not apply stays away.
func (q *Query) applyViewDefaults() {
	if slices.Contains(limited, q.View) {
		setDefault(&q.Limit, DefaultLimit)
	}
	switch q.View {
	case ViewExplain:
		optionsOf(&q.Explain).applyDefaults()
	case ViewSLO:
		optionsOf(&q.SLO).applyDefaults(q.Window)
	case ViewVerdict:
		optionsOf(&q.Verdict).applyDefaults()
	case ViewRanking:
		optionsOf(&q.Ranking).applyDefaults()
	case ViewEpisodes:
		optionsOf(&q.Episodes).applyDefaults()
	case ViewExemplars:
		optionsOf(&q.Exemplars).applyDefaults()
	case ViewDivergence, ViewSensitivity, ViewContributions, ViewDistributions:
	}
}

// optionsOf returns the options of a view, new ones where none are given.
func optionsOf[T any](given **T) *T {
	if *given == nil {
		*given = new(T)
	}
	return *given
}

func (q *Query) checkView() error {
	if err := q.checkOptions(); err != nil {
		return err
	}
	switch {
	case q.Instant && slices.Contains(onlyRange, q.View):
		return fault.InField("instant", fmt.Sprintf("%s are stretches of time, and a moment has none", q.View), "remove it")
	case !q.Instant && slices.Contains(onlyMoment, q.View):
		return fault.InField("instant", fmt.Sprintf("the view %s is for one moment, the end of the range", q.View), "remove it, or use the view divergence for values over time")
	case q.Threshold == nil && slices.Contains(needThreshold, q.View):
		return fault.InField("threshold", fmt.Sprintf("is missing, and the view %s tells what lies above it from what does not", q.View), "give the divergence that matters, such as 0.05")
	case q.Threshold == nil && q.View == ViewRanking && q.AlertOn == StatisticAttainment:
		return fault.InField("threshold", "is missing, and attainment is the share of groups at or below it", "give the divergence that matters, such as 0.05")
	case q.Confidence.ExpectedRange && slices.Contains(withoutNormal, q.View):
		return notOfView("confidence.expectedRange", q.View)
	case len(q.Measures) > 1 && slices.Contains(ofOne, q.View):
		return fault.InField("measures", fmt.Sprintf("the view %s is of one measure, and there are %d", q.View, len(q.Measures)), "keep one, or make a query of each")
	}
	if err := q.checkSplit(); err != nil {
		return err
	}
	return q.checkForm()
}

// checkSplit refuses what no bin has a part of, and numbers that categories don't have.
func (q *Query) checkSplit() error {
	for i, measure := range q.Measures {
		if !measure.AddsUp() && slices.Contains(split, q.View) {
			return fault.InField(fmt.Sprintf("measures[%d]", i), fmt.Sprintf("%s is no sum over bins, so no bin has a part of it", measure), "use kl or js")
		}
	}
	switch {
	case !q.Current.IsCategorical():
	case q.AlertOn == StatisticFrom || q.AlertOn == StatisticTo:
		return NoBounds(q.AlertOn)
	case q.View == ViewDistributions && q.Format == FormatNumeric:
		return NoNumbers()
	}
	return nil
}

// NoBounds is the fault of asking for a bound of categories.
func NoBounds(statistic Statistic) error {
	return fault.InField("alertOn", fmt.Sprintf("%q is a bound of bins, and categories have none", statistic), "use contribution or share")
}

// NoNumbers is the fault of asking for categories on an axis of numbers.
func NoNumbers() error {
	return fault.InField("format", "numeric draws bins along an axis of numbers, and categories have no place there", "use table or bars")
}

// CheckNumbers reports whether alert rules and expressions can take the answer.
func (q Query) CheckNumbers() error {
	switch {
	case q.View == ViewDistributions || q.View == ViewEpisodes || q.View == ViewExemplars:
		return fault.InField("view", fmt.Sprintf("%s are no numbers, which is what alert rules and expressions take", q.View), "use the view divergence")
	case q.Format == FormatTable || q.Format == FormatBars:
		return fault.InField("format", "alert rules and expressions take numbers, and this is a table", fmt.Sprintf("set it to %s", FormatNumeric))
	}
	return nil
}

// checkForm checks the fields that several views have.
func (q *Query) checkForm() error {
	switch {
	case q.Format != "" && len(q.View.Formats()) == 0:
		return notOfView("format", q.View)
	case q.Limit != 0 && !slices.Contains(limited, q.View):
		return notOfView("limit", q.View)
	case q.Limit < 0 || q.Limit > mostRows:
		return fault.InField("limit", fmt.Sprintf("%d is not a number of rows", q.Limit), fmt.Sprintf("use 1 to %d", mostRows))
	case q.Format == FormatTable && !q.Instant:
		return fault.InField("format", "a table is for one moment, and instant is false", "remove one of them")
	case q.Format != "" && !q.Instant && q.View == ViewContributions:
		return fault.InField("format", fmt.Sprintf("%q is for one moment, and instant is false", q.Format), "remove one of them")
	}
	if q.Format == "" {
		return nil
	}
	return oneOf("format", q.Format, q.View.Formats()...)
}

// mostRows bounds the rows of a table.
const mostRows = 10_000

// checkOptions checks the options of the query's view, and refuses those of others.
func (q *Query) checkOptions() error {
	options := []struct {
		view  View
		given bool
		check func() error
	}{
		{ViewExplain, q.Explain != nil, q.checkExplain},
		{ViewSLO, q.SLO != nil, q.checkSLO},
		{ViewVerdict, q.Verdict != nil, q.checkVerdict},
		{ViewRanking, q.Ranking != nil, q.checkRanking},
		{ViewEpisodes, q.Episodes != nil, q.checkEpisodes},
		{ViewExemplars, q.Exemplars != nil, q.checkExemplars},
	}
	for _, option := range options {
		if !option.given {
			continue
		}
		if option.view != q.View {
			return notOfView(string(option.view), q.View)
		}
		if err := option.check(); err != nil {
			return err
		}
	}
	return nil
}

func notOfView(field string, view View) error {
	return fault.InField(field, fmt.Sprintf("does not apply to the view %s", view), "remove it")
}
