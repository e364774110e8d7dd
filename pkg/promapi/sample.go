package promapi

import (
	"bytes"
	"math"
	"strconv"
)

// Sample is one value of a series: a number, or a native histogram.
type Sample struct {
	Time      int64 // Milliseconds since 1970.
	Value     float64
	Histogram *Histogram // Nil for a number. Where it is set, Value is unused and 0.
}

// Sink takes one series of an answer, its samples in the order of time. Labels are the sink's to keep; samples and all
// they point to are reused for the next series.
type Sink func(labels map[string]string, samples []Sample) error

// sample reads [1700000000.123,"42"]. It is where the time goes, so the pair is read as one value and taken apart by
// hand.
func (d *decoder) sample() error {
	pair, err := d.dec.ReadValue()
	if err != nil {
		return malformed(err)
	}
	sample, ok := parsePair(pair)
	if !ok {
		return errNotJSON
	}
	d.samples = append(d.samples, sample)
	return nil
}

func parsePair(pair []byte) (Sample, bool) {
	comma, end := bytes.IndexByte(pair, ','), len(pair)-1
	if comma < 1 || pair[0] != '[' || pair[end] != ']' {
		return Sample{}, false
	}
	at, ok := parseTime(pair[1:comma])
	if !ok {
		return Sample{}, false
	}
	value, ok := parseQuoted(pair[comma+1 : end])
	return Sample{Time: at, Value: value}, ok
}

// parseTime reads Unix seconds, as a bare number.
func parseTime(raw []byte) (int64, bool) {
	seconds, err := strconv.ParseFloat(string(bytes.TrimSpace(raw)), 64)
	if err != nil || math.IsNaN(seconds) || math.Abs(seconds) > math.MaxInt64/1000 {
		return 0, false
	}
	return int64(math.Round(seconds * 1000)), true
}

// parseQuoted reads a number in quotes, in which it may be NaN or infinite, too.
func parseQuoted(raw []byte) (float64, bool) {
	quoted := bytes.TrimSpace(raw)
	if len(quoted) < 2 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(quoted[1:len(quoted)-1]), 64)
	return value, err == nil
}
