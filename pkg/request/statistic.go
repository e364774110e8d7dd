package request

// Statistic names the number that is the value field, the one that alert rules see.
type Statistic string

// The statistics of a divergence.
const (
	StatisticEstimate Statistic = "estimate"
	StatisticLower    Statistic = "lower"
	StatisticUpper    Statistic = "upper"
	AboveNormal       Statistic = "aboveNormal" // How far the estimate lies above the expected range; 0 within it.
	StatisticSamples  Statistic = "samples"     // Samples in the current window, for the text of an alert.
)

// The statistics of the other views.
const (
	StatisticContribution Statistic = "contribution" // Of the bin that contributes most.
	StatisticShare        Statistic = "share"        // Of the divergence: what the first bin or label value accounts for.
	StatisticFrom         Statistic = "from"         // Lower bound of the first bin.
	StatisticTo           Statistic = "to"           // Upper bound of the first bin.
	StatisticAttainment   Statistic = "attainment"   // Share of windows or groups within the objective.
	StatisticBudget       Statistic = "budget"       // Share of the error budget that is left; below 0 where it is overspent.
	StatisticBurnRate     Statistic = "burnRate"     // The lower of the burn rates over the long and the short window.
	StatisticVerdict      Statistic = "verdict"      // 0 pass, 1 inconclusive, 2 fail.
	StatisticNeeded       Statistic = "needed"       // Samples that a verdict still takes.
)

// statistics are those that each view can return, the default first.
var statistics = map[View][]Statistic{
	ViewDivergence:    {StatisticEstimate, StatisticLower, StatisticUpper, AboveNormal, StatisticSamples},
	ViewSensitivity:   {StatisticEstimate, StatisticLower, StatisticUpper, AboveNormal},
	ViewContributions: {StatisticContribution, StatisticShare, StatisticFrom, StatisticTo},
	ViewDistributions: {StatisticEstimate},
	ViewRanking:       {StatisticEstimate, StatisticLower, StatisticUpper, StatisticAttainment},
	ViewExplain:       {StatisticShare},
	ViewSLO:           {StatisticAttainment, StatisticBudget, StatisticBurnRate},
	ViewVerdict:       {StatisticVerdict, StatisticEstimate, StatisticLower, StatisticUpper, StatisticNeeded},
	ViewEpisodes:      {StatisticEstimate, StatisticLower},
	ViewExemplars:     {StatisticEstimate},
}

// Statistics are the numbers that a view can hand to alert rules, the default first; of episodes, those that have to
// exceed the threshold.
func (v View) Statistics() []Statistic { return statistics[v] }

// IsLimit reports whether the statistic is a limit of the band.
func (s Statistic) IsLimit() bool { return s == StatisticLower || s == StatisticUpper }
