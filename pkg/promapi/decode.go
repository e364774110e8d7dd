package promapi

import (
	"cmp"
	"io"
	"slices"
)

// Warning is what the server says beside an answer that it gave all the same.
type Warning struct {
	Text string
	Info bool // A remark about the query rather than about missing data.
}

// Types of results: that of a range query, and that of an instant query.
const (
	matrixResult = "matrix"
	vectorResult = "vector"
)

// decode reads the answer to a query while it arrives. One series is held at a time, never the answer.
func decode(body io.Reader, result string, sink Sink) (Stats, []Warning, error) {
	d := decoder{reader: newReader(body), result: result, sink: sink}
	err := d.document()
	if err == nil {
		err = d.end()
	}
	return d.stats, d.warnings, err
}

type decoder struct {
	reader
	result   string
	sink     Sink
	stats    Stats
	warnings []Warning
	// Of the series being read; reused.
	samples    []Sample
	histograms []Histogram // Where samples point to.
	buckets    []Bucket    // Those of all its histograms, one behind the other.
	last       end         // Of the histogram being read.
}

func (d *decoder) document() error { return d.answer(d.data) }

// answer reads what all answers have around their data.
func (d *decoder) answer(data func() error) error {
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
			err = data()
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

func (d *decoder) remarks(info bool) error {
	return d.list(func() error {
		text, err := d.text()
		d.warnings = append(d.warnings, Warning{Text: shorten(text), Info: info})
		return err
	})
}

func (d *decoder) data() error {
	if d.dec.PeekKind() == 'n' {
		return d.skip()
	}
	return d.object(func(name string) error {
		switch name {
		case "resultType":
			kind, err := d.text()
			if err == nil && kind != d.result {
				return errNotJSON
			}
			return err
		case "result":
			return d.between('[', ']', d.series)
		}
		return d.skip()
	})
}

// series reads a series of a matrix, or a sample of a vector, which differ in the names of their members alone.
func (d *decoder) series() error {
	labels := map[string]string{}
	d.samples, d.histograms, d.buckets = d.samples[:0], d.histograms[:0], d.buckets[:0]
	err := d.object(func(name string) error {
		switch name {
		case "metric":
			return d.object(func(label string) error {
				value, err := d.text()
				labels[label] = value
				return err
			})
		case "value":
			return d.sample()
		case "values":
			return d.list(d.sample)
		case "histogram":
			return d.histogram()
		case "histograms":
			return d.list(d.histogram)
		}
		return d.skip()
	})
	if err != nil {
		return err
	}
	if native := len(d.histograms); native > 0 && native < len(d.samples) {
		slices.SortStableFunc(d.samples, func(a, b Sample) int { return cmp.Compare(a.Time, b.Time) })
	}
	d.stats.Series++
	d.stats.Samples += len(d.samples) + len(d.buckets)
	return d.sink(labels, d.samples)
}
