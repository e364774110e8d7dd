package host_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/host"
	"github.com/histodrift/histodrift/lab/labtest"
)

// results is the answer to POST /api/ds/query, as Grafana's front end reads it.
type results struct {
	Message string
	Results map[string]struct {
		Status      int
		Error       string
		ErrorSource string
		Frames      []struct {
			Schema struct {
				RefID  string
				Meta   struct{ Type string }
				Fields []struct {
					Name   string
					Labels map[string]string
				}
			}
			Data struct{ Values [][]any }
		}
	}
}

const canary = `"current":{"metric":"http_request_duration_seconds","matchers":[{"label":"version","op":"=","value":"canary"}]},
	"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]},"groupBy":["service"],"measures":["js"],"window":"1h"`

// query is the JSON of one query of the only data source.
func query(refID, members string) string {
	return fmt.Sprintf(`{"refId":%q,"datasource":{"uid":"histodrift"},"intervalMs":60000,"maxDataPoints":300,%s}`, refID, members)
}

func body(from, to string, queries ...string) string {
	return fmt.Sprintf(`{"from":%q,"to":%q,"queries":[%s]}`, from, to, strings.Join(queries, ","))
}

func TestQueryAnswersAsGrafanaDoes(t *testing.T) {
	url := onLab(t)
	var relative, absolute results
	require.Equal(t, http.StatusOK, call(t, "POST", url+"/api/ds/query", body("now-2h", "now", query("A", canary)), &relative))
	require.Equal(t, 200, relative.Results["A"].Status)
	frames := relative.Results["A"].Frames
	require.Len(t, frames, 3)
	require.Equal(t, "timeseries-multi", frames[1].Schema.Meta.Type)
	require.Equal(t, "A", frames[1].Schema.RefID)
	require.Equal(t, "payment", frames[1].Schema.Fields[1].Labels["service"])
	require.InDelta(t, 0.014, frames[1].Data.Values[1][len(frames[1].Data.Values[1])-1], 0.004, "the drift is on")

	from, to := fmt.Sprint(labtest.Now.UnixMilli()-2*3600_000), fmt.Sprint(labtest.Now.UnixMilli())
	require.Equal(t, http.StatusOK, call(t, "POST", url+"/api/ds/query", body(from, to, query("A", canary)), &absolute))
	require.Equal(t, relative.Results["A"].Frames[1].Data, absolute.Results["A"].Frames[1].Data)
}

func TestQueryThatFailsLeavesTheOthers(t *testing.T) {
	var got results
	status := call(t, "POST", onLab(t)+"/api/ds/query", body("now-2h", "now", query("A", canary), query("B", `"nonsense":1`)), &got)
	require.Equal(t, http.StatusBadRequest, status)
	require.Len(t, got.Results["A"].Frames, 3)
	require.Equal(t, 400, got.Results["B"].Status)
	require.Contains(t, got.Results["B"].Error, "nonsense")
	require.Equal(t, "downstream", got.Results["B"].ErrorSource)
}

func TestQueryOfADeadServerSaysSo(t *testing.T) {
	var got results
	url := serve(t, host.Options{Prometheus: "http://127.0.0.1:1"})
	require.Equal(t, http.StatusBadRequest, call(t, "POST", url+"/api/ds/query", body("now-2h", "now", query("A", canary)), &got))
	require.NotEmpty(t, got.Results["A"].Error)
}

func TestBadQueryRequestsAreRefused(t *testing.T) {
	url := serve(t, host.Options{Prometheus: "http://127.0.0.1:1"})
	for name, c := range map[string]struct {
		body, want string
		status     int
	}{
		"no JSON":          {"<html>", "not the JSON of a query request", 400},
		"nothing":          {"", "not the JSON of a query request", 400},
		"no queries":       {body("now-1h", "now"), "no queries found", 400},
		"query is no JSON": {body("now-1h", "now", `"A"`), "queries[0] can't be read", 400},
		"no data source":   {body("now-1h", "now", `{"refId":"A"}`), "query A is missing datasource.uid", 400},
		"unknown uid":      {body("now-1h", "now", `{"refId":"A","datasource":{"uid":"other"}}`), `no data source with the uid "other"`, 404},
		"same refId":       {body("now-1h", "now", query("A", canary), query("A", canary)), "two queries have the refId A", 400},
		"bad from":         {body("yesterday", "now", query("A", canary)), `from is no time: "yesterday"`, 400},
		"bad to":           {body("now-1h", "soon", query("A", canary)), `to is no time: "soon"`, 400},
		"too long":         {body("now-1h", "now", query("A", `"x":"`+strings.Repeat("x", 1<<20)+`"`)), "too large", 400},
	} {
		t.Run(name, func(t *testing.T) {
			var got results
			require.Equal(t, c.status, call(t, "POST", url+"/api/ds/query", c.body, &got))
			require.Contains(t, got.Message, c.want)
		})
	}
}

func TestExamplesAreAnswered(t *testing.T) {
	url := onLab(t)
	var page struct {
		Examples []struct {
			Title string
			Query json.RawMessage
		}
	}
	require.Equal(t, http.StatusOK, call(t, "GET", url+"/lab/page.json", "", &page))
	require.Len(t, page.Examples, 7, "those a history of six hours has data for")
	for _, example := range page.Examples {
		members := strings.TrimSuffix(strings.TrimPrefix(string(example.Query), "{"), "}")
		var got results
		require.Equal(t, http.StatusOK, call(t, "POST", url+"/api/ds/query", body("now-3h", "now", query("A", members)), &got), example.Title)
		require.NotEmpty(t, got.Results["A"].Frames, example.Title)
	}
}
