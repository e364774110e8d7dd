// Package promapi speaks the Prometheus HTTP API: range queries decoded while they arrive, and limited look-ups. It
// classifies every failure as a fault and never shows what a server's error page or address may hold in secrets.
package promapi

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/settings"
)

// Client talks to one server. It is safe for concurrent use.
type Client struct {
	http   *http.Client
	config settings.Settings
}

// New returns a client that sends its requests by the given HTTP client, which brings credentials and TLS.
func New(client *http.Client, config settings.Settings) *Client {
	return &Client{http: client, config: config}
}

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
	Samples int
}

// QueryRange runs a range query and hands each series to sink while the answer arrives. The text of the answer is
// charged to the budget. The error is a *fault.Error, or what sink returned.
func (c *Client) QueryRange(ctx context.Context, query RangeQuery, budget *Budget, sink Sink) (Stats, []Warning, error) {
	params := url.Values{
		"query": {query.Expr},
		"start": {formatTime(query.Start)},
		"end":   {formatTime(query.End)},
		"step":  {strconv.FormatFloat(query.Step.Seconds(), 'f', -1, 64)},
		// Thanos would otherwise answer old ranges from downsampled data, in which increase() differs.
		"max_source_resolution": {"0s"},
	}
	ctx, cancel := context.WithTimeout(ctx, c.config.QueryTimeout)
	defer cancel()
	response, err := c.send(ctx, c.config.Method, "api/v1/query_range", params)
	if err != nil {
		return Stats{}, nil, err
	}
	defer closeBody(response.Body)
	body := &meteredReader{reader: response.Body, budget: budget}
	if response.StatusCode != http.StatusOK {
		return Stats{}, nil, refusal(response, body)
	}
	stats, warnings, err := decodeMatrix(body, sink)
	stats.Bytes = body.read
	return stats, warnings, c.classify(ctx, err)
}

// send makes one request. A POST carries its parameters in the body, so that long expressions fit.
func (c *Client) send(ctx context.Context, method, path string, params url.Values) (*http.Response, error) {
	// A bare number of seconds: with a unit, Prometheus takes whole numbers only.
	params.Set("timeout", strconv.FormatFloat(c.config.QueryTimeout.Seconds(), 'f', -1, 64))
	for name, values := range c.config.QueryParameters {
		params[name] = values
	}
	target := c.config.URL.JoinPath(path)
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(params.Encode())
	} else {
		target.RawQuery = params.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, c.classify(ctx, err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		// A nil Idempotency-Key tells net/http that this POST may be sent again when a kept-alive connection turns out
		// to be closed; the header itself is not sent.
		request.Header["Idempotency-Key"] = nil
	}
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.classify(ctx, err)
	}
	return response, nil
}

// closeBody reads a little of what is left, so that the connection can be used again, and closes the body.
func closeBody(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 64<<10)
	_ = body.Close()
}

// formatTime writes Unix seconds with milliseconds, as all engines read them.
func formatTime(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', -1, 64)
}
