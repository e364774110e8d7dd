package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
)

// Every query of the shipped dashboards and alert rules, with what is chosen when they open, gets an answer with a number
// in it from the lab, and so does every PromQL.
func TestShippedQueriesAreAnswered(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: lab.DefaultHistory})
	s := connect(t, l.URL, now)
	for _, one := range shippedTargets(t) {
		t.Run(one.place, func(t *testing.T) {
			if one.ofPrometheus() {
				require.NotZero(t, s.series(t, one), "no panel is empty, and no rule without data")
				return
			}
			frames := s.answer(t, one)
			require.NotEmpty(t, frames)
			if empty[one.place] == "" && !one.mayBeEmpty {
				require.True(t, anyNumber(frames), "a number somewhere")
			}
		})
	}
}

// target is a query of a panel or rule.
type target struct {
	place      string
	model      map[string]any
	from, to   time.Time
	points     int64
	interval   time.Duration
	mayBeEmpty bool
}

func (q target) ofPrometheus() bool { return q.model["expr"] != nil && q.model["current"] == nil }

func (s *source) answer(t *testing.T, q target) data.Frames {
	t.Helper()
	for _, name := range []string{"refId", "datasource", "hide", "_implementsDataqueryVariant"} {
		delete(q.model, name) // They are Grafana's.
	}
	text, err := json.Marshal(q.model)
	require.NoError(t, err)
	asked := panel{q.from, q.to, q.interval, q.points}.query(s, string(text))
	response, err := s.QueryData(context.WithoutCancel(t.Context()), &backend.QueryDataRequest{Queries: []backend.DataQuery{asked}})
	require.NoError(t, err)
	require.NoError(t, response.Responses["A"].Error, string(text))
	return response.Responses["A"].Frames
}

// series is how many series PromQL yields at the end of the range or, for a panel over time, within it.
func (s *source) series(t *testing.T, q target) int {
	t.Helper()
	params := url.Values{"query": {q.model["expr"].(string)}}
	path := "/api/v1/query?"
	if instant, _ := q.model["instant"].(bool); instant {
		params.Set("time", strconv.FormatInt(q.to.Unix(), 10))
	} else {
		path = "/api/v1/query_range?"
		params.Set("start", strconv.FormatInt(q.from.Unix(), 10))
		params.Set("end", strconv.FormatInt(q.to.Unix(), 10))
		params.Set("step", strconv.FormatInt(int64(q.to.Sub(q.from)/100/time.Second), 10))
	}
	answer, err := http.Get(s.url + path + params.Encode())
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	var got struct {
		Status, Error string
		Data          struct{ Result []any }
	}
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&got))
	require.Equal(t, "success", got.Status, "%s: %s", params.Get("query"), got.Error)
	return len(got.Data.Result)
}

func anyNumber(frames data.Frames) bool {
	for _, one := range frames {
		for _, field := range one.Fields {
			if !field.Type().Numeric() {
				continue
			}
			for i := range field.Len() {
				if value, err := field.NullableFloatAt(i); err == nil && value != nil {
					return true
				}
			}
		}
	}
	return false
}

// shippedTargets are all queries of provisioning/, those of annotations included.
func shippedTargets(t *testing.T) []target {
	t.Helper()
	return append(panelTargets(t), ruleTargets(t)...)
}

type dashboard struct {
	UID        string
	Time       struct{ From, To string }
	Templating struct {
		List []struct {
			Name    string
			Current struct{ Value any }
		}
	}
	Panels []struct {
		Title, TimeFrom, Interval string
		MaxDataPoints             int64
		Targets                   []map[string]any
	}
	Annotations struct {
		List []struct {
			Name   string
			Target map[string]any
		}
	}
}

func panelTargets(t *testing.T) []target {
	files, err := filepath.Glob("../../provisioning/dashboards/*.json")
	require.NoError(t, err)
	require.Greater(t, len(files), 8)
	var all []target
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var d dashboard
		require.NoError(t, json.Unmarshal(text, &d))
		for _, p := range d.Panels {
			for i, model := range p.Targets {
				one := target{
					place: fmt.Sprintf("%s: %s %d", d.UID, p.Title, i), from: ago(t, d.Time.From), to: ago(t, d.Time.To), points: p.MaxDataPoints,
				}
				if p.TimeFrom != "" {
					one.from = one.to.Add(-length(t, p.TimeFrom))
				}
				if one.points == 0 {
					one.points = 600
				}
				one.interval = max(one.to.Sub(one.from)/time.Duration(one.points), 15*time.Second)
				if p.Interval != "" {
					one.interval = max(one.interval, length(t, p.Interval))
				}
				one.model = d.chosen(t, model, one)
				all = append(all, one)
			}
		}
		for _, a := range d.Annotations.List {
			if a.Target["current"] == nil && a.Target["expr"] == nil {
				continue // Grafana's own annotations and alerts.
			}
			one := target{place: d.UID + ": " + a.Name, from: ago(t, d.Time.From), to: ago(t, d.Time.To), points: 600, interval: time.Minute}
			one.model, one.mayBeEmpty = d.chosen(t, a.Target, one), true
			all = append(all, one)
		}
	}
	return all
}

// empty are those that hold no number when nothing is wrong, with what the panel says instead or the rule tells.
var empty = map[string]string{
	"histodrift-canary: Samples still needed 0":           "decided",
	"histodrift-review: How often would it have fired? 3": "never",
	"histodrift-etl-values: share":                        "no new value",
}

// opened is what variables without a stored choice have when a dashboard opens on the lab: they are looked up.
var opened = map[string]string{
	"histodrift-views tenant": "acme", "histodrift-tenants tenant": "t-012", "histodrift-oncall feature": "dwell_time",
	"histodrift-postmortem group": "fuel_cost", "histodrift-postmortem part": "apac",
}

var variable = regexp.MustCompile(`\$(?:\{(\w+)(?::(\w+))?\}|(\w+))`)

// chosen is a query with the variables of its dashboard replaced, as Grafana sends it.
func (d dashboard) chosen(t *testing.T, model map[string]any, at target) map[string]any {
	values := map[string]string{"__interval": "1m", "__rate_interval": "5m"}
	if model["current"] == nil {
		values["__range"] = fmt.Sprintf("%ds", int(at.to.Sub(at.from).Seconds()))
	}
	for _, v := range d.Templating.List {
		value := fmt.Sprint(v.Current.Value)
		if v.Current.Value == nil {
			value = opened[d.UID+" "+v.Name]
		}
		if strings.Contains(value, "$__all") {
			value = ".+"
		}
		values[v.Name] = value
	}
	text, err := json.Marshal(model)
	require.NoError(t, err)
	replaced := variable.ReplaceAllStringFunc(string(text), func(whole string) string {
		found := variable.FindStringSubmatch(whole)
		value, known := values[found[1]+found[3]]
		if !known {
			return whole
		}
		if found[2] == "doublequote" {
			value = strconv.Quote(value)
		}
		quoted, err := json.Marshal(value)
		require.NoError(t, err)
		return string(quoted[1 : len(quoted)-1])
	})
	var out map[string]any
	require.NoError(t, json.Unmarshal([]byte(replaced), &out), replaced)
	return out
}

func ruleTargets(t *testing.T) []target {
	files, err := filepath.Glob("../../provisioning/alerting/*.yaml")
	require.NoError(t, err)
	var all []target
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var provisioned struct {
			Groups []struct {
				Rules []struct {
					UID  string
					Data []struct {
						RefID         string `yaml:"refId"`
						DatasourceUID string `yaml:"datasourceUid"`
						Model         map[string]any
					}
				}
			}
		}
		require.NoError(t, yaml.Unmarshal(text, &provisioned))
		for _, group := range provisioned.Groups {
			for _, rule := range group.Rules {
				for _, query := range rule.Data {
					if query.DatasourceUID == "__expr__" {
						continue
					}
					all = append(all, target{place: rule.UID + ": " + query.RefID, model: query.Model, from: now.Add(-hour), to: now, points: 100, interval: time.Minute})
				}
			}
		}
	}
	require.Greater(t, len(all), 100)
	return all
}

// ago reads a time such as now-6h.
func ago(t *testing.T, text string) time.Time {
	t.Helper()
	back, ok := strings.CutPrefix(text, "now")
	require.True(t, ok, text)
	if back == "" {
		return now
	}
	return now.Add(-length(t, strings.TrimPrefix(back, "-")))
}

// length reads a length such as 6h or 30d.
func length(t *testing.T, text string) time.Duration {
	t.Helper()
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		require.NoError(t, err)
		return time.Duration(n) * 24 * hour
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err)
	return d
}
