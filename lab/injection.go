package lab

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/histodrift/histodrift/lab/control"
	"github.com/histodrift/histodrift/lab/scenario"
)

// Injection is a drift that a lab is started with.
type Injection struct {
	// Drift is its name.
	Drift string `json:"drift"`
	// After is how long after the lab's Now it begins. Negative values lie before.
	After time.Duration `json:"afterNanoseconds"`
	// Lasts is how long it is active.
	Lasts time.Duration `json:"lastsNanoseconds"`
}

// ParseInjection reads what String writes: drift@begin/length, such as cart-slow@-2h/3h.
func ParseInjection(text string) (Injection, error) {
	drift, when, named := strings.Cut(text, "@")
	begin, length, timed := strings.Cut(when, "/")
	i := Injection{Drift: drift}
	var errBegin, errLength error
	i.After, errBegin = time.ParseDuration(begin)
	i.Lasts, errLength = time.ParseDuration(length)
	if drift == "" || !named || !timed || errors.Join(errBegin, errLength) != nil || i.Lasts <= 0 {
		return Injection{}, fmt.Errorf("injection %q: write <drift>@<begin>/<length>, such as cart-slow@-2h/3h for one that began two hours before now and lasts three", text)
	}
	return i, nil
}

func (i Injection) String() string { return fmt.Sprintf("%s@%v/%v", i.Drift, i.After, i.Lasts) }

// prepared returns the options with scenarios of the lab's own that hold the injections it is started with.
func (o Options) prepared() (Options, *control.Drifts, error) {
	if o.Quiet {
		o.Scenarios = scenario.Quiet(o.Scenarios)
	}
	var err error
	if o.Scenarios, err = scenario.Injectable(o.Scenarios); err != nil {
		return o, nil, err
	}
	drifts := control.NewDrifts(o.Scenarios)
	for _, i := range o.Injections {
		if _, err := drifts.Inject(i.Drift, o.Now.Add(i.After), i.Lasts); err != nil {
			return o, nil, fmt.Errorf("inject %s: %w", i, err)
		}
	}
	return o, drifts, nil
}

// Inject makes a drift active for a time, from the newest sample on. The samples are those of a lab that was started
// with this injection: what is drawn already was drawn for times before.
func (l *Lab) Inject(drift string, lasts time.Duration) (scenario.Interval, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.drifts.Inject(drift, l.newest, lasts)
}

// EndInjection ends the injections of a drift with the newest sample. Its schedule goes on.
func (l *Lab) EndInjection(drift string) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.drifts.End(drift, l.newest)
}
