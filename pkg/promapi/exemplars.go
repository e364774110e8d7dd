package promapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Exemplar is one observation that a server keeps beside a series, with labels of its own, such as a trace's id.
type Exemplar struct {
	Labels map[string]string
	Value  float64
	Time   int64 // Milliseconds since 1970.
}

// ExemplarSink takes the exemplars of one series. All of it is the sink's to keep.
type ExemplarSink func(series map[string]string, exemplars []Exemplar) error

// ExemplarsPath is where the API has exemplars; not every server that speaks it knows this path.
const ExemplarsPath = "api/v1/query_exemplars"

// QueryExemplars asks for the exemplars, from start to end, of the series that an expression selects, and hands them to
// sink while the answer arrives. The text of the answer is charged to the budget. Samples of the stats are exemplars. The
// error is a *fault.Error, or what sink returned.
func (c *Client) QueryExemplars(ctx context.Context, expr string, start, end time.Time, budget *Budget, sink ExemplarSink) (Stats, []Warning, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.QueryTimeout)
	defer cancel()
	response, err := c.send(ctx, c.config.Method, ExemplarsPath, url.Values{"query": {expr}, "start": {formatTime(start)}, "end": {formatTime(end)}})
	if err != nil {
		return Stats{}, nil, err
	}
	defer closeBody(response.Body)
	body := &meteredReader{reader: response.Body, budget: budget}
	if response.StatusCode != http.StatusOK {
		return Stats{}, nil, refusal(response, body)
	}
	d := exemplarDecoder{decoder: decoder{reader: newReader(body)}, sink: sink}
	if err = d.answer(d.data); err == nil {
		err = d.end()
	}
	d.stats.Bytes = body.read
	return d.stats, d.warnings, c.classify(ctx, err)
}

// exemplarDecoder reads exemplars. One series is held at a time.
type exemplarDecoder struct {
	decoder
	sink ExemplarSink
}

// data reads a list of series, or the null that stands for none.
func (d *exemplarDecoder) data() error { return d.list(d.series) }

func (d *exemplarDecoder) series() error {
	series := map[string]string{}
	var exemplars []Exemplar
	err := d.object(func(name string) error {
		switch name {
		case "seriesLabels":
			return d.labels(series)
		case "exemplars":
			return d.list(func() error {
				one, err := d.exemplar()
				exemplars = append(exemplars, one)
				return err
			})
		}
		return d.skip()
	})
	if err != nil {
		return err
	}
	d.stats.Series++
	d.stats.Samples += len(exemplars)
	return d.sink(series, exemplars)
}

// exemplar reads {"labels":{"trace_id":"…"},"value":"0.3","timestamp":1700000000.123}.
func (d *exemplarDecoder) exemplar() (Exemplar, error) {
	one := Exemplar{Labels: map[string]string{}}
	err := d.object(func(name string) (err error) {
		switch name {
		case "labels":
			return d.labels(one.Labels)
		case "value":
			one.Value, err = d.number()
			return err
		case "timestamp":
			raw, err := d.dec.ReadValue()
			if err != nil {
				return malformed(err)
			}
			at, ok := parseTime(raw)
			if !ok {
				return errNotJSON
			}
			one.Time = at
			return nil
		}
		return d.skip()
	})
	return one, err
}

// labels reads an object of texts, or null.
func (d *exemplarDecoder) labels(into map[string]string) error {
	if d.dec.PeekKind() == 'n' {
		return d.skip()
	}
	return d.object(func(name string) error {
		value, err := d.text()
		into[name] = value
		return err
	})
}

// number reads a number with or without quotes.
func (d *exemplarDecoder) number() (float64, error) {
	raw, err := d.dec.ReadValue()
	if err != nil {
		return 0, malformed(err)
	}
	if raw.Kind() == jsontext.Kind('"') {
		if value, ok := parseQuoted(raw); ok {
			return value, nil
		}
		return 0, errNotJSON
	}
	value, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, errNotJSON
	}
	return value, nil
}
