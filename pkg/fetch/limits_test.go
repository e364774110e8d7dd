package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// many is a server of n series; those from half on stand only in the last hours.
func many(n int) *fake {
	server := &fake{}
	for i := range n {
		value := seconds
		if i >= n/2 {
			value = func(t time.Time) float64 {
				if t.Before(at(8 * time.Hour)) {
					return skip
				}
				return seconds(t)
			}
		}
		server.series = append(server.series, known{labels: map[string]string{"le": "1", "service": fmt.Sprintf("%06d", i)}, value: value})
	}
	return server
}

func TestLimits(t *testing.T) {
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)} // 360 values.
	for _, c := range []struct {
		name   string
		limits settings.Limits
		words  string
	}{
		{"as many series as allowed", settings.Limits{Series: 10, Values: 3600}, ""},
		{"series", settings.Limits{Series: 9, Values: 3600}, "more than 9 series (groups times bins); group by fewer labels, narrow the matchers or map small categories together"},
		{"values", settings.Limits{Series: 10, Values: 3599}, "more than 3599 values"},
	} {
		f := fetch.New(many(10), c.limits, func() time.Time { return now })
		result, err := f.Run(t.Context(), cells("x", time.Minute, span), "")
		if c.words == "" {
			require.NoError(t, err)
			require.Len(t, result.Answers[0].Series, 10)
			continue
		}
		requireCategory(t, fault.Limit, err)
		require.ErrorContains(t, err, c.words)
		require.ErrorContains(t, err, "raise limits."+c.name)
	}
}

// Series of several answers add up, also with those that were kept from before.
func TestLimitOnSeriesOverAnswers(t *testing.T) {
	server := &fake{series: []known{
		{labels: map[string]string{"le": "1"}, value: func(t time.Time) float64 { return before(t, at(8*time.Hour)) }},
		{labels: map[string]string{"le": "2"}, value: func(t time.Time) float64 { return -before(t, at(8*time.Hour)) }},
	}}
	server.series[1].value = func(t time.Time) float64 {
		if t.Before(at(8 * time.Hour)) {
			return skip
		}
		return 1
	}
	f := fetch.New(server, settings.Limits{Series: 1, Values: 1e6}, func() time.Time { return now })
	_, err := f.Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(10 * time.Hour)}), "")
	require.NoError(t, err)
	_, err = f.Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(7 * time.Hour), End: at(6 * time.Hour)}), "")
	require.NoError(t, err)
	server.requests()
	_, err = f.Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(10 * time.Hour)}, plan.Span{Start: at(7 * time.Hour), End: at(6 * time.Hour)}), "")
	requireCategory(t, fault.Limit, err)
	require.Empty(t, server.requests(), "both were kept")
}

func before(t, end time.Time) float64 {
	if t.Before(end) {
		return 1
	}
	return skip
}

// The budget on bytes is one for all answers to a query, whichever they are.
func TestLimitOnBytes(t *testing.T) {
	answer := `{"status":"success","data":{"resultType":"matrix","result":[]}}` + strings.Repeat(" ", 1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	two := plan.Plan{Sources: append(cells("x", time.Minute, span).Sources, cells("y", time.Minute, span).Sources...)}
	for _, c := range []struct {
		bytes int
		p     plan.Plan
		ok    bool
	}{
		{len(answer), cells("x", time.Minute, span), true},
		{len(answer) - 1, cells("x", time.Minute, span), false},
		{2 * len(answer), two, true},
		{2*len(answer) - 1, two, false},
	} {
		config := settings.Settings{URL: address, Method: http.MethodPost, QueryTimeout: time.Minute, Limits: settings.DefaultLimits}
		config.Limits.Bytes = int64(c.bytes)
		f := fetch.New(promapi.New(client, config), config.Limits, func() time.Time { return now })
		result, err := f.Run(context.Background(), c.p, "")
		if c.ok {
			require.NoError(t, err)
			require.EqualValues(t, c.bytes, result.Cost.Bytes)
			continue
		}
		requireCategory(t, fault.Limit, err)
		require.ErrorContains(t, err, "limits.bytes")
	}
}

// The cache is bounded by what it weighs: old chunks leave, and are fetched again when somebody asks for them.
func TestCacheIsBounded(t *testing.T) {
	server := many(1500)
	for i := range server.series {
		server.series[i].value = seconds
	}
	f := newFetcher(server)
	day := func(n int) plan.Plan {
		start := at(time.Duration(n) * 1000 * time.Hour)
		return cells("x", time.Hour, plan.Span{Start: start, End: start.Add(640 * time.Hour)}) // 80 chunks of half a megabyte.
	}
	for n := 10; n > 1; n-- {
		run(t, f, day(n))
	}
	server.requests()
	run(t, f, day(2))
	require.Empty(t, server.requests(), "the last ones are there")
	run(t, f, day(10))
	require.NotEmpty(t, server.requests(), "the first ones have left")
	require.Less(t, run(t, f, day(9)).Cost.CacheHits, 20)
}
