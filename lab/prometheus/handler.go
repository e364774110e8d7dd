package prometheus

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"github.com/grafana/regexp"
	"github.com/prometheus/client_golang/exp/api/remote"
	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/common/route"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/util/features"
	v1 "github.com/prometheus/prometheus/web/api/v1"
)

// Version is the release of Prometheus whose code runs here, as it calls itself.
const Version = "3.15.0"

const lookback = 5 * time.Minute

// NewHandler serves Prometheus's paths from a database that somebody else opened and closes. Dir of the options does
// not count.
func NewHandler(db *tsdb.DB, o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = promslog.NewNopLogger()
	}
	router := route.New()
	ready := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("Prometheus Server is Ready.\n")) }
	router.Get("/-/healthy", ready)
	router.Get("/-/ready", ready)
	if o.Exemplars == nil {
		o.Exemplars = db
	}
	newAPI(db, newOutside(db, o), o.Exemplars, newTargets(o.Metadata), o.Logger).Register(router.WithPrefix("/api/v1"))
	mux := http.NewServeMux()
	mux.Handle("/", router)
	// The API lets pages of any origin ask. None of them is to write.
	mux.Handle("/api/v1/write", http.NewCrossOriginProtection().Handler(router))
	return mux
}

func newEngine(language parser.Parser, logger *slog.Logger) *promql.Engine {
	return promql.NewEngine(promql.EngineOpts{
		Logger:                   logger,
		MaxSamples:               50_000_000,
		Timeout:                  2 * time.Minute,
		LookbackDelta:            lookback,
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		EnableAtModifier:         true,
		EnableNegativeOffset:     true,
		Parser:                   language,
	})
}

// newAPI fills in the many parts of the API that the lab lacks: nothing is scraped, ruled or alerted.
func newAPI(db *tsdb.DB, written storage.Appendable, exemplars storage.ExemplarQueryable, found *targets, logger *slog.Logger) *v1.API {
	language := parser.NewParser(parser.Options{})
	registry := client.NewRegistry()
	configuration := config.DefaultConfig
	started := time.Now()
	return v1.NewAPI(
		newEngine(language, logger),
		db,
		written, db,
		exemplars,
		func(context.Context) v1.ScrapePoolsRetriever { return found },
		func(context.Context) v1.TargetRetriever { return found },
		func(context.Context) v1.AlertmanagerRetriever { return nobody{} },
		func() config.Config { return configuration },
		map[string]string{},
		v1.GlobalURLOptions{ListenAddress: "127.0.0.1:9095", Host: "127.0.0.1:9095", Scheme: "http"},
		func(next http.HandlerFunc) http.HandlerFunc { return next }, // Always ready.
		admin{db}, db.Dir(), false,
		false, 0, // No search API.
		logger,
		func(context.Context) v1.RulesRetriever { return nobody{} },
		5_000_000, 10, 1<<20, // Limits of remote read: Prometheus's defaults.
		false,
		regexp.MustCompile(`^.*$`),
		func() (v1.RuntimeInfo, error) {
			return v1.RuntimeInfo{
				StartTime: started, ServerTime: time.Now(), ReloadConfigSuccess: true, LastConfigTime: started,
				GoroutineCount: runtime.NumGoroutine(), GOMAXPROCS: runtime.GOMAXPROCS(0),
			}, nil
		},
		&v1.PrometheusVersion{Version: Version, Revision: "lab", Branch: "lab", GoVersion: runtime.Version()},
		nil, nil,
		registry, registry,
		nil,
		true, remote.MessageTypes{remote.WriteV1MessageType, remote.WriteV2MessageType},
		false, false, false,
		false,
		lookback,
		false, false,
		nil, features.NewRegistry(),
		v1.OpenAPIOptions{Version: Version},
		language,
	)
}

// nobody answers for the parts of a Prometheus that are not there.
type nobody struct{}

func (nobody) Alertmanagers() []*url.URL            { return nil }
func (nobody) DroppedAlertmanagers() []*url.URL     { return nil }
func (nobody) RuleGroups() []*rules.Group           { return nil }
func (nobody) AlertingRules() []*rules.AlertingRule { return nil }
