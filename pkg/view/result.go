// Package view computes what a query returns, one file a view, from the histograms of its windows. It does no I/O.
package view

import (
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// Status says whether a point could be judged.
type Status string

// The statuses.
const (
	OK           Status = "ok"
	Infinite     Status = "infinite"     // A bin that an exact baseline rules out holds samples.
	Insufficient Status = "insufficient" // Fewer samples than minCount on a side.
	Incomparable Status = "incomparable" // The bucket layouts share too little, or all samples lie in a single bin.
	Overlap      Status = "overlap"      // The current window lies partly in its own baseline.
	Muted        Status = "muted"        // All of the baseline is left out.
	NoData       Status = "nodata"       // One side has no counts at all.
)

// Judged reports whether the point has values.
func (s Status) Judged() bool { return s == OK || s == Infinite }

// Result is the answer to a query.
type Result struct {
	Times    []time.Time
	Groups   []Group
	Category []string // The labels whose values are the bins; none for histograms.
	Notices  []Notice // About the whole query.
	Crowded  bool     // There are too many groups for noise floors and expected ranges to be drawn.
}

// Group is the answer for one group.
type Group struct {
	Labels   map[string]string
	Status   []Status  // Of each point.
	Current  []float64 // Samples in the current window of each point.
	Baseline []float64 // Samples in the baseline; NaN where it is exact.
	Noise    []Noise   // Of each point: how far its counts spread.
	// Of the current window of each point: more than asked for where that held too few samples, and the longest one tried
	// where none held enough.
	Length   []time.Duration
	Measures []Measure // In the order the query asks for them, each at all resolutions.
	Notices  []Notice
}

// Measure is one measure of a group over time.
type Measure struct {
	Name       request.Measure
	Resolution Resolution
	Values     []Value   // Of each point; meaningful where it could be judged.
	Last       *Snapshot // The last point that could be judged; nil if none could.
	Bins       binSeries // What each bin adds over time, for the view contributions; nil for all others.
}

// Resolution is how many neighbouring bins were joined into one.
type Resolution int

// The resolutions.
const (
	Full    Resolution = 1
	Half    Resolution = 2
	Quarter Resolution = 4
)

// String is the resolution's name.
func (r Resolution) String() string {
	switch r {
	case Half:
		return "half"
	case Quarter:
		return "quarter"
	}
	return "full"
}

// Value is one divergence in nats, or one share, with its band. A divergence of a single bin, which coarser resolutions
// may leave, is NaN but for PlugIn.
type Value struct {
	// Bias-corrected and signed: below 0 half of the time where there is no divergence. Of a share, the one observed. +Inf
	// where an exact baseline rules out a bin that holds samples.
	Estimate float64
	PlugIn   float64 // The textbook value of the observed shares; of KL, +Inf where a bin has mass on the first side only.
	Lower    float64
	Upper    float64    // +Inf where the counts can't give one; NaN, as Lower, of what has no band.
	Floor    float64    // Noise floor; NaN where there is none, or nobody asked.
	Normal   Normal     // Expected range; NaN where there is none, or nobody asked.
	PValue   float64    // Of the statistic G; NaN of all other measures.
	Moved    [2]float64 // Share of the samples that smoothing moved: current, baseline.
}

// noValue is that of a measure that could not be estimated.
var noValue = Value{
	Estimate: math.NaN(), PlugIn: math.NaN(), Lower: math.NaN(), Upper: math.NaN(), Floor: math.NaN(), PValue: math.NaN(),
	Normal: Normal{math.NaN(), math.NaN(), math.NaN()},
}

// Snapshot holds what one point was computed from, so that anyone can compute it again.
type Snapshot struct {
	Time    time.Time
	Windows plan.Windows
	distribution.Pair
	Value      Value
	Noise      Noise
	Groups     []int // The group of each bin that the lower limit is computed on, since rare bins are merged for it; nil if none are.
	Hidden     distribution.Suppression
	Conclusion Conclusion

	estimation estimation
}

// Notice is what a person should know about an answer.
type Notice struct {
	Text    string
	Warning bool // Part of the answer is missing or altered; otherwise a remark.
}
