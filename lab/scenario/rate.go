package scenario

import (
	"errors"
	"fmt"
	"math"
	"time"
)

const day = 24 * time.Hour

// Rate is the traffic of a group over time: a mean with a daily rhythm, in UTC.
type Rate struct {
	// PerSecond is the mean over a day, in events per second, of the whole group.
	PerSecond float64
	// Swing is how far the rhythm goes up and down, as a share of the mean: 0.4 means from 60 % to 140 %.
	Swing float64
	// Peak is the time of day with the most traffic.
	Peak time.Duration
}

func (r Rate) validate() error {
	if r.PerSecond <= 0 || r.Swing < 0 || r.Swing > 1 {
		return errors.New("the rate must be positive and its swing within 0 and 1")
	}
	return nil
}

// Expected is the expected number of events in [from, to): the exact integral of the rate.
func (r Rate) Expected(from, to time.Time) float64 {
	const perRadian = float64(day/time.Second) / (2 * math.Pi)
	wave := math.Sin(r.phase(to)) - math.Sin(r.phase(from))
	return r.PerSecond * (to.Sub(from).Seconds() + r.Swing*perRadian*wave)
}

// phase is the angle of a moment in the daily rhythm, 0 at the peak. It jumps by a full turn at midnight, which the sine
// does not mind.
func (r Rate) phase(t time.Time) float64 {
	sinceMidnight := time.Duration(t.UnixNano()) % day
	return 2 * math.Pi * float64(sinceMidnight-r.Peak) / float64(day)
}

// RateEffect changes how many events there are. Where it hits some groups only, the mix of groups changes though none of
// them has drifted.
type RateEffect interface {
	Effect
	On(Rate) Rate
}

// Traffic multiplies the number of events by Factor at every time of day.
type Traffic struct{ Factor float64 }

// On implements RateEffect.
func (e Traffic) On(r Rate) Rate {
	r.PerSecond *= e.Factor
	return r
}

func (e Traffic) String() string { return fmt.Sprintf("traffic × %g", e.Factor) }

// Burst makes counts more variable than independent events would be. Every pod draws, for each stretch of Length, one
// factor for its traffic and one for each mode of its distribution. All factors have mean 1, so bursts never change
// what the counts converge to.
type Burst struct {
	Length time.Duration
	// Traffic is the relative standard deviation of the number of events.
	Traffic float64
	// Modes is the relative standard deviation of each mode's weight: slow requests come together.
	Modes float64
}

// Level is how high a gauge stands: a mean, around which it is drawn anew from time to time.
type Level struct {
	// Mean is that of the sum over all pods and categories.
	Mean float64
	// Holds is how long a drawn level stays.
	Holds time.Duration
}
