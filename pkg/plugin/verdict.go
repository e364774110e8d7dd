package plugin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// judged runs the stages of the view verdict.
func (d *Datasource) judged(ctx context.Context, a asked) (frame.Source, view.Verdicts, error) {
	source, answers, err := d.gather(ctx, a)
	if err != nil {
		return frame.Source{}, view.Verdicts{}, err
	}
	verdicts, err := view.VerdictOf(ctx, source.Query, source.Plan, answers, d.config.Limits)
	return source, verdicts, err
}

func (d *Datasource) verdicts(ctx context.Context, a asked) (data.Frames, error) {
	source, verdicts, err := d.judged(ctx, a)
	if err != nil {
		return nil, err
	}
	return frame.Verdict(source, verdicts), nil
}

// Bounds of what a gate is asked, and how far back it looks where it is not told when the change began.
const (
	mostBody    = 64 << 10
	mostInURL   = 8 << 10
	defaultBack = time.Hour
)

// gateRequest is the body of POST verdict. Times are RFC 3339, milliseconds since 1970 or relative ones such as now-1h.
type gateRequest struct {
	Query jsontext.Value `json:"query"`
	From  string         `json:"from"`
	To    string         `json:"to"`
}

// gate answers GET and POST verdict: whether a change may go on, for programs.
func (d *Datasource) gate(r *http.Request) (answer any, err error) {
	defer fault.Recover(&err)
	asks, err := readGate(r)
	if err != nil {
		return nil, err
	}
	query, err := gateQuery(asks.Query)
	if err != nil {
		return nil, err
	}
	timing, err := gateTiming(asks, query, d.clock())
	if err != nil {
		return nil, err
	}
	source, verdicts, err := d.judged(r.Context(), asked{refID: "A", query: query, timing: timing, user: identity(r.Header)})
	if err != nil {
		return nil, err
	}
	return frame.NewGate(source, verdicts), nil
}

// readGate reads what is asked from the URL or the body, which are limited in length.
func readGate(r *http.Request) (asks gateRequest, err error) {
	if r.Method == http.MethodPost {
		var body io.Reader = http.NoBody
		if r.Body != nil { // Grafana hands over none where it is empty.
			body = http.MaxBytesReader(nil, r.Body, mostBody)
		}
		err := json.UnmarshalRead(body, &asks, json.RejectUnknownMembers(true))
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return asks, fault.New(fault.Limit, fmt.Sprintf("the body is longer than %d bytes", mostBody), "shorten the query")
		}
		if err != nil {
			return asks, fault.InField("body", "is not a JSON object with query, from and to", `send {"query": {…}}`).Because(err)
		}
	} else {
		params := r.URL.Query()
		if text := params.Get("query"); len(text) > mostInURL {
			return asks, fault.New(fault.Limit, fmt.Sprintf("the query in the URL is longer than %d bytes", mostInURL), "send it as the body of a POST")
		}
		asks = gateRequest{Query: jsontext.Value(params.Get("query")), From: params.Get("from"), To: params.Get("to")}
	}
	if len(asks.Query) == 0 {
		return asks, fault.InField("query", "is missing", "give the JSON of a query of the view verdict")
	}
	return asks, nil
}

// gateQuery reads the query. It is about one moment, and of the view verdict, which need not be said.
func gateQuery(raw jsontext.Value) (request.Query, error) {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(raw, &members); err != nil || members == nil { // null is no query either.
		return request.Query{}, fault.InField("query", "is not a JSON object", "give the JSON of a query of the view verdict").Because(err)
	}
	if given, ok := members["view"]; ok && string(given) != `"`+string(request.ViewVerdict)+`"` {
		return request.Query{}, fault.InField("view", fmt.Sprintf("%s is no verdict", given), "use verdict, or leave it out")
	}
	members["view"] = jsontext.Value(`"` + string(request.ViewVerdict) + `"`)
	delete(members, "instant")
	delete(members, "format")
	whole, err := json.Marshal(members)
	if err != nil {
		return request.Query{}, fault.InField("query", "is not a JSON object", "give the JSON of a query of the view verdict").Because(err)
	}
	return request.Parse(whole)
}

// gateTiming is the time that a gate is about: up to now, from when the change began, or the last hour.
func gateTiming(asks gateRequest, query request.Query, now time.Time) (timing plan.Timing, err error) {
	timing = plan.Timing{To: now, Now: now}
	if asks.To != "" {
		if timing.To, err = momentOf("to", asks.To, now); err != nil {
			return timing, err
		}
	}
	switch {
	case asks.From != "":
		timing.From, err = momentOf("from", asks.From, now)
	case !query.Verdict.Since.IsZero():
		timing.From = query.Verdict.Since
	default:
		timing.From = timing.To.Add(-max(defaultBack, query.Window.Length))
	}
	if err == nil && !timing.From.Before(timing.To) {
		field := "from"
		if asks.From == "" {
			field = "query.verdict.since"
		}
		return timing, fault.InField(field, fmt.Sprintf("%s is not before %s", timing.From.UTC().Format(time.RFC3339), timing.To.UTC().Format(time.RFC3339)),
			"give the time at which the change began, and a later one as to")
	}
	return timing, err
}

// momentOf reads a moment as Grafana's API does: RFC 3339, milliseconds since 1970, now, or now-1h.
func momentOf(field, text string, now time.Time) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil && at.Year() > 1970 && at.Year() < 2262 {
		return at, nil
	}
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && ms > 0 && ms < math.MaxInt64/int64(time.Millisecond) {
		return time.UnixMilli(ms), nil
	}
	if text == "now" {
		return now, nil
	}
	if back, ok := strings.CutPrefix(text, "now-"); ok {
		if length, err := model.ParseDuration(back); err == nil {
			return now.Add(-time.Duration(length)), nil
		}
	}
	return time.Time{}, fault.InField(field, fmt.Sprintf("%q is no time", text), "use 2026-11-01T00:00:00Z, milliseconds since 1970, now or now-1h")
}
