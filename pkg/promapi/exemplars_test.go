package promapi

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/settings"
)

const twoExemplars = `{"status":"success","warnings":["a store is down"],"data":[
  {"seriesLabels":{"__name__":"m_bucket","le":"0.5"},"exemplars":[
    {"labels":{"trace_id":"a","more":"<b>\"\n"},"value":"0.3","timestamp":1700000000.123},
    {"labels":null,"value":0.4,"timestamp":1700000001,"new":[1]}]},
  {"seriesLabels":{},"exemplars":null,"new":{}}]}`

type found struct {
	labels    map[string]string
	exemplars []Exemplar
}

// search asks a server that gives this answer for exemplars.
func search(t *testing.T, method string, limit int64, status int, answer string) (asked url.Values, all []found, stats Stats, warnings []Warning, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method || r.URL.Path != "/prefix/api/v1/query_exemplars" || r.ParseForm() != nil {
			t.Error(r.Method, r.URL)
		}
		asked = r.Form
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL + "/prefix")
	require.NoError(t, err)
	client := New(server.Client(), settings.Settings{URL: address, Method: method, QueryTimeout: 90 * time.Second, QueryParameters: url.Values{"tenant": {"x"}}})
	stats, warnings, err = client.QueryExemplars(t.Context(), `m_bucket{a="b"}`, time.UnixMilli(1700000000500), time.UnixMilli(1700003600500), NewBudget(limit), func(labels map[string]string, exemplars []Exemplar) error {
		all = append(all, found{labels, exemplars})
		return nil
	})
	return asked, all, stats, warnings, err
}

func TestQueryExemplars(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		asked, all, stats, warnings, err := search(t, method, 1e6, 200, twoExemplars)
		require.NoError(t, err)
		require.Equal(t, url.Values{"query": {`m_bucket{a="b"}`}, "start": {"1700000000.5"}, "end": {"1700003600.5"}, "timeout": {"90"}, "tenant": {"x"}}, asked)
		require.Equal(t, Stats{Bytes: int64(len(twoExemplars)), Series: 2, Samples: 2}, stats)
		require.Equal(t, []Warning{{Text: "a store is down"}}, warnings)
		require.Equal(t, []found{
			{map[string]string{"__name__": "m_bucket", "le": "0.5"}, []Exemplar{
				{Labels: map[string]string{"trace_id": "a", "more": "<b>\"\n"}, Value: 0.3, Time: 1700000000123},
				{Labels: map[string]string{}, Value: 0.4, Time: 1700000001000},
			}},
			{map[string]string{}, nil},
		}, all)
	}
	_, all, _, _, err := search(t, http.MethodPost, 1e6, 200, `{"status":"success","data":null}`)
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestQueryExemplarsFaults(t *testing.T) {
	for name, c := range map[string]struct {
		limit    int64
		status   int
		answer   string
		category fault.Category
	}{
		"no such path":      {1e6, 404, "404 page not found", fault.NotFound},
		"refused":           {1e6, 400, `{"status":"error","errorType":"bad_data","error":"no"}`, fault.Rejected},
		"refused with 200":  {1e6, 200, `{"status":"error","errorType":"bad_data","error":"no"}`, fault.Rejected},
		"down":              {1e6, 503, "", fault.Unavailable},
		"login":             {1e6, 401, "", fault.Unauthorized},
		"a page":            {1e6, 200, "<html>", fault.Protocol},
		"samples":           {1e6, 200, `{"status":"success","data":{"resultType":"matrix","result":[]}}`, fault.Protocol},
		"no number":         {1e6, 200, strings.Replace(twoExemplars, `"0.3"`, `"x"`, 1), fault.Protocol},
		"no number at all":  {1e6, 200, strings.Replace(twoExemplars, `"0.3"`, `true`, 1), fault.Protocol},
		"no time":           {1e6, 200, strings.Replace(twoExemplars, `1700000001`, `"x"`, 1), fault.Protocol},
		"labels of numbers": {1e6, 200, strings.Replace(twoExemplars, `"a"`, `1`, 1), fault.Protocol},
		"cut off":           {1e6, 200, twoExemplars[:200], fault.Protocol},
		"more after it":     {1e6, 200, twoExemplars + "<html>", fault.Protocol},
		"too large":         {100, 200, twoExemplars, fault.Limit},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, _, err := search(t, http.MethodPost, c.limit, c.status, c.answer)
			var failed *fault.Error
			require.True(t, errors.As(err, &failed))
			require.Equal(t, c.category, failed.Category, failed.Error())
		})
	}
}

// Whatever arrives, the decoder neither panics nor takes for an answer what is not JSON, and it counts what it hands on.
func FuzzExemplars(f *testing.F) {
	f.Add(twoExemplars)
	f.Add(`{"status":"success","data":[{"exemplars":[{}]}]}`)
	f.Add(`{"status":"error","errorType":"bad_data"}`)
	f.Fuzz(func(t *testing.T, text string) {
		series, exemplars := 0, 0
		d := exemplarDecoder{decoder: decoder{reader: newReader(strings.NewReader(text))}, sink: func(_ map[string]string, all []Exemplar) error {
			series, exemplars = series+1, exemplars+len(all)
			return nil
		}}
		err := d.answer(d.data)
		if err == nil {
			err = d.end()
		}
		require.Equal(t, Stats{Series: series, Samples: exemplars}, d.stats)
		if err == nil {
			require.True(t, json.Valid([]byte(text)))
		}
	})
}
