package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Lab is what is controlled.
type Lab interface {
	// Inject makes a drift active from the newest sample on.
	Inject(drift string, lasts time.Duration) (scenario.Interval, error)
	// EndInjection ends the injections of a drift with the newest sample.
	EndInjection(drift string) error
	// Now is the moment schedules count from.
	Now() time.Time
	// Data is the stretch of time that has samples.
	Data() scenario.Interval
}

// Injections is the answer to GET /lab/inject.
type Injections struct {
	// Now is the time of the newest samples.
	Now time.Time `json:"now"`
	// Injections are those past, present and to come, the latest first.
	Injections []Injection `json:"injections"`
}

// Injection is one stretch of time in which a drift is active because somebody wanted it.
type Injection struct {
	Drift    string `json:"drift"`
	Scenario string `json:"scenario"`
	Metric   string `json:"metric"`
	scenario.Interval
	// State is past, active or to come.
	State string `json:"state"`
}

// The states of an injection.
const (
	past   = "past"
	active = "active"
	toCome = "to come"
)

// Wish is the body of POST /lab/inject.
type Wish struct {
	Drift string `json:"drift"`
	// For is how long, such as 30m.
	For string `json:"for"`
}

// List returns all injections in a lab whose newest samples are of time now.
func (d *Drifts) List(now time.Time) Injections {
	all := Injections{Now: now, Injections: []Injection{}}
	for _, s := range d.scenarios {
		for _, m := range s.Metrics {
			for _, drift := range m.Drifts {
				for _, on := range drift.Injected.Intervals() {
					all.Injections = append(all.Injections, Injection{drift.Name, s.Name, m.Name, on, state(on, now)})
				}
			}
		}
	}
	slices.SortStableFunc(all.Injections, func(a, b Injection) int { return b.From.Compare(a.From) })
	return all
}

func state(on scenario.Interval, now time.Time) string {
	switch {
	case on.Holds(now):
		return active
	case now.Before(on.From):
		return toCome
	}
	return past
}

// mostAsked bounds the body of a request to inject, in bytes.
const mostAsked = 64 << 10

// injections serves /lab/inject.
type injections struct {
	lab    Lab
	drifts *Drifts
}

func (i injections) list(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, i.drifts.List(i.lab.Data().To))
}

func (i injections) start(w http.ResponseWriter, r *http.Request) {
	wish, err := readWish(http.MaxBytesReader(w, r.Body, mostAsked))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := i.grant(wish); err != nil {
		refuse(w, err)
		return
	}
	i.list(w, r)
}

func (i injections) grant(wish Wish) error {
	if wish.Drift == "" {
		return errors.New(`drift is missing: name one, as in {"drift": "cart-slow", "for": "30m"}`)
	}
	lasts, err := time.ParseDuration(wish.For)
	if err != nil {
		return fmt.Errorf("for is %q: give a length of time such as 30m or 2h", wish.For)
	}
	_, err = i.lab.Inject(wish.Drift, lasts)
	return err
}

func (i injections) end(w http.ResponseWriter, r *http.Request) {
	drift := r.URL.Query().Get("drift")
	if drift == "" {
		http.Error(w, "parameter drift is missing: name one, as in /lab/inject?drift=cart-slow", http.StatusBadRequest)
		return
	}
	if err := i.lab.EndInjection(drift); err != nil {
		refuse(w, err)
		return
	}
	i.list(w, r)
}

func readWish(body io.Reader) (wish Wish, err error) {
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wish); err != nil {
		return wish, fmt.Errorf(`the body must be as {"drift": "cart-slow", "for": "30m"}: %w`, err)
	}
	return wish, nil
}

func refuse(w http.ResponseWriter, err error) {
	http.Error(w, err.Error(), statusOf(err))
}

func statusOf(err error) int {
	if errors.Is(err, ErrUnknown) || errors.Is(err, ErrNotInjected) {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

func writeJSON(w http.ResponseWriter, value any) {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n'))
}
