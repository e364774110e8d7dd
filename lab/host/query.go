package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
)

// maxBody bounds what a request may send.
const maxBody = 1 << 20

// Grafana's defaults for queries that do not say how wide the panel is.
const (
	defaultMaxDataPoints = 100
	defaultIntervalMs    = 1000
)

// metricRequest is the body of POST /api/ds/query.
type metricRequest struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

// envelope is what Grafana itself reads of a query; the data source gets the whole.
type envelope struct {
	RefID         string               `json:"refId"`
	Datasource    struct{ UID string } `json:"datasource"`
	IntervalMs    float64              `json:"intervalMs"`
	MaxDataPoints int64                `json:"maxDataPoints"`
	QueryType     string               `json:"queryType"`
}

// query answers as Grafana does: status 400 if any query failed, with the others answered all the same.
func (h *Host) query(w http.ResponseWriter, r *http.Request) {
	var body metricRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&body); err != nil {
		refuse(w, http.StatusBadRequest, fmt.Sprintf("the body is not the JSON of a query request: %v", err))
		return
	}
	queries, err := h.dataQueries(body)
	if wrong := (*invalid)(nil); errors.As(err, &wrong) {
		refuse(w, wrong.status, wrong.reason)
		return
	}
	response, err := h.datasource.QueryData(r.Context(), &backend.QueryDataRequest{PluginContext: h.context, Queries: queries})
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	answer(w, statusOf(response), response)
}

func statusOf(response *backend.QueryDataResponse) int {
	for _, one := range response.Responses {
		if one.Error != nil {
			return http.StatusBadRequest
		}
	}
	return http.StatusOK
}

// invalid is a request that can't be answered, with the status that says so.
type invalid struct {
	status int
	reason string
}

func (e *invalid) Error() string { return e.reason }

func bad(format string, args ...any) error {
	return &invalid{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// dataQueries reads the queries of a request. The error is an *invalid.
func (h *Host) dataQueries(body metricRequest) ([]backend.DataQuery, error) {
	if len(body.Queries) == 0 {
		return nil, bad("no queries found: send at least one in queries")
	}
	times, err := h.timeRange(body)
	if err != nil {
		return nil, err
	}
	var queries []backend.DataQuery
	seen := map[string]bool{}
	for i, raw := range body.Queries {
		one := envelope{RefID: "A", IntervalMs: defaultIntervalMs, MaxDataPoints: defaultMaxDataPoints}
		if err := json.Unmarshal(raw, &one); err != nil {
			return nil, bad("queries[%d] can't be read: %v", i, err)
		}
		switch {
		case one.Datasource.UID == "":
			return nil, bad("query %s is missing datasource.uid: send %q", one.RefID, UID)
		case one.Datasource.UID != UID:
			return nil, &invalid{http.StatusNotFound, fmt.Sprintf("query %s: %s", one.RefID, unknownUID(one.Datasource.UID))}
		case seen[one.RefID]:
			return nil, bad("two queries have the refId %s: give each its own", one.RefID)
		}
		seen[one.RefID] = true
		queries = append(queries, backend.DataQuery{
			RefID: one.RefID, QueryType: one.QueryType, MaxDataPoints: one.MaxDataPoints,
			Interval: time.Duration(one.IntervalMs * float64(time.Millisecond)), TimeRange: times, JSON: raw,
		})
	}
	return queries, nil
}

// timeRange reads times as Grafana does: milliseconds since 1970 as text, or relative ones like now-6h.
func (h *Host) timeRange(body metricRequest) (backend.TimeRange, error) {
	now := h.clock()
	given := gtime.TimeRange{From: body.From, To: body.To, Now: now}
	from, err := given.ParseFrom(gtime.WithNow(now))
	if err != nil {
		return backend.TimeRange{}, bad("from is no time: %q; send milliseconds since 1970 as text, or now-6h", body.From)
	}
	to, err := given.ParseTo(gtime.WithNow(now))
	if err != nil {
		return backend.TimeRange{}, bad("to is no time: %q; send milliseconds since 1970 as text, or now", body.To)
	}
	return backend.TimeRange{From: from, To: to}, nil
}
