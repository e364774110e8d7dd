package promapi

import (
	"bytes"
	"math"
)

// Histogram is a native histogram. What it counts more than its buckets do was no number (NaN).
type Histogram struct {
	Count   float64
	Buckets []Bucket // Ascending by their bounds, apart from each other, none empty.
	// Invalid says that the server sent what can't be counts of a distribution: buckets that overlap, bounds that are
	// no numbers or go backwards, a count that is negative, infinite or no number. Nothing else of it is kept.
	Invalid bool
}

// Bucket counts the values between two bounds. Lower may be −Inf and Upper +Inf; they are equal in a zero bucket
// without width. Which bucket has the values that are equal to a bound differs by sign and kind, and is not kept.
type Bucket struct{ Lower, Upper, Count float64 }

// histogram reads [1700000000.123,{"count":"3","sum":"4.2","buckets":[…]}].
func (d *decoder) histogram() error {
	if err := d.expect('['); err != nil {
		return err
	}
	raw, err := d.dec.ReadValue()
	if err != nil {
		return malformed(err)
	}
	at, ok := parseTime(raw)
	if !ok {
		return errNotJSON
	}
	histogram, err := d.counts()
	if err != nil {
		return err
	}
	// Growing the slice leaves the histograms before this one behind, where their samples still point to.
	d.histograms = append(d.histograms, histogram)
	d.samples = append(d.samples, Sample{Time: at, Histogram: &d.histograms[len(d.histograms)-1]})
	return d.expect(']')
}

// counts reads {"count":"3","sum":"4.2","buckets":[…]}. The sum is not needed, and there are no buckets where all are
// empty.
func (d *decoder) counts() (Histogram, error) {
	start, counted, count := len(d.buckets), false, 0.0
	d.last = noBucket
	err := d.object(func(name string) (err error) {
		switch name {
		case "count":
			counted = true
			count, err = d.quoted()
			return err
		case "buckets":
			return d.list(d.bucket)
		}
		return d.skip()
	})
	switch {
	case err != nil:
		return Histogram{}, err
	case !counted:
		return Histogram{}, errNotJSON
	case d.last.invalid || !isCount(count):
		d.buckets = d.buckets[:start]
		return Histogram{Invalid: true}, nil
	}
	return Histogram{Count: count, Buckets: d.buckets[start:len(d.buckets):len(d.buckets)]}, nil
}

// bucket reads [0,"0.5","1","3"] by hand, as sample does.
func (d *decoder) bucket() error {
	raw, err := d.dec.ReadValue()
	if err != nil {
		return malformed(err)
	}
	bucket, rule, ok := parseBucket(raw)
	if !ok {
		return errNotJSON
	}
	d.last.follow(bucket, rule)
	if bucket.Count != 0 {
		d.buckets = append(d.buckets, bucket)
	}
	return nil
}

func parseBucket(raw []byte) (bucket Bucket, rule boundaries, ok bool) {
	if len(raw) < 2 || raw[0] != '[' {
		return Bucket{}, 0, false
	}
	first, rest, _ := bytes.Cut(raw[1:len(raw)-1], comma)
	lower, rest, _ := bytes.Cut(rest, comma)
	upper, count, _ := bytes.Cut(rest, comma)
	rule, ok1 := parseBoundaries(first)
	var ok2, ok3, ok4 bool
	bucket.Lower, ok2 = parseQuoted(lower)
	bucket.Upper, ok3 = parseQuoted(upper)
	bucket.Count, ok4 = parseQuoted(count)
	bucket.Lower, bucket.Upper = oneZero(bucket.Lower), oneZero(bucket.Upper)
	return bucket, rule, ok1 && ok2 && ok3 && ok4
}

// oneZero makes 0 of the −0 at which a zero bucket without width begins: they are the same bound.
func oneZero(bound float64) float64 {
	if bound == 0 {
		return 0
	}
	return bound
}

var comma = []byte{','}

// boundaries says which bounds belong to a bucket themselves.
type boundaries uint8

const (
	leftOpen boundaries = iota
	rightOpen
	bothOpen
	bothClosed
)

func parseBoundaries(raw []byte) (boundaries, bool) {
	digit := bytes.TrimSpace(raw)
	if len(digit) != 1 || digit[0] < '0' || digit[0] > '3' {
		return 0, false
	}
	return boundaries(digit[0] - '0'), true
}

func (b boundaries) lower() bool { return b == rightOpen || b == bothClosed }
func (b boundaries) upper() bool { return b == leftOpen || b == bothClosed }

// end is where the last bucket read has ended, which the next one must not reach.
type end struct {
	bound   float64
	closed  bool // The bound belongs to the bucket.
	invalid bool // A bucket of this histogram can't be one, or not there.
}

var noBucket = end{bound: math.Inf(-1)}

// follow goes on to the next bucket and notes whether it can be there.
func (e *end) follow(b Bucket, rule boundaries) {
	empty := b.Lower == b.Upper && (rule != bothClosed || math.IsInf(b.Lower, 0))
	ascending := b.Lower <= b.Upper && !empty // NaN is not.
	apart := b.Lower > e.bound || b.Lower == e.bound && !(e.closed && rule.lower())
	e.invalid = e.invalid || !ascending || !apart || !isCount(b.Count)
	e.bound, e.closed = b.Upper, rule.upper()
}

// isCount reports whether a number can be that of events; fractions can, where increase() extrapolates.
func isCount(count float64) bool { return count >= 0 && !math.IsInf(count, 1) }
