package promapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/settings"
)

const vector = `{"status":"success","data":{"resultType":"vector","result":[
  {"metric":{"service":"a"},"value":[1700000000.5,"7"]},
  {"metric":{"service":"b"},"histogram":[1700000000.5,{"count":"3","sum":"4.2","buckets":[[0,"0.5","1","1"],[0,"1","2","2"]]}]}]},
  "infos":["i1"]}`

func TestDecodeVector(t *testing.T) {
	got, stats, warnings, err := collectAs(vectorResult, vector)
	require.NoError(t, err)
	require.Equal(t, Stats{Series: 2, Samples: 4}, stats)
	require.Equal(t, []Warning{{Text: "i1", Info: true}}, warnings)
	require.Equal(t, []series{
		{map[string]string{"service": "a"}, []Sample{{Time: 1700000000500, Value: 7}}},
		{map[string]string{"service": "b"}, []Sample{{Time: 1700000000500, Histogram: &Histogram{Count: 3, Buckets: []Bucket{{0.5, 1, 1}, {1, 2, 2}}}}}},
	}, got)
	_, _, _, err = collectAs(vectorResult, matrix)
	require.ErrorIs(t, err, errNotJSON)
	_, _, _, err = collectAs(vectorResult, `{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}`)
	require.ErrorIs(t, err, errNotJSON)
}

// ask makes an instant query to a server that gives this answer.
func ask(t *testing.T, method string, limit int64, status int, answer string) (asked url.Values, got []series, stats Stats, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method || r.URL.Path != "/prefix/api/v1/query" || r.ParseForm() != nil {
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
	stats, _, err = client.Query(context.Background(), "increase(x[5m])", time.UnixMilli(1700000000500), NewBudget(limit), func(labels map[string]string, samples []Sample) error {
		got = append(got, series{labels, kept(samples)})
		return nil
	})
	return asked, got, stats, err
}

func TestQuery(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		asked, got, stats, err := ask(t, method, int64(len(vector)), http.StatusOK, vector)
		require.NoError(t, err)
		require.Equal(t, url.Values{
			"query": {"increase(x[5m])"}, "time": {"1700000000.5"}, "timeout": {"90"}, "max_source_resolution": {"0s"}, "tenant": {"x"},
		}, asked)
		require.Equal(t, Stats{Bytes: int64(len(vector)), Series: 2, Samples: 4}, stats)
		require.Len(t, got, 2)
	}
}

func TestQueryFailures(t *testing.T) {
	for _, c := range []struct {
		limit  int64
		status int
		answer string
		want   fault.Category
	}{
		{1 << 20, http.StatusOK, vector[:len(vector)/2], fault.Protocol},
		{1 << 20, http.StatusOK, matrix, fault.Protocol},
		{1 << 20, http.StatusUnprocessableEntity, `{"status":"error","errorType":"execution","error":"no"}`, fault.Rejected},
		{int64(len(vector)) - 1, http.StatusOK, vector, fault.Limit},
	} {
		_, _, _, err := ask(t, http.MethodPost, c.limit, c.status, c.answer)
		require.Equal(t, c.want, fault.From(err).Category)
	}
}
