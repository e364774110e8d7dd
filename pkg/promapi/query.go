package promapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// RangeQuery asks for the values of an expression at Start, Start + Step, … up to End.
type RangeQuery struct {
	Expr       string
	Start, End time.Time
	Step       time.Duration
}

// Stats tells what an answer cost.
type Stats struct {
	Bytes   int64 // Of the answer's text, decompressed.
	Series  int
	Samples int // A native histogram is one and one more for each of its buckets, which is about what it costs.
}

// QueryRange runs a range query and hands each series to sink while the answer arrives. The text of the answer is
// charged to the budget. The error is a *fault.Error, or what sink returned.
func (c *Client) QueryRange(ctx context.Context, query RangeQuery, budget *Budget, sink Sink) (Stats, []Warning, error) {
	return c.query(ctx, "api/v1/query_range", url.Values{
		"query": {query.Expr},
		"start": {formatTime(query.Start)},
		"end":   {formatTime(query.End)},
		"step":  {strconv.FormatFloat(query.Step.Seconds(), 'f', -1, 64)},
	}, matrixResult, budget, sink)
}

// Query evaluates an expression, which must yield a vector, at one time. Otherwise it is like QueryRange; each series
// has one sample.
func (c *Client) Query(ctx context.Context, expr string, at time.Time, budget *Budget, sink Sink) (Stats, []Warning, error) {
	return c.query(ctx, "api/v1/query", url.Values{"query": {expr}, "time": {formatTime(at)}}, vectorResult, budget, sink)
}

// query sends a query and decodes its answer, which must be of the given type.
func (c *Client) query(ctx context.Context, path string, params url.Values, result string, budget *Budget, sink Sink) (Stats, []Warning, error) {
	// Thanos would otherwise answer old times from downsampled data, in which increase() differs.
	params.Set("max_source_resolution", "0s")
	ctx, cancel := context.WithTimeout(ctx, c.config.QueryTimeout)
	defer cancel()
	response, err := c.send(ctx, c.config.Method, path, params)
	if err != nil {
		return Stats{}, nil, err
	}
	defer closeBody(response.Body)
	body := &meteredReader{reader: response.Body, budget: budget}
	if response.StatusCode != http.StatusOK {
		return Stats{}, nil, refusal(response, body)
	}
	stats, warnings, err := decode(body, result, sink)
	stats.Bytes = body.read
	return stats, warnings, c.classify(ctx, err)
}
