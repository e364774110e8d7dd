package plugin_test

import (
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// What Grafana says of a table in a rule is "input data must be a wide series but got type not".
func TestTablesAreNoAnswerForRules(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"good": answer(good...)})
	d := newDatasource(t, server.URL, "")
	failure := func(header, value, members string) error {
		query := dataQuery("A", question("good", `,"view":"ranking"`+members))
		response, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Headers: map[string]string{header: value}, Queries: []backend.DataQuery{query}})
		require.NoError(t, err)
		return response.Responses["A"].Error
	}
	for _, header := range []string{"FromAlert", "X-Grafana-From-Expr", "http_X-Grafana-From-Expr"} {
		require.ErrorContains(t, failure(header, "true", ""), "format: alert rules and expressions take numbers", header)
		require.NoError(t, failure(header, "true", `,"format":"numeric"`), header)
	}
	require.NoError(t, failure("FromAlert", "false", ""))
	require.NoError(t, failure("X-Panel-Id", "true", ""))
}
