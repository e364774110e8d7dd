package control

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

//go:embed page.css
var style string

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"time": exactly, "machine": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
}).Parse(pageText))

// policy allows the page its own style and its own forms, and nothing else.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// page is the control page.
type page struct {
	injections
	inbox *inbox
}

// view is what the page shows.
type view struct {
	Style template.CSS
	// Problem is why the last wish was not granted.
	Problem   string
	Now       time.Time
	Lengths   []length
	Scenarios []scenarioView
	Alerts    Alerts
}

// length is how long one of the page's buttons injects.
type length struct {
	Text string // As people write it.
	For  string // As the API reads it.
}

type scenarioView struct {
	Name, About string
	Drifts      []driftView
}

type driftView struct {
	Name, About, Effect, Metric, Where string
	// State is what it does now, and Active whether that is anything.
	State    string
	Active   bool
	Injected bool
}

func (p page) show(w http.ResponseWriter, _ *http.Request) { p.write(w, http.StatusOK, "") }

// act grants what a form asks for and shows the page anew.
func (p page) act(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostAsked)
	if err := r.ParseForm(); err != nil {
		p.write(w, http.StatusBadRequest, err.Error())
		return
	}
	drift := r.PostForm.Get("drift")
	var err error
	switch action := r.PostForm.Get("action"); action {
	case "stop":
		err = p.lab.EndInjection(drift)
	case "inject":
		err = p.grant(Wish{Drift: drift, For: r.PostForm.Get("for")})
	default:
		err = fmt.Errorf("action is %q: it must be inject or stop", action)
	}
	if errors.Is(err, ErrNotInjected) {
		err = nil // It has ended by itself meanwhile.
	}
	if err != nil {
		p.write(w, statusOf(err), err.Error())
		return
	}
	http.Redirect(w, r, "/lab/", http.StatusSeeOther)
}

func (p page) write(w http.ResponseWriter, status int, problem string) {
	var text bytes.Buffer
	if err := pageTemplate.Execute(&text, p.view(problem)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = text.WriteTo(w)
}

func (p page) view(problem string) view {
	v := view{
		Style: template.CSS(style), Problem: problem, Now: p.lab.Data().To, Alerts: p.inbox.all(),
		Lengths: []length{{"15 min", "15m"}, {"1 h", "1h"}, {"3 h", "3h"}},
	}
	for _, s := range p.drifts.scenarios {
		one := scenarioView{Name: s.Name, About: s.About}
		for _, m := range s.Metrics {
			for _, d := range m.Drifts {
				one.Drifts = append(one.Drifts, p.describe(m, d, v.Now))
			}
		}
		v.Scenarios = append(v.Scenarios, one)
	}
	return v
}

func (p page) describe(m scenario.Metric, d scenario.Drift, now time.Time) driftView {
	v := driftView{Name: d.Name, About: d.About, Effect: d.Effect.String(), Metric: m.Name, Where: d.Where.Selector()}
	var injected scenario.Interval
	for _, on := range d.Injected.Intervals() {
		if on.To.After(now) && !v.Injected {
			injected, v.Injected = on, true
		}
	}
	scheduled := d.Schedule.Intervals(p.lab.Now(), now, now.Add(time.Nanosecond))
	next, coming := d.Next(p.lab.Now(), now)
	v.Active = d.Active(p.lab.Now(), now)
	at := func(t time.Time) string { return seenFrom(now, t) }
	switch {
	case injected.Holds(now) && len(scheduled) > 0 && scheduled[0].To.After(injected.To):
		v.State = "on by schedule until " + at(scheduled[0].To) + ", injected until " + at(injected.To)
	case injected.Holds(now):
		v.State = "injected until " + at(injected.To)
	case len(scheduled) > 0:
		v.State = "on by schedule until " + at(scheduled[0].To)
	case coming && next == injected:
		v.State = "to be injected from " + at(next.From) + " to " + at(next.To)
	case coming:
		v.State = "off, next " + at(next.From)
	default:
		v.State = "off"
	}
	return v
}

// exactly writes a moment for people, to the second.
func exactly(t time.Time) string { return t.UTC().Format("2 Jan 15:04:05") + " UTC" }

// seenFrom writes a moment for people, to the minute and without the date if that is today.
func seenFrom(now, t time.Time) string {
	layout := "2 Jan 15:04"
	if t.UTC().Truncate(day).Equal(now.UTC().Truncate(day)) {
		layout = "15:04"
	}
	return t.UTC().Format(layout) + " UTC"
}

const day = 24 * time.Hour
