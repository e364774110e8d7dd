package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/plugin"
)

const day = 24 * time.Hour

func matchers(labels ...string) []map[string]string {
	var all []map[string]string
	for i := 0; i < len(labels); i += 2 {
		all = append(all, map[string]string{"label": labels[i], "op": "=", "value": labels[i+1]})
	}
	return all
}

func selection(labels ...string) map[string]any {
	return map[string]any{"metric": "http_request_duration_seconds", "matchers": matchers(labels...)}
}

// canary compares canary with stable in windows of an hour.
func canary() map[string]any {
	return map[string]any{
		"current": selection("version", "canary"), "baseline": map[string]any{"kind": "cohort", "matchers": matchers("version", "stable")},
		"groupBy": []string{"service"}, "window": "1h", "measures": []string{"js"},
	}
}

// endToEnd compares a whole query, from its JSON to the frames, with a client that makes the very same requests and
// throws the answers away.
func endToEnd(ctx context.Context, w *world, n int) ([]row, error) {
	var rows []row
	for _, p := range []panel{{day, 2 * time.Minute}, {7 * day, 10 * time.Minute}} {
		var d *plugin.Datasource
		cold := action{prepare: func() (err error) {
			if d != nil {
				d.Dispose()
			}
			d, err = w.connect(ctx)
			return err
		}, do: func() error {
			_, err := w.ask(ctx, d, p, canary())
			return err
		}}
		if _, err := cold.time(); err != nil {
			return nil, err
		}
		w.take()
		if _, err := cold.time(); err != nil {
			return nil, err
		}
		requests := w.take()
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
		raw := action{prepare: func() error { client.CloseIdleConnections(); return nil }, do: func() error { return replay(ctx, client, w.url, requests) }}
		one, err := paired(n, cold, raw)
		if err != nil {
			return nil, err
		}
		client.CloseIdleConnections()
		d.Dispose()
		one.name = fmt.Sprintf("whole query : raw fetch of its cells, %d d of 1 h windows", p.length/day)
		one.aim, one.about = "≤ 1.1", fmt.Sprintf("%d requests, %s step", len(requests), p.interval)
		rows = append(rows, one)
	}
	return rows, nil
}

// replay makes requests again, all at once as the fetcher does.
func replay(ctx context.Context, client *http.Client, base string, requests []recorded) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, one := range requests {
		group.Go(func() error {
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+one.path, strings.NewReader(one.form.Encode()))
			if err != nil {
				return err
			}
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			response, err := client.Do(request)
			if err != nil {
				return err
			}
			defer func() { _ = response.Body.Close() }()
			if response.StatusCode != http.StatusOK {
				return fmt.Errorf("replay: status %d", response.StatusCode)
			}
			_, err = io.Copy(io.Discard, response.Body)
			return err
		})
	}
	return group.Wait()
}
