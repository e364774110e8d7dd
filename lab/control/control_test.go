package control_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/control"
	"github.com/histodrift/histodrift/lab/scenario"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// still is a lab whose newest samples are of one moment.
type still struct {
	*control.Drifts
	newest time.Time
}

func (s *still) Inject(drift string, lasts time.Duration) (scenario.Interval, error) {
	return s.Drifts.Inject(drift, s.newest, lasts)
}
func (s *still) EndInjection(drift string) error { return s.End(drift, s.newest) }
func (s *still) Now() time.Time                  { return now }
func (s *still) Data() scenario.Interval {
	return scenario.Interval{From: now.Add(-time.Hour), To: s.newest}
}

// start returns a lab and its control over HTTP.
func start(t *testing.T) (*still, http.Handler) {
	scenarios, err := scenario.Injectable([]scenario.Scenario{scenario.Checkout(), scenario.Orders(), scenario.Store()})
	require.NoError(t, err)
	l := &still{control.NewDrifts(scenarios), now}
	clock := now
	return l, control.Handler(l, l.Drifts, func() time.Time { clock = clock.Add(time.Second); return clock })
}

func ask(handler http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	return answer
}

func submit(handler http.Handler, form url.Values, headers ...string) *httptest.ResponseRecorder {
	return ask(handler, http.MethodPost, "/lab/", form.Encode(), append(headers, "Content-Type", "application/x-www-form-urlencoded")...)
}

// row returns the state that the page shows for a drift.
func row(t *testing.T, handler http.Handler, drift string) string {
	text := ask(handler, http.MethodGet, "/lab/", "").Body.String()
	found := regexp.MustCompile(`(?s)<code>` + drift + `</code>.*?class="state([^"]*)">([^<]*)<.*?</tr>`).FindStringSubmatch(text)
	require.NotNil(t, found, drift)
	state := found[2]
	if found[1] != "" {
		state = "*" + state
	}
	if strings.Contains(found[0], "Stop injecting "+drift) {
		state += " [stop]"
	}
	return state
}

func TestPageTellsWhatEachDriftDoes(t *testing.T) {
	l, handler := start(t)
	require.Equal(t, "*on by schedule until 15:00 UTC", row(t, handler, "payment-slow-tail"))
	require.Equal(t, "off, next 22 Nov 00:00 UTC", row(t, handler, "cart-bimodal"))
	require.Equal(t, "off", row(t, handler, "promotion"), "it is over and never comes again")

	for drift, length := range map[string]string{"cart-bimodal": "15m", "promotion": "3h", "payment-slow-tail": "1h"} {
		answer := submit(handler, url.Values{"action": {"inject"}, "drift": {drift}, "for": {length}})
		require.Equal(t, http.StatusSeeOther, answer.Code, answer.Body)
		require.Equal(t, "/lab/", answer.Header().Get("Location"))
	}
	require.Equal(t, "*injected until 12:15 UTC [stop]", row(t, handler, "cart-bimodal"))
	require.Equal(t, "*injected until 15:00 UTC [stop]", row(t, handler, "promotion"))
	require.Equal(t, "*on by schedule until 15:00 UTC, injected until 13:00 UTC [stop]", row(t, handler, "payment-slow-tail"))

	l.newest = now.Add(10 * time.Minute)
	require.Equal(t, http.StatusSeeOther, submit(handler, url.Values{"action": {"stop"}, "drift": {"promotion"}}).Code)
	require.Equal(t, "off", row(t, handler, "promotion"))
	require.Equal(t, http.StatusSeeOther, submit(handler, url.Values{"action": {"stop"}, "drift": {"promotion"}}).Code, "twice is no error")
	_, err := l.Drifts.Inject("promotion", now.Add(time.Hour), time.Hour)
	require.NoError(t, err)
	require.Equal(t, "to be injected from 13:00 UTC to 14:00 UTC [stop]", row(t, handler, "promotion"))
}

func TestPageSaysWhyAWishIsNotGranted(t *testing.T) {
	_, handler := start(t)
	for _, c := range []struct {
		form   url.Values
		status int
		want   string
	}{
		{url.Values{"action": {"inject"}, "drift": {"<b>rain</b>"}, "for": {"1h"}}, 404, `drift &#34;&lt;b&gt;rain&lt;/b&gt;&#34;: no such drift`},
		{url.Values{"action": {"inject"}, "drift": {"promotion"}, "for": {"long"}}, 400, "give a length of time"},
		{url.Values{"action": {"dance"}}, 400, "it must be inject or stop"},
		{url.Values{"action": {strings.Repeat("x", 1<<17)}}, 400, "too large"},
	} {
		answer := submit(handler, c.form)
		require.Equal(t, c.status, answer.Code)
		require.Contains(t, answer.Body.String(), `role="alert"`)
		require.Contains(t, answer.Body.String(), c.want)
	}
}

func TestPageAllowsItsOwnStyleAndNothingElse(t *testing.T) {
	_, handler := start(t)
	answer := ask(handler, http.MethodGet, "/lab/", "")
	require.Equal(t, http.StatusOK, answer.Code)
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(answer.Body.String())
	sum := sha256.Sum256([]byte(style[1]))
	require.Equal(t, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", answer.Header().Get("Content-Security-Policy"))
	require.NotRegexp(t, `<script|<img|<link|style=|https?://`, answer.Body.String(), "nothing from elsewhere")
	require.Equal(t, http.StatusNotFound, ask(handler, http.MethodGet, "/lab/nothing", "").Code)
}

func TestPagesOfOtherOriginsAreRefused(t *testing.T) {
	l, handler := start(t)
	wish := url.Values{"action": {"inject"}, "drift": {"promotion"}, "for": {"1h"}}
	for _, headers := range [][]string{
		{"Origin", "https://elsewhere.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "null"},
	} {
		require.Equal(t, http.StatusForbidden, submit(handler, wish, headers...).Code, headers)
		require.Equal(t, http.StatusForbidden, ask(handler, http.MethodPost, "/lab/inject", `{"drift": "promotion", "for": "1h"}`, headers...).Code)
		require.Equal(t, http.StatusForbidden, ask(handler, http.MethodPost, "/lab/alerts", `{"alerts": []}`, headers...).Code)
	}
	require.Empty(t, l.List(now).Injections)
	require.Equal(t, http.StatusSeeOther, submit(handler, wish, "Origin", "http://example.com", "Sec-Fetch-Site", "same-origin").Code)
}

// notification is one that Grafana sends, with some text in place of a label value.
func notification(title, value string) string {
	return fmt.Sprintf(`{"receiver": "lab", "status": "firing", "orgId": 1, "title": %q, "groupLabels": {}, "commonLabels": {}, "alerts": [
		{"status": "firing", "labels": {"alertname": "Cart", "service": %q}, "annotations": {"summary": "It moved."},
		 "startsAt": "2026-11-20T11:50:00Z", "endsAt": "0001-01-01T00:00:00Z", "values": {"A": 0.4}, "valueString": "[]"}],
		"version": "1", "groupKey": "{}", "state": "alerting"}`, title, value)
}

func received(t *testing.T, handler http.Handler) control.Alerts {
	var all control.Alerts
	require.NoError(t, json.Unmarshal(ask(handler, http.MethodGet, "/lab/alerts", "").Body.Bytes(), &all))
	return all
}

func TestNotificationsAreListedTheNewestFirst(t *testing.T) {
	_, handler := start(t)
	require.Empty(t, received(t, handler).Notifications)
	for _, title := range []string{"first", "second"} {
		require.Equal(t, http.StatusNoContent, ask(handler, http.MethodPost, "/lab/alerts", notification(title, "<img src=x>\n")).Code)
	}
	all := received(t, handler).Notifications
	require.Len(t, all, 2)
	require.Equal(t, "second", all[0].Title)
	require.Equal(t, now.Add(2*time.Second), all[0].Received)
	require.Equal(t, scenario.Labels{"alertname": "Cart", "service": "<img src=x>\n"}, all[0].Alerts[0].Labels)
	require.Equal(t, 0.4, all[0].Alerts[0].Values["A"])
	page := ask(handler, http.MethodGet, "/lab/", "").Body.String()
	require.Contains(t, page, `service=&#34;&lt;img src=x&gt;\n&#34;`)
	require.Contains(t, page, "Received alerts (2)")
	require.Less(t, strings.Index(page, "second"), strings.Index(page, "first</h3>"))
}

func TestWhatIsNoNotificationIsRefused(t *testing.T) {
	_, handler := start(t)
	for _, c := range []struct {
		body   string
		status int
		want   string
	}{
		{``, 400, "the body is no JSON: unexpected end of JSON input"},
		{`{"alerts": [`, 400, "the body is no JSON"},
		{`{"alerts": []} more`, 400, "the body is no JSON"},
		{`null`, 400, `it has no "alerts"`},
		{`{"title": "x"}`, 400, `it has no "alerts"`},
		{`[]`, 400, "cannot be of the type array"},
		{`{"alerts": [{"labels": 3}]}`, 400, `"alerts.labels" cannot be of the type number`},
		{`{"alerts": [], "title": "` + strings.Repeat("x", 1<<20) + `"}`, 413, "larger than 1048576 bytes"},
	} {
		answer := ask(handler, http.MethodPost, "/lab/alerts", c.body)
		require.Equal(t, c.status, answer.Code, answer.Body)
		require.Contains(t, answer.Body.String(), c.want)
	}
	require.Empty(t, received(t, handler).Notifications)
}

func TestTheInboxIsBounded(t *testing.T) {
	_, handler := start(t)
	for n := range 510 {
		require.Equal(t, http.StatusNoContent, ask(handler, http.MethodPost, "/lab/alerts", notification(fmt.Sprint(n), "cart")).Code)
	}
	all := received(t, handler)
	require.Len(t, all.Notifications, 500)
	require.Equal(t, 10, all.Dropped)
	require.Equal(t, "509", all.Notifications[0].Title)
	for range 20 {
		require.Equal(t, http.StatusNoContent, ask(handler, http.MethodPost, "/lab/alerts", notification("large", strings.Repeat("x", 900_000))).Code)
	}
	all = received(t, handler)
	require.Len(t, all.Notifications, 18, "16 MiB")
	require.Equal(t, 512, all.Dropped)
}
