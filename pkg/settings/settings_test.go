package settings_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/settings"
)

const server = "http://prometheus:9090/prefix"

func TestDefaults(t *testing.T) {
	for _, raw := range []string{"", "{}", "  ", `{"keyOfGrafana":{"a":1}}`} {
		s, err := settings.Parse(server, []byte(raw))
		require.NoError(t, err, raw)
		require.Equal(t, server, s.URL.String())
		require.Equal(t, http.MethodPost, s.Method)
		require.Equal(t, settings.DefaultScrapeInterval, s.ScrapeInterval)
		require.Equal(t, settings.DefaultQueryTimeout, s.QueryTimeout)
		require.Equal(t, settings.DefaultLimits, s.Limits)
		require.Empty(t, s.QueryParameters)
	}
}

func TestKeysOfThePrometheusDataSource(t *testing.T) {
	s, err := settings.Parse(server, []byte(`{"httpMethod":"get","timeInterval":"1m","queryTimeout":"30s",
		"customQueryParameters":"dedup=true&tenant=a","limits":{"bytes":1000,"groups":3}}`))
	require.NoError(t, err)
	require.Equal(t, http.MethodGet, s.Method)
	require.Equal(t, time.Minute, s.ScrapeInterval)
	require.Equal(t, 30*time.Second, s.QueryTimeout)
	require.Equal(t, "true", s.QueryParameters.Get("dedup"))
	require.Equal(t, settings.Limits{Bytes: 1000, Series: settings.DefaultLimits.Series, Groups: 3, Cells: settings.DefaultLimits.Cells, Values: settings.DefaultLimits.Values}, s.Limits)
}

func TestTraceLinks(t *testing.T) {
	s, err := settings.Parse(server, []byte(`{"exemplarTraceIdDestinations":[{"name":"trace_id","datasourceUid":"tempo"},{"name":"traceID","url":"https://traces/${__value.raw}","urlDisplayLabel":"Open","new":1}]}`))
	require.NoError(t, err)
	require.Equal(t, []settings.TraceLink{{Name: "trace_id", DatasourceUID: "tempo"}, {Name: "traceID", URL: "https://traces/${__value.raw}", URLDisplayLabel: "Open"}}, s.Traces)
}

func TestBadSettingsNameTheField(t *testing.T) {
	for _, c := range []struct{ name, url, json, field string }{
		{"no address", "", `{}`, "url"},
		{"no scheme", "prometheus:9090", `{}`, "url"},
		{"other scheme", "ftp://prometheus", `{}`, "url"},
		{"not an address", "http://[::1", `{}`, "url"},
		{"method", server, `{"httpMethod":"PUT"}`, "httpMethod"},
		{"interval", server, `{"timeInterval":"soon"}`, "timeInterval"},
		{"interval of nothing", server, `{"timeInterval":"0s"}`, "timeInterval"},
		{"timeout", server, `{"queryTimeout":"60"}`, "queryTimeout"},
		{"parameters", server, `{"customQueryParameters":"a=%zz"}`, "customQueryParameters"},
		{"not JSON", server, `{`, ""},
	} {
		_, err := settings.Parse(c.url, []byte(c.json))
		var f *fault.Error
		require.ErrorAs(t, err, &f, c.name)
		require.Equal(t, fault.Settings, f.Category, c.name)
		require.Equal(t, c.field, f.Field, c.name)
		require.NotEmpty(t, f.Fix, c.name)
	}
}

// Two timeouts can be set, the HTTP client's and the query's: the shorter one counts.
func TestShorterTimeoutCounts(t *testing.T) {
	for raw, want := range map[string]time.Duration{
		`{"timeout":20}`:                         20 * time.Second,
		`{"timeout":"20","queryTimeout":"5s"}`:   5 * time.Second,
		`{"timeout":"","queryTimeout":"90s"}`:    90 * time.Second,
		`{"timeout":200,"queryTimeout":"1m30s"}`: 90 * time.Second,
		`{"timeout":null}`:                       settings.DefaultQueryTimeout,
	} {
		s, err := settings.Parse(server, []byte(raw))
		require.NoError(t, err, raw)
		require.Equal(t, want, s.QueryTimeout, raw)
	}
}

// A password in the address must not come back in a message.
func TestNoSecretInMessages(t *testing.T) {
	_, err := settings.Parse("ftp://user:hunter2@prometheus", nil)
	require.NotContains(t, err.Error(), "hunter2")
}

func TestSuppressBelow(t *testing.T) {
	for raw, want := range map[string]int{`{}`: 0, `{"suppressBelow":10}`: 10, `{"suppressBelow":"25"}`: 25, `{"suppressBelow":""}`: 0} {
		parsed, err := settings.Parse("http://localhost", []byte(raw))
		require.NoError(t, err)
		require.Equal(t, want, parsed.SuppressBelow)
	}
	for _, raw := range []string{`{"suppressBelow":-1}`, `{"suppressBelow":2.5}`, `{"suppressBelow":1e9}`} {
		_, err := settings.Parse("http://localhost", []byte(raw))
		require.ErrorContains(t, err, "suppressBelow", "a minimum that can't be read is not taken for none")
	}
}
