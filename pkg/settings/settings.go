// Package settings reads the configuration of one data source: jsonData parsed, defaults applied, validated. The keys
// are those of Grafana's Prometheus data source, so that its provisioning can be copied.
package settings

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Defaults of what may be left out.
const (
	DefaultScrapeInterval = 15 * time.Second
	DefaultQueryTimeout   = 60 * time.Second
)

const maxSuppressed = 1_000_000

// Settings is the validated configuration.
type Settings struct {
	URL             *url.URL
	Method          string        // http.MethodPost or http.MethodGet.
	ScrapeInterval  time.Duration // Of the metrics, unless a query says otherwise.
	QueryTimeout    time.Duration // For one request to the server, the HTTP client's timeout included; sent along, too.
	QueryParameters url.Values    // Added to each request, such as a tenant or a deduplication switch.
	Limits          Limits
	SuppressBelow   int         // Bins with fewer events are hidden, whatever a query says; 0: queries say.
	Traces          []TraceLink // Where the trace ids of exemplars lead.
	// WholeIncrease says that the server's increase() counts from the last sample before its range on, as VictoriaMetrics'
	// does. It is found out, not configured.
	WholeIncrease bool
}

// TraceLink says where a label of exemplars leads, under the names of Grafana's Prometheus data source: to a data source
// for traces, to an address, or to both.
type TraceLink struct {
	Name            string `json:"name"`
	DatasourceUID   string `json:"datasourceUid"`
	URL             string `json:"url"`
	URLDisplayLabel string `json:"urlDisplayLabel"`
}

// Limits bound what one query may cost. A query past one fails with the number and what to change.
type Limits struct {
	Bytes  int64 `json:"bytes"`  // Of the answers to one query, decompressed.
	Series int   `json:"series"` // Of one answer: groups times buckets; of one group where groups are ranked.
	Groups int   `json:"groups"` // Frames that one query may return.
	Cells  int   `json:"cells"`  // Evaluations of one expression: range over cell length.
	Values int   `json:"values"` // Series times cells of one answer, 8 bytes each.
}

// DefaultLimits suit a Grafana with a gigabyte to spare.
var DefaultLimits = Limits{Bytes: 256 << 20, Series: 20_000, Groups: 500, Cells: 100_000, Values: 25_000_000}

type jsonData struct {
	HTTPMethod            string `json:"httpMethod"`
	TimeInterval          string `json:"timeInterval"`
	QueryTimeout          string `json:"queryTimeout"`
	Timeout               number `json:"timeout"` // Of the HTTP client, in seconds; the form writes it as text.
	CustomQueryParameters string `json:"customQueryParameters"`
	Limits                Limits `json:"limits"`
	SuppressBelow         number `json:"suppressBelow"` // The form writes it as a number; provisioning may as text.

	ExemplarTraceIDDestinations []TraceLink `json:"exemplarTraceIdDestinations"`
}

// number is a JSON number, or text that holds one, or nothing.
type number float64

// UnmarshalJSON implements json.Unmarshaler.
func (n *number) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	if text == "" || text == "null" {
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	*n = number(value)
	return err
}

// Parse reads the URL and the jsonData of a data source. Keys that are not ours belong to Grafana and are left alone.
func Parse(rawURL string, raw []byte) (Settings, error) {
	var data jsonData
	if trimmed := bytes.TrimSpace(raw); len(trimmed) > 0 {
		if err := json.Unmarshal(trimmed, &data); err != nil {
			return Settings{}, fault.New(fault.Settings, "the data source's jsonData can't be read", "check its provisioning").Because(err)
		}
	}
	settings := Settings{Limits: data.Limits.withDefaults(), Traces: data.ExemplarTraceIDDestinations}
	k := float64(data.SuppressBelow)
	if k < 0 || k > maxSuppressed || k != math.Trunc(k) {
		return Settings{}, invalid("suppressBelow", fmt.Sprintf("%v is not a number of events", k), "use a whole number such as 10, or 0")
	}
	settings.SuppressBelow = int(k)
	var err error
	if settings.URL, err = parseURL(rawURL); err != nil {
		return Settings{}, err
	}
	if settings.Method, err = parseMethod(data.HTTPMethod); err != nil {
		return Settings{}, err
	}
	if settings.ScrapeInterval, err = parseInterval("timeInterval", data.TimeInterval, DefaultScrapeInterval); err != nil {
		return Settings{}, err
	}
	if settings.QueryTimeout, err = parseInterval("queryTimeout", data.QueryTimeout, DefaultQueryTimeout); err != nil {
		return Settings{}, err
	}
	if seconds := float64(data.Timeout); seconds > 0 {
		settings.QueryTimeout = min(settings.QueryTimeout, time.Duration(seconds*float64(time.Second)))
	}
	if settings.QueryParameters, err = url.ParseQuery(data.CustomQueryParameters); err != nil {
		return Settings{}, invalid("customQueryParameters", "is not a query string", "write it like dedup=true&tenant=a")
	}
	return settings, nil
}

func invalid(field, message, fix string) error {
	bad := fault.New(fault.Settings, message, fix)
	bad.Field = field
	return bad
}

func parseURL(raw string) (*url.URL, error) {
	if strings.TrimSpace(raw) == "" {
		return nil, invalid("url", "is empty", "give the address of a Prometheus server, like http://prometheus:9090")
	}
	parsed, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return nil, invalid("url", "is not an http(s) address", "write it like http://prometheus:9090")
	}
	return parsed, nil
}

func parseMethod(method string) (string, error) {
	switch strings.ToUpper(method) {
	case "", http.MethodPost:
		return http.MethodPost, nil
	case http.MethodGet:
		return http.MethodGet, nil
	}
	return "", invalid("httpMethod", fmt.Sprintf("%q is not known", method), "use POST or GET")
}

func parseInterval(field, text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	length, err := model.ParseDuration(text)
	if err != nil || length <= 0 {
		return 0, invalid(field, fmt.Sprintf("%q is not a length of time", text), "write it like 15s or 1m")
	}
	return time.Duration(length), nil
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = DefaultLimits.Bytes
	}
	if l.Series <= 0 {
		l.Series = DefaultLimits.Series
	}
	if l.Groups <= 0 {
		l.Groups = DefaultLimits.Groups
	}
	if l.Cells <= 0 {
		l.Cells = DefaultLimits.Cells
	}
	if l.Values <= 0 {
		l.Values = DefaultLimits.Values
	}
	return l
}
