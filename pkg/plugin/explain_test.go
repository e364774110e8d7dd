package plugin_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/frame"
)

// vector answers an instant query with values by a label.
func vector(label string, values ...any) http.HandlerFunc {
	var rows []string
	for i := 0; i < len(values); i += 2 {
		rows = append(rows, fmt.Sprintf(`{"metric":{%q:%q},"value":[1795521600,"%v"]}`, label, values[i], values[i+1]))
	}
	return says(200, `{"status":"success","data":{"resultType":"vector","result":[`+strings.Join(rows, ",")+`]}}`)
}

// bucketsBy are the buckets of a value of a label: up to 0.1, up to 1, all; in the current windows and, before 11:30, in the
// baseline.
func bucketsBy(label, value string, current, baseline [3]int) []series {
	var all []series
	for i, le := range []string{"0.1", "1", "+Inf"} {
		labels := map[string]string{"le": le}
		if label != "" {
			labels[label] = value
		}
		all = append(all, series{labels: labels, value: untilHalfPast(current[i], baseline[i])})
	}
	return all
}

// untilHalfPast is a value that was another one until half past eleven.
func untilHalfPast(current, baseline int) func(time.Time) string {
	return func(t time.Time) string {
		if t.Before(now.Add(-30 * time.Minute)) {
			return strconv.Itoa(baseline)
		}
		return strconv.Itoa(current)
	}
}

func TestALabelOfFiftyThousandValues(t *testing.T) {
	// All: 1000 a cell. The user a, with a tenth, became slow; 49,998 others hold what is left of it and b.
	top := []any{"a", 500, "b", 400}
	server := newUpstream(t, map[string]http.HandlerFunc{
		"/labels":     found("user_id", "le", "__name__", "job"),
		"label_repla": vector("label", "user_id", 50_000, "job", 1),
		"topk":        vector("user_id", top...),
		"user_id) (":  answer(append(bucketsBy("user_id", "a", [3]int{10, 50, 100}, [3]int{70, 90, 100}), bucketsBy("user_id", "b", [3]int{56, 72, 80}, [3]int{56, 72, 80})...)...),
		"by (le) (":   answer(bucketsBy("", "", [3]int{640, 860, 1000}, [3]int{700, 900, 1000})...),
	})
	d := newDatasource(t, server.URL, "")
	response := ask(t.Context(), t, d, dataQuery("A", `{"view":"explain","explain":{"maxValues":2},"current":{"metric":"latency_seconds","type":"classic"},"window":"5m","baseline":{"offset":"1h"}}`))["A"]
	require.NoError(t, response.Error)
	table := response.Frames[0]
	require.Equal(t, 3, table.Rows())
	value, _ := table.FieldByName("value")
	require.Equal(t, []any{"a", "other (49998 values)", "b"}, []any{value.At(0), value.At(1), value.At(2)})
	shares, _ := table.FieldByName("share current")
	other, _ := shares.ConcreteAt(1)
	require.InDelta(t, 0.82, other, 1e-9)
	texts := noticesOf(table)
	require.Contains(t, texts, "user_id has 50000 values: the 2 with most samples are told apart, the others are one.")
	require.Contains(t, texts, "user_id = a accounts for 100 % of the change")

	recipe := table.Meta.Custom.(frame.ExplainRecipe)
	chain := recipe.Groups[0].Chains[0]
	require.Equal(t, 49_998, chain.Others)
	require.InDelta(t, *chain.Joint, *chain.Mix+*chain.Inside, 1e-9)
	require.Equal(t, 49_998+2, chain.Others+chain.Values-1)
	// No request asks for all values of the label.
	byUser := regexp.MustCompile(`by \((le, )?user_id\)`)
	for _, request := range server.seen("user_id") {
		query := request.Form.Get("query")
		if byUser.MatchString(query) && !strings.HasPrefix(query, "topk(2,") && !strings.Contains(query, "count(count by") {
			require.Contains(t, query, `user_id=~"a|b"`)
		}
	}
	require.Equal(t, len(server.seen("api/v1"))-len(server.seen("buildinfo")), recipe.Cost.Requests, "all requests are told")
	require.LessOrEqual(t, recipe.Cost.Requests, 14)
	require.Empty(t, server.seen("/values"))
}

func noticesOf(f *data.Frame) string {
	var all []string
	for _, notice := range f.Meta.Notices {
		all = append(all, notice.Text)
	}
	return strings.Join(all, "\n")
}

// explainServer has two values of zone, of which x became slow.
func explainServer(t *testing.T, routes map[string]http.HandlerFunc) *upstream {
	t.Helper()
	all := map[string]http.HandlerFunc{
		"/labels":     found("zone", "pod", "le", "__name__"),
		"label_repla": vector("label", "zone", 2, "pod", 2),
		"le, zone":    answer(append(bucketsBy("zone", "x", [3]int{10, 50, 100}, [3]int{70, 90, 100}), bucketsBy("zone", "y", [3]int{70, 90, 100}, [3]int{70, 90, 100})...)...),
		"le, pod":     answer(append(bucketsBy("pod", "1", [3]int{40, 70, 100}, [3]int{70, 90, 100}), bucketsBy("pod", "2", [3]int{40, 70, 100}, [3]int{70, 90, 100})...)...),
		"by (le) (":   answer(bucketsBy("", "", [3]int{80, 140, 200}, [3]int{140, 180, 200})...),
	}
	for word, route := range routes {
		all[word] = route
	}
	return newUpstream(t, all)
}

const explainText = `{"view":"explain","current":{"metric":"latency_seconds","type":"classic"},"window":"5m","baseline":{"offset":"1h"}%s}`

func explainResponse(t *testing.T, server *upstream, members string) backend.DataResponse {
	t.Helper()
	return ask(t.Context(), t, newDatasource(t, server.URL, ""), dataQuery("A", fmt.Sprintf(explainText, members)))["A"]
}

func TestExplainFindsItsLabels(t *testing.T) {
	response := explainResponse(t, explainServer(t, nil), "")
	require.NoError(t, response.Error)
	table := response.Frames[0]
	require.Equal(t, 4, table.Rows())
	label, _ := table.FieldByName("label")
	value, _ := table.FieldByName("value")
	require.Equal(t, "zone x", fmt.Sprint(label.At(0), " ", value.At(0)))
	require.Contains(t, noticesOf(table), "zone = x accounts for 100 % of the change: its samples moved up")

	// The number for rules is that of the first row, and the estimate that of the view divergence.
	number := explainResponse(t, explainServer(t, nil), `,"format":"numeric"`).Frames
	require.Len(t, number, 1)
	accounts, _ := table.FieldByName("accounts for")
	first, _ := accounts.ConcreteAt(0)
	got, _ := number[0].Fields[0].ConcreteAt(0)
	require.Equal(t, first, got)
	plain := ask(t.Context(), t, newDatasource(t, explainServer(t, nil).URL, ""), dataQuery("A", strings.Replace(fmt.Sprintf(explainText, `,"instant":true`), `"view":"explain",`, "", 1)))["A"].Frames[0]
	estimate, _ := plain.Fields[0].ConcreteAt(0)
	require.InDelta(t, estimate, *number[0].Meta.Custom.(frame.ExplainRecipe).Groups[0].Estimate, 1e-12)
}

func TestLabelsThatAreNamed(t *testing.T) {
	server := explainServer(t, map[string]http.HandlerFunc{"/labels": says(500, html)})
	response := explainResponse(t, server, `,"explain":{"labels":["pod"]}`)
	require.NoError(t, response.Error)
	require.Empty(t, server.seen("/labels"))
	require.Contains(t, noticesOf(response.Frames[0]), "No label accounts for the change: no value of pod stands out from noise")
}

func TestWhenThereIsNoLabel(t *testing.T) {
	for name, route := range map[string]http.HandlerFunc{"none": found("le", "__name__"), "one value each": found("zone", "pod")} {
		server := explainServer(t, map[string]http.HandlerFunc{"/labels": route, "label_repla": vector("label", "zone", 1, "pod", 1)})
		err := explainResponse(t, server, "").Error
		require.ErrorContains(t, err, "explain.labels", name)
		require.NotContains(t, err.Error(), "\n")
	}
}

// A server that can't count values, or not find the largest, still gets an answer; one that is down does not.
func TestServersThatRefuseLookups(t *testing.T) {
	server := explainServer(t, map[string]http.HandlerFunc{"label_repla": says(422, `{"status":"error","errorType":"execution","error":"no @"}`)})
	response := explainResponse(t, server, "")
	require.NoError(t, response.Error)
	require.Equal(t, 4, response.Frames[0].Rows())

	server = explainServer(t, map[string]http.HandlerFunc{"label_repla": vector("label", "zone", 30, "pod", 2), "topk": says(422, `{"status":"error","errorType":"execution","error":"no"}`)})
	response = explainResponse(t, server, "")
	require.NoError(t, response.Error)
	require.Contains(t, noticesOf(response.Frames[0]), "zone = x accounts for 100 %")

	for _, word := range []string{"/labels", "label_repla", "le, zone"} {
		require.Error(t, explainResponse(t, explainServer(t, map[string]http.HandlerFunc{word: says(503, html)}), "").Error, word)
	}
}

// A label that costs more than is allowed is left out, with the reason.
func TestALabelOverTheLimit(t *testing.T) {
	var many []series
	for i := range 40 {
		many = append(many, bucketsBy("pod", fmt.Sprint(i), [3]int{1, 2, 3}, [3]int{1, 2, 3})...)
	}
	server := explainServer(t, map[string]http.HandlerFunc{"le, pod": answer(many...)})
	d := newDatasource(t, server.URL, `{"limits":{"series":100}}`)
	response := ask(t.Context(), t, d, dataQuery("A", fmt.Sprintf(explainText, "")))["A"]
	require.NoError(t, response.Error)
	require.Equal(t, 2, response.Frames[0].Rows())
	require.Contains(t, noticesOf(response.Frames[0]), "pod was left out: ")
	require.Contains(t, noticesOf(response.Frames[0]), "100 series")
}

func TestOfManyLabelsSomeAreLookedAt(t *testing.T) {
	names, counts := []string{}, []any{}
	routes := map[string]http.HandlerFunc{}
	for i := range 12 {
		name := fmt.Sprintf("l%02d", i)
		names, counts = append(names, name), append(counts, name, 20-i)
		routes["le, "+name] = answer(append(bucketsBy(name, "x", [3]int{40, 70, 100}, [3]int{70, 90, 100}), bucketsBy(name, "y", [3]int{40, 70, 100}, [3]int{70, 90, 100})...)...)
	}
	routes["/labels"], routes["label_repla"] = found(names...), vector("label", counts...)
	server := explainServer(t, routes)
	response := explainResponse(t, server, "")
	require.NoError(t, response.Error)
	require.Contains(t, noticesOf(response.Frames[0]), "12 labels may account for the change; the 8 with fewest values were looked at. Name others in explain.labels: l03, l02, l01, l00.")
	require.Len(t, response.Frames[0].Meta.Custom.(frame.ExplainRecipe).Groups[0].Chains, 8)
	require.Empty(t, server.seen("le, l03"))
}

// Too few samples: there is nothing to look up.
func TestExplainOfTooFewSamples(t *testing.T) {
	server := explainServer(t, nil)
	response := explainResponse(t, server, `,"minCount":100000`)
	require.NoError(t, response.Error)
	require.Equal(t, 1, response.Frames[0].Rows())
	status, _ := response.Frames[0].FieldByName("status")
	require.Equal(t, "insufficient", status.At(0))
	require.Empty(t, server.seen("/labels"))
	number := explainResponse(t, server, `,"minCount":100000,"format":"numeric"`).Frames[0]
	require.Nil(t, number.Fields[0].At(0))
	require.Contains(t, noticesOf(number), "fewer than 100000 samples")
}
