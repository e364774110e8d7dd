package promapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/prometheus/common/model"
)

// maxLookupBytes bounds the answer of a look-up: names and values for a picker, never a whole catalogue.
const maxLookupBytes = 16 << 20

// Lookup bounds a look-up in time and number.
type Lookup struct {
	Match      string // A series selector, "" for all.
	Start, End time.Time
	Limit      int
}

func (l Lookup) params() url.Values {
	params := url.Values{}
	if l.Match != "" {
		params.Set("match[]", l.Match)
	}
	if !l.Start.IsZero() {
		params.Set("start", formatTime(l.Start))
		params.Set("end", formatTime(l.End))
	}
	if l.Limit > 0 {
		params.Set("limit", strconv.Itoa(l.Limit))
	}
	return params
}

// LabelValues returns the values of a label, at most Limit of them where the server knows limits; older ones return
// all, which the byte limit bounds.
func (c *Client) LabelValues(ctx context.Context, label string, lookup Lookup) ([]string, error) {
	var values []string
	// Names beyond letters, digits and _ are escaped as Prometheus defines it; a name like ".." would leave the path.
	path := "api/v1/label/" + url.PathEscape(model.EscapeName(label, model.ValueEncodingEscaping)) + "/values"
	_, err := c.get(ctx, path, lookup.params(), &values)
	return values, err
}

// LabelNames returns the label names of the series that match.
func (c *Client) LabelNames(ctx context.Context, lookup Lookup) ([]string, error) {
	var names []string
	_, err := c.get(ctx, "api/v1/labels", lookup.params(), &names)
	return names, err
}

// Metadata is what a target says about a metric.
type Metadata struct {
	Type string `json:"type"`
	Help string `json:"help"`
	Unit string `json:"unit"`
}

// Metadata returns what the targets say about their metric families, one entry for each.
func (c *Client) Metadata(ctx context.Context) (map[string]Metadata, error) {
	var all map[string][]Metadata
	if _, err := c.get(ctx, "api/v1/metadata", url.Values{"limit_per_metric": {"1"}}, &all); err != nil {
		return nil, err
	}
	first := make(map[string]Metadata, len(all))
	for metric, entries := range all {
		if len(entries) > 0 {
			first[metric] = entries[0]
		}
	}
	return first, nil
}

// BuildInfo is what a server says about itself.
type BuildInfo struct {
	Application string `json:"application"` // Mimir says "Grafana Mimir"; Prometheus says nothing.
	Version     string `json:"version"`
	Revision    string `json:"revision"`
	Victoria    bool   `json:"-"` // VictoriaMetrics names itself in a header.
}

// BuildInfo asks the server for its version.
func (c *Client) BuildInfo(ctx context.Context) (BuildInfo, error) {
	var info BuildInfo
	header, err := c.get(ctx, "api/v1/status/buildinfo", url.Values{}, &info)
	info.Victoria = header.Get("X-Server-Hostname") != ""
	return info, err
}

// get makes a look-up and reads the data member of its answer into target. Look-ups are GETs: they are short, and some
// engines take nothing else for them.
func (c *Client) get(ctx context.Context, path string, params url.Values, target any) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.QueryTimeout)
	defer cancel()
	response, err := c.send(ctx, http.MethodGet, path, params)
	if err != nil {
		return nil, err
	}
	defer closeBody(response.Body)
	body := &meteredReader{reader: response.Body, budget: NewBudget(maxLookupBytes)}
	if response.StatusCode != http.StatusOK {
		return nil, refusal(response, body)
	}
	answer := struct {
		Status    string `json:"status"`
		ErrorType string `json:"errorType"`
		Error     string `json:"error"`
		Data      any    `json:"data"`
	}{Data: target}
	if err := json.UnmarshalRead(body, &answer); err != nil {
		if semantic := (*json.SemanticError)(nil); errors.As(err, &semantic) {
			err = fmt.Errorf("%w: %w", errNotJSON, err) // JSON of another shape.
		}
		return nil, c.classify(ctx, malformed(err))
	}
	switch answer.Status {
	case "success":
		return response.Header, nil
	case "error":
		return nil, refused(http.StatusOK, answer.ErrorType, answer.Error)
	}
	return nil, notPrometheus(errNotJSON)
}
