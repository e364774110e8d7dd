// Package promapi speaks the Prometheus HTTP API: queries decoded while their answers arrive, and limited look-ups. It
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
