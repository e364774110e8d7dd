package request

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Limits of the number of bins asked for.
const (
	MinBins = 2
	MaxBins = 500
)

func (q *Query) checkBins() error {
	b := q.Bins
	if err := oneOf("bins.kind", b.Kind, StoredBins, QuantileBins, EqualWidthBins, TopBins); err != nil {
		return err
	}
	if err := b.checkCount(); err != nil {
		return err
	}
	if err := b.checkScale(); err != nil {
		return err
	}
	return q.checkBinsFit()
}

func (b Bins) checkCount() error {
	if b.Kind == StoredBins {
		if b.Count != 0 {
			return fault.InField("bins.count", "does not apply to the bins as they are stored", fmt.Sprintf("remove it, or use %s, %s or %s", QuantileBins, EqualWidthBins, TopBins))
		}
		return nil
	}
	if b.Count < MinBins || b.Count > MaxBins {
		return fault.InField("bins.count", fmt.Sprintf("%d is outside %d to %d", b.Count, MinBins, MaxBins), fmt.Sprintf("use %d", DefaultBins))
	}
	return nil
}

func (b Bins) checkScale() error {
	if b.Kind == EqualWidthBins {
		return oneOf("bins.scale", b.Scale, Linear, Log)
	}
	if b.Scale != "" {
		return fault.InField("bins.scale", fmt.Sprintf("does not apply to the bins %q", b.Kind), fmt.Sprintf("remove it, or use %s", EqualWidthBins))
	}
	return nil
}

// checkBinsFit refuses a way to join bins that the bins of this query don't have. Where the query does not say what they
// are, the view will.
func (q *Query) checkBinsFit() error {
	switch q.Bins.Kind {
	case TopBins:
		if q.Current.isHistogram() && len(q.Joint) == 0 {
			return fault.InField("bins.kind", "top is for categories, and current is a histogram", fmt.Sprintf("use %s or %s, or name labels in current.category", QuantileBins, EqualWidthBins))
		}
	case QuantileBins, EqualWidthBins:
		if len(q.Current.Category) > 0 {
			return fault.InField("bins.kind", fmt.Sprintf("%s needs bins in an order, and categories have none", q.Bins.Kind), fmt.Sprintf("use %s", TopBins))
		}
	}
	return nil
}

// isHistogram reports whether the query itself says that the bins are a histogram's: a metric without category labels
// can be nothing else, but of an expression only its answer tells.
func (s Selection) isHistogram() bool { return s.Metric != "" && len(s.Category) == 0 }

// checkSensitivity refuses coarser and coarser bins of what has no order.
func (q *Query) checkSensitivity() error {
	if q.View != ViewSensitivity || len(q.Current.Category) == 0 && q.Bins.Kind != TopBins {
		return nil
	}
	return fault.InField("view", "categories have no neighbours to join", fmt.Sprintf("use the view %s, with bins %s", ViewDivergence, TopBins))
}
