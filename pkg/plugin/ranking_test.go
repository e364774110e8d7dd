package plugin_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// tenants is a server of so many tenants with 12 buckets. Each hundredth has a slower half since half an hour, each
// fiftieth next to no traffic; the others stay as they are, but for chance.
type tenants int

const tenantBuckets = 12

func (n tenants) drifts(tenant int) bool { return tenant%100 == 7 }
func (n tenants) quiet(tenant int) bool  { return tenant%50 == 13 }

func (n tenants) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	start, end, step := int64(number(r, "start")), int64(number(r, "end")), int64(number(r, "step"))
	if step <= 0 {
		return // Not a range query.
	}
	census := strings.HasPrefix(r.Form.Get("query"), "count by")
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(`{"status":"success","data":{"resultType":"matrix","result":[`)
	var rows [tenantBuckets][]byte
	for tenant := range int(n) {
		for bucket := range rows {
			rows[bucket] = rows[bucket][:0]
		}
		for t := start; t <= end; t += step {
			counts := n.below(tenant, t)
			for bucket, count := range counts {
				if census {
					count = 3 // Pods.
				}
				rows[bucket] = append(strconv.AppendInt(append(rows[bucket], '['), t, 10), `,"`...)
				rows[bucket] = append(strconv.AppendInt(rows[bucket], count, 10), `"],`...)
			}
		}
		for bucket, row := range rows {
			if tenant+bucket > 0 {
				_ = out.WriteByte(',')
			}
			le := strconv.Itoa(bucket + 1)
			if bucket == tenantBuckets-1 {
				le = "+Inf"
			}
			fmt.Fprintf(out, `{"metric":{"le":%q,"tenant":"tenant-%05d"},"values":[%s]}`, le, tenant, row[:len(row)-1])
		}
	}
	_, _ = out.WriteString(`]}}`)
	_ = out.Flush()
}

// below counts the events of a cell up to the end of each bucket. A bucket has 12 in the mean, give or take up to 3.
func (n tenants) below(tenant int, t int64) (counts [tenantBuckets]int64) {
	state := uint64(tenant)<<32 + uint64(t) //nolint:gosec // Any number will do.
	slower := n.drifts(tenant) && t > now.Add(-30*time.Minute).Unix()
	sum := int64(0)
	for b := range counts {
		state = state*6364136223846793005 + 1442695040888963407
		events := 9 + int64(state>>33%7) //nolint:gosec // At most 15.
		switch {
		case n.quiet(tenant):
			events = 0
			if b == 0 {
				events = 1
			}
		case slower && b < tenantBuckets/2:
			events /= 2
		case slower:
			events += events / 2
		}
		sum += events
		counts[b] = sum
	}
	return counts
}

// askRanking ranks all tenants.
func askRanking(t testing.TB, d *plugin.Datasource, members string) data.Frames {
	t.Helper()
	response, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{dataQuery("A",
		`{"view":"ranking","current":{"metric":"m","type":"classic"},"groupBy":["tenant"],"measures":["js"]`+members+`}`)}})
	require.NoError(t, err)
	require.NoError(t, response.Responses["A"].Error)
	return response.Responses["A"].Frames
}

func startTenants(t testing.TB, n int) *plugin.Datasource {
	t.Helper()
	server := httptest.NewServer(tenants(n))
	t.Cleanup(server.Close)
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: []byte(`{}`)}, clock)
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	return d
}

// Ten thousand groups are ranked within the default limits, against their own past and against all others; drifting ones
// come first, quiet ones are unknown.
func TestTenThousandGroups(t *testing.T) {
	d := startTenants(t, 10_000)
	for name, members := range map[string]string{
		"previous": `,"window":"5m","baseline":{"offset":"1h"},"threshold":0.02,"limit":10000`,
		"rest":     `,"window":"5m","baseline":{"kind":"rest"},"threshold":0.02,"limit":10000`,
	} {
		began := time.Now()
		frames := askRanking(t, d, members)
		require.Len(t, frames, 1)
		table := frames[0]
		require.Equal(t, 10_000, table.Rows())
		t.Logf("%s: %v", name, time.Since(began))
		tenant, status, changed := table.Fields[0], table.Fields[1], fieldOf(t, table, "changed")
		false_ := 0
		for i := range table.Rows() {
			number, err := strconv.Atoi(strings.TrimPrefix(tenant.At(i).(string), "tenant-"))
			require.NoError(t, err)
			switch {
			case i < 100:
				require.True(t, tenants(0).drifts(number), "%s: row %d is tenant %d", name, i, number)
				require.True(t, *changed.At(i).(*bool))
			case i >= 9800:
				require.True(t, tenants(0).quiet(number), "%s: row %d is tenant %d", name, i, number)
				require.Equal(t, "insufficient", status.At(i))
				require.Nil(t, changed.At(i))
			case *changed.At(i).(*bool):
				false_++
			}
		}
		require.LessOrEqual(t, false_, 20, name)
		require.Contains(t, noticeTexts(table), "9700 of 9800 judged groups are within 0.02 nats (98.9 %); 200 unknown: too few samples.")
	}
}

func fieldOf(t testing.TB, f *data.Frame, name string) *data.Field {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, name)
	return field
}

func noticeTexts(f *data.Frame) []string {
	var all []string
	for _, notice := range f.Meta.Notices {
		all = append(all, notice.Text)
	}
	return all
}

// BenchmarkRanking ranks groups of 12 buckets by windows of an hour against those of the day before, from the server's
// text to the frame's JSON. Time and memory grow with the groups, not with their square:
//
//	go test ./pkg/plugin -run '^$' -bench Ranking -benchtime 1x
func BenchmarkRanking(b *testing.B) {
	for _, groups := range []int{1000, 10_000} {
		b.Run(strconv.Itoa(groups), func(b *testing.B) {
			for b.Loop() {
				d := startTenants(b, groups) // Without a cache.
				stop := watchHeap()
				frames := askRanking(b, d, `,"window":"1h","baseline":{"offset":"1d"},"limit":10000`)
				text, err := json.Marshal(frames)
				require.NoError(b, err)
				b.ReportMetric(float64(stop())/(1<<20), "peak-MB")
				b.ReportMetric(float64(len(text))/(1<<20), "answer-MB")
				require.Equal(b, groups, frames[0].Rows())
			}
		})
	}
}

// watchHeap watches the heap until it is stopped, which returns its peak.
func watchHeap() (stop func() uint64) {
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			most = max(most, stats.HeapAlloc)
			select {
			case <-done:
				peak <- most
				return
			case <-ticker.C:
			}
		}
	}()
	return func() uint64 { close(done); return <-peak }
}
