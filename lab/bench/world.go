package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plugin"
)

// world is a lab behind HTTP that remembers which requests it got.
type world struct {
	lab    *lab.Lab
	server *http.Server
	url    string
	now    time.Time
	scrape time.Duration

	mutex sync.Mutex
	seen  []recorded
}

// recorded is a request for a range query.
type recorded struct {
	path, encoding string
	form           url.Values
}

// checkout is the scenario with several times its pods.
func checkout(times int) []scenario.Scenario {
	s := scenario.Checkout()
	s.Metrics = s.Metrics[:1]
	groups := s.Metrics[0].Groups
	for i, group := range groups {
		groups[i].Pods = nil
		for k := range times {
			for _, pod := range group.Pods {
				groups[i].Pods = append(groups[i].Pods, fmt.Sprintf("%s-%d", pod, k))
			}
		}
	}
	return []scenario.Scenario{s}
}

func open(ctx context.Context, history, scrape time.Duration, pods int) (*world, error) {
	now := time.Now().UTC().Truncate(time.Hour)
	l, err := lab.Start(ctx, lab.Options{Now: now, History: history, Scrape: scrape, Scenarios: checkout(pods)})
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	mux := http.NewServeMux()
	l.Mount(mux)
	// By then the last sample counts as scraped.
	w := &world{lab: l, url: "http://" + listener.Addr().String(), now: now.Add(scrape + 15*time.Second), scrape: scrape}
	w.server = &http.Server{Handler: w.record(mux), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = w.server.Serve(listener) }() // Ends by close, with an error that says just that.
	return w, nil
}

func (w *world) close() error { return errors.Join(w.server.Close(), w.lab.Close()) }

func (w *world) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		// What a query asks before it plans is a look-up, and not recorded.
		if err := r.ParseForm(); err == nil && strings.HasSuffix(r.URL.Path, "/query_range") {
			w.mutex.Lock()
			w.seen = append(w.seen, recorded{r.URL.Path, r.Header.Get("Accept-Encoding"), r.PostForm})
			w.mutex.Unlock()
		}
		next.ServeHTTP(out, r)
	})
}

// take returns the requests since the last call.
func (w *world) take() []recorded {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	seen := w.seen
	w.seen = nil
	return seen
}

// connect makes a data source with an empty cache.
func (w *world) connect(ctx context.Context) (*plugin.Datasource, error) {
	jsonData := fmt.Appendf(nil, `{"queryTimeout":"5m","timeInterval":"%ds"}`, int(w.scrape.Seconds()))
	return plugin.NewAt(ctx, backend.DataSourceInstanceSettings{UID: "bench", Type: plugin.ID, URL: w.url, JSONData: jsonData},
		func() time.Time { return w.now })
}

// panel is one that ends now.
type panel struct {
	length, interval time.Duration
}

// answer is what is worth knowing of one.
type answer struct {
	points int
	recipe frame.Recipe
}

// ask runs one question to the bytes that Grafana gets.
func (w *world) ask(ctx context.Context, d *plugin.Datasource, p panel, question map[string]any) (answer, error) {
	text, err := json.Marshal(question)
	if err != nil {
		return answer{}, err
	}
	response, err := d.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", JSON: text, Interval: p.interval, TimeRange: backend.TimeRange{From: w.now.Add(-p.length), To: w.now},
	}}})
	if err != nil {
		return answer{}, err
	}
	one := response.Responses["A"]
	if one.Error != nil {
		return answer{}, one.Error
	}
	if _, err := one.Frames.MarshalArrow(); err != nil {
		return answer{}, err
	}
	recipe, ok := one.Frames[0].Meta.Custom.(frame.Recipe)
	if !ok {
		return answer{}, fmt.Errorf("the frame has no recipe")
	}
	return answer{points: one.Frames[0].Rows(), recipe: recipe}, nil
}
