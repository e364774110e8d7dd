// Package plugin answers Grafana's calls, one file a verb. It computes nothing: it runs the stages and maps their faults.
package plugin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// ID is the plugin's id, as in plugin.json.
const ID = "histodrift-divergence-datasource"

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one configured data source.
type Datasource struct {
	backend.CallResourceHandler

	uid        string
	config     settings.Settings
	broken     *fault.Error // Why the settings can't be used; every verb says so. nil where they can.
	httpClient *http.Client
	client     *promapi.Client
	fetcher    *fetch.Fetcher
	catalogue  *catalogue
	types      *seriesTypes
	engine     *engine
	clock      func() time.Time
}

// New makes a data source from its settings. Settings that can't be used are no error here: Grafana would hide the
// reason. They are reported by each call.
func New(ctx context.Context, instance backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	return NewAt(ctx, instance, time.Now)
}

// NewAt is New with a clock of the caller's, which decides what "now" is.
func NewAt(ctx context.Context, instance backend.DataSourceInstanceSettings, clock func() time.Time) (*Datasource, error) {
	d := &Datasource{uid: instance.UID, clock: clock}
	d.CallResourceHandler = httpadapter.New(d.routes())
	config, err := settings.Parse(instance.URL, instance.JSONData)
	if err != nil {
		d.broken = fault.From(err)
		return d, nil
	}
	options, err := instance.HTTPClientOptions(ctx)
	if err != nil {
		d.broken = fault.New(fault.Settings, "the HTTP settings can't be used", "check authentication and TLS in the data source").Because(err)
		return d, nil
	}
	options.ForwardHTTPHeaders = true
	options.Middlewares = append(httpclient.DefaultMiddlewares(), transparentCompression())
	options.Timeouts.Timeout = config.QueryTimeout
	d.httpClient, err = httpclient.New(options)
	if err != nil {
		d.broken = fault.New(fault.Settings, "the HTTP settings can't be used", "check authentication and TLS in the data source").Because(err)
		return d, nil
	}
	d.config = config
	d.client = promapi.New(d.httpClient, config)
	d.fetcher = fetch.New(d.client, config.Limits, clock)
	d.catalogue = newCatalogue(d.client, clock)
	d.types = newSeriesTypes(d.client, d.catalogue, clock)
	d.engine = newEngine(d.client, clock)
	return d, nil
}

// transparentCompression leaves compression to net/http. Grafana forwards the browser's Accept-Encoding with look-ups,
// and net/http hands out an answer as it came, compressed, where the caller has set that header.
func transparentCompression() httpclient.Middleware {
	return httpclient.MiddlewareFunc(func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		return httpclient.RoundTripperFunc(func(request *http.Request) (*http.Response, error) {
			request.Header.Del("Accept-Encoding")
			return next.RoundTrip(request)
		})
	})
}

// Dispose implements instancemgmt.InstanceDisposer: the settings have changed.
func (d *Datasource) Dispose() {
	if d.httpClient != nil {
		d.httpClient.CloseIdleConnections()
	}
}

// tracing are headers that tell where a request comes from, not who makes it.
var tracing = []string{"X-Dashboard-", "X-Panel-", "X-Datasource-Uid", "X-Grafana-Org-Id", "X-Grafana-From-Expr", "X-Query-Group-Id", "X-Rule-", "X-Folder-", "X-Cache-Skip", "Traceparent", "Tracestate", "User-Agent", "Fromalert"}

// identity names who asks, where Grafana forwards the user's own headers: a hash, since they hold credentials. Answers
// kept for one are never given to another.
func identity(headers http.Header) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		canonical := http.CanonicalHeaderKey(name)
		if slices.ContainsFunc(tracing, func(prefix string) bool { return strings.HasPrefix(canonical, prefix) }) {
			continue
		}
		fmt.Fprintf(sum, "%q%q", canonical, headers.Values(name))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
