package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/promapi"
)

// Details is what "Save & test" shows beside its message.
type Details struct {
	VerboseMessage string `json:"verboseMessage"`
	Flavour        string `json:"flavour,omitempty"` // Prometheus, Mimir, Thanos, VictoriaMetrics, …
	Version        string `json:"version,omitempty"`
	Histograms     int    `json:"histograms"`
	Category       string `json:"category,omitempty"` // Of the fault.
}

// histogramsCounted is up to how many histograms the health check counts.
const histogramsCounted = 1000

// recently is how far back names are looked up.
const recently = 6 * time.Hour

// CheckHealth asks the server the way queries do, with the same client, address and credentials, and looks for
// histograms: a server without any is reachable, but of no use here.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.broken != nil {
		return unhealthy(d.broken), nil
	}
	if err := d.tryQuery(ctx); err != nil {
		return unhealthy(fault.From(err)), nil
	}
	details := Details{Flavour: "a Prometheus-compatible server"}
	if build, err := d.client.BuildInfo(ctx); err == nil {
		details.Flavour, details.Version = flavour(build), build.Version
	}
	server := strings.TrimSpace(details.Flavour + " " + details.Version)
	found, more, err := d.histograms(ctx, "", histogramsCounted, d.catalogue.metadata(ctx, ""))
	if err != nil {
		return unhealthy(fault.From(err)), nil
	}
	details.Histograms = len(found)
	switch {
	case len(found) == 0:
		details.VerboseMessage = "No metric ending in _bucket had samples in the last 6 hours, and no native histogram is known by its metadata. Counters by label value can be compared all the same; or check the tenant."
		return healthy(fmt.Sprintf("Connected to %s, but it has no histograms.", server), details), nil
	case more:
		details.VerboseMessage = fmt.Sprintf("%s answers queries and has %d or more histograms, such as %s.", server, len(found), found[0].Name)
	default:
		details.VerboseMessage = fmt.Sprintf("%s answers queries and has %s, such as %s.", server, histogramCount(len(found)), found[0].Name)
	}
	return healthy(fmt.Sprintf("Connected to %s: %s found.", server, histogramCount(len(found))), details), nil
}

func histogramCount(n int) string {
	if n == 1 {
		return "1 histogram"
	}
	return fmt.Sprintf("%d histograms", n)
}

// tryQuery runs the shortest query there is.
func (d *Datasource) tryQuery(ctx context.Context) error {
	now := d.clock().Truncate(time.Second)
	query := promapi.RangeQuery{Expr: "vector(1)", Start: now, End: now, Step: time.Second}
	_, _, err := d.client.QueryRange(ctx, query, promapi.NewBudget(d.config.Limits.Bytes), func(map[string]string, []promapi.Sample) error { return nil })
	return err
}

// flavour tells the engine from what it says about itself.
func flavour(build promapi.BuildInfo) string {
	switch {
	case build.Application != "":
		return strings.TrimPrefix(build.Application, "Grafana ")
	case build.Victoria:
		return "VictoriaMetrics"
	case strings.HasPrefix(build.Version, "0."):
		return "Thanos"
	}
	return "Prometheus"
}

func healthy(message string, details Details) *backend.CheckHealthResult {
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: message, JSONDetails: encoded(details)}
}

func unhealthy(failed *fault.Error) *backend.CheckHealthResult {
	details := Details{VerboseMessage: failed.Error(), Category: string(failed.Category)}
	message := failed.Message
	if failed.Field != "" {
		message = failed.Field + " " + message
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: upperFirst(message) + ".", JSONDetails: encoded(details)}
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func encoded(details Details) []byte {
	text, _ := json.Marshal(details) // Strings and numbers always encode.
	return text
}
