package promapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Sample is one value of a series.
type Sample struct {
	Time  int64 // Milliseconds since 1970.
	Value float64
}

// Sink takes one series of an answer. Labels are the sink's to keep, samples are reused for the next series.
type Sink func(labels map[string]string, samples []Sample) error

// Warning is what the server says beside an answer that it gave all the same.
type Warning struct {
	Text string
	Info bool // A remark about the query rather than about missing data.
}

var errNotJSON = errors.New("not a Prometheus answer")

// decodeMatrix reads the answer of a range query while it arrives. One series is held at a time, never the answer.
func decodeMatrix(body io.Reader, sink Sink) (Stats, []Warning, error) {
	d := matrixDecoder{dec: jsontext.NewDecoder(body, jsontext.AllowDuplicateNames(true)), sink: sink}
	err := d.document()
	if err == nil {
		err = d.end()
	}
	if d.native > 0 && err == nil {
		err = fault.New(fault.Rejected, "the answer holds native histograms", "this version reads classic histograms (metric_bucket)")
	}
	return d.stats, d.warnings, err
}

type matrixDecoder struct {
	dec      *jsontext.Decoder
	sink     Sink
	stats    Stats
	warnings []Warning
	samples  []Sample // Of the series being read; reused.
	native   int      // Series with native histograms.
}

func (d *matrixDecoder) document() error {
	var status, errorType, message string
	err := d.object(func(name string) (err error) {
		switch name {
		case "status":
			status, err = d.text()
		case "errorType":
			errorType, err = d.text()
		case "error":
			message, err = d.text()
		case "data":
			err = d.data()
		case "warnings":
			err = d.remarks(false)
		case "infos":
			err = d.remarks(true)
		default:
			err = d.skip()
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case status == "error":
		return refused(200, errorType, message)
	case status != "success":
		return errNotJSON
	}
	return nil
}

// end makes sure that nothing follows the document, such as a proxy's error page.
func (d *matrixDecoder) end() error {
	switch _, err := d.dec.ReadToken(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return malformed(err)
	}
	return errNotJSON
}

// object walks the members of an object. Anything else in its place is not a Prometheus answer.
func (d *matrixDecoder) object(member func(name string) error) error {
	return d.between('{', '}', func() error {
		name, err := d.text()
		if err != nil {
			return err
		}
		return member(name)
	})
}

// between reads what lies between an opening and a closing token, element by element.
func (d *matrixDecoder) between(open, end jsontext.Kind, element func() error) error {
	if err := d.expect(open); err != nil {
		return err
	}
	for d.dec.PeekKind() != end {
		if err := element(); err != nil {
			return err
		}
	}
	return d.expect(end)
}

func (d *matrixDecoder) expect(kind jsontext.Kind) error {
	token, err := d.dec.ReadToken()
	if err != nil {
		return malformed(err)
	}
	if token.Kind() != kind {
		return errNotJSON
	}
	return nil
}

// malformed keeps cut-off answers apart from answers that are not JSON.
func malformed(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", errNotJSON, err)
	}
	return err
}

func (d *matrixDecoder) text() (string, error) {
	token, err := d.dec.ReadToken()
	if err != nil {
		return "", malformed(err)
	}
	if token.Kind() != '"' {
		return "", errNotJSON
	}
	return token.String(), nil
}

func (d *matrixDecoder) skip() error { return malformed(d.dec.SkipValue()) }

func (d *matrixDecoder) remarks(info bool) error {
	if d.dec.PeekKind() == 'n' {
		return d.skip()
	}
	return d.between('[', ']', func() error {
		text, err := d.text()
		d.warnings = append(d.warnings, Warning{Text: shorten(text), Info: info})
		return err
	})
}

func (d *matrixDecoder) data() error {
	if d.dec.PeekKind() == 'n' {
		return d.skip()
	}
	return d.object(func(name string) error {
		switch name {
		case "resultType":
			kind, err := d.text()
			if err == nil && kind != "matrix" {
				return errNotJSON
			}
			return err
		case "result":
			return d.between('[', ']', d.series)
		}
		return d.skip()
	})
}

func (d *matrixDecoder) series() error {
	labels := map[string]string{}
	d.samples = d.samples[:0]
	err := d.object(func(name string) error {
		switch name {
		case "metric":
			return d.object(func(label string) error {
				value, err := d.text()
				labels[label] = value
				return err
			})
		case "values":
			return d.between('[', ']', d.sample)
		case "histograms":
			d.native++
		}
		return d.skip()
	})
	if err != nil {
		return err
	}
	d.stats.Series++
	d.stats.Samples += len(d.samples)
	return d.sink(labels, d.samples)
}

// sample reads [1700000000.123,"42"]. It is where the time goes, so the pair is read as one value and taken apart by
// hand.
func (d *matrixDecoder) sample() error {
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
	seconds, err := strconv.ParseFloat(string(bytes.TrimSpace(pair[1:comma])), 64)
	if err != nil || math.IsNaN(seconds) || math.Abs(seconds) > math.MaxInt64/1000 {
		return Sample{}, false
	}
	quoted := bytes.TrimSpace(pair[comma+1 : end])
	if len(quoted) < 2 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		return Sample{}, false
	}
	value, err := strconv.ParseFloat(string(quoted[1:len(quoted)-1]), 64)
	if err != nil {
		return Sample{}, false
	}
	return Sample{Time: int64(math.Round(seconds * 1000)), Value: value}, true
}
