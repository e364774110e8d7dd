package plugin_test

import (
	"encoding/pem"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// requireBothUse runs a query and a health check, and checks the requests of both.
func requireBothUse(t *testing.T, d *plugin.Datasource, server *upstream, check func(r *http.Request)) {
	t.Helper()
	requireHealthy(t, ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"])
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusOk, health.Status, health.Message)
	require.NotEmpty(t, server.seen("good"))
	require.NotEmpty(t, server.seen("vector(1)"))
	require.NotEmpty(t, server.seen("/values"))
	for _, r := range server.seen("") {
		check(r)
	}
}

var names = map[string]http.HandlerFunc{"/values": says(200, `{"status":"success","data":["good_bucket"]}`)}

func TestCredentialsAreUsedByAllVerbs(t *testing.T) {
	server := newUpstream(t, names)
	d := newFrom(t, backend.DataSourceInstanceSettings{
		URL: server.URL, BasicAuthEnabled: true, BasicAuthUser: "user",
		JSONData:                []byte(`{"httpHeaderName1":"X-Scope-OrgID","customQueryParameters":"dedup=true"}`),
		DecryptedSecureJSONData: map[string]string{"basicAuthPassword": "password", "httpHeaderValue1": "tenant"},
	})
	requireBothUse(t, d, server, func(r *http.Request) {
		user, password, ok := r.BasicAuth()
		require.True(t, ok)
		require.Equal(t, "user", user)
		require.Equal(t, "password", password)
		require.Equal(t, "tenant", r.Header.Get("X-Scope-OrgID"))
		require.Equal(t, "true", r.Form.Get("dedup"))
	})
}

// Headers of the user that Grafana hands over go on to the server, unless the data source has its own.
func TestHeadersOfTheUserGoOn(t *testing.T) {
	server := newUpstream(t, names)
	d := newFrom(t, backend.DataSourceInstanceSettings{
		URL: server.URL, JSONData: []byte(`{"httpHeaderName1":"X-Scope-OrgID"}`),
		DecryptedSecureJSONData: map[string]string{"httpHeaderValue1": "tenant"},
	})
	ctx := forwarding(t.Context(), http.Header{"Authorization": {"Bearer a"}, "X-Id-Token": {"b"}, "X-Scope-Orgid": {"other"}})
	requireHealthy(t, ask(ctx, t, d, dataQuery("A", question("good", "")))["A"])
	_, err := d.CheckHealth(ctx, &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, 200, call(ctx, t, d, "GET", "metrics", nil).Status)
	require.GreaterOrEqual(t, len(server.seen("")), 4)
	for _, r := range server.seen("") {
		require.Equal(t, "Bearer a", r.Header.Get("Authorization"), r.URL.Path)
		require.Equal(t, "b", r.Header.Get("X-Id-Token"), r.URL.Path)
		require.Equal(t, []string{"tenant"}, r.Header.Values("X-Scope-OrgID"), r.URL.Path)
	}
}

func TestUserInTheAddressIsUsed(t *testing.T) {
	server := newUpstream(t, names)
	d := newDatasource(t, "http://user:password@"+server.Listener.Addr().String()+"/prefix/", `{"httpMethod":"GET"}`)
	requireBothUse(t, d, server, func(r *http.Request) {
		_, password, _ := r.BasicAuth()
		require.Equal(t, "password", password)
		require.Equal(t, http.MethodGet, r.Method)
		require.Regexp(t, "^/prefix/api/v1/", r.URL.Path)
	})
}

// The parameter timeout is a number of seconds: "0.5s" is refused by Prometheus.
func TestTimeoutIsSentInSeconds(t *testing.T) {
	server := newUpstream(t, names)
	requireBothUse(t, newDatasource(t, server.URL, `{"queryTimeout":"2500ms"}`), server, func(r *http.Request) {
		require.Equal(t, "2.5", r.Form.Get("timeout"))
	})
}

func TestTLS(t *testing.T) {
	server := unstarted(names)
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	none := func(*http.Request) {}
	t.Run("not trusted", func(t *testing.T) {
		d := newDatasource(t, server.URL, "")
		requireFault(t, ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"],
			faulty{status: 502, words: []string{"certificate", "not trusted", "CA certificate"}})
		health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		require.NoError(t, err)
		require.Equal(t, backend.HealthStatusError, health.Status)
		require.Contains(t, health.Message, "certificate")
	})
	t.Run("not verified", func(t *testing.T) {
		requireBothUse(t, newDatasource(t, server.URL, `{"tlsSkipVerify":true}`), server, none)
	})
	t.Run("own CA", func(t *testing.T) {
		d := newFrom(t, backend.DataSourceInstanceSettings{
			URL: server.URL, JSONData: []byte(`{"tlsAuthWithCACert":true}`),
			DecryptedSecureJSONData: map[string]string{"tlsCACert": ca},
		})
		requireBothUse(t, d, server, none)
	})
	t.Run("wrong name", func(t *testing.T) {
		d := newFrom(t, backend.DataSourceInstanceSettings{
			URL: server.URL, JSONData: []byte(`{"tlsAuthWithCACert":true,"serverName":"other.invalid"}`),
			DecryptedSecureJSONData: map[string]string{"tlsCACert": ca},
		})
		requireFault(t, ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"], faulty{status: 502, words: []string{"certificate", "server name"}})
	})
	t.Run("unreadable CA", func(t *testing.T) {
		d := newFrom(t, backend.DataSourceInstanceSettings{
			URL: server.URL, JSONData: []byte(`{"tlsAuthWithCACert":true}`),
			DecryptedSecureJSONData: map[string]string{"tlsCACert": "no certificate"},
		})
		requireFault(t, ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"], faulty{status: 400, words: []string{"HTTP settings", "TLS"}})
	})
}
