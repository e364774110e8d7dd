package traffic

import (
	"math/rand/v2"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Pod is one scraped process: what it counts of one metric and where it is in time. It is not safe for concurrent use;
// different pods share nothing.
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
	drawn       []uint64 // Events of the latest scrape interval.
	seen        []bool
	sum         float64

	layouts  []profiles // That of the metric, then one for each change.
	profiles *profiles  // Of the layout at present.
	burst    burst
	source   rand.PCG
	random   *rand.Rand
}

// Reading is what one scrape of a pod sees. Counts and Seen are the pod's own memory, valid until the next scrape.
type Reading struct {
	// Millis is the time of the scrape in milliseconds since the epoch.
	Millis int64
	// Bins say what Counts count.
	Bins *Bins
	// Counts are events since the last restart, one number a bin, not cumulative over bins; those of a gauge are its
	// levels at this moment.
	Counts []uint64
	// Seen says which categories have had an event since the last restart: a client library exports no others.
	Seen []bool
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
	}
	p.random = rand.New(&p.source)
	p.seed(saltPlace, 0)
	p.offset = p.random.Int64N(p.scrape)
	if g.Restart > 0 {
		p.phase = time.Duration(p.random.Int64N(int64(g.Restart)))
	}
	p.first = ceilDiv(o.Start.UnixMilli()-p.offset, p.scrape)
	p.step = p.first
	p.layouts = append(p.layouts, newProfiles(m, g, newBins(m, g, m.Layout)))
	for _, change := range g.Relayouts {
		p.layouts = append(p.layouts, newProfiles(m, g, newBins(m, g, change.Layout)))
	}
	p.burst = burst{Burst: g.Burst}
	p.restart(p.layoutAt(time.UnixMilli(p.Due())))
	return p
}

// Due is the time of the next scrape in milliseconds since the epoch.
func (p *Pod) Due() int64 { return p.step*p.scrape + p.offset }

// Scrape moves the pod to its next scrape and returns what it reads there.
func (p *Pod) Scrape() Reading {
	at := time.UnixMilli(p.Due())
	from := at.Add(-time.Duration(p.scrape) * time.Millisecond)
	switch kind := p.Metric.KindOf(); {
	case kind == scenario.Switch:
		p.turn(at)
	case kind == scenario.CategoryGauge:
		p.level(at)
	case p.step > p.first:
		p.count(from, at)
	}
	p.step++
	return p.read(at.UnixMilli())
}

// Last returns the reading of the latest scrape; ok is false before the first one.
func (p *Pod) Last() (r Reading, ok bool) {
	return p.read(p.Due() - p.scrape), p.step > p.first
}

func (p *Pod) read(at int64) Reading {
	return Reading{Millis: at, Bins: p.profiles.bins, Counts: p.counts, Seen: p.seen, Sum: p.sum}
}

// count adds the events of (from, to]. A restart inside takes effect at from: all events of the interval are counted
// from zero, so that none is lost between the last scrape before it and the restart, and increase() sees every event.
func (p *Pod) count(from, to time.Time) {
	if layout := p.layoutAt(to); layout != p.profiles || p.restarted(from, to) {
		p.restart(layout)
	}
	middle := from.Add(to.Sub(from) / 2)
	profile := p.profiles.at(p.now, middle)
	events := profile.rate.Expected(from, to) / float64(len(p.group.Pods))
	p.drawBurst(middle, len(profile.modes))
	p.seed(saltCount, p.step)
	for bin := range p.counts {
		var share float64
		for i, mode := range profile.modes {
			share += p.burst.modes[i] * mode[bin]
		}
		n := poisson(p.random, events*p.burst.traffic*share)
		p.drawn[bin] = n
		if n > 0 {
			p.counts[bin] += n
			p.sum += float64(n) * profile.means[bin]
			p.seen[bin] = true
		}
	}
}

// restart begins to count from zero in a layout.
func (p *Pod) restart(layout *profiles) {
	p.profiles = layout
	p.counts, p.drawn = make([]uint64, layout.bins.size), make([]uint64, layout.bins.size)
	p.seen = make([]bool, layout.bins.size)
	p.sum = 0
}

// layoutAt is the layout of moment t.
func (p *Pod) layoutAt(t time.Time) *profiles {
	layout := &p.layouts[0]
	for i, change := range p.group.Relayouts {
		if !t.Before(p.now.Add(-change.Before)) {
			layout = &p.layouts[i+1]
		}
	}
	return layout
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
