// Package host answers as Grafana does what the plugin's front end asks of it, so that the real editors and the real
// query layer can be used without a Grafana: queries, health check and resources of one data source, and a page.
package host

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// UID is that of the only data source.
const UID = "histodrift"

// Options of a host.
type Options struct {
	// Prometheus is the base URL of the server that is asked.
	Prometheus string
	// Page is the directory with the page's files.
	Page string
	// Scrape is how often the metrics are scraped.
	Scrape time.Duration
	// Examples are what the page offers to start from; it opens with the first one.
	Examples []Example
	// Clock tells the time. Nil means the real one.
	Clock func() time.Time
}

// Host is one data source behind Grafana's paths. It is safe for concurrent use.
type Host struct {
	datasource *plugin.Datasource
	context    backend.PluginContext
	clock      func() time.Time
	settings   pageSettings
	page       http.Handler
}

// New makes the data source. The caller closes the host.
func New(ctx context.Context, o Options) (*Host, error) {
	if _, err := os.Stat(filepath.Join(o.Page, "index.html")); err != nil {
		return nil, fmt.Errorf("directory %q holds no page: build it by npm run build:page", o.Page)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	settings := newPageSettings(o)
	jsonData, err := json.Marshal(settings.JSONData)
	if err != nil {
		return nil, err
	}
	instance := backend.DataSourceInstanceSettings{
		ID: 1, UID: UID, Type: plugin.ID, Name: settings.Name, URL: o.Prometheus, JSONData: jsonData, Updated: o.Clock(),
	}
	datasource, err := plugin.NewAt(ctx, instance, o.Clock)
	if err != nil {
		return nil, err
	}
	return &Host{
		datasource: datasource,
		context:    backend.PluginContext{PluginID: plugin.ID, DataSourceInstanceSettings: &instance},
		clock:      o.Clock,
		settings:   settings,
		page:       http.FileServer(http.Dir(o.Page)),
	}, nil
}

// Mount adds the host's paths to a mux.
func (h *Host) Mount(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/ds/query", h.query)
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", h.known(h.health))
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", h.known(h.resource))
	mux.HandleFunc("GET /lab/page.json", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, h.settings) })
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, fmt.Sprintf("this page does not answer %s %s: it stands in for Grafana only where the data source needs it", r.Method, r.URL.Path))
	})
	mux.Handle("/", h.page)
}

// Close ends idle connections to the Prometheus server.
func (h *Host) Close() { h.datasource.Dispose() }

// known refuses requests for another data source.
func (h *Host) known(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if uid := r.PathValue("uid"); uid != UID {
			refuse(w, http.StatusNotFound, unknownUID(uid))
			return
		}
		next(w, r)
	}
}

func unknownUID(uid string) string {
	return fmt.Sprintf("there is no data source with the uid %q: this page has %q only", uid, UID)
}
