package plugin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// rare is a server of categories some of which are few: a window of 5 cells counts 17 events of village, 23 of hamlet and
// 29 of farm now, and 31 of castle before. The group "lone" has 19 in all.
func rare(t *testing.T) string {
	t.Helper()
	end := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	var rows []string
	for _, one := range []struct {
		group, place      string
		current, baseline float64
	}{
		{"all", "city", 400, 300},
		{"all", "town", 300, 500},
		{"all", "port", 200, 100},
		{"all", "village", 17, 60},
		{"all", "hamlet", 23, 0},
		{"all", "farm", 29, 70},
		{"all", "castle", 80, 31},
		{"lone", "city", 13, 300},
		{"lone", "moor", 6, 300},
	} {
		var values []string
		for k := 6; k >= 0; k-- {
			values = append(values, fmt.Sprintf(`[%d,"%v"]`, end.Add(-time.Hour-time.Duration(k)*time.Minute).Unix(), one.baseline/5*1.25))
		}
		for k := 6; k >= 0; k-- {
			values = append(values, fmt.Sprintf(`[%d,"%v"]`, end.Add(-time.Duration(k)*time.Minute).Unix(), one.current/5*1.25))
		}
		rows = append(rows, fmt.Sprintf(`{"metric":{"group":%q,"place":%q},"values":[%s]}`, one.group, one.place, strings.Join(values, ",")))
	}
	body := `{"status":"success","data":{"resultType":"matrix","result":[` + strings.Join(rows, ",") + `]}}`
	return newUpstream(t, map[string]http.HandlerFunc{"increase": says(200, body)}).URL
}

func askRare(t *testing.T, url, settings, members string) backend.DataResponse {
	t.Helper()
	now := time.Date(2026, 11, 24, 12, 0, 30, 0, time.UTC)
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: url, JSONData: []byte(settings)}, func() time.Time { return now })
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	query := `{"current":{"metric":"visits_total","type":"categoryCounter","category":["place"]},"groupBy":["group"],"window":"5m","baseline":{"offset":"1h"},"threshold":0.1,"minCount":10` + members + `}`
	return ask(t.Context(), t, d, backend.DataQuery{
		RefID: "A", JSON: []byte(query), Interval: time.Minute, MaxDataPoints: 100, TimeRange: backend.TimeRange{From: now.Add(-90 * time.Second), To: now},
	})["A"]
}

// No name of a bin of few events, and none of their numbers, is anywhere in the answer of any view.
func TestNothingOfFewEventsIsShown(t *testing.T) {
	url := rare(t)
	for _, members := range []string{
		``, `,"instant":true`, `,"measures":["js","newMass","vanishedMass","g"]`, `,"bins":{"kind":"top","count":3}`, `,"alertOn":"samples"`,
		`,"view":"contributions"`, `,"view":"contributions","format":"bars"`, `,"view":"contributions","instant":false`, `,"view":"contributions","format":"numeric"`,
		`,"view":"distributions"`, `,"view":"ranking"`, `,"view":"ranking","format":"numeric"`, `,"view":"slo","slo":{"period":"1h"}`, `,"view":"episodes"`, `,"joint":["region"]`,
	} {
		plain := askRare(t, url, `{}`, members)
		require.NoError(t, plain.Error, members)
		for _, c := range []struct{ settings, members string }{
			{`{}`, members + `,"suppressBelow":50`}, {`{"suppressBelow":50}`, members}, {`{"suppressBelow":"50"}`, members + `,"suppressBelow":5`},
		} {
			response := askRare(t, url, c.settings, c.members)
			require.NoError(t, response.Error, c.members)
			text, err := json.Marshal([]*data.Frame(response.Frames))
			require.NoError(t, err)
			for _, name := range []string{"village", "hamlet", "farm", "castle", "moor"} {
				require.NotContains(t, string(text), name, c.members)
			}
			var whole any
			require.NoError(t, json.Unmarshal(text, &whole))
			requireNoFew(t, whole, c.members)
			require.NotRegexp(t, `[^0-9.](17|19|23|29|31|13|6) (samples|current|baseline)`, string(text), c.members)
		}
	}
}

// few are the counts of bins, and of the group that is few as a whole, that nobody is to see.
var few = map[float64]bool{17: true, 23: true, 29: true, 31: true, 13: true, 19: true}

func requireNoFew(t *testing.T, value any, of string) {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		for _, one := range value {
			requireNoFew(t, one, of)
		}
	case []any:
		for _, one := range value {
			requireNoFew(t, one, of)
		}
	case float64:
		require.False(t, few[value], "%v in %s", value, of)
	}
}

func TestSuppressedContributions(t *testing.T) {
	response := askRare(t, rare(t), `{"suppressBelow":50}`, `,"view":"contributions","measures":["js"]`)
	require.NoError(t, response.Error)
	text, err := json.Marshal([]*data.Frame(response.Frames))
	require.NoError(t, err)
	require.Contains(t, string(text), `"suppressed":{"below":50,"bins":4,`)
	require.Contains(t, string(text), "Bins with fewer than 50 samples on a side are not shown by themselves: 4 bins, with 14 % of the current and 15 % of the baseline samples, are joined.")

	// Without it, they are there: the test above can fail.
	response = askRare(t, rare(t), `{}`, `,"view":"contributions","measures":["js"]`)
	text, err = json.Marshal([]*data.Frame(response.Frames))
	require.NoError(t, err)
	require.Contains(t, string(text), "hamlet")
}

// Views that can't hide anything are refused where the data source demands it.
func TestViewsRefusedForSuppression(t *testing.T) {
	url := rare(t)
	for _, view := range []string{"verdict", "explain"} {
		response := askRare(t, url, `{"suppressBelow":50}`, `,"view":"`+view+`"`)
		require.ErrorContains(t, response.Error, "view: "+view+" is not to be had here: the data source hides bins of fewer than 50 events")
		require.ErrorContains(t, response.Error, "use one of the views divergence, contributions")
	}
}
