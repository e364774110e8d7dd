// Package view computes what a query returns, one file a view, from the histograms of its windows. It does no I/O.
package view

import (
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// Status says whether a point could be judged.
type Status string

// The statuses.
const (
	OK           Status = "ok"
	Insufficient Status = "insufficient" // Fewer samples than minCount on a side.
	Incomparable Status = "incomparable" // The bucket layouts share too little.
	Overlap      Status = "overlap"      // The current window lies partly in its own baseline.
	NoData       Status = "nodata"       // One side has no counts at all.
)

// Result is the answer to a query of the view divergence.
type Result struct {
	Times   []time.Time
	Groups  []Group
	Notices []Notice // About the whole query.
}

// Group is the answer for one group.
type Group struct {
	Labels   map[string]string
	Status   []Status  // Of each point.
	Current  []float64 // Samples in the current window of each point.
	Baseline []float64 // Samples in the baseline.
	Measures []Measure // In the order the query asks for them.
	Last     *Snapshot // The last point that could be judged; nil if none could.
	Notices  []Notice
}

// Measure is one measure of a group over time.
type Measure struct {
	Name   request.Measure
	Values []Value // Of each point; meaningful where the status is OK.
}

// Value is one divergence in nats with its band.
type Value struct {
	Estimate float64 // Bias-corrected and signed: below 0 half of the time where there is no divergence.
	PlugIn   float64 // The textbook value of the observed shares; +Inf where a bin has mass on one side only.
	Lower    float64
	Upper    float64 // +Inf where the counts can't give one.
}

// Snapshot holds what one point was computed from, so that anyone can compute it again.
type Snapshot struct {
	Time              time.Time
	Current, Baseline distribution.Histogram
	Values            []Value // One for each measure.
}

// Notice is what a person should know about an answer.
type Notice struct {
	Text    string
	Warning bool // Part of the answer is missing or altered; otherwise a remark.
}
