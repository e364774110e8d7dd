package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
)

// Reason says in which way a value accounts for a change.
type Reason string

// The reasons.
const (
	ByInside Reason = "inside" // The samples of the value changed.
	ByMix    Reason = "mix"    // Its share of the samples changed.
)

// Presence says on which sides a value has samples.
type Presence string

// The presences.
const (
	OnBoth     Presence = "ok"
	TooFew     Presence = "insufficient" // Fewer samples than minCount on a side: it counts toward the mix only.
	OnlyNow    Presence = "new"
	OnlyBefore Presence = "vanished"
)

// Row is what one value of a label accounts for in one group. Divergences are in nats.
type Row struct {
	Group     int // In Explanation.Groups.
	Label     string
	Value     string // "" where the series lack the label, or of others.
	Others    int    // How many values the row stands for; 0 for one.
	Accounts  float64
	Reason    Reason // "" where it accounts for nothing.
	Direction string // What changed, in words; "" where nothing did.
	Mix       float64
	Inside    float64 // NaN where the value has too few samples to tell.
	Total     float64
	Shares    [2]float64 // Of the samples: current, baseline.
	Samples   [2]float64 // Current, baseline.
	Presence  Presence
}

// Name is how the row's value is called.
func (r Row) Name() string {
	switch {
	case r.Others == 1:
		return "all others"
	case r.Others > 1:
		return fmt.Sprintf("other (%d values)", r.Others)
	case r.Value == "":
		return "no " + r.Label
	}
	return r.Value
}

// rows are those of the values of a label; nothing accounts for a change that there is not.
func (l ExplainedLabel) rows(t table, last Snapshot, changed bool) []Row {
	rows := make([]Row, len(t.values))
	for i, one := range t.values {
		link, account := l.Links[i], l.Accounts[i]
		account.Inside *= l.Purity
		row := Row{
			Label: l.Label, Value: one.value, Mix: link.Mix, Inside: math.NaN(), Total: link.Mix,
			Shares: [2]float64{link.Current, link.Baseline}, Samples: [2]float64{sumOf(one.current), sumOf(one.baseline)}, Presence: presenceOf(link),
		}
		if i == len(t.values)-1 {
			row.Others = t.other
		}
		if link.Apart {
			row.Inside, row.Total = link.Inside, link.Mix+link.Inside
		}
		if changed {
			row.Accounts = account.Share()
		}
		row.Reason, row.Direction = whatChanged(row, account, one, last)
		rows[i] = row
	}
	return rows
}

func presenceOf(link confidence.Link) Presence {
	switch {
	case link.Baseline <= 0:
		return OnlyNow
	case link.Current <= 0:
		return OnlyBefore
	case !link.Apart:
		return TooFew
	}
	return OnBoth
}

// worthNaming is the part of a change from which on it is said in which way a value accounts for it.
const worthNaming = 0.01

func whatChanged(row Row, account confidence.Account, one tabled, last Snapshot) (reason Reason, direction string) {
	if row.Accounts > 0 {
		reason = ByInside
		if account.Mix > account.Inside {
			reason = ByMix
		}
	}
	switch {
	case row.Presence == OnlyNow || row.Presence == OnlyBefore:
		return reason, string(row.Presence)
	case row.Accounts < worthNaming:
		return reason, ""
	case reason == ByMix && row.Shares[0] > row.Shares[1]:
		return reason, "share grew"
	case reason == ByMix:
		return reason, "share fell"
	}
	pair := last.Pair
	pair.Current.Counts, pair.Baseline.Counts = one.current, one.baseline
	return reason, movedText(pair)
}

// movedText says in which direction the numbers of a pair moved; categories have none.
func movedText(pair distribution.Pair) string {
	text := sentence{last: &Snapshot{Pair: pair}}.direction()
	if text == "" {
		return "changed"
	}
	return strings.TrimSuffix(text, ": ")
}
