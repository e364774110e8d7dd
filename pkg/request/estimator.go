package request

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Estimator names how a divergence is estimated from counts.
type Estimator string

// The estimators. Only Corrected has bands; the others are the textbook value of shares that were smoothed first, to
// agree with other tools.
const (
	Corrected Estimator = "corrected" // Corrected for the bias of small counts; always finite.
	NoneAdded Estimator = "none"      // The shares as observed: KL is infinite where a bin is new.
	Epsilon   Estimator = "epsilon"   // Shares of at least ε.
	Laplace   Estimator = "laplace"   // α events more in each bin.
	Jeffreys  Estimator = "jeffreys"  // Half an event more in each bin.
	Pool      Estimator = "pool"      // Bins with few events are joined.
)

// IsPlugIn reports whether the estimator is the textbook value of smoothed shares.
func (e Estimator) IsPlugIn() bool { return e != Corrected }

// hasAmount reports whether the estimator takes a smoothing.
func (e Estimator) hasAmount() bool { return e == Epsilon || e == Laplace || e == Pool }

func (q *Query) checkEstimator() error {
	if err := oneOf("estimator", q.Estimator, Corrected, NoneAdded, Epsilon, Laplace, Jeffreys, Pool); err != nil {
		return err
	}
	if q.Estimator.IsPlugIn() && (q.AlertOn.IsLimit() || q.AlertOn == AboveNormal) {
		return fault.InField("alertOn", fmt.Sprintf("the estimator %q has no band", q.Estimator), fmt.Sprintf("alert on the estimate, or use %s", Corrected))
	}
	amount := q.Smoothing
	switch {
	case amount == nil:
		return nil
	case !q.Estimator.hasAmount():
		return fault.InField("smoothing", fmt.Sprintf("does not apply to the estimator %q", q.Estimator), fmt.Sprintf("remove it, or use %s, %s or %s", Epsilon, Laplace, Pool))
	case !finite(*amount) || *amount <= 0:
		return fault.InField("smoothing", fmt.Sprintf("%v is no amount", *amount), "use a number above 0, or remove it")
	case q.Estimator == Epsilon && *amount >= 0.5:
		return fault.InField("smoothing", fmt.Sprintf("%v is no small share", *amount), "use 0.0001")
	}
	return nil
}
