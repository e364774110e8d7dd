package plugin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// routes are the look-ups that the editor needs, and the gate for programs. Nothing else of the server can be reached through the plugin.
func (d *Datasource) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", d.lookup(d.metrics))
	mux.HandleFunc("GET /labels", d.lookup(d.labels))
	mux.HandleFunc("GET /label-values", d.lookup(d.labelValues))
	mux.HandleFunc("GET /schema", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/schema+json")
		_, _ = w.Write(request.Schema)
	})
	mux.HandleFunc("GET /verdict", d.lookup(d.gate))
	mux.HandleFunc("POST /verdict", d.lookup(d.gate))
	mux.HandleFunc("/verdict", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, HEAD, POST")
		respond(w, http.StatusMethodNotAllowed, map[string]string{"message": "a verdict is asked for by GET or POST", "category": string(fault.Query)})
	})
	for _, path := range []string{"/metrics", "/labels", "/label-values", "/schema"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, HEAD")
			respond(w, http.StatusMethodNotAllowed, map[string]string{"message": "resources are only read; use GET", "category": string(fault.Query)})
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, fault.New(fault.NotFound, "there is no such resource", "use metrics, labels, label-values, schema or verdict"))
	})
	return mux
}

// lookup runs a look-up and writes its answer, or its fault as {"message", "category"}.
func (d *Datasource) lookup(run func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if d.broken != nil {
			refuse(w, d.broken)
			return
		}
		answer, err := run(r)
		if err != nil {
			refuse(w, fault.From(err))
			return
		}
		respond(w, http.StatusOK, answer)
	}
}

func refuse(w http.ResponseWriter, failed *fault.Error) {
	respond(w, failed.Status(), map[string]string{"message": failed.Error(), "category": string(failed.Category)})
}

func respond(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		backend.Logger.Warn("A look-up's answer could not be written", "error", err)
	}
}

// Limits of a look-up's answer: what a picker can show.
const (
	defaultShown = 100
	mostShown    = 1000
)

func shown(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || n < 1 {
		return defaultShown
	}
	return min(n, mostShown)
}

// Kinds of metrics that look-ups tell apart, by ?kind= or ?type=.
const (
	histogramKind = "histogram"
	categoryKind  = "category"
)

func kindOf(r *http.Request, parameter string) (string, error) {
	switch kind := r.URL.Query().Get(parameter); kind {
	case "", histogramKind:
		return histogramKind, nil
	case categoryKind:
		return categoryKind, nil
	default:
		return "", fault.InField(parameter, fmt.Sprintf("%q is not known", kind), "use histogram or category")
	}
}

// side reads the series that a look-up is about from ?metric=, ?type= and ?matchers=, a JSON array as in the query, and
// returns their selector. Without a metric it is about all histograms.
func side(r *http.Request) (string, error) {
	selection := request.Selection{Metric: r.URL.Query().Get("metric"), Type: request.AutoSeries}
	kind, err := kindOf(r, "type")
	if err != nil {
		return "", err
	}
	if kind == categoryKind {
		selection.Type = request.CategoryCounter
	}
	if text := r.URL.Query().Get("matchers"); text != "" {
		if err := json.Unmarshal([]byte(text), &selection.Matchers); err != nil {
			return "", fault.InField("matchers", "is not a JSON array of matchers", `write it like [{"label":"job","op":"=","value":"api"}]`).Because(err)
		}
	}
	if err := selection.ValidateLookup("current"); err != nil {
		return "", err
	}
	return plan.SeriesSelector(selection)
}
