package frame

import (
	"net/url"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
)

// pluginID is the id of this plugin's data sources.
const pluginID = "histodrift-divergence-datasource"

// exemplarLinks lead from a bin to the exemplars of the bins that contribute most, in Explore, at the same time. It is an
// address rather than an internal link: the SDK writes the range of those under a name that Grafana does not read, and
// Grafana puts variables into their queries, which label values must not be taken for. In an address all of it is encoded.
func (b builder) exemplarLinks() []data.DataLink {
	last, query := b.measure.Last, b.source.Query
	if b.source.UID == "" || b.source.Query.SuppressBelow > 1 || last == nil || !last.Current.Ordered || len(last.Windows.Current) == 0 {
		return nil
	}
	query.View, query.AlertOn, query.Format = request.ViewExemplars, request.StatisticEstimate, request.FormatTable
	query.Measures, query.Limit = []request.Measure{b.measure.Name}, request.DefaultLimit
	query.Exemplars = &request.Exemplars{Bins: request.DefaultExemplarBins}
	raw, err := json.Marshal(query)
	if err != nil {
		return nil
	}
	asked := map[string]any{}
	if err := json.Unmarshal(raw, &asked); err != nil {
		return nil
	}
	asked["refId"] = b.source.RefID
	asked["datasource"] = map[string]string{"type": pluginID, "uid": b.source.UID}
	millis := func(at int64) string { return strconv.FormatInt(at, 10) }
	panes, err := json.Marshal(map[string]any{"bins": map[string]any{
		"datasource": b.source.UID, "queries": []any{asked},
		"range": map[string]string{"from": millis(last.Windows.Current[0].Start.UnixMilli()), "to": millis(last.Time.UnixMilli())},
	}}, json.Deterministic(true))
	if err != nil {
		return nil
	}
	return []data.DataLink{{Title: "Exemplars of the bins that contribute most", URL: "/explore?schemaVersion=1&panes=" + url.QueryEscape(string(panes))}}
}
