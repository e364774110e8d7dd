package truth

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Handler serves GET /lab/truth and GET /lab/scenarios. Span tells from when to when the lab has data; it is asked at
// every request, as a live lab grows.
func Handler(t *Truth, span func() scenario.Interval) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /lab/truth", func(w http.ResponseWriter, r *http.Request) {
		answer, err := t.answer(r.URL.Query(), span().To)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		writeJSON(w, answer)
	})
	mux.HandleFunc("GET /lab/scenarios", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, t.catalogue(span()))
	})
	return mux
}

type answer struct {
	Kind       scenario.Kind `json:"kind"`
	Le         []string      `json:"le,omitempty"`         // Upper bounds of the bins of a histogram.
	Categories []string      `json:"categories,omitempty"` // Names of the bins of everything else.
	Current    sideAnswer    `json:"current"`
	Baseline   sideAnswer    `json:"baseline"`
	Divergence
}

type sideAnswer struct {
	Side
	Expected      float64   `json:"expected"`
	Probabilities []float64 `json:"probabilities"`
}

// answer compares the two sides that the parameters of a request describe.
func (t *Truth) answer(params url.Values, newest time.Time) (answer, error) {
	current, baseline, err := sides(params, newest)
	if err != nil {
		return answer{}, err
	}
	p, q, err := t.Distributions(current, baseline)
	if err != nil {
		return answer{}, err
	}
	d, err := Compare(p.Probabilities, q.Probabilities)
	if err != nil {
		return answer{}, err
	}
	a := answer{
		Kind:       p.Kind,
		Categories: p.Categories,
		Current:    sideAnswer{current, p.Expected, p.Probabilities},
		Baseline:   sideAnswer{baseline, q.Expected, q.Probabilities},
		Divergence: d,
	}
	if p.Categories == nil {
		for _, bound := range append(append([]float64{}, p.Bounds...), math.Inf(1)) {
			a.Le = append(a.Le, labels.FormatOpenMetricsFloat(bound))
		}
	}
	return a, nil
}

// sides reads current, from, to, by, baseline, baselineFrom and baselineTo. What is left out of the baseline is as in
// current; what is left out of current's window is the newest hour.
func sides(params url.Values, newest time.Time) (current, baseline Side, err error) {
	read := func(name string, otherwise time.Time) time.Time {
		text := params.Get(name)
		if text == "" || err != nil {
			return otherwise
		}
		at, failed := parseTime(text)
		if failed != nil {
			err = fmt.Errorf("parameter %s: %w", name, failed)
		}
		return at
	}
	current.Selector = params.Get("current")
	current.By = params["by"]
	current.To = read("to", newest)
	current.From = read("from", current.To.Add(-time.Hour))
	baseline = Side{current.Selector, read("baselineFrom", current.From), read("baselineTo", current.To), current.By}
	if selector := params.Get("baseline"); selector != "" {
		baseline.Selector = selector
	}
	return current, baseline, err
}

// parseTime reads RFC 3339 or seconds since the epoch, as Prometheus does.
func parseTime(text string) (time.Time, error) {
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC(), nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

func writeJSON(w http.ResponseWriter, value any) {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n'))
}
