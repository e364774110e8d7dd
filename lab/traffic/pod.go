package traffic

import (
	"math/rand/v2"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Pod is one scraped process: its counters and where it is in time. It is not safe for concurrent use; different pods
// share nothing.
type Pod struct {
	Metric scenario.Metric
	Labels scenario.Labels

	group  scenario.Group
	now    time.Time
	scrape int64 // Milliseconds.
	offset int64 // Milliseconds after a multiple of the scrape interval.
	phase  time.Duration
	key    uint64

	first, step int64 // Scrapes are numbered from the epoch.
	counts      []uint64
	sum         float64

	profiles profiles
	burst    burst
	source   rand.PCG
	random   *rand.Rand
}

// Reading is what one scrape of a pod sees. Counts is the pod's own memory, valid until the next scrape.
type Reading struct {
	// Millis is the time of the scrape in milliseconds since the epoch.
	Millis int64
	// Counts are events since the last restart, one number a bin, not cumulative over bins.
	Counts []uint64
	// Sum is the sum of the events' values since the last restart, in the metric's unit.
	Sum float64
}

func newPod(m scenario.Metric, g scenario.Group, name string, o Options) *Pod {
	p := &Pod{
		Metric: m,
		Labels: m.LabelsOf(g, name),
		group:  g,
		now:    o.Now,
		scrape: o.Scrape.Milliseconds(),
		key:    mix(o.Seed, hash(m.Name, name)),
		counts: make([]uint64, m.Bins()),
	}
	p.random = rand.New(&p.source)
	p.seed(saltPlace, 0)
	p.offset = p.random.Int64N(p.scrape)
	if g.Restart > 0 {
		p.phase = time.Duration(p.random.Int64N(int64(g.Restart)))
	}
	p.first = ceilDiv(o.Start.UnixMilli()-p.offset, p.scrape)
	p.step = p.first
	p.profiles = newProfiles(m, g)
	p.burst = burst{Burst: g.Burst}
	return p
}

// Due is the time of the next scrape in milliseconds since the epoch.
func (p *Pod) Due() int64 { return p.step*p.scrape + p.offset }

// Scrape moves the pod to its next scrape and returns what it reads there.
func (p *Pod) Scrape() Reading {
	at := p.Due()
	if p.step > p.first {
		p.count(time.UnixMilli(at-p.scrape), time.UnixMilli(at))
	}
	p.step++
	return p.read(at)
}

// Last returns the reading of the latest scrape; ok is false before the first one.
func (p *Pod) Last() (r Reading, ok bool) {
	return p.read(p.Due() - p.scrape), p.step > p.first
}

func (p *Pod) read(at int64) Reading {
	return Reading{Millis: at, Counts: p.counts, Sum: p.sum}
}

// count adds the events of (from, to]. A restart inside takes effect at from: all events of the interval are counted
// from zero, so that none is lost between the last scrape before it and the restart, and increase() sees every event.
func (p *Pod) count(from, to time.Time) {
	if p.restarted(from, to) {
		clear(p.counts)
		p.sum = 0
	}
	middle := from.Add(to.Sub(from) / 2)
	profile := p.profiles.at(p.now, middle)
	events := p.group.Rate.Expected(from, to) / float64(len(p.group.Pods))
	p.drawBurst(middle, len(profile.modes))
	p.seed(saltCount, p.step)
	for bin := range p.counts {
		var share float64
		for i, mode := range profile.modes {
			share += p.burst.modes[i] * mode[bin]
		}
		n := poisson(p.random, events*p.burst.traffic*share)
		p.counts[bin] += n
		p.sum += float64(n) * profile.means[bin]
	}
}

// restarted says whether a multiple of the restart interval, moved by the pod's phase, lies in (from, to].
func (p *Pod) restarted(from, to time.Time) bool {
	every := int64(p.group.Restart)
	if every == 0 {
		return false
	}
	return ceilDiv(from.UnixNano()-int64(p.phase)+1, every) != ceilDiv(to.UnixNano()-int64(p.phase)+1, every)
}

func ceilDiv(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}
